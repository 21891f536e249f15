import type { EventRule, Shape } from './shape.ts';

const HARD: EventRule = { event: 'bounced', bounce: 'hard' };
const SOFT: EventRule = { event: 'bounced', bounce: 'soft' };

/** SendGrid's Event Webhook (Twilio docs, "Event Webhook Reference"). */
export const SENDGRID: Shape = {
  name: 'sendgrid',
  recognised: [
    ['email', 'timestamp', 'event', 'sg_event_id'],
    ['email', 'timestamp', 'event', 'sg_message_id'],
    ['email', 'timestamp', 'event', 'smtp-id'],
  ],
  contact: ['email'],
  address: true,
  time: [{ field: 'timestamp', unit: 'seconds' }],
  event: {
    by: 'event',
    is: {
      processed: { ignored: 'messages accepted for sending' },
      deferred: { ignored: 'deliveries put off' },
      dropped: { ignored: 'messages not sent' },
      delivered: 'delivered',
      bounce: { by: 'type', is: { bounce: HARD, blocked: SOFT }, otherwise: HARD, missing: HARD },
      open: 'opened',
      click: 'clicked',
      spamreport: 'spam_reported',
      unsubscribe: { event: 'unsubscribed', scope: 'all' },
      group_unsubscribe: { event: 'unsubscribed', scope: 'one' },
      group_resubscribe: { event: 'subscribed', scope: 'one' },
    },
  },
  fields: {
    email: ['sg_template_id', 'singlesend_id', 'marketing_campaign_id', 'category[0]', 'category'],
    url: ['url'],
    channel: ['asm_group_id'],
    campaign: ['marketing_campaign_name', 'singlesend_name', 'marketing_campaign_id'],
  },
  machine: ['sg_machine_open'],
  id: { parts: [['sg_event_id']] },
  properties: { category: ['category'] },
  aside: ['smtp-id', 'ip', 'useragent', 'response', 'tls', 'attempt', 'pool*', 'url_offset*', 'sg_message_id', 'cert_err', 'asm_group*'],
};
