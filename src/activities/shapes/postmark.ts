import type { EventRule, Shape } from './shape.ts';

const SOFT: EventRule = { event: 'bounced', bounce: 'soft' };
const NOT_SENT: EventRule = { ignored: 'messages not sent' };
const PUT_OFF: EventRule = { ignored: 'deliveries put off' };
const REPLY: EventRule = { ignored: 'automatic replies' };

/** Postmark's webhooks (Postmark docs, "Webhooks overview" and "Bounce types"). */
export const POSTMARK: Shape = {
  name: 'postmark',
  recognised: [['RecordType', 'MessageID']],
  contact: ['Recipient', 'Email'],
  address: true,
  time: [{ field: 'DeliveredAt' }, { field: 'BouncedAt' }, { field: 'ReceivedAt' }, { field: 'ChangedAt' }],
  event: {
    by: 'RecordType',
    is: {
      delivery: 'delivered',
      open: 'opened',
      click: 'clicked',
      spamcomplaint: 'spam_reported',
      subscriptionchange: {
        by: 'SuppressSending',
        is: {
          // The bounce or complaint behind it is a record of its own.
          true: {
            by: 'SuppressionReason',
            is: {
              hardbounce: { ignored: 'suppressions after bounces and complaints' },
              spamcomplaint: { ignored: 'suppressions after bounces and complaints' },
            },
            otherwise: { event: 'unsubscribed', scope: 'one' },
            missing: { event: 'unsubscribed', scope: 'one' },
          },
          false: { event: 'subscribed', scope: 'one' },
        },
      },
      bounce: {
        by: 'Type',
        is: {
          hardbounce: { event: 'bounced', bounce: 'hard' },
          softbounce: SOFT,
          unknown: SOFT,
          virusnotification: SOFT,
          transient: PUT_OFF,
          dnserror: PUT_OFF,
          openrelaytest: PUT_OFF,
          autoresponder: REPLY,
          addresschange: REPLY,
          challengeverification: REPLY,
          blocked: NOT_SENT,
          bademailaddress: NOT_SENT,
          manuallydeactivated: NOT_SENT,
          unconfirmed: NOT_SENT,
          smtpapierror: NOT_SENT,
          dmarcpolicy: NOT_SENT,
          templaterenderingfailed: NOT_SENT,
          inbounderror: NOT_SENT,
          unsubscribe: 'unsubscribed',
          subscribe: 'subscribed',
          spamnotification: 'spam_reported',
          spamcomplaint: 'spam_reported',
        },
        otherwise: SOFT,
        missing: 'bounced',
      },
      inbound: { ignored: 'messages received' },
      smtpapierror: NOT_SENT,
    },
  },
  fields: { email: ['Tag', 'Subject'], url: ['OriginalLink'], channel: ['MessageStream'] },
  // Only bounces and complaints have one.
  id: { parts: [['ID'], ['RecordType']] },
  prefixes: { 'Metadata.': '' },
  aside: [
    'Client*',
    'OS*',
    'Platform',
    'UserAgent',
    'Geo*',
    'ServerID',
    'Content',
    'Details',
    'From',
    'Description',
    'DumpAvailable',
    'Inactive',
    'CanActivate',
    'Name',
    'TypeCode',
    'ReadSeconds',
  ],
};
