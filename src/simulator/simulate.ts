import type { LoadedActivities } from '../activities/activity-table.ts';
import type { Model } from '../model/model.ts';
import { finishResult } from '../results/finish-result.ts';
import type { PartialResult } from '../results/partial-result.ts';
import { mergePartialResults } from '../results/partial-result.ts';
import type { JourneyResult } from '../results/result.ts';
import type { ContactRange, SimulateFailure, SimulateOptions } from './simulation.ts';
import { Simulation } from './simulation.ts';
import type { Steps } from './steps.ts';
import { atOnce } from './steps.ts';

export type SimulateOutcome = { readonly ok: true; readonly result: JourneyResult } | SimulateFailure;

/** Replays a table's records through a journey of a model. The same model and records always give the same result. */
export function simulate(model: Model, journeyName: string, loaded: LoadedActivities, options: SimulateOptions): SimulateOutcome {
  return atOnce(simulateInSteps(model, journeyName, loaded, options));
}

/** {@link simulate}, in steps of a few milliseconds, more where a table of millions of records is looked at for the first time. */
export function* simulateInSteps(model: Model, journeyName: string, loaded: LoadedActivities, options: SimulateOptions): Steps<SimulateOutcome> {
  const part = yield* simulatePart(model, journeyName, loaded, { from: 0, to: loaded.table.contacts.length }, options);
  return part.ok ? { ok: true, result: finishParts([part]) } : part;
}

/** What some of the contacts say, with what is needed to finish it. */
export interface SimulatedPart {
  readonly ok: true;
  readonly simulation: Simulation;
  readonly partial: PartialResult;
}

/** Replays some of the contacts of a table. Parts of disjoint ranges of one table make one result: {@link finishParts}. */
export function* simulatePart(
  model: Model,
  journeyName: string,
  loaded: LoadedActivities,
  range: ContactRange,
  options: SimulateOptions,
): Steps<SimulatedPart | SimulateFailure> {
  const made = yield* Simulation.named(model, journeyName, loaded, options);
  if (!made.ok) return made;
  const { simulation } = made;
  const tally = simulation.tally();
  yield* simulation.addAll(range, tally);
  return { ok: true, simulation, partial: tally.finished() };
}

/** The finished result of parts that together are all contacts of one table. */
export function finishParts(parts: readonly SimulatedPart[]): JourneyResult {
  const [first] = parts;
  if (!first) throw new Error('There is no part to finish.');
  const merged = mergePartialResults(parts.map(({ partial }) => partial));
  return finishResult(first.simulation.journey, first.simulation.model, merged, first.simulation.facts(merged));
}
