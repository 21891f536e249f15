import type { Model } from '../../src/model/model.ts';
import type { Journey } from '../../src/model/journey.ts';
import { spanOf } from './calendar.ts';
import { microseconds } from './moment.ts';

/**
 * Every length of time that occurs anywhere in the model, in microseconds. language.md §5.1: "**Deadlines** are the moments at
 * which an answer can change without a record: the end of a `within` or `for`, a record growing older than an `in last` or a
 * `last N`, a `since` or `until` date, the end of an `after` wait, an attribute's `for`, and the end of `expires after`; inside
 * segments and `then` too." Each of them, dates aside, is a record or a move and one of these lengths later.
 */
export function lengthsIn(model: Model, journey: Journey): number[] {
  const lengths = new Set<number>();
  visit([journey, model.segments], (name, value) => {
    if (typeof value === 'number' && ['seconds', 'heldFor', 'after', 'expiresAfter'].includes(name)) lengths.add(microseconds(value));
  });
  return [...lengths];
}

/** Every moment at which a date of the model begins or ends, in any zone that it may be read in. */
export function datesIn(model: Model, journey: Journey): number[] {
  const times = new Set<number>();
  visit([journey, model.segments], (name, value) => {
    if (typeof value !== 'string' || !['since', 'until'].includes(name)) return;
    for (const zone of [journey.timezone, 'UTC']) {
      const { begin, end } = spanOf(value, zone)!;
      times.add(begin).add(end);
    }
  });
  return [...times];
}

function visit(node: unknown, see: (name: string, value: unknown) => void): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [name, value] of Object.entries(node)) {
    if (name === 'source') continue;
    see(name, value);
    visit(value, see);
  }
}
