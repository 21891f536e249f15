import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { referenceWays } from '../reference/reference-ways.ts';
import { modelOf } from '../support/journeys.ts';
import type { WorkedCase } from '../support/worked-cases.ts';
import { workedCases } from '../support/worked-cases.ts';
import { CATALOGUE, EXAMPLES } from '../unit/semantics/examples.ts';
import { recordsOfJson } from './record-json.ts';
import { wayText } from './way-text.ts';

const folder = join(import.meta.dirname, '../cases/simulation');

/** The reference has to get right whatever is known to be right. */
describe('the reference evaluator', () => {
  for (const file of readdirSync(folder)) {
    describe(`worked cases: ${file}`, () => {
      for (const one of workedCases(join(folder, file))) {
        it(one.title, () => assertMoves(one, one.journey));
      }
    });
  }

  describe('docs/semantics.md', () => {
    for (const one of EXAMPLES) {
      it(one.title, () => assertMoves(one, CATALOGUE + one.journey));
    }
  });
});

async function assertMoves({ records: ndjson, moves, asOf }: WorkedCase, journey: string): Promise<void> {
  const model = await modelOf(journey);
  const records = recordsOfJson(ndjson);
  const ways = referenceWays(model, records, asOf ?? Math.max(...records.map(({ time }) => time)));
  const stages = model.journeys[0]!.stages.map(({ name }) => name);
  const texts = [...ways].sort(([contact], [other]) => (contact < other ? -1 : 1)).map(([contact, way]) => `${contact} ${wayText(way, stages)}`);
  assert.deepEqual(texts, moves);
}
