import assert from 'node:assert/strict';
import { shiftTime } from '../../../src/pseudonyms/shift-time.ts';
import { TimeZone } from '../../../src/time/time-zone.ts';

// Expected values by hand: a week is 604,800 s, and 2026-03-29 and 2026-10-25 are the days on which Prague's clocks change.
const cases: readonly (readonly [text: string, weeks: number, zone: string, expected: string | undefined])[] = [
  ['2026-03-01T09:30:15Z', 1, 'UTC', '2026-03-08T09:30:15Z'],
  ['2026-03-01 09:30:15.250', 1, 'UTC', '2026-03-08 09:30:15.250'],
  ['2026-02-26', 1, 'UTC', '2026-03-05'],
  ['2024-02-22', 1, 'UTC', '2024-02-29'],
  ['2026-01-02T00:00+01:00', -1, 'Europe/Prague', '2025-12-26T00:00+01:00'],
  ['2026-03-27 18:00', 4, 'Europe/Prague', '2026-04-24 18:00+01:00'],
  ['2026-07-01 18:00:00', -26, 'Europe/Prague', '2025-12-31 18:00:00+02:00'],
  ['2026-03-27', 1, 'Europe/Prague', '2026-04-03T00:00:00+01:00'],
  // A time that the change skips is read with the offset before it.
  ['2026-03-29T02:30', 1, 'Europe/Prague', '2026-04-05T02:30+01:00'],
  ['1772357415', 1, 'UTC', '1772962215'],
  ['1772357415.250', -1, 'UTC', '1771752615.250'],
  ['1772357415250', 1, 'UTC', '1772962215250'],
  ['1772357415250000', 1, 'UTC', '1772962215250000'],
  ['-1.5', 1, 'UTC', '604798.5'],
  ['604799.5', -1, 'UTC', '-0.5'],
  ['2026-02-30', 1, 'UTC', undefined],
  ['03/04/2026', 1, 'UTC', undefined],
  ['20260301', 1, 'UTC', undefined],
  ['mia@example.invalid', 1, 'UTC', undefined],
];

describe('times moved by whole weeks', () => {
  for (const [text, weeks, zone, expected] of cases) {
    it(`${text} in ${zone}, ${String(weeks)} weeks`, () => {
      assert.equal(shiftTime(text, weeks, TimeZone.named(zone)!), expected);
    });
  }

  it('numbers in the unit that the shape says', () => {
    assert.equal(shiftTime('1772357415', 1, TimeZone.named('UTC')!, 'milliseconds'), String(1_772_357_415 + 604_800_000));
  });
});
