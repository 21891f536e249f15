import type { EventRule, Shape } from './shape.ts';

const HARD: EventRule = { event: 'bounced', bounce: 'hard' };
const NOT_SENT: EventRule = { ignored: 'messages not sent' };

/** Mailgun's webhooks and events API (Mailgun docs, "Events"), and the webhooks before 2018. */
export const MAILGUN: Shape = {
  name: 'mailgun',
  recognised: [
    ['event', 'timestamp', 'log-level'],
    ['event', 'timestamp', 'event-data'],
    ['event', 'timestamp', 'recipient', 'message.headers.message-id'],
    ['event', 'timestamp', 'recipient', 'recipient-domain'],
    ['event', 'timestamp', 'signature.token'],
    ['event', 'timestamp', 'recipient', 'message-headers', 'token'],
  ],
  contact: ['recipient'],
  address: true,
  time: [{ field: 'timestamp', unit: 'seconds' }],
  event: {
    by: 'event',
    is: {
      accepted: { ignored: 'messages accepted for sending' },
      rejected: NOT_SENT,
      dropped: NOT_SENT,
      stored: { ignored: 'messages received' },
      delivered: 'delivered',
      failed: { by: 'severity', is: { permanent: HARD, temporary: { ignored: 'deliveries put off' } }, otherwise: 'bounced', missing: 'bounced' },
      bounced: HARD,
      opened: { has: 'client-info.bot', then: { event: 'opened', machine: true }, else: 'opened' },
      clicked: { has: 'client-info.bot', then: { event: 'clicked', machine: true }, else: 'clicked' },
      complained: 'spam_reported',
      unsubscribed: { has: 'mailing-list.address', then: { event: 'unsubscribed', scope: 'one' }, else: { event: 'unsubscribed', scope: 'all' } },
      list_member_uploaded: { ignored: 'uploads of lists' },
      list_member_upload_error: { ignored: 'uploads of lists' },
      list_uploaded: { ignored: 'uploads of lists' },
    },
  },
  fields: { email: ['template.name', 'tags[0]', 'tags', 'tag', 'message.headers.subject'], url: ['url'], channel: ['mailing-list.address'] },
  id: { parts: [['id', 'token']], uniqueWithinDay: true },
  properties: { tags: ['tags'] },
  prefixes: { 'user-variables.': '' },
  envelopes: ['event-data'],
  aside: [
    'signature*',
    'log-level',
    'storage*',
    'flags*',
    'envelope*',
    'client-info*',
    'ip',
    'delivery-status*',
    'message-headers',
    'message.attachments',
    'message.size',
    'x-mailgun-*',
    'recipient-domain',
    'recipient-provider',
  ],
};
