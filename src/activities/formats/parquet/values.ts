/** Values of one page or dictionary: value `i` is the bytes from `starts[i]` to `ends[i]`. Starts never fall. */
export interface Values {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** Values of one width, one after the other. Throws an Error where the bytes are too few. */
export function evenValues(bytes: Uint8Array, count: number, width: number): Values {
  if (count * width > bytes.length) throw new Error('too few bytes');
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  for (let index = 0; index < count; index++) {
    starts[index] = index * width;
    ends[index] = (index + 1) * width;
  }
  return { bytes, starts, ends };
}

/** Values that lie apart, put together. */
export function gatheredValues(each: readonly Uint8Array[]): Values {
  const starts = new Uint32Array(each.length);
  const ends = new Uint32Array(each.length);
  let length = 0;
  for (const [index, value] of each.entries()) {
    starts[index] = length;
    length += value.length;
    ends[index] = length;
  }
  const bytes = new Uint8Array(length);
  for (const [index, value] of each.entries()) bytes.set(value, starts[index]);
  return { bytes, starts, ends };
}
