import type { Shape } from './shape.ts';

const either = (name: string): string[] => [`properties.${name}`, name];

/** Mixpanel's raw export (Mixpanel docs, "Export: raw event export"). */
export const MIXPANEL: Shape = {
  name: 'mixpanel',
  recognised: [
    ['event', 'properties.time', 'properties.distinct_id'],
    ['event', 'time', 'distinct_id', '$insert_id'],
  ],
  contact: either('distinct_id'),
  // Seconds, or milliseconds where the export was asked for them.
  time: either('time').map((field) => ({ field })),
  event: {
    by: 'event',
    is: {
      $mp_web_page_view: 'visited',
      $identify: { ignored: 'merges of people' },
      $merge: { ignored: 'merges of people' },
      $create_alias: { ignored: 'merges of people' },
    },
  },
  fields: { url: [...either('$current_url'), ...either('current_page_url')], campaign: either('utm_campaign') },
  id: { parts: [either('$insert_id'), ['event'], either('time'), either('distinct_id')] },
  properties: { title: either('current_page_title'), utm_campaign: either('utm_campaign') },
  prefixes: { 'properties.': '' },
  aside: [
    'properties.mp_*',
    'properties.$lib_version',
    'properties.$browser*',
    'properties.$os*',
    'properties.$screen_*',
    'properties.$device*',
    'properties.$mp_api_*',
    'properties.$initial_*',
    'properties.$had_persisted_distinct_id',
    'properties.$user_id',
    'properties.$region',
    'properties.$city',
    'properties.$import',
  ],
};
