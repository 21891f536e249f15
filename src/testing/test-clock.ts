import type { JourneyTest, TestMoment } from '../model/journey-test.ts';
import { stretchOf } from '../simulator/matching/moment.ts';
import { TimeZone } from '../time/time-zone.ts';

const MICROSECONDS = 1_000_000;
const DAY = 86_400;

/** Day 0 of a test that says no other. */
const FIRST_DAY = '2026-01-01';

/** The days of a test: each is 24 hours long, whatever clocks do, as the windows of a journey are exact seconds. Moments in microseconds. */
export class TestClock {
  /** When day 0 begins: at 00:00 UTC where the test says a date. */
  readonly start: number;
  private readonly test: JourneyTest;

  constructor(test: JourneyTest) {
    const utc = utcZone();
    const day = stretchOf(test.starts ?? FIRST_DAY, utc);
    if (!day) throw new Error('A model without errors has no test that starts at no date.');
    this.start = day.first;
    this.test = test;
  }

  /** So many seconds after day 0 begins. */
  at(seconds: number): number {
    return this.start + seconds * MICROSECONDS;
  }

  /** The last moment that an expectation asks about: of a whole day its last microsecond, so that midnight is the next day's. */
  momentOf({ seconds, wholeDay }: TestMoment): number {
    return wholeDay ? this.at(seconds + DAY) - 1 : this.at(seconds);
  }

  /** The latest moment that the test names: its end. */
  end(): number {
    const { contacts, expectations } = this.test;
    const records = contacts.flatMap((contact) => contact.records.map(({ seconds }) => this.at(seconds)));
    const asked = expectations.flatMap((expectation) => ('moment' in expectation ? [this.momentOf(expectation.moment)] : []));
    return [...records, ...asked].reduce((latest, moment) => Math.max(latest, moment), this.start);
  }

  /** A moment as the test would write it: `day 2 at 09:30`. */
  text(moment: number): string {
    const since = moment - this.start;
    if ((since + 1) % (DAY * MICROSECONDS) === 0) return `the end of day ${String((since + 1) / (DAY * MICROSECONDS) - 1)}`;
    const fraction = since % MICROSECONDS;
    const seconds = (since - fraction) / MICROSECONDS;
    return momentText({ seconds, wholeDay: false }) + (fraction === 0 ? '' : ` and ${String(fraction)} µs`);
  }
}

/** In which segments and scores are asked. */
export function utcZone(): TimeZone {
  const utc = TimeZone.named('UTC');
  if (!utc) throw new Error('Every platform knows UTC.');
  return utc;
}

/** `day 2`, `day 2 at 09:30`, `day 2 at 09:30:15`: as written in a test. */
export function momentText({ seconds, wholeDay }: TestMoment): string {
  const day = `day ${String(Math.floor(seconds / DAY))}`;
  if (wholeDay) return day;
  const rest = seconds % DAY;
  const parts = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, ...(rest % 60 === 0 ? [] : [rest % 60])];
  return `${day} at ${parts.map((part) => String(part).padStart(2, '0')).join(':')}`;
}
