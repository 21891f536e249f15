import assert from 'node:assert/strict';
import { compareOn, noFigures } from './agreement.ts';

const JOURNEYS = 25;
const CONTACTS = 4;

/** The two evaluators, of which neither knows the other, on journeys and histories made by chance; always the same ones. */
describe('the simulator and the reference evaluator', () => {
  const sum = noFigures();

  for (let first = 1; first <= 476; first += JOURNEYS) {
    it(`agree on the journeys of seeds ${first} to ${first + JOURNEYS - 1}, ${CONTACTS} contacts each`, async () => {
      const figures = noFigures();
      for (let seed = first; seed < first + JOURNEYS; seed++) {
        await compareOn(seed, { contacts: CONTACTS, examined: 0, told: 3 }, figures);
      }
      assert.equal(figures.failed, 0, `${figures.failed} of ${figures.pairs} pairs differ.\n\n${figures.differences.join('\n')}`);
      for (const name of ['pairs', 'thrownAway', 'journeys', 'moves', 'passes'] as const) sum[name] += figures[name];
    });
  }

  it('were compared on journeys that are mostly without errors and contacts that mostly move', () => {
    assert.equal(sum.journeys + sum.thrownAway, 500);
    assert.ok(sum.thrownAway < 150, `${sum.thrownAway} of 500 journeys had an error`);
    assert.ok(sum.pairs >= 1000, `${sum.pairs} pairs`);
    assert.ok(sum.moves > sum.pairs, `${sum.moves} moves of ${sum.pairs} pairs`);
  });
});
