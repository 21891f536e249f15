/** A part of a whole, null where the whole is 0. */
export const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** The confidence of every interval that does not say another. */
const CONFIDENCE = 0.95;

/**
 * The Wilson score interval of a share at a confidence of 0 to 1. Null where there is nothing to take a share of.
 * Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927).
 */
export function wilsonInterval(successes: number, trials: number, confidence = CONFIDENCE): [number, number] | null {
  if (trials === 0) return null;
  const rate = successes / trials;
  const z = twoSidedQuantile(confidence);
  const z2 = z * z;
  const centre = (rate + z2 / (2 * trials)) / (1 + z2 / trials);
  const half = (z / (1 + z2 / trials)) * Math.sqrt((rate * (1 - rate)) / trials + z2 / (4 * trials * trials));
  return [successes === 0 ? 0 : centre - half, successes === trials ? 1 : centre + half];
}

/**
 * A quantile by linear interpolation between closest ranks. Null of nothing. `sorted`: ascending.
 * Source: type 7 of R. J. Hyndman, Y. Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996).
 */
export function quantile(sorted: Float64Array, part: number): number | null {
  const position = (sorted.length - 1) * part;
  const below = Math.floor(position);
  const low = sorted[below];
  if (low === undefined) return null;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? low;
  return low + (high - low) * (position - below);
}

/** The sum is taken in ascending order, so that the same numbers in any order give the same mean. */
export function mean(sorted: Float64Array): number | null {
  if (sorted.length === 0) return null;
  let sum = 0;
  for (const value of sorted) sum += value;
  return sum / sorted.length;
}

/**
 * The Kaplan–Meier estimate of a median: the earliest time by which at least half are estimated to have left. Null where
 * that is not reached. Both arrays ascending; at one time events come before losses.
 * Source: E. L. Kaplan, P. Meier, "Nonparametric Estimation from Incomplete Observations", JASA 53 (1958).
 */
export function kaplanMeierMedian(events: Float64Array, losses: Float64Array): number | null {
  let survival = 1;
  let lost = 0;
  for (let index = 0; index < events.length;) {
    const time = events[index] ?? 0;
    let together = 0;
    while (events[index + together] === time) together++;
    while (lost < losses.length && (losses[lost] ?? Infinity) < time) lost++;
    survival *= 1 - together / (events.length - index + losses.length - lost);
    if (survival <= 0.5) return time;
    index += together;
  }
  return null;
}

/** So many of so many. */
export interface Proportion {
  readonly successes: number;
  readonly trials: number;
}

/**
 * The interval of the difference of two independent shares, `a` less `b`, from their Wilson intervals. Null where one has
 * no base. Source: method 10 of R. G. Newcombe, "Interval Estimation for the Difference between Independent Proportions",
 * Statistics in Medicine 17 (1998).
 */
export function newcombeInterval(a: Proportion, b: Proportion, confidence: number): [number, number] | null {
  const [wa, wb] = [wilsonInterval(a.successes, a.trials, confidence), wilsonInterval(b.successes, b.trials, confidence)];
  if (!wa || !wb) return null;
  const [pa, pb] = [a.successes / a.trials, b.successes / b.trials];
  const difference = pa - pb;
  return [difference - Math.hypot(pa - wa[0], wb[1] - pb), difference + Math.hypot(wa[1] - pa, pb - wb[0])];
}

/** Of those that are in the bases of two shares: who is a success in which. */
export interface JointCounts {
  readonly both: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly neither: number;
}

/**
 * The 95 % interval of the difference of two shares of the same contacts, `a` less `b`, from their Wilson intervals and the correlation
 * of the two shares. Null where one has no base. Source: method 10 of R. G. Newcombe, "Improved Confidence Intervals for the Difference
 * between Binomial Proportions Based on Paired Data", Statistics in Medicine 17 (1998). Where the bases differ, the correlation is that
 * of the residuals over the contacts in both, as in G. Y. Zou, A. Donner, "Construction of Confidence Limits about Effect Measures",
 * Statistics in Medicine 27 (2008); with one base it is Newcombe's.
 */
