import { OWN_EVENTS } from './journey.ts';
import type { Shape } from './shape.ts';

/** What columns are called that hold what every record needs. Ours come first, but only one of each may be there. */
const CONTACTS = [
  'contact',
  'contact_id',
  'contactid',
  'customer',
  'customer_id',
  'customerid',
  'user',
  'user_id',
  'userid',
  'person_id',
  'profile_id',
  'member_id',
  'subscriber_id',
  'visitor_id',
  'email_address',
];
const TIMES = [
  'time',
  'timestamp',
  'datetime',
  'date',
  'at',
  'occurred_at',
  'event_time',
  'event_date',
  'event_timestamp',
  'event_at',
  'created_at',
  'createdat',
];
const EVENT_NAMES = ['event', 'event_type', 'eventtype', 'event_name', 'eventname', 'activity', 'activity_type', 'action', 'type', 'kind'];
const OTHERS = {
  email: ['email', 'email_name', 'template'],
  link: ['link'],
  url: ['url'],
  channel: ['channel'],
  form: ['form'],
  page: ['page'],
  campaign: ['campaign'],
} as const;

export type GenericColumns =
  | { readonly ok: true; readonly shape: Shape; readonly contact: string; readonly time: string; readonly event: string }
  /** Which of the three have several candidates; empty where one has none. */
  | { readonly ok: false; readonly several: readonly (readonly string[])[] };

/**
 * A shape for any table with something like a contact, a time and an event column, by the columns' names. One candidate
 * for each: of several none is guessed.
 */
export function genericShape(written: readonly string[]): GenericColumns {
  const names = written.map((name) => name.trim());
  const among = (candidates: readonly string[]): string[] => names.filter((name) => candidates.includes(name.toLowerCase().replaceAll(/[ -]/g, '_')));
  const roles = [among(CONTACTS), among(TIMES), among(EVENT_NAMES)];
  const [contact, time, event] = roles.map((found) => (found.length === 1 ? found[0] : undefined));
  if (contact === undefined || time === undefined || event === undefined) {
    return { ok: false, several: roles.every((found) => found.length > 0) ? roles.filter((found) => found.length > 1) : [] };
  }
  const fields = Object.fromEntries(Object.entries(OTHERS).map(([field, candidates]) => [field, among(candidates).filter((name) => name !== contact)]));
  const shape: Shape = {
    name: 'generic',
    recognised: [],
    contact: [contact],
    time: [{ field: time }],
    event: { by: event, is: OWN_EVENTS },
    fields,
    bounce: ['bounce'],
    machine: ['machine'],
    // Another table's record can have the same id.
    id: { parts: [['id', 'event_id', 'record_id'], [contact], [time], [event]] },
  };
  return { ok: true, shape, contact, time, event };
}
