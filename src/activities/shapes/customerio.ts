import type { EventRule, Shape } from './shape.ts';

const NOT_SENT: EventRule = { ignored: 'messages not sent' };

/** Customer.io's reporting webhooks (Customer.io docs, "Reporting webhooks"). */
export const CUSTOMERIO: Shape = {
  name: 'customerio',
  recognised: [['event_id', 'object_type', 'metric', 'timestamp']],
  contact: ['data.customer_id', 'data.identifiers.id', 'data.identifiers.cio_id', 'data.recipient', 'data.identifiers.email', 'data.email_address'],
  time: [{ field: 'timestamp', unit: 'seconds' }],
  event: {
    by: 'object_type',
    is: {
      email: {
        by: 'metric',
        is: {
          drafted: NOT_SENT,
          attempted: NOT_SENT,
          dropped: NOT_SENT,
          failed: NOT_SENT,
          suppressed: NOT_SENT,
          undeliverable: NOT_SENT,
          deferred: { ignored: 'deliveries put off' },
          sent: 'sent',
          delivered: 'delivered',
          opened: 'opened',
          clicked: 'clicked',
          bounced: 'bounced',
          spammed: 'spam_reported',
          unsubscribed: { event: 'unsubscribed', scope: 'all' },
        },
      },
      customer: {
        by: 'metric',
        is: { subscribed: { event: 'subscribed', scope: 'all' }, unsubscribed: { event: 'unsubscribed', scope: 'all' } },
        otherwise: { ignored: 'changes of people' },
      },
    },
    otherwise: { ignored: 'messages that are no e-mails' },
  },
  fields: {
    email: ['data.action_id', 'data.newsletter_id', 'data.transactional_message_id', 'data.broadcast_id', 'data.subject'],
    link: ['data.link_id'],
    url: ['data.href'],
    campaign: ['data.campaign_id', 'data.broadcast_id', 'data.newsletter_id'],
  },
  id: { parts: [['event_id']] },
  prefixes: { 'data.': '' },
  aside: ['data.identifiers*', 'data.failure_message', 'data.headers', 'data.content_id', 'data.parent_action_id'],
};
