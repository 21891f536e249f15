import type { PartialEmail } from './partial-result.ts';
import type { EmailResult } from './result.ts';
import { share } from './statistics.ts';

/** Counts and rates of an email: language.md §8. `deliveredIsSent`: no input has a delivery, so sent − bounced stands for it. */
export function emailResult({ name, label }: { readonly name: string; readonly label: string }, counts: PartialEmail, deliveredIsSent: boolean): EmailResult {
  // A file can have bounces of mail whose sending it lacks.
  const delivered = deliveredIsSent ? Math.max(0, counts.sent - counts.bounced) : counts.delivered;
  return {
    name,
    label,
    ...counts,
    delivered,
    openRate: share(counts.uniqueOpened, delivered),
    clickRate: share(counts.uniqueClicked, delivered),
    clickToOpenRate: share(counts.uniqueClicked, counts.uniqueOpened),
    unsubscribeRate: share(counts.unsubscribed, delivered),
    spamRate: share(counts.spamReported, delivered),
    bounceRate: share(counts.bounced, counts.sent),
  };
}