export function pairedInterval(a: Proportion, b: Proportion, { both, onlyA, onlyB, neither }: JointCounts): [number, number] | null {
  const [wa, wb] = [wilsonInterval(a.successes, a.trials), wilsonInterval(b.successes, b.trials)];
  if (!wa || !wb) return null;
  const [pa, pb] = [a.successes / a.trials, b.successes / b.trials];
  const products = both * (1 - pa) * (1 - pb) - onlyA * (1 - pa) * pb - onlyB * pa * (1 - pb) + neither * pa * pb;
  const spread = Math.sqrt(a.trials * pa * (1 - pa) * b.trials * pb * (1 - pb));
  const correlation = spread === 0 ? 0 : (products > 0 ? Math.max(0, products - 0.5) : products) / spread;
  const limit = (one: number, other: number): number => Math.sqrt(Math.max(0, one * one - 2 * correlation * one * other + other * other));
  const difference = pa - pb;
  return [difference - limit(pa - wa[0], wb[1] - pb), difference + limit(wa[1] - pa, pb - wb[0])];
}

/**
 * The two-sided p-value of two shares being the same: Fisher's exact test where an expected count is under 5, else the
 * two-proportion z-test with a pooled share. Null where one has no base.
 */
export function differenceTest(a: Proportion, b: Proportion): { readonly test: 'fisher' | 'z'; readonly pValue: number } | null {
  if (a.trials === 0 || b.trials === 0) return null;
  const pooled = (a.successes + b.successes) / (a.trials + b.trials);
  const smallest = Math.min(a.trials, b.trials) * Math.min(pooled, 1 - pooled);
  if (smallest < 5) return { test: 'fisher', pValue: fisher(a, b) };
  const z = (a.successes / a.trials - b.successes / b.trials) / Math.sqrt(pooled * (1 - pooled) * (1 / a.trials + 1 / b.trials));
  return { test: 'z', pValue: outside(Math.abs(z)) };
}

/**
 * The sum of the probabilities of all tables with the same margins that are no more likely than this one. Source: R. A.
 * Fisher, "On the Interpretation of χ² from Contingency Tables", JRSS 85 (1922); the two-sided form is the one of R.
 */
function fisher(a: Proportion, b: Proportion): number {
  const successes = a.successes + b.successes;
  const first = Math.max(0, successes - b.trials);
  const last = Math.min(a.trials, successes);
  // Likelihoods relative to the likeliest table, so that none needs a factorial and only the least likely vanish.
  const mode = Math.min(last, Math.max(first, Math.floor(((a.trials + 1) * (successes + 1)) / (a.trials + b.trials + 2))));
  const likelihoods = new Float64Array(last - first + 1);
  likelihoods[mode - first] = 1;
  const ratio = (k: number): number => ((a.trials - k) * (successes - k)) / ((k + 1) * (b.trials - successes + k + 1));
  for (let k = mode; k < last; k++) likelihoods[k + 1 - first] = (likelihoods[k - first] ?? 0) * ratio(k);
  for (let k = mode; k > first; k--) likelihoods[k - 1 - first] = (likelihoods[k - first] ?? 0) / ratio(k - 1);
  // Tables that are equally likely differ by rounding.
  const seen = (likelihoods[a.successes - first] ?? 0) * (1 + 1e-7);
  let [all, unlikely] = [0, 0];
  for (const likelihood of likelihoods.sort()) {
    all += likelihood;
    if (likelihood <= seen) unlikely += likelihood;
  }
  return Math.min(1, unlikely / all);
}

const quantiles = new Map<number, number>();

/** The z between −z and z of which so much of the standard normal distribution lies; found by halving. */
function twoSidedQuantile(confidence: number): number {
  const known = quantiles.get(confidence);
  if (known !== undefined) return known;
  let [low, high] = [0, 40];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (outside(middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  quantiles.set(confidence, high);
  return high;
}

/** How much of the standard normal distribution lies outside −z to z; `z` is not negative. */
const outside = (z: number): number => erfc(z / Math.SQRT2);

/**
 * The complementary error function of a number that is not negative, to about 15 digits: the series of erf where it
 * converges fast, else the continued fraction. Source: M. Abramowitz, I. A. Stegun, "Handbook of Mathematical Functions"
 * (1964), 7.1.6 and 7.1.14.
 */
function erfc(x: number): number {
  if (x < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > sum * 1e-17; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  let fraction = 0;
  for (let n = 80; n > 0; n--) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}
