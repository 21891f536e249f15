import type { Shape } from './shape.ts';

/** Google Analytics 4 as it is exported to BigQuery (Google docs, "BigQuery Export schema"). */
export const GA4: Shape = {
  name: 'ga4',
  recognised: [['event_name', 'event_timestamp', 'user_pseudo_id']],
  contact: ['user_id', 'user_pseudo_id'],
  time: [{ field: 'event_timestamp', unit: 'microseconds' }],
  event: { by: 'event_name', is: { page_view: 'visited', screen_view: 'visited', form_submit: 'submitted' } },
  fields: {
    url: ['event_params.page_location'],
    campaign: ['collected_traffic_source.manual_campaign_name', 'event_params.campaign'],
  },
  on: {
    visited: { page: ['event_params.firebase_screen'] },
    submitted: { form: ['event_params.form_id', 'event_params.form_name'] },
  },
  properties: {
    title: ['event_params.page_title'],
    value: ['event_params.value', 'event_value_in_usd'],
    utm_source: ['collected_traffic_source.manual_source'],
    utm_medium: ['collected_traffic_source.manual_medium'],
    utm_campaign: ['collected_traffic_source.manual_campaign_name'],
    utm_content: ['collected_traffic_source.manual_content'],
    utm_term: ['collected_traffic_source.manual_term'],
  },
  prefixes: { 'event_params.': '', 'user_properties.': 'attr.' },
  pairs: ['event_params', 'user_properties'],
  aside: [
    'event_date',
    'event_previous_timestamp',
    'event_server_timestamp_offset',
    'user_first_touch_timestamp',
    'user_ltv*',
    'device*',
    'geo*',
    'app_info*',
    'privacy_info*',
    'stream_id',
    'platform',
    'traffic_source*',
    'session_traffic_source_last_click*',
    'is_active_user',
    'event_bundle_sequence_id',
    'ecommerce*',
  ],
};
