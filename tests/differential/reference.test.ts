import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { referenceWays } from '../reference/reference-ways.ts';
import { modelOf } from '../support/journeys.ts';
import { workedCases } from '../support/worked-cases.ts';
import { recordOfJson } from './record-json.ts';
import { wayText } from './way-text.ts';

const folder = join(import.meta.dirname, '../cases/simulation');

for (const file of readdirSync(folder)) {
  describe(`reference evaluator, worked cases: ${file}`, () => {
    for (const one of workedCases(join(folder, file))) {
      it(one.title, async () => {
        const model = await modelOf(one.journey);
        const records = one.records.split('\n').map(recordOfJson);
        const ways = referenceWays(model, records, one.asOf ?? Math.max(...records.map(({ time }) => time)));
        const stages = model.journeys[0]!.stages.map(({ name }) => name);
        const texts = [...ways].sort(([contact], [other]) => (contact < other ? -1 : 1)).map(([contact, way]) => `${contact} ${wayText(way, stages)}`);
        assert.deepEqual(texts, one.moves);
      });
    }
  });
}
