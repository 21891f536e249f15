import type { LoadedActivities } from '../activities/activity-table.ts';
import type { Journey } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import type { SimulateFailure, SimulateOptions } from './simulation.ts';
import { Simulation } from './simulation.ts';
import type { Steps } from './steps.ts';
import type { WayColumns } from './way-columns.ts';

/** By contact, in one number: it has no record, it never entered, or what {@link readOutcome} reads. */
const NO_RECORD = -1;
const NEVER_ENTERED = 0;

/** Stages have to be fewer. */
const STAGES = 1 << 14;
const CONTACTS_A_STEP = 1 << 14;

/** How far a contact got and where it is: stages by the numbers of `numberOf`, -1 for none. */
export interface ContactOutcome {
  readonly furthest: number;
  readonly last: number;
  readonly isExpired: boolean;
}

export type ContactOutcomes = { readonly ok: true; readonly outcomes: Int32Array } | SimulateFailure;

/** What becomes of each contact of a table in a journey. `numberOf`: a number for each of its stages, from 0. */
export function* contactOutcomes(
  model: Model,
  journey: Journey,
  loaded: LoadedActivities,
  options: SimulateOptions,
  numberOf: (stage: string) => number,
): Steps<ContactOutcomes> {
  const made = yield* Simulation.ofJourneyInSteps(model, journey, loaded, options);
  if (!made.ok) return made;
  const { replay, asOf } = made.simulation;
  const numbers = journey.stages.map(({ name }) => numberOf(name));
  const places = replay.program.stages.map(({ path }) => path);
  const isOverlapping = journey.reentry.kind === 'overlapping';
  const contacts = loaded.table.contacts.length;
  const outcomes = new Int32Array(contacts).fill(NO_RECORD);
  for (let from = 0; from < contacts; from += CONTACTS_A_STEP) {
    replay.together.each(from, Math.min(contacts, from + CONTACTS_A_STEP), asOf, (contact, way) => {
      outcomes[contact] = outcomeOf(way, places, numbers, isOverlapping);
    });
    yield Math.min(contacts, from + CONTACTS_A_STEP);
  }
  return { ok: true, outcomes };
}

/** Undefined for those that never entered. */
export function readOutcome(outcome: number): ContactOutcome | undefined {
  if (outcome <= NEVER_ENTERED) return undefined;
  const rest = outcome >> 1;
  return { furthest: Math.floor(rest / STAGES) - 1, last: rest % STAGES, isExpired: (outcome & 1) === 1 };
}

/** From the counted pass how far it got; where it is from the last one, with overlapping passes from the counted one. */
function outcomeOf(way: WayColumns, places: readonly number[], numbers: readonly number[], isOverlapping: boolean): number {
  if (way.passes === 0) return NEVER_ENTERED;
  let [furthest, counted, stage] = [-1, 0, -1];
  for (let pass = 0; pass < way.passes; pass++) {
    for (let stay = way.startOf(pass); stay < way.passEnd[pass]!; stay++) {
      if (places[way.stage[stay]!]! <= furthest) continue;
      [furthest, counted, stage] = [places[way.stage[stay]!]!, pass, way.stage[stay]!];
    }
  }
  const last = isOverlapping ? counted : way.passes - 1;
  const current = numbers[way.stage[way.passEnd[last]! - 1]!]!;
  const reached = stage < 0 ? 0 : numbers[stage]! + 1;
  return (reached * STAGES + current) * 2 + (Number.isNaN(way.expired[last]!) ? 0 : 1);
}
