/** Below so many numbers the engine's own sort is faster. */
const FEW = 500;

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/**
 * Lengths in order: whole numbers, not negative, up to 2⁵³. Sorted digit by digit from the last one (radix sort), which takes a time in
 * proportion to their number.
 */
export function ascending(lengths: readonly number[]): Float64Array {
  const sorted = new Float64Array(lengths.length);
  let largest = 0;
  for (let index = 0; index < lengths.length; index++) {
    const length = lengths[index]!;
    sorted[index] = length;
    if (length > largest) largest = length;
  }
  if (lengths.length < FEW) return sorted.sort();
  const starts = new Uint32Array(DIGITS);
  let from = sorted;
  let to = new Float64Array(lengths.length);
  for (let scale = 1; largest * scale >= 1; scale /= DIGITS) {
    starts.fill(0);
    for (let index = 0; index < from.length; index++) starts[(from[index]! * scale) & (DIGITS - 1)]!++;
    for (let digit = 0, start = 0; digit < DIGITS; digit++) {
      const number = starts[digit]!;
      starts[digit] = start;
      start += number;
    }
    for (let index = 0; index < from.length; index++) to[starts[(from[index]! * scale) & (DIGITS - 1)]!++] = from[index]!;
    [from, to] = [to, from];
  }
  return from;
}
