import type { Campaign, CampaignKpi } from '../model/campaign.ts';
import type { Email } from '../model/catalogue.ts';
import type { Journey } from '../model/journey.ts';
import type { CampaignResult } from './campaign-result.ts';
import { CAMPAIGN_SCHEMA } from './campaign-result.ts';
import { emailResult } from './email-result.ts';
import type { PartialCampaign, PartialShare } from './partial-campaign.ts';
import type { PartialEmail } from './partial-result.ts';
import { addEmail, emptyPartialEmail } from './partial-result.ts';
import type { EmailResult } from './result.ts';
import { share, wilsonInterval } from './statistics.ts';

/** What a campaign's result says beyond what contacts did. */
export type CampaignFacts = Pick<CampaignResult, 'asOf' | 'inputs' | 'period' | 'warnings'> & {
  readonly deliveredIsSent: boolean;
  /** By the campaign's KPIs: what is measured, in words. */
  readonly kpiTexts: readonly string[];
  /** By its sends: when, in words. */
  readonly sendTexts: readonly string[];
};

/** Makes the finished result from the merged parts. Without a journey there are no stages. */
export function finishCampaign(
  campaign: Campaign,
  journey: Journey | undefined,
  emails: readonly Email[],
  partial: PartialCampaign,
  facts: CampaignFacts,
): CampaignResult {
  const nameOf = (key: string): string => emails.find((email) => email.key === key)?.name ?? key;
  const { moves } = campaign;
  return {
    schema: CAMPAIGN_SCHEMA,
    campaign: campaign.name,
    label: campaign.label,
    ...(campaign.objective === undefined ? {} : { objective: campaign.objective }),
    journey: journey?.name ?? null,
    asOf: facts.asOf,
    inputs: facts.inputs,
    period: facts.period,
    audience: { contacts: partial.audience, atStart: partial.atStart },
    stages: (journey?.stages ?? []).map(({ name, label, kind }, index) => ({
      name,
      label,
      kind,
      ...(partial.stages[index] ?? { atStart: 0, entered: 0, atEnd: 0 }),
    })),
    moves: moves && journey ? { ...moves, contacts: partial.moves.base, moved: partial.moves.met, ...rateOf(partial.moves) } : null,
    emails: emails.flatMap((email, index) => {
      const counts = partial.emails[index];
      return counts && isSent(campaign, email) ? [emailResult(email, counts, facts.deliveredIsSent)] : [];
    }),
    kpis: campaign.kpis.map((kpi, place) =>
      kpiResult(kpi, campaign, emails, partial, partial.kpis[place] ?? { base: 0, met: 0 }, facts, facts.kpiTexts[place] ?? ''),
    ),
    sends: campaign.sends.map((send, place) => {
      const { contacts, days } = partial.sends[place] ?? { contacts: 0, days: new Map<number, number>() };
      return {
        email: nameOf(send.email),
        text: facts.sendTexts[place] ?? '',
        contacts,
        days: [...days].sort(([a], [b]) => a - b).map(([day, number]) => ({ date: new Date(day * 86_400_000).toISOString().slice(0, 10), contacts: number })),
      };
    }),
    warnings: facts.warnings,
  };
}

const isSent = ({ sends }: Campaign, { key }: Email): boolean => sends.some(({ email }) => email === key);

const rateOf = ({ base, met }: PartialShare): { rate: number | null; interval: [number, number] | null } => ({
  rate: share(met, base),
  interval: wilsonInterval(met, base),
});

function kpiResult(
  kpi: CampaignKpi,
  campaign: Campaign,
  emails: readonly Email[],
  partial: PartialCampaign,
  counts: PartialShare,
  { deliveredIsSent }: CampaignFacts,
  text: string,
): CampaignResult['kpis'][number] {
  const { operator, target } = kpi;
  const unit = kpi.kind === 'rate' || (kpi.kind === 'reached' && kpi.of !== undefined) ? 'share' : 'contacts';
  const actual =
    kpi.kind === 'rate' ? rateOfEmails(kpi, campaign, emails, partial.emails, deliveredIsSent) : unit === 'share' ? share(counts.met, counts.base) : counts.met;
  return { text, unit, operator, target, actual, met: actual === null ? null : compare(actual, operator, target) };
}

/** Of one email, or of all that the campaign sends: their counts added up, so that the rate is the mean weighted by deliveries. */
function rateOfEmails(
  { rate, email: key }: Extract<CampaignKpi, { kind: 'rate' }>,
  campaign: Campaign,
  emails: readonly Email[],
  counts: readonly PartialEmail[],
  deliveredIsSent: boolean,
): number | null {
  const sum = emptyPartialEmail();
  emails.forEach((email, place) => {
    const part = counts[place];
    if (part && (key === undefined ? isSent(campaign, email) : email.key === key)) addEmail(sum, part);
  });
  return emailResult({ name: '', label: '' }, sum, deliveredIsSent)[RATES[rate]];
}

const RATES = {
  open_rate: 'openRate',
  click_rate: 'clickRate',
  click_to_open_rate: 'clickToOpenRate',
  unsubscribe_rate: 'unsubscribeRate',
  spam_rate: 'spamRate',
  bounce_rate: 'bounceRate',
} as const satisfies Record<Extract<CampaignKpi, { kind: 'rate' }>['rate'], keyof EmailResult>;

function compare(actual: number, operator: CampaignKpi['operator'], target: number): boolean {
  switch (operator) {
    case '==':
      return actual === target;
    case '!=':
      return actual !== target;
    case '<':
      return actual < target;
    case '<=':
      return actual <= target;
    case '>':
      return actual > target;
    case '>=':
      return actual >= target;
  }
}
