import { daysFromCivil, daysInMonth } from '../time/calendar.ts';
import { ReadFailure } from './read-failure.ts';
import type { TimeZone } from '../time/time-zone.ts';

const MICROSECONDS = 1_000_000;

const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;
const COMMA = 0x2c;
const COLON = 0x3a;
const SPACE = 0x20;
const LOWER_CASE = 0x20;
const T = 0x74;
const Z = 0x7a;

export type Unit = 'seconds' | 'milliseconds' | 'microseconds';

const PER_UNIT: Readonly<Record<Unit, number>> = { seconds: 1_000_000, milliseconds: 1000, microseconds: 1 };
const FRACTION_DIGITS: Readonly<Record<Unit, number>> = { seconds: 6, milliseconds: 3, microseconds: 0 };

/**
 * Reads the times of one column, straight from bytes: strict ISO 8601 date-times (extended form, `T` or one space between
 * date and time), dates (their midnight), and numbers since the epoch, which have one unit in the whole column.
 * docs/formats.md has all of what is read and what is rejected.
 */
export class TimeReader {
  /** Zoneless times that a clock change skips or doubles. */
  clockChanges = 0;
  /** Why {@link read} returned NaN, to be put after the cell. */
  fault = '';
  readonly #zone: TimeZone | undefined;
  readonly #file: string;
  readonly #column: string;
  readonly #givenUnit: Unit | undefined;
  #unit: Unit | undefined;
  #unitLine = 0;

  /** Without a zone a time without an offset is not a time. Without a unit it is judged by the size of the numbers. */
  constructor(zone: TimeZone | undefined, file: string, column = 'time', unit?: Unit) {
    this.#zone = zone;
    this.#file = file;
    this.#column = column;
    this.#givenUnit = unit;
  }

  /**
   * Microseconds since the epoch, a whole number; NaN where the cell is not a time, see {@link fault}.
   * Throws a ReadFailure where the cell's unit differs from the unit of the numbers before it.
   */
  read(bytes: Uint8Array, start: number, end: number, line: number): number {
    this.fault = 'is not a date';
    const time = isNumber(bytes, start, end) ? this.#readNumber(bytes, start, end, line) : this.#readDate(bytes, start, end);
    if (Math.abs(time) <= Number.MAX_SAFE_INTEGER) return time;
    if (!Number.isNaN(time)) this.fault = 'is outside the years 1685 to 2255, the range of exact microseconds';
    return NaN;
  }

  #readNumber(bytes: Uint8Array, start: number, end: number, line: number): number {
    const negative = bytes[start] === MINUS;
    const first = negative ? start + 1 : start;
    let dot = first;
    while (dot < end && bytes[dot] !== DOT) dot++;
    if (dot - first > 16) return Infinity;
    const whole = digits(bytes, first, dot);
    if (!negative && dot === end && isCompactDay(whole, dot - first)) {
      this.fault = 'reads as a day without hyphens; write it as YYYY-MM-DD';
      return NaN;
    }
    const unit: Unit = this.#givenUnit ?? (whole < 1e11 ? 'seconds' : whole < 1e14 ? 'milliseconds' : 'microseconds');
    const time = whole * PER_UNIT[unit] + fraction(bytes, dot + 1, end, FRACTION_DIGITS[unit]);
    if (time > Number.MAX_SAFE_INTEGER) return time;
    if (this.#unit === undefined) {
      this.#unit = unit;
      this.#unitLine = line;
    } else if (this.#unit !== unit) {
      throw new ReadFailure(
        'wrong-shape',
        `${this.#file}: the numbers in the column "${this.#column}" have two units: line ${this.#unitLine} is in ${this.#unit}, line ${line} in ${unit}. ` +
          'Write the whole column in one unit, or as ISO 8601 date-times.',
      );
    }
    return negative && time !== 0 ? -time : time;
  }

  #readDate(bytes: Uint8Array, start: number, end: number): number {
    const at = start;
    if (end - at < 10 || bytes[at + 4] !== MINUS || bytes[at + 7] !== MINUS) return NaN;
    const year = digits(bytes, at, at + 4);
    const month = digits(bytes, at + 5, at + 7);
    const day = digits(bytes, at + 8, at + 10);
    // Written so that NaN, from something that is not a digit, fails too.
    if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return NaN;
    const midnight = daysFromCivil(year, month, day) * 86_400;
    if (at + 10 === end) return this.#fromWall(midnight, 0);
    return this.#readTimeOfDay(bytes, at + 10, end, midnight);
  }

  #readTimeOfDay(bytes: Uint8Array, start: number, end: number, midnight: number): number {
    const separator = bytes[start]!;
    if ((separator | LOWER_CASE) !== T && separator !== SPACE) return NaN;
    let at = start + 1;
    if (end - at < 5 || bytes[at + 2] !== COLON) return NaN;
    const hour = digits(bytes, at, at + 2);
    const minute = digits(bytes, at + 3, at + 5);
    at += 5;
    let second = 0;
    let microseconds = 0;
    if (at < end && bytes[at] === COLON) {
      if (end - at < 3) return NaN;
      second = digits(bytes, at + 1, at + 3);
      at += 3;
      if (at < end && (bytes[at] === DOT || bytes[at] === COMMA)) {
        const first = ++at;
        while (at < end && isDigit(bytes[at]!)) at++;
        if (at === first) return NaN;
        microseconds = fraction(bytes, first, at, 6);
      }
    }
    if (!(hour <= 24 && minute <= 59 && second <= 59)) return NaN;
    // 24:00 is the end of the day it is written with; there is no 24:01.
    if (hour === 24 && (minute > 0 || second > 0 || microseconds > 0)) return NaN;
    const wall = midnight + hour * 3600 + minute * 60 + second;
    if (at === end) return this.#fromWall(wall, microseconds);
    // What databases write: a space before the offset, or before the word UTC.
    if (bytes[at] === SPACE) at++;
    const offset = readOffset(bytes, at, end);
    return (wall - offset) * MICROSECONDS + microseconds;
  }

  #fromWall(wall: number, microseconds: number): number {
    if (this.#zone === undefined) return NaN;
    const { offset, clockChange } = this.#zone.offsetAtWall(wall);
    if (clockChange) this.clockChanges++;
    return (wall - offset) * MICROSECONDS + microseconds;
  }
}

