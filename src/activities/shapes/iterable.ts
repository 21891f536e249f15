import type { EventRule, Shape } from './shape.ts';

const both = (...names: string[]): string[] => names.flatMap((name) => [name, `dataFields.${name}`]);

const ONE: EventRule = { event: 'unsubscribed', scope: 'one' };
const UNSUBSCRIBED: EventRule = {
  has: 'channelIds[0]',
  then: ONE,
  else: { has: 'messageTypeIds[0]', then: ONE, else: { has: 'emailListIds[0]', then: ONE, else: { event: 'unsubscribed', scope: 'all' } } },
};

/** Iterable's exports and system webhooks (Iterable's API docs, "Export data"). */
export const ITERABLE: Shape = {
  name: 'iterable',
  recognised: [
    ['createdAt', 'campaignId', 'templateId', 'email'],
    ['createdAt', 'campaignId', 'templateId', 'userId'],
    ['eventName', 'dataFields.createdAt', 'dataFields.messageId'],
    ['createdAt', 'messageId', 'dataTypeName'],
  ],
  unverified: "Only the names of the types are checked against Iterable's documentation, not its fields.",
  contact: both('userId', 'email'),
  time: [
    { field: 'createdAt', utc: true },
    { field: 'dataFields.createdAt', utc: true },
  ],
  event: {
    by: ['dataTypeName', 'eventName'],
    is: {
      emailsend: 'sent',
      emailopen: {
        has: 'proxySource',
        then: { event: 'opened', machine: true },
        else: { has: 'dataFields.proxySource', then: { event: 'opened', machine: true }, else: 'opened' },
      },
      emailclick: 'clicked',
      emailbounce: {
        by: both('recipientState'),
        is: { hardbounce: { event: 'bounced', bounce: 'hard' }, softbounce: { event: 'bounced', bounce: 'soft' } },
        otherwise: 'bounced',
        missing: 'bounced',
      },
      emailcomplaint: 'spam_reported',
      emailsubscribe: 'subscribed',
      emailunsubscribe: UNSUBSCRIBED,
      hostedunsubscribeclick: { ignored: 'clicks on the unsubscribe link, which have a record of their own' },
      emailsendskip: { ignored: 'messages not sent' },
      purchase: 'performed',
      customevent: { by: ['eventName', 'dataFields.eventName'], is: {} },
    },
  },
  // Exports have a file a type.
  eventOfPath: (path) =>
    /(?:^|[/_.-])(email(?:Send|Open|Click|Bounce|Complaint|Subscribe|UnSubscribe)|hostedUnsubscribeClick|purchase|customEvent)(?=[/_.-])/i.exec(path)?.[1],
  fields: {
    email: both('templateId', 'campaignId'),
    url: both('url'),
    campaign: both('campaignId'),
    channel: ['channelIds[0]', 'messageTypeIds[0]', 'emailListIds[0]'],
  },
  id: {
    parts: [
      ['messageId', 'dataFields.messageId'],
      ['createdAt', 'dataFields.createdAt'],
      ['dataTypeName', 'eventName'],
      ['url', 'dataFields.url'],
    ],
  },
  prefixes: { 'dataFields.': '' },
  aside: ['userAgent', 'ip', 'dataFields.userAgent', 'dataFields.ip', 'userAgentDevice', 'dataFields.userAgentDevice'],
};
