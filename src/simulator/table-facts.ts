import type { ActivityTable } from '../activities/activity-table.ts';
import { EVENTS } from '../activities/activity-table.ts';

/** What every run over a table needs, whatever the journey. */
export interface TableFacts {
  /** Of the records' times, in microseconds; Infinity and -Infinity without a record. */
  readonly earliest: number;
  readonly latest: number;
  readonly machineMarked: number;
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

function findFacts({ time, event, machine, activity }: ActivityTable): TableFacts {
  let earliest = Infinity;
  let latest = -Infinity;
  for (const one of time) {
    if (one < earliest) earliest = one;
    if (one > latest) latest = one;
  }
  let machineMarked = 0;
  for (const mark of machine) machineMarked += mark;
  const recordsOfEvent = new Uint32Array(EVENTS.length);
  for (const one of event) recordsOfEvent[one]!++;
  const recordsOfActivity = new Uint32Array(activity.dictionary.length);
  for (const code of activity.codes) recordsOfActivity[code]!++;
  return { earliest, latest, machineMarked, recordsOfEvent, recordsOfActivity };
}
