/**
 * The cells of one column, put one after the other: `starts` and `ends` have those of a row every `stride`, `shift` makes addresses of
 * them. `trimmed`: without the white space around them. `others`: only where the row has none yet.
 */
export function gather(starts: usize, ends: usize, stride: u32, rows: u32, shift: u32, trimmed: bool, others: bool, toStarts: usize, toEnds: usize): void {
  const step = stride << 2;
  for (let row: u32 = 0; row < rows; row++, starts += step, ends += step, toStarts += 4, toEnds += 4) {
    if (others && load<u32>(toStarts) != load<u32>(toEnds)) continue;
    let first: usize = load<u32>(starts) + shift;
    let last: usize = load<u32>(ends) + shift;
    if (trimmed) {
      while (first < last && isSpace(load<u8>(first))) first++;
      while (first < last && isSpace(load<u8>(last - 1))) last--;
    }
    store<u32>(toStarts, u32(first));
    store<u32>(toEnds, u32(last));
  }
}

function isSpace(byte: u32): bool {
  return byte == 0x20 || byte - 0x09 <= 4;
}
