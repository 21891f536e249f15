import type { EventRule, Shape } from './shape.ts';

const LEFT: EventRule = { event: 'unsubscribed', scope: 'one' };

/**
 * Mailchimp's email activity reports (Mailchimp Marketing API, "Email Activity"): one object a member, with what the member did; and its
 * webhooks ("Sync Audience Data with Webhooks"), each a form.
 */
export const MAILCHIMP: Shape = {
  name: 'mailchimp',
  recognised: [
    ['email_address', 'email_id', 'activity'],
    ['email_address', 'campaign_id', 'activity'],
    ['type', 'fired_at', 'data.list_id'],
  ],
  contact: ['email_address', 'data.email', 'data.new_email'],
  address: true,
  time: [{ field: 'activity.timestamp' }, { field: 'fired_at' }],
  event: {
    by: 'activity.action',
    is: {
      sent: 'sent',
      open: 'opened',
      click: 'clicked',
      bounce: {
        by: 'activity.type',
        is: { hard: { event: 'bounced', bounce: 'hard' }, soft: { event: 'bounced', bounce: 'soft' } },
        otherwise: 'bounced',
        missing: 'bounced',
      },
    },
    missing: {
      by: 'type',
      is: {
        subscribe: { event: 'subscribed', scope: 'one' },
        unsubscribe: { by: 'data.reason', is: { abuse: 'spam_reported' }, otherwise: LEFT, missing: LEFT },
        cleaned: {
          by: 'data.reason',
          is: { hard: { event: 'bounced', bounce: 'hard' }, abuse: 'spam_reported' },
          otherwise: 'bounced',
          missing: 'bounced',
        },
        profile: { ignored: 'changes of profiles' },
        upemail: { ignored: 'changes of addresses' },
        campaign: { ignored: 'campaigns sent or cancelled' },
        pending: { ignored: 'subscriptions that are not confirmed' },
      },
      missing: { ignored: 'members who did nothing' },
    },
  },
  fields: {
    email: ['campaign_id', 'data.campaign_id'],
    url: ['activity.url'],
    channel: ['data.list_id'],
    campaign: ['campaign_id', 'data.campaign_id'],
  },
  prefixes: { 'activity.': '', 'data.': '' },
  exploded: [['activity']],
  aside: ['activity.ip', '_links', 'email_id', 'data.id', 'data.web_id', 'data.email_type', 'data.ip_opt', 'data.ip_signup', 'data.merges.EMAIL'],
};
