import type { EventRule, Shape } from './shape.ts';

const NOT_SENT: EventRule = { ignored: 'messages not sent' };
const ONE_OR_ALL = (event: 'subscribed' | 'unsubscribed'): EventRule => ({
  has: 'properties.list_id',
  then: { event, scope: 'one' },
  else: { event, scope: 'all' },
});
const EMAIL = ['properties.email_id', 'properties.email_subject'];
const CAMPAIGN = ['properties.campaign_name', 'properties.campaign_id'];
const OF_EMAIL = { email: EMAIL, campaign: CAMPAIGN };
const LISTS = { ...OF_EMAIL, channel: ['properties.list_id', 'properties.list_name'] };

/** Segment's calls (Segment docs, "Spec: Common Fields", "Spec: Track", "Email Events"). */
export const SEGMENT: Shape = {
  name: 'segment',
  recognised: ['userId', 'anonymousId'].map((contact) => ['type', 'messageId', contact]),
  never: ['rudderId'],
  contact: ['userId', 'anonymousId'],
  time: [{ field: 'timestamp' }, { field: 'originalTimestamp' }, { field: 'receivedAt' }],
  event: {
    by: 'type',
    is: {
      track: {
        by: 'event',
        is: {
          'email sent': 'sent',
          'email delivered': 'delivered',
          'email opened': 'opened',
          'email link clicked': 'clicked',
          'email bounced': 'bounced',
          'email marked as spam': 'spam_reported',
          unsubscribed: ONE_OR_ALL('unsubscribed'),
          subscribed: ONE_OR_ALL('subscribed'),
          'email drafted': NOT_SENT,
          'email attempted': NOT_SENT,
          'email suppressed': NOT_SENT,
          'email failed': NOT_SENT,
        },
      },
      page: 'visited',
      screen: 'visited',
      group: { ignored: 'group and alias calls' },
      alias: { ignored: 'group and alias calls' },
    },
  },
  fields: { url: ['properties.url', 'context.page.url'], campaign: ['context.campaign.name'] },
  on: {
    sent: OF_EMAIL,
    delivered: OF_EMAIL,
    opened: OF_EMAIL,
    clicked: { ...OF_EMAIL, link: ['properties.link_id'], url: ['properties.link_url'] },
    bounced: OF_EMAIL,
    spam_reported: OF_EMAIL,
    subscribed: LISTS,
    unsubscribed: LISTS,
    visited: { page: ['name', 'properties.name'] },
  },
  id: { parts: [['messageId']] },
  properties: {
    title: ['properties.title', 'context.page.title'],
    utm_source: ['context.campaign.source'],
    utm_medium: ['context.campaign.medium'],
    utm_campaign: ['context.campaign.name'],
    utm_content: ['context.campaign.content'],
    utm_term: ['context.campaign.term'],
  },
  prefixes: { 'properties.': '', 'traits.': 'attr.', 'context.traits.': 'attr.' },
  aside: [
    'sentAt',
    'receivedAt',
    'originalTimestamp',
    'context.library*',
    'context.ip',
    'context.userAgent*',
    'context.device*',
    'context.os*',
    'context.network*',
    'context.app*',
    'context.screen*',
    'context.page*',
    'context.locale',
    'context.timezone',
    'integrations',
    '_metadata*',
    'writeKey',
    'projectId',
    'version',
  ],
};
