import assert from 'node:assert/strict';
import { finishParts, simulatePart } from '../../src/simulator/simulate.ts';
import { atOnce } from '../../src/simulator/steps.ts';
import { generateRun } from '../differential/generate-run.ts';
import { jsonOfRecord } from '../differential/record-json.ts';
import { checkIdentities } from '../support/identities.ts';
import { loadRecords } from '../support/ways.ts';
import type { SoakPart } from './soak-part.ts';

const CONTACTS = 8;
/** Into how many parts the contacts are dealt, as so many workers would. */
const WORKERS = [1, 2, 4];

export const identities: SoakPart = {
  name: 'identities',
  says: `results obey the identities, and ${WORKERS.join(', ')} workers give the same bytes`,
  unit: 'contacts',
  // With the journeys that have an error left out, more than 100,000 contacts.
  whole: 16_000,
  sample: 150,
  start: () => async (seed, tally) => {
    const run = await generateRun(seed, CONTACTS);
    if (!run) {
      tally.count('journeys with an error');
      return;
    }
    const { model, histories } = run;
    const loaded = await loadRecords(histories.records.map(jsonOfRecord).join('\n'));
    const texts = WORKERS.map((workers) => {
      const share = Math.ceil(CONTACTS / workers);
      const parts = Array.from({ length: workers }, (_, worker) => {
        const range = { from: worker * share, to: Math.min((worker + 1) * share, loaded.table.contacts.length) };
        const part = atOnce(simulatePart(model, model.journeys[0]?.name ?? '', loaded, range, { asOf: histories.asOf }));
        assert(part.ok);
        return part;
      });
      const result = finishParts(parts);
      checkIdentities(result);
      if (workers === 1) tally.count('contacts that entered', result.contacts.entered);
      return JSON.stringify(result);
    });
    assert.deepEqual(
      texts,
      WORKERS.map(() => texts[0]),
    );
    tally.pass(CONTACTS);
  },
  doubts: ({ seeds, counts: { 'contacts that entered': entered = 0 } }) => (entered > seeds ? [] : [`only ${entered} contacts of ${seeds} journeys entered`]),
};
