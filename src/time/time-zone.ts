import { daysFromCivil, civilYear } from './calendar.ts';

const DAY = 86_400;

/**
 * A stretch of wall-clock time with one offset, up to and without `until`; from `doubtful` on a clock change skips or
 * doubles it. `change` is the moment of that change, in seconds since the epoch.
 */
interface Stretch {
  readonly until: number;
  readonly change: number;
  readonly doubtful: number;
  readonly offset: number;
}

export interface WallOffset {
  /** Seconds east of UTC. */
  readonly offset: number;
  /** A clock change skips or doubles the wall-clock time; the offset is the one in force before the change. */
  readonly clockChange: boolean;
}

export interface OffsetInForce {
  /** Seconds east of UTC. */
  readonly offset: number;
  readonly from: number;
  readonly until: number;
}

const ALWAYS_UTC: OffsetInForce = { offset: 0, from: -Infinity, until: Infinity };

/** An IANA time zone: from wall-clock times to offsets, by the rules the platform's `Intl` knows. */
export class TimeZone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat | undefined;
  #last: OffsetInForce = { offset: 0, from: Infinity, until: -Infinity };
  readonly #years = new Map<number, readonly Stretch[]>();

  /** Undefined where the platform does not know the name. */
  static named(name: string): TimeZone | undefined {
    if (name.toUpperCase() === 'UTC') return new TimeZone(name, undefined);
    try {
      return new TimeZone(
        name,
        new Intl.DateTimeFormat('en-US', {
          timeZone: name,
          calendar: 'gregory',
          numberingSystem: 'latn',
          hourCycle: 'h23',
          year: 'numeric',
          month: 'numeric',
          day: 'numeric',
          hour: 'numeric',
          minute: 'numeric',
          second: 'numeric',
        }),
      );
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  private constructor(name: string, format: Intl.DateTimeFormat | undefined) {
    this.name = name;
    this.#format = format;
  }

  /** `wall`: whole seconds since 1970-01-01T00:00 as the clock on the wall shows it. */
  offsetAtWall(wall: number): WallOffset {
    if (this.#format === undefined) return { offset: 0, clockChange: false };
    const stretch = this.#stretches(wall, this.#format).find((each) => wall < each.until)!;
    return { offset: stretch.offset, clockChange: wall >= stretch.doubtful };
  }

  /** Seconds east of UTC at a moment, `utc`: whole seconds since the epoch. */
  offsetAt(utc: number): number {
    return this.offsetAround(utc).offset;
  }

  /** The offset at a moment, and from when to when it is in force at least; `until` excluded. All in seconds. */
  offsetAround(utc: number): OffsetInForce {
    if (this.#format === undefined) return ALWAYS_UTC;
    // Clocks change twice a year, so it is mostly the last one.
    if (utc >= this.#last.from && utc < this.#last.until) return this.#last;
    const stretches = this.#stretches(utc, this.#format);
    const index = stretches.findIndex((each) => utc < each.change);
    const { offset, change } = stretches[index]!;
    // The stretches of a year are good for that year.
    const year = civilYear(Math.floor(utc / DAY));
    const from = Math.max(stretches[index - 1]?.change ?? -Infinity, daysFromCivil(year, 1, 1) * DAY);
    this.#last = { offset, from, until: Math.min(change, daysFromCivil(year + 1, 1, 1) * DAY) };
    return this.#last;
  }

  /** The stretches of the year around a time, which reach two days into the years beside it. */
  #stretches(time: number, format: Intl.DateTimeFormat): readonly Stretch[] {
    const year = civilYear(Math.floor(time / DAY));
    let stretches = this.#years.get(year);
    if (stretches === undefined) {
      stretches = this.#stretchesOf(year, format);
      this.#years.set(year, stretches);
    }
    return stretches;
  }

  #stretchesOf(year: number, format: Intl.DateTimeFormat): Stretch[] {
    // Two days more on each side: an offset is less than a day, so the year on the wall lies within.
    const first = (daysFromCivil(year, 1, 1) - 2) * DAY;
    const last = (daysFromCivil(year + 1, 1, 1) + 2) * DAY;
    const stretches: Stretch[] = [];
    let before = offsetAt(first, format);
    for (let time = first + DAY; time <= last; time += DAY) {
      const after = offsetAt(time, format);
      if (after === before) continue;
      const change = changeBetween(time - DAY, time, before, format);
      stretches.push({ until: change + Math.max(before, after), change, doubtful: change + Math.min(before, after), offset: before });
      before = after;
    }
    stretches.push({ until: Infinity, change: Infinity, doubtful: Infinity, offset: before });
    return stretches;
  }
}

/** The first second in `(from, to]` whose offset is no longer `before`. */
function changeBetween(from: number, to: number, before: number, format: Intl.DateTimeFormat): number {
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (offsetAt(middle, format) === before) from = middle;
    else to = middle;
  }
  return to;
}

function offsetAt(utc: number, format: Intl.DateTimeFormat): number {
  const part = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of format.formatToParts(utc * 1000)) if (type in part) part[type as keyof typeof part] = Number(value);
  return daysFromCivil(part.year, part.month, part.day) * DAY + part.hour * 3600 + part.minute * 60 + part.second - utc;
}
