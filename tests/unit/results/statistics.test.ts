import assert from 'node:assert/strict';
import { kaplanMeierMedian, mean, quantile, wilsonInterval } from '../../../src/results/statistics.ts';

const rounded = (interval: [number, number] | null): string => (interval ?? []).map((bound) => bound.toFixed(4)).join(' ');

describe('statistics', () => {
  // Brown, Cai, DasGupta, "Interval Estimation for a Binomial Proportion", Statistical Science 16 (2001), and by hand for z = 1.959964.
  const wilson: readonly (readonly [successes: number, trials: number, expected: string])[] = [
    [7, 20, '0.1812 0.5671'],
    [0, 50, '0.0000 0.0713'],
    [15, 33, '0.2984 0.6201'],
    [3, 5, '0.2307 0.8824'],
    [50, 50, '0.9287 1.0000'],
    [0, 0, ''],
  ];
  for (const [successes, trials, expected] of wilson) {
    it(`Wilson interval of ${String(successes)} of ${String(trials)}`, () => {
      assert.equal(rounded(wilsonInterval(successes, trials)), expected);
    });
  }

  // Type 7: position (n - 1) p. Of 1 2 3 4 the 0.1 quantile lies at 0.3: 1 + 0.3; the 0.25 quantile at 0.75: 1.75.
  const quantiles: readonly (readonly [values: number[], share: number, expected: number | null])[] = [
    [[1, 2, 3, 4], 0.1, 1.3],
    [[1, 2, 3, 4], 0.25, 1.75],
    [[1, 2, 3, 4], 0.5, 2.5],
    [[1, 2, 3, 4], 1, 4],
    [[5], 0.9, 5],
    [[], 0.5, null],
  ];
  for (const [values, share, expected] of quantiles) {
    it(`quantile ${String(share)} of ${values.join(' ') || 'nothing'}`, () => {
      assert.equal(quantile(Float64Array.from(values), share), expected);
    });
  }

  it('mean', () => {
    assert.equal(mean(Float64Array.from([1, 2, 6])), 3);
    assert.equal(mean(new Float64Array(0)), null);
  });

  // Freireich's leukaemia trial (1963), 6-MP arm, as in every text book on survival: the median is 23 weeks.
  it('Kaplan–Meier median of the 6-MP arm', () => {
    const events = Float64Array.from([6, 6, 6, 7, 10, 13, 16, 22, 23]);
    const losses = Float64Array.from([6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]);
    assert.equal(kaplanMeierMedian(events, losses), 23);
  });

  it('Kaplan–Meier median of the placebo arm, without losses', () => {
    const events = Float64Array.from([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]);
    assert.equal(kaplanMeierMedian(events, new Float64Array(0)), 8);
  });

  it('Kaplan–Meier median that is not reached', () => {
    // One of three leaves: survival stays at 2/3.
    assert.equal(kaplanMeierMedian(Float64Array.from([1]), Float64Array.from([5, 6])), null);
    assert.equal(kaplanMeierMedian(new Float64Array(0), new Float64Array(0)), null);
  });
});
