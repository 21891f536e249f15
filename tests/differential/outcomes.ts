import assert from 'node:assert/strict';
import { readActivities } from '../../src/activities/read-activities.ts';
import type { Model } from '../../src/model/model.ts';
import { replayJourney } from '../../src/simulator/replay-journey.ts';
import { TimeZone } from '../../src/time/time-zone.ts';
import { wayFromColumns } from '../support/way-from-columns.ts';
import type { ReferenceRecord } from '../reference/reference-record.ts';
import type { ReferenceWay } from '../reference/reference-way.ts';
import { referenceWays } from '../reference/reference-ways.ts';
import { jsonOfRecord } from './record-json.ts';

/** What a run is given besides its model. */
export interface Histories {
  readonly records: readonly ReferenceRecord[];
  /** Microseconds since the epoch. */
  readonly asOf: number;
  /** By contact, from the contacts' file. */
  readonly attributes: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

export type Ways = ReadonlyMap<string, ReferenceWay>;

export const waysOfReference = (model: Model, { records, asOf, attributes }: Histories): Ways => referenceWays(model, records, asOf, attributes);

/** The real thing: records as NDJSON, read into a table and replayed. */
export async function waysOfSimulator(model: Model, { records, asOf, attributes }: Histories): Promise<Ways> {
  const file = (name: string, lines: readonly string[]) => ({ name, chunks: [new TextEncoder().encode(lines.join('\n'))] });
  const contacts = [...attributes].map(([contact, fields]) => JSON.stringify({ contact, ...fields }));
  const read = await readActivities([file('records.ndjson', records.map(jsonOfRecord))], {
    timezone: 'UTC',
    maxRejected: 0,
    ...(contacts.length > 0 ? { contacts: [file('contacts.ndjson', contacts)] } : {}),
  });
  assert(read.ok, read.ok ? '' : read.problem.message);
  const { table, counts } = read.loaded;
  assert.equal(counts.kept, records.length, 'A generated history has no duplicates.');
  const [journey] = model.journeys;
  const zone = TimeZone.named(journey?.timezone ?? '');
  const utc = TimeZone.named('UTC');
  assert(journey && zone && utc);
  const { wayOf, together, program } = replayJourney(journey, model, table, zone, utc);
  assert.deepEqual(
    program.stages.map(({ name }) => name),
    journey.stages.map(({ name }) => name),
  );
  const ways = new Map<string, ReferenceWay>();
  together.each(0, table.contacts.length, asOf, (index, way) => ways.set(table.contacts[index]!, wayFromColumns(way, program)));
  // One by one is another way to the same.
  for (const [index, contact] of table.contacts.entries()) assert.equal(wayKey(wayOf(index, asOf)), wayKey(ways.get(contact)), contact);
  return ways;
}

/** All of a way that both evaluators must agree on, as one text. */
export function wayKey(way: ReferenceWay | undefined): string {
  if (!way) return 'no record by then';
  const passes = way.passes.map(({ began, visits, expired, isSafe }) =>
    [began, ...visits.map(({ stage, entered, rule }) => `${stage}.${rule}@${entered}`), `${expired ?? '-'}`, isSafe].join(' '),
  );
  // Why a contact was kept out counts only where it never was let in.
  return passes.length === 0 ? `kept out: ${way.keptOut ?? '-'}` : passes.join('; ');
}

/** The contacts of whom the two say different things. */
export async function differences(model: Model, histories: Histories): Promise<string[]> {
  const reference = waysOfReference(model, histories);
  const simulator = await waysOfSimulator(model, histories);
  return [...new Set([...reference.keys(), ...simulator.keys()])].filter((contact) => wayKey(reference.get(contact)) !== wayKey(simulator.get(contact)));
}
