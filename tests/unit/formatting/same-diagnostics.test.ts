import assert from 'node:assert/strict';
import { Random } from '../../differential/random.ts';
import { documentedTexts, exampleTexts } from '../../support/formatting.ts';
import { keepsDiagnostics } from '../../support/keeps-diagnostics.ts';

const random = new Random(20_260_401);

describe('formatting shows the same diagnostics', () => {
  for (const { name, text } of [...exampleTexts(), ...documentedTexts()]) {
    it(`of ${name}`, async () => {
      for (let round = 0; round < 2; round++) await assert.doesNotReject(keepsDiagnostics(text, random));
    });
  }
});
