import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Lengths } from '../../../src/results/lengths.ts';
import { addLength, addLengths, ascending, noLengths } from '../../../src/results/lengths.ts';

function lengthsOf(numbers: readonly number[]): Lengths {
  const lengths = noLengths();
  for (const number of numbers) addLength(lengths, number);
  return lengths;
}

const number = fc.oneof(fc.nat(20), fc.nat(4_000_000), fc.maxSafeNat(), fc.constantFrom(0, 2047, 2048, 2 ** 22 - 1, 2 ** 22, 2 ** 44, Number.MAX_SAFE_INTEGER));

describe('lengths', () => {
  it('are sorted as the engine sorts them, few and many', () => {
    for (const [minLength, maxLength, numRuns] of [
      [0, 20, 200],
      [499, 501, 50],
      [1000, 3000, 50],
    ] as const) {
      fc.assert(
        fc.property(fc.array(number, { minLength, maxLength, size: 'max' }), (numbers) => {
          const lengths = lengthsOf(numbers);
          assert.deepEqual(ascending(lengths), Float64Array.from(numbers).sort());
          // What was there stays as it was.
          assert.deepEqual([...lengths.values.subarray(0, lengths.size)], numbers);
        }),
        { numRuns, seed: 1 },
      );
    }
  });

  it('add up', () => {
    fc.assert(
      fc.property(fc.array(fc.array(number, { maxLength: 60 }), { maxLength: 5 }), (parts) => {
        const sum = noLengths();
        for (const part of parts) addLengths(sum, lengthsOf(part));
        assert.deepEqual([...sum.values.subarray(0, sum.size)], parts.flat());
      }),
      { seed: 1 },
    );
  });
});
