/**
 * A date or date-time as written, in microseconds as if its calendar were UTC; both ends included. Only moments of one
 * calendar can be compared: a bare date lies at a different time in each zone, a date-time with an offset does not.
 */
export interface Stretch {
  readonly calendar: string;
  readonly first: number;
  readonly last: number;
}

const DAY = 86_400_000_000;
const INSTANTS = 'instants';

/** Undefined for what cannot be placed without knowing the zone's rules, and for what is no date. */
export function stretchOf(text: string, zone: string): Stretch | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(Z|[+-]\d{2}:\d{2}))?$/.exec(text);
  const day = match?.[1] === undefined ? Number.NaN : Date.parse(match[1]) * 1000;
  if (!match || Number.isNaN(day)) return undefined;
  const [, , hour, minute, second = '0', fraction = '', offset] = match;
  if (hour === undefined || minute === undefined || offset === undefined) {
    return { calendar: zone === 'UTC' ? INSTANTS : `days of ${zone}`, first: day, last: day + DAY - 1 };
  }
  const sign = offset.startsWith('-') ? -1 : 1;
  const shift = offset === 'Z' ? 0 : sign * (Number(offset.slice(1, 3)) * 3600 + Number(offset.slice(4)) * 60);
  const at = day + (Number(hour) * 3600 + Number(minute) * 60 + Number(second) - shift) * 1_000_000 + Number(fraction.padEnd(6, '0'));
  return { calendar: INSTANTS, first: at, last: at };
}
