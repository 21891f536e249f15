import type { LoadedActivities } from '../activities/activity-table.ts';
import type { Model } from '../model/model.ts';
import type { PartialBreakdown, PartialGroup } from '../results/finish-breakdown.ts';
import { finishBreakdown, mergePartialBreakdowns } from '../results/finish-breakdown.ts';
import type { BreakdownResult } from '../results/result.ts';
import { breakdownValues } from './breakdown-values.ts';
import { fold } from './matching/fold.ts';
import type { ContactRange, SimulateFailure, SimulateOptions } from './simulation.ts';
import { Simulation } from './simulation.ts';
import type { Steps } from './steps.ts';
import { CONTACTS_A_STEP } from './steps.ts';
import type { Tally } from './tally.ts';

/** Each value costs memory; something with more is no way to tell groups apart. */
const MOST_VALUES = 10_000;

/** The numbers of a journey for groups of contacts. `by`: see {@link breakdownValues}. */
export function* breakDown(
  model: Model,
  journeyName: string,
  by: string,
  loaded: LoadedActivities,
  options: SimulateOptions,
): Steps<{ readonly ok: true; readonly breakdown: BreakdownResult } | SimulateFailure> {
  const part = yield* breakDownPart(model, journeyName, by, loaded, { from: 0, to: loaded.table.contacts.length }, options);
  return part.ok ? { ok: true, breakdown: finishBreakdownParts([part]) } : part;
}

interface BrokenDownPart {
  readonly ok: true;
  readonly by: string;
  readonly ordered: boolean;
  readonly simulation: Simulation;
  readonly partial: PartialBreakdown;
}

/** Some of the contacts of a table. Parts of disjoint ranges make one breakdown: {@link finishBreakdownParts}. */
export function* breakDownPart(
  model: Model,
  journeyName: string,
  by: string,
  loaded: LoadedActivities,
  { from, to }: ContactRange,
  options: SimulateOptions,
): Steps<BrokenDownPart | SimulateFailure> {
  const made = yield* Simulation.named(model, journeyName, loaded, options);
  if (!made.ok) return made;
  const { simulation } = made;
  const told = yield* breakdownValues(by, simulation);
  if (!told.ok) return told;
  const { valueAt, ordered } = told.values;
  const tallies = new Map<string, { value: string; readonly tally: Tally }>();
  const outside = simulation.tally();
  for (let contact = from; contact < to; contact++) {
    if (contact % CONTACTS_A_STEP === 0) yield contact - from;
    const way = simulation.wayOf(contact);
    if (!way) continue;
    const [first] = way.passes;
    if (!first) {
      simulation.add(contact, way, outside);
      continue;
    }
    const value = valueAt(contact, first.began);
    if (/\S@\S/.test(value)) return refused(`--by ${by}: it has addresses of mail, which are not shown. Break down by something else.`);
    const key = fold(value);
    let group = tallies.get(key);
    if (!group) tallies.set(key, (group = { value, tally: simulation.tally() }));
    if (value < group.value) group.value = value;
    if (tallies.size > MOST_VALUES) return refused(`--by ${by}: it has more than ${String(MOST_VALUES)} different values. Break down by something with fewer.`);
    simulation.add(contact, way, group.tally);
  }
  const groups = new Map([...tallies].map(([key, { value, tally }]): [string, PartialGroup] => [key, { value, partial: tally.finished() }]));
  return { ok: true, by, ordered, simulation, partial: { groups, outside: outside.finished() } };
}

const refused = (message: string): SimulateFailure => ({ ok: false, problem: { kind: 'unsupported', message } });

/** The finished breakdown of parts that together are all contacts of one table. */
export function finishBreakdownParts(parts: readonly BrokenDownPart[]): BreakdownResult {
  const [first] = parts;
  if (!first) throw new Error('There is no part to finish.');
  const { simulation, by, ordered } = first;
  const merged = mergePartialBreakdowns(parts.map(({ partial }) => partial));
  return finishBreakdown(by, ordered, simulation.journey, simulation.model, merged, (whole) => simulation.facts(whole));
}
