import type { EventPattern } from '../../src/model/condition.ts';

/** What a record can be about; of emails the verb. */
export type EventKind = Exclude<EventPattern['kind'], 'email'> | 'sent' | 'delivered' | 'bounced' | 'opened' | 'clicked' | 'spam_reported';

/** Who can be named by `provider`. */
export const PROVIDERS: readonly string[] = [
  'xperience',
  'sendgrid',
  'mailgun',
  'ses',
  'postmark',
  'mailchimp',
  'brevo',
  'customerio',
  'braze',
  'iterable',
  'hubspot',
  'klaviyo',
  'segment',
  'generic',
];

export interface ProviderFact {
  readonly never: readonly EventKind[];
  /** How the provider is called. */
  readonly name: string;
  /** What to ask instead. */
  readonly instead: string;
}

/**
 * What a provider's files never hold, whatever is switched on. Only what its own documentation says outright stands here;
 * a provider without an entry is not known to lack anything. `delivered` is never listed: where no input has a
 * delivery it matches what was sent.
 */
export const PROVIDER_FACTS: Readonly<Record<string, ProviderFact>> = {
  // The predefined activity types (pagevisit, landingpage, bizformsubmit, emailclick, memberregistration, click, datainput,
  // customactivity): docs.kentico.com, "Set up activities". Email statistics beside clicks are anonymous: "Track email statistics".
  xperience: {
    name: 'Xperience by Kentico',
    never: ['sent', 'bounced', 'opened', 'spam_reported', 'subscribed', 'confirmed', 'unsubscribed', 'consented', 'consent_withdrawn'],
    instead: 'Of emails it logs clicks alone; log what you need as a custom activity and ask for that.',
  },
  // Delivery begins with `processed`, which is queued, not sent; then `delivered`: docs.sendgrid.com, "Event Webhook Reference".
  sendgrid: { name: 'SendGrid', never: ['sent'], instead: 'Ask for `delivered`.' },
  // Record types Delivery, Bounce, SpamComplaint, Open, Click, SubscriptionChange: postmarkapp.com/developer, "Webhooks overview".
  postmark: { name: 'Postmark', never: ['sent'], instead: 'Ask for `delivered`.' },
  // Email Delivered, Opened, Link Clicked, Bounced, Marked as Spam, Unsubscribed: segment.com/docs, "Spec: Email".
  segment: { name: 'Segment', never: ['sent'], instead: 'Ask for `delivered`.' },
};
