import type { EventRule, Shape } from './shape.ts';

const STATUS: EventRule = {
  by: 'portalSubscriptionStatus',
  is: { unsubscribed: { event: 'unsubscribed', scope: 'all' }, subscribed: { event: 'subscribed', scope: 'all' } },
  missing: {
    by: 'subscriptions.status',
    is: { unsubscribed: { event: 'unsubscribed', scope: 'one' }, subscribed: { event: 'subscribed', scope: 'one' } },
    missing: { ignored: 'changes of status that name no subscription' },
  },
};

/** HubSpot's email events (HubSpot's legacy docs, "Email Events API Overview"). */
export const HUBSPOT: Shape = {
  name: 'hubspot',
  recognised: [
    ['id', 'created', 'type', 'recipient', 'emailCampaignId'],
    ['id', 'created', 'type', 'recipient', 'portalId'],
  ],
  unverified: "The list of its types and the fields of STATUSCHANGE are not checked against HubSpot's documentation.",
  contact: ['recipient'],
  address: true,
  time: [{ field: 'created', unit: 'milliseconds' }],
  event: {
    by: 'type',
    is: {
      processed: { ignored: 'messages accepted for sending' },
      dropped: { ignored: 'messages not sent' },
      suppressed: { ignored: 'messages not sent' },
      deferred: { ignored: 'deliveries put off' },
      unbounce: { ignored: 'bounces taken back' },
      sent: 'sent',
      delivered: 'delivered',
      open: 'opened',
      click: 'clicked',
      bounce: 'bounced',
      spamreport: 'spam_reported',
      statuschange: STATUS,
    },
  },
  fields: { email: ['emailCampaignId'], url: ['url'], campaign: ['emailCampaignGroupId', 'emailCampaignId'], channel: ['subscriptions.id'] },
  // Events that HubSpot itself takes for those of a filter or robot.
  machine: ['filteredEvent'],
  id: { parts: [['id'], ['created'], ['subscriptions.id']] },
  exploded: [['subscriptions']],
  aside: [
    'sentBy*',
    'obsoletedBy*',
    'causedBy*',
    'browser*',
    'location*',
    'ipAddress',
    'userAgent',
    'deviceType',
    'smtpId',
    'portalId',
    'appId',
    'response',
    'hmid',
    'from',
    'cc',
    'bcc',
    'replyTo',
  ],
};
