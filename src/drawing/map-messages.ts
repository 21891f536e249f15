/** What a map says in its own words, as templates: `{0}`, `{1}` … stand for what is filled in. The rest is what the journey says. */
export interface MapMessages {
  readonly from: string;
  readonly fromAny: string;
  readonly fromEarlier: string;
  readonly fromOutside: string;
  readonly goal: string;
  readonly stalls: string;
  readonly kpi: string;
  readonly touchpoints: string;
  readonly owner: string;
  readonly send: string;
  readonly audience: string;
  readonly expires: string;
  readonly reentryAfter: string;
  readonly reentryAlways: string;
  readonly reentryOverlapping: string;
  readonly reentryNever: string;
  readonly consent: string;
  readonly flexible: string;
  readonly sample: string;
  readonly asOf: string;
  readonly entered: string;
  readonly moves: string;
  readonly oneMove: string;
  readonly nowIn: string;
  readonly stalled: string;
  readonly expired: string;
  readonly offThePath: string;
}

export const ENGLISH_MAP: MapMessages = {
  from: 'from {0}',
  fromAny: 'from any stage',
  fromEarlier: 'from outside or any earlier stage',
  fromOutside: 'from outside',
  goal: 'Goal',
  stalls: 'stalls after {0}',
  kpi: 'KPI {0}',
  touchpoints: 'Touchpoints: {0}',
  owner: 'Owner: {0}',
  send: '✉ {0} sends {1} {2}',
  audience: 'Audience: {0}',
  expires: 'A pass expires after {0}',
  reentryAfter: 'Again after {0}',
  reentryAlways: 'Again once it is over',
  reentryOverlapping: 'Passes overlap',
  reentryNever: 'Once a contact',
  consent: 'Only with consent',
  flexible: 'Stages can be skipped',
  sample: 'Counts of {0}',
  asOf: 'as of {0}',
  entered: '{0} contacts entered',
  moves: '{0} moves',
  oneMove: '1 move',
  nowIn: '{0} now in',
  stalled: '{0} stalled',
  expired: '{0} expired',
  offThePath: 'Off the path',
};
