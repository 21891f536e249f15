import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { modelOf } from '../../support/journeys.ts';
import { loadRecords, waysText } from '../../support/ways.ts';
import { workedCases } from '../../support/worked-cases.ts';

const folder = join(import.meta.dirname, '../../cases/simulation');

for (const file of readdirSync(folder)) {
  describe(`worked cases: ${file}`, () => {
    for (const one of workedCases(join(folder, file))) {
      it(one.title, async () => {
        const model = await modelOf(one.journey);
        assert.deepEqual(waysText(model, await loadRecords(one.records), one.asOf), one.moves);
      });
    }
  });
}