/** A date-time with its offset as microseconds since the epoch, undefined where the text is something else. */
export function momentOf(text: string): number | undefined {
  const bytes = new TextEncoder().encode(text);
  if (isNumber(bytes, 0, bytes.length)) return undefined;
  const time = new TimeReader(undefined, '').read(bytes, 0, bytes.length, 1);
  return Number.isNaN(time) ? undefined : time;
}

/**
 * Whether a cell that was rejected as a time may be quoted in a reason: it holds digits and what goes with them in dates
 * and numbers, so that it cannot be a name or an address.
 */
export function isDateLike(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > 40) return false;
  let digitsSeen = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (isDigit(byte)) digitsSeen++;
    else if (!' +,-./:TZtz'.includes(String.fromCharCode(byte))) return false;
  }
  return digitsSeen > 0;
}

/** Seconds east of UTC: `Z`, `UTC`, `±HH:MM`, `±HHMM` or `±HH`. NaN where it is none of these. */
function readOffset(bytes: Uint8Array, start: number, end: number): number {
  const sign = bytes[start]!;
  if ((sign | LOWER_CASE) === Z) return start + 1 === end ? 0 : NaN;
  if (end - start === 3 && String.fromCharCode(...bytes.subarray(start, end)).toUpperCase() === 'UTC') return 0;
  if (sign !== PLUS && sign !== MINUS) return NaN;
  const length = end - start;
  if (length !== 3 && length !== 5 && !(length === 6 && bytes[start + 3] === COLON)) return NaN;
  const hours = digits(bytes, start + 1, start + 3);
  const minutes = length === 3 ? 0 : digits(bytes, end - 2, end);
  if (!(hours <= 23 && minutes <= 59)) return NaN;
  const seconds = hours * 3600 + minutes * 60;
  return sign === MINUS ? -seconds : seconds;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** Only digits, one `.` between two of them, a minus before them. */
function isNumber(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  if (bytes[at] === MINUS) at++;
  let dot = -1;
  const first = at;
  for (; at < end; at++) {
    if (isDigit(bytes[at]!)) continue;
    if (bytes[at] !== DOT || dot >= 0 || at === first) return false;
    dot = at;
  }
  return at > first && dot !== end - 1;
}

/** A `20260301` in a column of seconds would be a day in August 1970, which nobody meant. */
function isCompactDay(value: number, length: number): boolean {
  if (length !== 8) return false;
  const year = Math.floor(value / 10_000);
  const month = Math.floor(value / 100) % 100;
  const day = value % 100;
  return year >= 1900 && year <= 2099 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** NaN where a byte is not a digit. */
function digits(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (!isDigit(byte)) return NaN;
    value = value * 10 + (byte - 0x30);
  }
  return value;
}

/** The first `places` digits of a fraction as a whole number; further ones are cut off, so that no time moves forward. */
function fraction(bytes: Uint8Array, start: number, end: number, places: number): number {
  let value = 0;
  for (let place = 0; place < places; place++) value = value * 10 + (start + place < end ? bytes[start + place]! - 0x30 : 0);
  return value;
}
