import type { EventRule, Shape } from './shape.ts';

const SOFT: EventRule = { event: 'bounced', bounce: 'soft' };
const NOT_SENT: EventRule = { ignored: 'messages not sent' };
const MACHINE: EventRule = { event: 'opened', machine: true };
const UNSUBSCRIBED: EventRule = { has: 'list_id', then: { event: 'unsubscribed', scope: 'one' }, else: { event: 'unsubscribed', scope: 'all' } };

/** Brevo's transactional and marketing webhooks (Brevo developer docs, "Transactional webhooks", "Marketing webhooks"). */
export const BREVO: Shape = {
  name: 'brevo',
  recognised: ['ts_epoch', 'ts_event', 'ts', 'date'].flatMap((time) => ['message-id', 'camp_id'].map((which) => ['event', 'email', which, time])),
  contact: ['email'],
  address: true,
  time: [
    { field: 'ts_epoch', unit: 'milliseconds' },
    { field: 'ts_event', unit: 'seconds' },
    { field: 'ts', unit: 'seconds' },
  ],
  event: {
    by: 'event',
    is: {
      request: { ignored: 'messages accepted for sending' },
      sent: 'sent',
      delivered: 'delivered',
      deferred: { ignored: 'deliveries put off' },
      hard_bounce: { event: 'bounced', bounce: 'hard' },
      soft_bounce: SOFT,
      blocked: NOT_SENT,
      invalid_email: NOT_SENT,
      error: NOT_SENT,
      spam: 'spam_reported',
      complaint: 'spam_reported',
      opened: 'opened',
      unique_opened: 'opened',
      proxy_open: MACHINE,
      unique_proxy_open: MACHINE,
      click: 'clicked',
      unsubscribe: UNSUBSCRIBED,
      unsubscribed: UNSUBSCRIBED,
      list_addition: { event: 'subscribed', scope: 'one' },
      contact_updated: { ignored: 'changes of contacts' },
      contact_deleted: { ignored: 'changes of contacts' },
    },
  },
  fields: {
    email: ['template_id', 'tags[0]', 'tag', 'campaign name', 'subject'],
    url: ['link', 'URL'],
    channel: ['list_id[0]', 'list_id'],
    campaign: ['campaign name', 'camp_id'],
  },
  // `id` is that of the webhook: no record has one of its own.
  aside: ['id', 'date', 'date_event', 'date_sent', 'ts_sent', 'sending_ip', 'user_agent', 'device_used', 'reason', 'mirror_link', 'contact_id', 'sender_email'],
};
