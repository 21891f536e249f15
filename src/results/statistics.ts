/** The 0.975 quantile of the standard normal distribution. */
const Z_95 = 1.959963984540054;

/**
 * The 95 % Wilson score interval of a share. Null where there is nothing to take a share of.
 * Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927).
 */
export function wilsonInterval(successes: number, trials: number): [number, number] | null {
  if (trials === 0) return null;
  const share = successes / trials;
  const z2 = Z_95 * Z_95;
  const centre = (share + z2 / (2 * trials)) / (1 + z2 / trials);
  const half = (Z_95 / (1 + z2 / trials)) * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials));
  return [successes === 0 ? 0 : centre - half, successes === trials ? 1 : centre + half];
}

/**
 * A quantile by linear interpolation between closest ranks. Null of nothing. `sorted`: ascending.
 * Source: type 7 of R. J. Hyndman, Y. Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996).
 */
export function quantile(sorted: Float64Array, share: number): number | null {
  const position = (sorted.length - 1) * share;
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
