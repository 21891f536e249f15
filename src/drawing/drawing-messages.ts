/**
 * Every word that a drawing can say, as templates: `{0}`, `{1}` … stand for what is filled in. The editor hands over
 * translations; reports use {@link ENGLISH}.
 */
export interface DrawingMessages {
  readonly percent: string;
  readonly range: string;
  readonly rateWithInterval: string;
  readonly days: string;
  readonly hours: string;
  readonly minutes: string;
  readonly seconds: string;
  readonly underOneSecond: string;
  readonly utcMoment: string;
  readonly dropped: string;
  readonly median: string;
  readonly offThePath: string;
  readonly kpiMet: string;
  readonly kpiMissed: string;
  readonly kpiUnknown: string;
  readonly kpiContacts: string;
  readonly kpiShare: string;
  readonly kpiShareWithin: string;
}

export const ENGLISH: DrawingMessages = {
  percent: '{0} %',
  range: '{0}–{1}',
  rateWithInterval: '{0} ({1})',
  days: '{0} d',
  hours: '{0} h',
  minutes: '{0} min',
  seconds: '{0} s',
  underOneSecond: '<1 s',
  utcMoment: '{0} UTC',
  dropped: '{0} dropped',
  median: 'median {0}',
  offThePath: 'Off the path',
  kpiMet: 'KPI met',
  kpiMissed: 'KPI missed',
  kpiUnknown: 'KPI not measurable',
  kpiContacts: '{0} contacts, target {1}',
  kpiShare: '{0} of {1}, target {2}',
  kpiShareWithin: '{0} of {1} within {2}, target {3}',
};

/** The template with its places filled in; a place without an argument stays as it is written. */
export function fillIn(template: string, ...values: readonly string[]): string {
  return template.replace(/\{(\d+)\}/g, (place, index: string) => values[Number(index)] ?? place);
}
