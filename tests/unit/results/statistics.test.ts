import assert from 'node:assert/strict';
import { differenceTest, kaplanMeierMedian, mean, newcombeInterval, pairedInterval, quantile, share, wilsonInterval } from '../../../src/results/statistics.ts';

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

  it('Wilson interval at other confidences', () => {
    // By hand with the quantiles of tables, 1.6448536 and 2.5758293: (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n).
    assert.equal(rounded(wilsonInterval(7, 20, 0.9)), '0.2023 0.5335');
    assert.equal(rounded(wilsonInterval(7, 20, 0.99)), '0.1464 0.6283');
  });

  const proportion = (text: string): { successes: number; trials: number } => {
    const [successes = 0, trials = 0] = text.split('/').map(Number);
    return { successes, trials };
  };

  // Newcombe's published example (56/70, 48/80), and 120/1000 against 90/1000.
  const differences: readonly (readonly [a: string, b: string, expected: string])[] = [
    ['56/70', '48/80', '0.0524 0.3339'],
    ['120/1000', '90/1000', '0.0031 0.0570'],
    // Table II of Newcombe (1998), method 10.
    ['9/10', '3/10', '0.1705 0.8090'],
    ['10/10', '0/10', '0.6075 1.0000'],
    ['0/0', '3/10', ''],
  ];
  for (const [a, b, expected] of differences) {
    it(`Newcombe interval of ${a} less ${b}`, () => {
      assert.equal(rounded(newcombeInterval(proportion(a), proportion(b), 0.95)), expected);
    });
  }

  const tests: readonly { readonly a: string; readonly b: string; readonly test: string; readonly p: string }[] = [
    // z = 0.03 / √(0.105 × 0.895 × 0.002) = 2.188; the normal table has 0.0287 outside.
    { a: '120/1000', b: '90/1000', test: 'z', p: '0.0287' },
    { a: '90/1000', b: '120/1000', test: 'z', p: '0.0287' },
    { a: '50/100', b: '50/100', test: 'z', p: '1.0000' },
    // Fisher's lady tasting tea: (1 + 16 + 16 + 1) / 70 of the tables are no likelier.
    { a: '3/4', b: '1/4', test: 'fisher', p: (34 / 70).toFixed(4) },
    // 8 of 24 in all: of the C(24,8) = 735471 tables, 0/8 and 8/0 stand for C(12,8) = 495 each,
    // 1/7 and 7/1 for 12 × C(12,7) = 9504 each, and all others for more.
    { a: '1/12', b: '7/12', test: 'fisher', p: ((2 * 495 + 2 * 9504) / 735_471).toFixed(4) },
    // Nobody of 3 against all of 3: 2 of 20 tables.
    { a: '0/3', b: '3/3', test: 'fisher', p: '0.1000' },
    { a: '0/50', b: '0/40', test: 'fisher', p: '1.0000' },
    // One of a million against none: as likely as the other way about.
    { a: '1/1000000', b: '0/1000000', test: 'fisher', p: '1.0000' },
    // By the binomial of 8 and 1/2: (1 + 8 + 8 + 1) / 256, since the arms are so large.
    { a: '7/1000000', b: '1/1000000', test: 'fisher', p: '0.0703' },
  ];
  for (const { a, b, test, p } of tests) {
    it(`${a} against ${b}: p = ${p} (${test})`, () => {
      const outcome = differenceTest(proportion(a), proportion(b));
      assert.deepEqual([outcome?.test, outcome?.pValue.toFixed(4)], [test, p]);
    });
  }

  it('a share, and a test, of nothing is null', () => {
    assert.equal(share(0, 0), null);
    assert.equal(share(1, 4), 0.25);
    assert.equal(differenceTest({ successes: 0, trials: 0 }, { successes: 1, trials: 5 }), null);
  });

  it('p-values far out', () => {
    // 2 (1 − Φ(z)) from tables: z = 6 → 1.973e-9. 900 of 2000 and x of 2000 with z = 6 would not be whole, so z is computed by hand here.
    const [a, b] = [proportion('1190/2000'), proportion('1000/2000')];
    const pooled = 2190 / 4000;
    const z = 0.095 / Math.sqrt((pooled * (1 - pooled)) / 1000);
    assert.equal(z.toFixed(3), '6.036');
    // Mill's ratio bounds: φ(z)/z (1 − 1/z²) < 1 − Φ(z) < φ(z)/z.
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / z;
    const p = differenceTest(a, b)?.pValue ?? NaN;
    assert(p < 2 * density && p > 2 * density * (1 - 1 / (z * z)), String(p));
  });

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

describe('the interval of a difference of paired shares', () => {
  // Published by M. Fagerland, S. Lydersen, P. Laake, "Statistical Analysis of Contingency Tables" (2017), chapter 8, and its R package.
  for (const { of, table, interval } of [
    { of: 'Cavo et al. (2012)', table: [59, 6, 16, 80], interval: [-0.1186, -0.0046] },
    { of: 'Bentur et al. (2009)', table: [1, 1, 7, 12], interval: [-0.507, -0.026] },
  ]) {
    it(`is the published one for the table of ${of}`, () => {
      const [both = 0, onlyA = 0, onlyB = 0, neither = 0] = table;
      const trials = both + onlyA + onlyB + neither;
      const found = pairedInterval({ successes: both + onlyA, trials }, { successes: both + onlyB, trials }, { both, onlyA, onlyB, neither });
      const digits = of.startsWith('Cavo') ? 4 : 3;
      assert.deepEqual(
        found?.map((limit) => Number(limit.toFixed(digits))),
        interval,
      );
    });
  }

  it('is the one of independent shares where no contact is in both bases', () => {
    const [a, b] = [
      { successes: 56, trials: 70 },
      { successes: 48, trials: 80 },
    ];
    const rounded = (interval: [number, number] | null): number[] | undefined => interval?.map((limit) => Number(limit.toFixed(12)));
    assert.deepEqual(rounded(pairedInterval(a, b, { both: 0, onlyA: 0, onlyB: 0, neither: 0 })), rounded(newcombeInterval(a, b, 0.95)));
  });
});
