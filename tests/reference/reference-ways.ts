import type { Model } from '../../src/model/model.ts';
import { datesIn, lengthsIn } from './lengths.ts';
import type { ReferenceRecord } from './reference-record.ts';
import { eventOf, inFixedOrder } from './reference-record.ts';
import type { ReferenceWay } from './reference-way.ts';
import { replayContact } from './replay-contact.ts';

/**
 * The ways of all contacts through the first journey of a model, up to `asOf` (microseconds since the epoch).
 *
 * The reference evaluator: written from language.md §5 to §7, simulation.md and docs/semantics.md alone, one function a
 * sentence. It keeps no state but the moves made so far, and at every record and every moment that could be a deadline asks
 * every condition anew over all that has happened. It is slow and shares nothing with src/simulator, so that the two agree only
 * if both are right or both understand the text in the same wrong way.
 *
 * `records` come in any order, without duplicates. `attributes` are those that always hold, by contact.
 */
export function referenceWays(
  model: Model,
  records: readonly ReferenceRecord[],
  asOf: number,
  attributes: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(),
): Map<string, ReferenceWay> {
  const journey = model.journeys[0]!;
  const replayed = { journey, lengths: lengthsIn(model, journey), dates: datesIn(model, journey) };
  const run = { model, hasDeliveries: records.some((record) => eventOf(record) === 'delivered') };
  const ways = new Map<string, ReferenceWay>();
  for (const contact of new Set(records.map((record) => record.contact))) {
    const visible = inFixedOrder(records.filter((record) => record.contact === contact && record.time <= asOf));
    if (visible.length === 0) continue;
    ways.set(contact, replayContact(replayed, run, { records: visible, attributes: attributes.get(contact) ?? {} }, asOf));
  }
  return ways;
}
