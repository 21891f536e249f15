import type { Shape } from './shape.ts';

const ITEM = ['ActivityItemName', 'ActivityItemID'];

/** An export of Xperience by Kentico's activities: the columns of OM_Activity, with joined names where there are any; the types of Kentico 13 too. */
export const XPERIENCE: Shape = {
  name: 'xperience',
  recognised: [['ActivityType', 'ActivityCreated']],
  contact: ['ContactGUID', 'ActivityContactGUID', 'ContactEmail', 'ActivityContactID', 'ContactID'],
  time: [{ field: 'ActivityCreated' }],
  event: {
    by: 'ActivityType',
    is: {
      pagevisit: 'visited',
      bizformsubmit: 'submitted',
      emailclick: 'clicked',
      memberregistration: 'became_member',
      newslettersubscription: { event: 'subscribed', scope: 'one' },
      newsletterunsubscription: { event: 'unsubscribed', scope: 'one' },
      newsletterunsubscriptionfromall: { event: 'unsubscribed', scope: 'all' },
      newsletteropen: 'opened',
      newsletterclickthrough: 'clicked',
      userregistration: 'became_member',
    },
  },
  fields: { url: ['ActivityURL'], campaign: ['ActivityCampaign'] },
  on: {
    clicked: { email: ITEM, url: ['ActivityValue'] },
    opened: { email: ITEM },
    submitted: { form: ITEM },
    visited: { page: ['ActivityWebPageItemName', 'ActivityWebPageItemGUID', 'ActivityItemName'] },
    subscribed: { channel: ITEM },
    unsubscribed: { channel: ITEM },
  },
  id: { parts: [['ActivityGUID', 'ActivityID']] },
  properties: { value: ['ActivityValue'], title: ['ActivityTitle'], utm_source: ['ActivityUTMSource'], utm_content: ['ActivityUTMContent'] },
};
