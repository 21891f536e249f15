import assert from 'node:assert/strict';
import { Random } from '../../differential/random.ts';
import { disordered } from '../../support/disordered.ts';
import { documentedTexts, exampleTexts, format } from '../../support/formatting.ts';
import { keepsMeaning } from '../../support/keeps-meaning.ts';

const random = new Random(20_260_301);

describe('formatting any text', () => {
  const examples = exampleTexts();
  const documented = documentedTexts();

  it('has examples', () => {
    assert(examples.length >= 2);
    assert(documented.length >= 50);
  });

  for (const { name, text } of examples) {
    it(`leaves ${name} as it is`, () => {
      assert.equal(format(text).text, text);
      assert.deepEqual(format(text).edits, []);
    });
  }

  for (const { name, text } of [...examples, ...documented]) {
    it(`keeps what ${name} means, whatever its layout`, async () => {
      await keepsMeaning(text);
      for (let round = 0; round < 4; round++) await keepsMeaning(disordered(text, random.pick([0, 0.05, 0.4]), random));
    });
  }
});
