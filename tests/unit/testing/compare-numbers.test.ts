import assert from 'node:assert/strict';
import type { OrderOperator } from '../../../src/model/condition.ts';
import { compareNumbers } from '../../../src/testing/compare-numbers.ts';

/** What holds of a number that is less than, equal to, or greater than what is expected. */
const HOLDS: Readonly<Record<OrderOperator, readonly [less: boolean, equal: boolean, greater: boolean]>> = {
  '==': [false, true, false],
  '!=': [true, false, true],
  '<': [true, false, false],
  '<=': [true, true, false],
  '>': [false, false, true],
  '>=': [false, true, true],
};

describe('compares of expectations', () => {
  for (const [operator, holds] of Object.entries(HOLDS) as [OrderOperator, readonly boolean[]][]) {
    it(`${operator}: less, equal, greater`, () => {
      assert.deepEqual(
        [1, 2, 3].map((actual) => compareNumbers(actual, operator, 2)),
        holds,
      );
      // 86,400,000 is a length of a thousand days: a second more is more.
      assert.deepEqual(
        [86_399_999, 86_400_000, 86_400_001].map((actual) => compareNumbers(actual, operator, 86_400_000)),
        holds,
      );
    });

    it(`${operator}: shares of a thousand contacts are what their percentage says, however it was rounded`, () => {
      for (let part = 1; part < 1000; part++) {
        // 33.3 / 100 is 0.33299999999999996, and 333 / 1000 is 0.333.
        const target = Number(`${String(Math.floor(part / 10))}.${String(part % 10)}`) / 100;
        assert.deepEqual(
          [part - 1, part, part + 1].map((number) => compareNumbers(number / 1000, operator, target)),
          holds,
          String(part),
        );
      }
    });
  }
});
