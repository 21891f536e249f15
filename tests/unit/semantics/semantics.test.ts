import assert from 'node:assert/strict';
import { lowerModel } from '../../../language-server/lowering/lower-model.ts';
import type { Model } from '../../../src/model/model.ts';
import { messagesOf, readFiles } from '../../support/journeys.ts';
import { loadRecords, waysText } from '../../support/ways.ts';
import { CATALOGUE, EXAMPLES } from './examples.ts';
import { numbersText } from './numbers.ts';

async function modelOf(journey: string): Promise<Model> {
  const { services, document } = await readFiles({ 'spring.journey': `import "catalogue.journey"\n${journey}`, 'catalogue.journey': CATALOGUE });
  assert.deepEqual(messagesOf(document), [], journey);
  return lowerModel(document, services, (one) => one.uri.path);
}

describe('docs/semantics.md', () => {
  it('has a catalogue without a diagnostic', async () => {
    const { document } = await readFiles({ 'catalogue.journey': CATALOGUE });
    assert.deepEqual(messagesOf(document), []);
    assert.match(CATALOGUE, /^email offer/m);
  });

  it('has examples, each of them with a heading of its own', () => {
    assert.ok(EXAMPLES.length >= 40);
    assert.equal(new Set(EXAMPLES.map(({ title }) => title)).size, EXAMPLES.length);
  });

  for (const example of EXAMPLES) {
    it(`line ${String(example.line)}: ${example.title}`, async () => {
      const model = await modelOf(example.journey);
      const loaded = await loadRecords(example.records);
      assert.deepEqual(waysText(model, loaded, example.asOf), example.moves);
      assert.deepEqual(numbersText(model, loaded, example.asOf, example.numbers), example.numbers);
    });
  }
});
