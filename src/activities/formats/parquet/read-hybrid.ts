/**
 * Parquet's run-length and bit-packed numbers: `out.length` of them, `width` bits each, from `bytes[start, end)`.
 * Throws an Error where the bytes are too few. Source: "RLE / Bit-Packing Hybrid" in Encodings.md of apache/parquet-format.
 */
export function readHybrid(bytes: Uint8Array, start: number, end: number, width: number, out: Uint8Array | Uint32Array): void {
  if (width > 32) throw new Error('numbers too wide');
  if (width === 0) {
    out.fill(0);
    return;
  }
  const mask = width === 32 ? 0xffffffff : (1 << width) - 1;
  let at = start;
  let done = 0;
  while (done < out.length) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= end || shift > 28) throw new Error('a run without its length');
      const byte = bytes[at++]!;
      header |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    header >>>= 0;
    if ((header & 1) === 0) {
      const count = Math.min(header >>> 1, out.length - done);
      const valueBytes = (width + 7) >>> 3;
      if (count === 0 || at + valueBytes > end) throw new Error('a run without its number');
      let value = 0;
      for (let index = 0; index < valueBytes; index++) value |= bytes[at++]! << (8 * index);
      out.fill(value >>> 0, done, done + count);
      done += count;
      continue;
    }
    const groups = header >>> 1;
    const count = Math.min(groups * 8, out.length - done);
    // The last group may be cut where its numbers end.
    if (count === 0 || at + Math.ceil((count * width) / 8) > end) throw new Error('a run without its numbers');
    if (width === 8) {
      for (let index = 0; index < count; index++) out[done + index] = bytes[at + index]!;
    } else if (width < 8) {
      unpackNarrow(bytes, at, width, mask, out, done, count);
    } else {
      unpackWide(bytes, at, width, mask, out, done, count);
    }
    done += count;
    at += groups * width;
  }
}

function unpackNarrow(bytes: Uint8Array, start: number, width: number, mask: number, out: Uint8Array | Uint32Array, first: number, count: number): void {
  let at = start;
  let held = 0;
  let bits = 0;
  for (let index = first; index < first + count; index++) {
    if (bits < width) {
      held |= bytes[at++]! << bits;
      bits += 8;
    }
    out[index] = held & mask;
    held >>>= width;
    bits -= width;
  }
}

function unpackWide(bytes: Uint8Array, start: number, width: number, mask: number, out: Uint8Array | Uint32Array, first: number, count: number): void {
  for (let index = 0, bit = 0; index < count; index++, bit += width) {
    const at = start + Math.floor(bit / 8);
    const shift = bit % 8;
    // What lies after the end is masked away.
    let value = (bytes[at]! | (bytes[at + 1]! << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> shift;
    if (shift + width > 32) value |= (bytes[at + 4] ?? 0) << (32 - shift);
    out[first + index] = (value & mask) >>> 0;
  }
}
