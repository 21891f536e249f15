import { EVENTS } from '../activity-table.ts';
import type { Event } from '../activity-table.ts';
import type { EventRule, Shape } from './shape.ts';

/** `com.example.email.clicked`: our event where the last word is one, else an activity by the whole type. */
function eventOfType(type: string): EventRule {
  const word = type.slice(type.lastIndexOf('.') + 1).toLowerCase();
  return word !== 'performed' && EVENTS.includes(word as Event) ? (word as Event) : 'performed';
}

/** CloudEvents (CNCF, "CloudEvents 1.0.2") whose data has our own fields. */
export const CLOUDEVENTS: Shape = {
  name: 'cloudevents',
  recognised: [['specversion', 'id', 'source', 'type']],
  contact: ['data.contact', 'subject'],
  contactAfter: '/',
  time: [{ field: 'time' }],
  event: { by: 'type', is: {}, otherwise: eventOfType },
  fields: {
    email: ['data.email'],
    link: ['data.link'],
    url: ['data.url'],
    channel: ['data.channel'],
    form: ['data.form'],
    page: ['data.page'],
    campaign: ['data.campaign'],
  },
  bounce: ['data.bounce'],
  machine: ['data.machine'],
  // "Consumers MAY assume that Events with identical source and id are duplicates."
  id: { parts: [['id'], ['source']] },
  prefixes: { 'data.': '' },
  aside: ['specversion', 'datacontenttype', 'dataschema'],
};
