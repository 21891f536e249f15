import type { TimeZone } from '../time/time-zone.ts';

const DAY = 86_400_000_000;

/** The calendar day of a moment in a zone: days since 1970-01-01. */
export const dayOf = (microseconds: number, zone: TimeZone): number =>
  Math.floor((microseconds + zone.offsetAt(Math.floor(microseconds / 1_000_000)) * 1_000_000) / DAY);
