import type { ActivityTable } from '../activities/activity-table.ts';
import { EVENTS } from '../activities/activity-table.ts';
import type { Steps } from './steps.ts';
import { atOnce } from './steps.ts';

/** What every run over a table needs, whatever the journey. */
export interface TableFacts {
  /** Of the records' times, in microseconds; Infinity and -Infinity without a record. */
  readonly earliest: number;
  readonly latest: number;
  /** By event, and by code of the activity column. */
  readonly recordsOfEvent: Uint32Array;
  readonly recordsOfActivity: Uint32Array;
  /** The times that several records of a contact have, each once: contact `c` has `times[starts[c]]` up to `times[starts[c + 1]]`, end excluded. */
  readonly ties: { readonly times: Float64Array; readonly starts: Int32Array };
}

const known = new WeakMap<ActivityTable, TableFacts>();

/** Found once a table: an edit of a journey changes nothing of it. */
export function factsOf(table: ActivityTable): TableFacts {
  return atOnce(factsInSteps(table));
}

/** {@link factsOf} in steps. */
export function* factsInSteps(table: ActivityTable): Steps<TableFacts> {
  const facts = known.get(table) ?? (yield* findFacts(table));
  known.set(table, facts);
  return facts;
}

const CONTACTS_A_STEP = 1 << 16;

function* findFacts({ starts, time, event, activity }: ActivityTable): Steps<TableFacts> {
  const contacts = starts.length - 1;
  let earliest = Infinity;
  let latest = -Infinity;
  const recordsOfEvent = new Uint32Array(EVENTS.length);
  const recordsOfActivity = new Uint32Array(activity.dictionary.length);
  const firstTie = new Int32Array(starts.length);
  const tied: number[] = [];
  const look = (from: number, to: number): void => {
    for (let contact = from; contact < to; contact++) {
      const start = starts[contact]!;
      const end = starts[contact + 1]!;
      for (let record = start; record < end; record++) {
        const moment = time[record]!;
        if (moment < earliest) earliest = moment;
        if (moment > latest) latest = moment;
        recordsOfEvent[event[record]!]!++;
        recordsOfActivity[activity.codes[record]!]!++;
        if (record > start && moment === time[record - 1] && (tied.length === firstTie[contact] || tied.at(-1) !== moment)) tied.push(moment);
      }
      firstTie[contact + 1] = tied.length;
    }
  };
  for (let first = 0; first < contacts; first += CONTACTS_A_STEP) {
    look(first, Math.min(contacts, first + CONTACTS_A_STEP));
    yield 0;
  }
  return { earliest, latest, recordsOfEvent, recordsOfActivity, ties: { times: Float64Array.from(tied), starts: firstTie } };
}
