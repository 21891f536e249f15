/** The part of a cell without the white space around it. */
export function trim(bytes: Uint8Array, start: number, end: number): readonly [start: number, end: number] {
  let first = start;
  let last = end;
  while (first < last && isSpace(bytes[first]!)) first++;
  while (first < last && isSpace(bytes[last - 1]!)) last--;
  return [first, last];
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}
