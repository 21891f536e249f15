import type { ActivityTable } from '../activities/activity-table.ts';
import { EVENTS } from '../activities/activity-table.ts';

/** What every run over a table needs, whatever the journey. */
export interface TableFacts {
  /** Of the records' times, in microseconds; Infinity and -Infinity without a record. */
  readonly earliest: number;
  readonly latest: number;
  /** By event, and by code of the activity column. */
  readonly recordsOfEvent: Uint32Array;
  readonly recordsOfActivity: Uint32Array;
}

const known = new WeakMap<ActivityTable, TableFacts>();

/** Found once a table: an edit of a journey changes nothing of it. */
export function factsOf(table: ActivityTable): TableFacts {
  const facts = known.get(table) ?? findFacts(table);
  known.set(table, facts);
  return facts;
}

function findFacts({ time, event, activity }: ActivityTable): TableFacts {
  let earliest = Infinity;
  let latest = -Infinity;
  const recordsOfEvent = new Uint32Array(EVENTS.length);
  const recordsOfActivity = new Uint32Array(activity.dictionary.length);
  for (let record = 0; record < time.length; record++) {
    const moment = time[record]!;
    if (moment < earliest) earliest = moment;
    if (moment > latest) latest = moment;
    recordsOfEvent[event[record]!]!++;
    recordsOfActivity[activity.codes[record]!]!++;
  }
  return { earliest, latest, recordsOfEvent, recordsOfActivity };
}
