import type { ActivityTable } from '../activities/activity-table.ts';
import type { Condition } from '../model/condition.ts';
import type { Journey } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import type { TimeZone } from '../time/time-zone.ts';
import { TRUE } from './answer.ts';
import { ask } from './ask.ts';
import { compileJourney } from './compile.ts';
import { ContactHistory } from './contact-history.ts';
import { signalsOf } from './matching/signals.ts';

/**
 * Whether a condition without an anchor is true of a contact at a moment: microseconds, after all records and deadlines
 * of that time. Dates are understood in the journey's zone, in segments in UTC.
 */
export function conditionAt(
  condition: Condition,
  journey: Journey,
  model: Model,
  table: ActivityTable,
  zone: TimeZone,
  utc: TimeZone,
): (contact: number, time: number) => boolean {
  // An audience is what a journey asks without an anchor.
  const program = compileJourney({ ...journey, stages: [], audience: condition }, model, table, signalsOf(table, model, zone), zone, utc);
  const history = new ContactHistory(table);
  const { audience } = program;
  return (contact, time) => {
    if (!audience || !history.read(contact, time)) return false;
    const moment = { time, late: true, high: history.end };
    return ask(audience, { history, moment, anchor: undefined, origin: undefined, outside: true, earlierLinks: [], stageAnchors: [] }) === TRUE;
  };
}
