/** Lengths of time in microseconds, in no order: whole numbers, not negative, up to 2⁵³. Plain data, and quick to add to. */
export interface Lengths {
  values: Float64Array;
  /** How many of the values are used. */
  size: number;
}

export const noLengths = (): Lengths => ({ values: new Float64Array(16), size: 0 });

export function addLength(lengths: Lengths, length: number): void {
  if (lengths.size === lengths.values.length) reserve(lengths, 1);
  lengths.values[lengths.size++] = length;
}

export function addLengths(into: Lengths, { values, size }: Lengths): void {
  reserve(into, size);
  into.values.set(values.subarray(0, size), into.size);
  into.size += size;
}

function reserve(lengths: Lengths, more: number): void {
  const { values, size } = lengths;
  if (size + more <= values.length) return;
  lengths.values = new Float64Array(2 * (size + more));
  lengths.values.set(values);
}

/** Below so many numbers the engine's own sort is faster. */
const FEW = 500;

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/** In order: sorted digit by digit from the last one (radix sort), which takes a time in proportion to their number. */
export function ascending({ values, size }: Lengths): Float64Array {
  let from = values.slice(0, size);
  if (size < FEW) return from.sort();
  let largest = 0;
  for (let index = 0; index < size; index++) if (from[index]! > largest) largest = from[index]!;
  const starts = new Uint32Array(DIGITS);
  let to = new Float64Array(size);
  for (let scale = 1; largest * scale >= 1; scale /= DIGITS) {
    starts.fill(0);
    for (let index = 0; index < size; index++) starts[(from[index]! * scale) & (DIGITS - 1)]!++;
    for (let digit = 0, start = 0; digit < DIGITS; digit++) {
      const number = starts[digit]!;
      starts[digit] = start;
      start += number;
    }
    for (let index = 0; index < size; index++) to[starts[(from[index]! * scale) & (DIGITS - 1)]!++] = from[index]!;
    [from, to] = [to, from];
  }
  return from;
}
