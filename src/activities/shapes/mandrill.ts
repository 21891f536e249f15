import type { EventRule, Shape } from './shape.ts';

const NOT_SENT: EventRule = { ignored: 'messages not sent' };

/** Mailchimp Transactional's (Mandrill's) webhooks (Mailchimp Transactional docs, "Message Event Webhook Format"). */
export const MANDRILL: Shape = {
  name: 'mandrill',
  recognised: [['event', 'ts', 'msg.email']],
  contact: ['msg.email'],
  address: true,
  time: [{ field: 'ts', unit: 'seconds' }],
  event: {
    by: 'event',
    is: {
      send: 'sent',
      delivered: 'delivered',
      deferral: { ignored: 'deliveries put off' },
      hard_bounce: { event: 'bounced', bounce: 'hard' },
      soft_bounce: { event: 'bounced', bounce: 'soft' },
      open: 'opened',
      click: 'clicked',
      spam: 'spam_reported',
      unsub: { event: 'unsubscribed', scope: 'all' },
      reject: NOT_SENT,
      inbound: { ignored: 'messages received' },
    },
  },
  fields: { email: ['msg.template', 'msg.tags[0]', 'msg.subject'], url: ['url'] },
  prefixes: { 'msg.metadata.': '' },
  aside: [
    'msg.opens',
    'msg.clicks',
    'msg.smtp_events',
    'msg.resends',
    'msg.state',
    'msg.ts',
    'msg._version',
    'msg.sender',
    'msg.diag',
    'msg.bgtools_code',
    'msg.reject',
    'user_agent*',
    'ip',
    'location*',
    '_id',
  ],
};
