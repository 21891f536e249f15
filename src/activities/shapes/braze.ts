import type { EventRule, Shape } from './shape.ts';

const BOUNCED = (bounce: 'hard' | 'soft'): EventRule => ({ event: 'bounced', bounce });

/** Fields of Currents files, and of the same events as its HTTP connector sends them. */
const either = (...names: string[]): string[] => names.flatMap((name) => [name, `properties.${name}`]);

const STATE: EventRule = {
  by: either('subscription_status'),
  is: {
    subscribed: { event: 'subscribed', scope: 'one' },
    unsubscribed: { event: 'unsubscribed', scope: 'one' },
  },
  otherwise: { unusable: 'subscription_status: neither "Subscribed" nor "Unsubscribed"' },
};

/** Braze Currents (Braze docs, "Message engagement events", "Customer behavior events"). */
export const BRAZE: Shape = {
  name: 'braze',
  recognised: [
    ['id', 'time', 'user_id', 'timezone'],
    ['id', 'time', 'external_user_id', 'user_id'],
    ['id', 'time', 'external_user_id', 'dispatch_id'],
    ['id', 'time', 'event_type', 'user.user_id'],
    ['id', 'time', 'event_type', 'user.external_user_id'],
  ],
  unverified: 'The field machine_open is not checked against the documentation of Braze.',
  contact: ['external_user_id', 'user.external_user_id', 'user_id', 'user.user_id'],
  time: [{ field: 'time', unit: 'seconds' }],
  event: {
    by: 'event_type',
    is: {
      'users.messages.email.send': 'sent',
      'users.messages.email.delivery': 'delivered',
      'users.messages.email.open': 'opened',
      'users.messages.email.click': 'clicked',
      'users.messages.email.bounce': BOUNCED('hard'),
      'users.messages.email.softbounce': BOUNCED('soft'),
      'users.messages.email.markasspam': 'spam_reported',
      'users.messages.email.unsubscribe': { event: 'unsubscribed', scope: 'all' },
      'users.messages.email.deferral': { ignored: 'deliveries put off' },
      'users.messages.email.abort': { ignored: 'messages not sent' },
      'users.behaviors.subscriptiongroup.statechange': STATE,
      'users.behaviors.customevent': { by: either('name'), is: {} },
      'users.behaviors.purchase': { event: 'performed', activity: 'purchase' },
    },
  },
  // Storage has a folder a type: `…/event_type=users.messages.email.Click/…`.
  eventOfPath: (path) => /event_type=([\w.]+)/.exec(path)?.[1],
  fields: {
    email: either('message_variation_name', 'campaign_name', 'canvas_step_name', 'campaign_id', 'canvas_step_id'),
    link: either('link_alias', 'link_id'),
    url: either('url'),
    campaign: either('campaign_name', 'canvas_name', 'campaign_id', 'canvas_id'),
    channel: either('subscription_group_id'),
  },
  machine: either('machine_open'),
  id: { parts: [['id']] },
  prefixes: { 'properties.': '' },
  aside: [
    'timezone',
    'sending_ip',
    'user_agent',
    'ip_pool',
    'properties.user_agent',
    'properties.sending_ip',
    'properties.ip_pool',
    'email_address',
    'properties.email_address',
    'user.timezone',
  ],
};
