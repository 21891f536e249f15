import { daysFromCivil, daysInMonth } from '../../time/calendar.ts';
import type { TimeZone } from '../../time/time-zone.ts';

const MICROSECONDS = 1_000_000;
const DAY = 86_400;

/** A stretch of time in microseconds, both ends included. Of a date-time both are the same. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** A date (that whole day in the zone) or a date-time (without an offset: in the zone); undefined for anything else. */
export function stretchOf(text: string, zone: TimeZone): Stretch | undefined {
  const match = PATTERN.exec(text.trim());
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0] = match.slice(1, 4).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  const days = daysFromCivil(year, month, day);
  if (match[4] === undefined) return { first: startOfDay(days, zone), last: startOfDay(days + 1, zone) - 1 };
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const wall = days * DAY + hour * 3600 + minute * 60 + second;
  const fraction = Number((match[7] ?? '').padEnd(6, '0'));
  const moment = (wall - offsetOf(match[8], wall, zone)) * MICROSECONDS + fraction;
  return { first: moment, last: moment };
}

const startOfDay = (days: number, zone: TimeZone): number => (days * DAY - zone.offsetAtWall(days * DAY).offset) * MICROSECONDS;

function offsetOf(text: string | undefined, wall: number, zone: TimeZone): number {
  if (text === undefined) return zone.offsetAtWall(wall).offset;
  if (text.toUpperCase() === 'Z') return 0;
  const sign = text.startsWith('-') ? -1 : 1;
  return sign * (Number(text.slice(1, 3)) * 3600 + Number(text.slice(-2)) * 60);
}
