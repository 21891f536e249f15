import type { CampaignResult } from '../results/campaign-result.ts';
import { drawingTexts } from './drawing-texts.ts';

const texts = drawingTexts();

/** When it ran. */
export function campaignPeriod({ period }: CampaignResult): string {
  return period ? `${period.from} to ${period.to} (${period.timezone})` : 'no period';
}

/** Whom it was for, and what moved. */
export function campaignMoves({ period, audience, moves }: CampaignResult): string[] {
  return [
    `Audience: ${texts.count(audience.contacts)} contacts${period ? `, ${texts.count(audience.atStart)} of them when the period began` : ''}`,
    ...(moves
      ? [`${moves.from} to ${moves.to}: ${texts.count(moves.moved)} of ${texts.count(moves.contacts)}, ${texts.rateWithInterval(moves.rate, moves.interval)}`]
      : []),
  ];
}

export function campaignKpis({ kpis }: CampaignResult): string[] {
  return kpis.map(({ text, unit, operator, target, actual, met }) => {
    const shown = (value: number | null): string => (value === null ? '–' : unit === 'share' ? texts.rate(value) : `${texts.count(value)} contacts`);
    return `${met === null ? '? KPI not measurable' : met ? '✓ KPI met' : '✗ KPI missed'}: ${text} is ${shown(actual)}, target ${operator} ${shown(target)}`;
  });
}

export function campaignSends({ sends }: CampaignResult): string[] {
  return sends.map(({ email, text, contacts, days }) => {
    const [first, last] = [days[0]?.date, days.at(-1)?.date];
    const when = first === undefined ? '' : first === last ? ` on ${first}` : ` from ${first} to ${last ?? ''}`;
    return `Would have sent ${email} ${text}: to ${texts.count(contacts)} ${contacts === 1 ? 'contact' : 'contacts'}${when}`;
  });
}
