import type { OffsetInForce, TimeZone } from '../time/time-zone.ts';

const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;

/** The calendar day of a moment in a zone: days since 1970-01-01. */
export const dayOf = (microseconds: number, zone: TimeZone): number =>
  Math.floor((microseconds + zone.offsetAt(Math.floor(microseconds / SECOND)) * SECOND) / DAY);

/** {@link dayOf} for many moments. */
export class DaysOf {
  private readonly zone: TimeZone;
  /** As long as the offset is the same, all in microseconds. */
  private offset = 0;
  private from = Infinity;
  private until = -Infinity;

  constructor(zone: TimeZone) {
    this.zone = zone;
  }

  dayOf(microseconds: number): number {
    if (microseconds < this.from || microseconds >= this.until) this.look(this.zone.offsetAround(Math.floor(microseconds / SECOND)));
    return Math.floor((microseconds + this.offset) / DAY);
  }

  private look({ offset, from, until }: OffsetInForce): void {
    this.offset = offset * SECOND;
    this.from = from * SECOND;
    this.until = until * SECOND;
  }
}
