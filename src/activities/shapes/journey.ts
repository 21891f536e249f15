import { EVENTS } from '../activity-table.ts';
import type { EventRule, Shape } from './shape.ts';

const PERFORMED: EventRule = {
  by: 'activity',
  is: {},
  missing: { unusable: 'activity: missing; a record of the event "performed" says here which activity' },
};

/** Our own events by their names; any other value is the name of an activity. */
export const OWN_EVENTS: Readonly<Record<string, EventRule>> = { ...Object.fromEntries(EVENTS.map((event) => [event, event])), performed: PERFORMED };

/** What every record of our own shape has. */
export const OWN_FIELDS = ['contact', 'time', 'event'] as const;

/** Our own shape: simulation.md §2. */
export const JOURNEY: Shape = {
  name: 'journey',
  recognised: [OWN_FIELDS],
  contact: ['contact'],
  time: [{ field: 'time' }],
  event: { by: 'event', is: OWN_EVENTS },
  fields: { email: ['email'], link: ['link'], url: ['url'], channel: ['channel'], form: ['form'], page: ['page'], campaign: ['campaign'] },
  bounce: ['bounce'],
  machine: ['machine'],
  id: { parts: [['id']] },
};
