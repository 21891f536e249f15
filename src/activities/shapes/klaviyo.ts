import type { EventRule, Shape } from './shape.ts';

const PROPERTIES = 'attributes.event_properties.';
const UNSUBSCRIBED: EventRule = { event: 'unsubscribed', scope: 'all' };

/** Klaviyo's events (Klaviyo API docs, "Events API overview"): JSON:API objects, with the metric's name where the export has it. */
export const KLAVIYO: Shape = {
  name: 'klaviyo',
  recognised: [
    ['attributes.datetime', 'relationships.profile.data.id'],
    ['attributes.timestamp', 'relationships.profile.data.id'],
    ['attributes.datetime', 'relationships.metric.data.id'],
  ],
  unverified: "Only the names of its metrics are checked against Klaviyo's documentation, not its fields.",
  contact: ['relationships.profile.data.id', 'attributes.profile_id'],
  time: [{ field: 'attributes.datetime' }, { field: 'attributes.timestamp', unit: 'seconds' }],
  event: {
    by: ['attributes.metric.name', 'metric.name', 'metric_name', 'relationships.metric.data.id'],
    is: {
      'received email': 'delivered',
      'opened email': 'opened',
      'clicked email': 'clicked',
      'bounced email': 'bounced',
      'dropped email': { ignored: 'messages not sent' },
      'marked email as spam': 'spam_reported',
      unsubscribed: UNSUBSCRIBED,
      'unsubscribed from email marketing': UNSUBSCRIBED,
      'unsubscribed from list': { event: 'unsubscribed', scope: 'one' },
      'subscribed to list': { event: 'subscribed', scope: 'one' },
      'merged profile': { ignored: 'merged profiles' },
    },
  },
  fields: {
    email: [`${PROPERTIES}Campaign Name`, `${PROPERTIES}$message`, `${PROPERTIES}Subject`],
    url: [`${PROPERTIES}URL`],
    campaign: [`${PROPERTIES}Campaign Name`],
    channel: [`${PROPERTIES}List`],
  },
  machine: [`${PROPERTIES}Apple Privacy Open`],
  id: { parts: [['attributes.uuid', 'id']] },
  prefixes: { [PROPERTIES]: '' },
  aside: ['type', 'links*', 'relationships*', 'attributes.timestamp'],
};
