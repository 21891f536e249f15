import { AMPLITUDE } from './amplitude.ts';
import { BRAZE } from './braze.ts';
import { BREVO } from './brevo.ts';
import { CLOUDEVENTS } from './cloudevents.ts';
import { CUSTOMERIO } from './customerio.ts';
import { GA4 } from './ga4.ts';
import { HUBSPOT } from './hubspot.ts';
import { ITERABLE } from './iterable.ts';
import { JOURNEY } from './journey.ts';
import { KLAVIYO } from './klaviyo.ts';
import { MAILCHIMP } from './mailchimp.ts';
import { MAILGUN } from './mailgun.ts';
import { MANDRILL } from './mandrill.ts';
import { MIXPANEL } from './mixpanel.ts';
import { POSTHOG } from './posthog.ts';
import { POSTMARK } from './postmark.ts';
import { RUDDERSTACK } from './rudderstack.ts';
import { SEGMENT } from './segment.ts';
import { SENDGRID } from './sendgrid.ts';
import { SES } from './ses.ts';
import { SNOWPLOW } from './snowplow.ts';
import { XPERIENCE } from './xperience.ts';
import type { Shape } from './shape.ts';

/** The shapes that are recognised by their fields. */
export const KNOWN_SHAPES: readonly Shape[] = [
  JOURNEY,
  XPERIENCE,
  SENDGRID,
  MAILGUN,
  SES,
  POSTMARK,
  BREVO,
  MAILCHIMP,
  MANDRILL,
  SEGMENT,
  RUDDERSTACK,
  CUSTOMERIO,
  BRAZE,
  ITERABLE,
  HUBSPOT,
  KLAVIYO,
  GA4,
  MIXPANEL,
  AMPLITUDE,
  POSTHOG,
  CLOUDEVENTS,
  SNOWPLOW,
];

/** Any table with something like a contact, a time and an event column. */
export const GENERIC = 'generic';

/** What `--as` and `source … as` can name. */
export const SHAPE_NAMES: readonly string[] = [...KNOWN_SHAPES.map(({ name }) => name), GENERIC];
