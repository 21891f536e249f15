import assert from 'node:assert/strict';
import type { EditSet } from '../../../src/diff/attribute-moves.ts';
import { attributeMoves } from '../../../src/diff/attribute-moves.ts';
import type { Steps } from '../../../src/simulator/steps.ts';
import { atOnce } from '../../../src/simulator/steps.ts';

/** By contact: what becomes of it with some edits. */
type Rule = (made: ReadonlySet<number>) => number;

function attribute(edits: number, rules: readonly Rule[]): ReturnType<typeof attributeMoves> extends Steps<infer Result> ? Result : never {
  const outcomes = (made: EditSet): Int32Array => Int32Array.from(rules, (rule) => rule(new Set(made)));
  const all = Array.from({ length: edits }, (_, edit) => edit);
  return atOnce(
    // eslint-disable-next-line require-yield -- nothing here takes long
    attributeMoves(edits, outcomes([]), outcomes(all), function* (made) {
      return outcomes(made);
    }),
  );
}

describe('which edit moves a contact', () => {
  for (const { title, edits, rule, by } of [
    { title: 'one alone', edits: 3, rule: (made) => Number(made.has(1)), by: [[1]] },
    { title: 'each of two', edits: 3, rule: (made) => Number(made.has(0) || made.has(2)), by: [[0], [2]] },
    { title: 'only two together', edits: 3, rule: (made) => Number(made.has(0) && made.has(2)), by: [[0, 2]] },
    { title: 'three of eight together', edits: 8, rule: (made) => Number(made.has(0) && made.has(3) && made.has(7)), by: [[0, 3, 7]] },
    { title: 'more of nine than were tried together', edits: 9, rule: (made) => Number(made.has(0) && made.has(3) && made.has(7)), by: [] },
    {
      title: 'the smallest set, though a larger one does without it',
      edits: 3,
      rule: (made) => Number(made.has(0) || (made.has(1) && made.has(2))),
      by: [[0]],
    },
  ] satisfies { title: string; edits: number; rule: Rule; by: number[][] }[]) {
    it(`is ${title}`, () => {
      assert.deepEqual(attribute(edits, [rule]).moved, [{ contact: 0, by }]);
    });
  }

  it('says which edit undoes another, and how many each would move alone', () => {
    const { moved, alone, undone } = attribute(3, [(made) => Number(made.has(0) && !made.has(2)), (made) => Number(made.has(0))]);
    assert.deepEqual(moved, [{ contact: 1, by: [[0]] }]);
    assert.deepEqual(alone, [2, 0, 0]);
    assert.deepEqual(undone, [{ edit: 0, contact: 0, by: [2] }]);
  });
});
