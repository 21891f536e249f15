import assert from 'node:assert/strict';
import { finishParts, simulatePart } from '../../../src/simulator/simulate.ts';
import { generateRun } from '../../differential/generate-run.ts';
import { jsonOfRecord } from '../../differential/record-json.ts';
import { checkIdentities } from '../../support/identities.ts';
import { loadRecords } from '../../support/ways.ts';

const CONTACTS = 8;
const SEEDS = process.env['JOURNEY_SOAK'] === '1' ? 12_500 : 125;
/** Into how many parts the contacts are dealt, as so many workers would. */
const WORKERS = [1, 2, 4];

describe('results of random journeys', () => {
  it(`obey the identities, the same bytes by ${WORKERS.join(', ')} workers`, async function () {
    this.timeout(3_600_000);
    let entered = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const run = await generateRun(seed, CONTACTS);
      if (!run) continue;
      const { model, histories } = run;
      const loaded = await loadRecords(histories.records.map(jsonOfRecord).join('\n'));
      const texts = WORKERS.map((workers) => {
        const share = Math.ceil(CONTACTS / workers);
        const parts = Array.from({ length: workers }, (_, worker) => {
          const range = { from: worker * share, to: Math.min((worker + 1) * share, loaded.table.contacts.length) };
          const part = simulatePart(model, model.journeys[0]?.name ?? '', loaded, range, { asOf: histories.asOf });
          assert(part.ok);
          return part;
        });
        const result = finishParts(parts);
        checkIdentities(result);
        if (workers === 1) entered += result.contacts.entered;
        return JSON.stringify(result);
      });
      assert.deepEqual(
        texts,
        WORKERS.map(() => texts[0]),
        `seed ${String(seed)}`,
      );
    }
    assert(entered > SEEDS, 'hardly a contact entered');
  });
});
