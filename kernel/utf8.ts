const HIGH_BITS: u64 = 0x8080808080808080;

/** Whether the bytes are UTF-8 as Unicode defines it: no overlong forms, no surrogates, nothing above U+10FFFF. */
export function isUtf8(start: usize, end: usize): bool {
  let at = start;
  while (at < end) {
    while (at + 8 <= end && (load<u64>(at) & HIGH_BITS) == 0) at += 8;
    if (at == end) return true;
    const lead: u32 = load<u8>(at++);
    if (lead < 0x80) continue;
    if (lead < 0xc2 || lead > 0xf4) return false;
    const following: u32 = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (at + following > end) return false;
    // Only the second byte has narrower bounds, and only after these leads.
    const lowest: u32 = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const highest: u32 = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    const second: u32 = load<u8>(at++);
    if (second < lowest || second > highest) return false;
    for (let rest: u32 = 1; rest < following; rest++) if ((load<u8>(at++) & 0xc0) != 0x80) return false;
  }
  return true;
}
