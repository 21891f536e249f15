import type { JourneyResult, KpiResult } from '../results/result.ts';
import { type DrawingMessages, ENGLISH, fillIn } from './drawing-messages.ts';
import { durationText } from './duration-text.ts';
import { visibleText } from './visible-text.ts';

/** Shown where there is no number: a rate without a base, a median of nothing. Never 0 and never NaN. */
export const NOTHING = '–';

/** Numbers of a result as people read them, in one language. */
export interface DrawingTexts {
  readonly messages: DrawingMessages;
  count(count: number): string;
  /** A share of 0 to 1 as a percentage with one decimal. */
  rate(share: number | null): string;
  rateWithInterval(share: number | null, interval: readonly [number, number] | null): string;
  duration(seconds: number | null): string;
  /** An ISO 8601 moment, to the minute, in UTC. */
  moment(iso: string): string;
  /** What a KPI asked for and what came of it, told by a sign and a word so that colour is never needed. */
  kpi(kpi: KpiResult, result: JourneyResult): string;
}

export function drawingTexts(locale = 'en', messages: DrawingMessages = ENGLISH): DrawingTexts {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const oneDecimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const atMostOneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

  const count = (value: number): string => whole.format(value);
  const rate = (share: number | null): string => (share === null ? NOTHING : fillIn(messages.percent, oneDecimal.format(share * 100)));
  const target = (share: number): string => fillIn(messages.percent, atMostOneDecimal.format(share * 100));
  const duration = (seconds: number | null): string => (seconds === null ? NOTHING : durationText(seconds, messages));

  const kpiNumbers = (kpi: KpiResult, result: JourneyResult): string => {
    if (kpi.unit === 'contacts') return fillIn(messages.kpiContacts, kpi.actual === null ? NOTHING : count(kpi.actual), count(kpi.target));
    const base = visibleText(result.stages.find((stage) => stage.name === kpi.of)?.label ?? kpi.of ?? NOTHING);
    return kpi.withinSeconds === undefined
      ? fillIn(messages.kpiShare, rate(kpi.actual), base, target(kpi.target))
      : fillIn(messages.kpiShareWithin, rate(kpi.actual), base, duration(kpi.withinSeconds), target(kpi.target));
  };

  return {
    messages,
    count,
    rate,
    duration,
    rateWithInterval: (share, interval) => {
      if (share === null || interval === null) return rate(share);
      const range = fillIn(messages.range, oneDecimal.format(interval[0] * 100), oneDecimal.format(interval[1] * 100));
      return fillIn(messages.rateWithInterval, rate(share), range);
    },
    moment: (iso) => fillIn(messages.utcMoment, iso.slice(0, 16).replace('T', ' ')),
    kpi: (kpi, result) => {
      const verdict = kpi.met === null ? `? ${messages.kpiUnknown}` : kpi.met ? `✓ ${messages.kpiMet}` : `✗ ${messages.kpiMissed}`;
      return `${verdict}: ${kpiNumbers(kpi, result)}`;
    },
  };
}
