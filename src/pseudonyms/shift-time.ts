import { TimeReader } from '../activities/time.ts';
import type { Unit } from '../activities/time.ts';
import { civilFromDays, daysFromCivil } from '../time/calendar.ts';
import type { TimeZone } from '../time/time-zone.ts';

const WEEK_SECONDS = 604_800;

const UNITS: Readonly<Record<Unit, bigint>> = { seconds: 1n, milliseconds: 1000n, microseconds: 1_000_000n };

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:([Tt ])(\d{2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?( ?(?:Z|UTC|[+-]\d{2}(?::?\d{2})?))?)?$/i;

const encoder = new TextEncoder();

/**
 * A time as a file has it, so many whole weeks later: written as it was, with the weekday and the time of day that it had.
 * A time without an offset gets the one that was in force: clocks may have changed on the new day, and the time between two
 * records must not. Undefined where the text is not a time that is read.
 */
export function shiftTime(text: string, weeks: number, zone: TimeZone, unit?: Unit): string | undefined {
  const bytes = encoder.encode(text);
  const time = new TimeReader(zone, '', '', unit).read(bytes, 0, bytes.length, 1);
  if (Number.isNaN(time)) return undefined;
  if (weeks === 0) return text;
  const date = DATE.exec(text);
  return date === null ? shiftNumber(text, weeks, unit) : shiftDate(text, date, weeks, zone);
}

function shiftNumber(text: string, weeks: number, given: Unit | undefined): string {
  const [whole = '', fraction = ''] = text.split('.');
  const size = Math.abs(Number(whole));
  const unit = given ?? (size < 1e11 ? 'seconds' : size < 1e14 ? 'milliseconds' : 'microseconds');
  const scale = 10n ** BigInt(fraction.length);
  const shifted = BigInt(whole + fraction) + BigInt(weeks * WEEK_SECONDS) * UNITS[unit] * scale;
  if (fraction === '') return String(shifted);
  const digits = String(shifted < 0n ? -shifted : shifted).padStart(fraction.length + 1, '0');
  return `${shifted < 0n ? '-' : ''}${digits.slice(0, -fraction.length)}.${digits.slice(-fraction.length)}`;
}

function shiftDate(text: string, parts: RegExpExecArray, weeks: number, zone: TimeZone): string {
  const [year = 0, month = 0, day = 0] = parts.slice(1, 4).map(Number);
  const days = daysFromCivil(year, month, day);
  const shifted = civilFromDays(days + 7 * weeks);
  const written = `${String(shifted.year).padStart(4, '0')}-${two(shifted.month)}-${two(shifted.day)}${text.slice(10)}`;
  if (parts[8] !== undefined || zone.name.toUpperCase() === 'UTC') return written;
  const wall = days * 86_400 + Number(parts[5] ?? 0) * 3600 + Number(parts[6] ?? 0) * 60 + Number(parts[7] ?? 0);
  return `${written}${parts[4] === undefined ? 'T00:00:00' : ''}${offsetText(zone.offsetAtWall(wall).offset)}`;
}

function offsetText(seconds: number): string {
  // Offsets with seconds are those of the nineteenth century.
  const minutes = Math.round(Math.abs(seconds) / 60);
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const two = (number: number): string => String(number).padStart(2, '0');
