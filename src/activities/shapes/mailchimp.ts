import type { Shape } from './shape.ts';

/** Mailchimp's email activity reports (Mailchimp Marketing API, "Email Activity"): one object a member, with what the member did. */
export const MAILCHIMP: Shape = {
  name: 'mailchimp',
  recognised: [
    ['email_address', 'email_id', 'activity'],
    ['email_address', 'campaign_id', 'activity'],
  ],
  contact: ['email_address'],
  address: true,
  time: [{ field: 'activity.timestamp' }],
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
    missing: { ignored: 'members who did nothing' },
  },
  fields: { email: ['campaign_id'], url: ['activity.url'], campaign: ['campaign_id'] },
  prefixes: { 'activity.': '' },
  exploded: [['activity']],
  aside: ['activity.ip', '_links', 'email_id'],
};
