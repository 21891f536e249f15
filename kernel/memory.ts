// The memory's blocks: powers of two, a list of the free ones of each size. Dictionaries double, so little else is asked for.

/** By the exponent of a size: the first free block, which has the next one in its first four bytes. */
const FREE: usize = memory.data(33 * 4, 16);
const PAGE: u64 = 0x10000;
/** What may be looked at after the last block. */
const MARGIN: u64 = 64;
/** Pages that are asked for at once: each time, the host has to look at the memory anew. */
const PAGES_AT_ONCE: u64 = 16;

let top: usize = (__heap_base + 15) & ~15;

/** A block of at least so many bytes, with anything in it; 0 where the memory cannot grow any more. */
export function allocate(bytes: u32): usize {
  const exponent: u32 = bytes <= 16 ? 4 : 32 - clz<u32>(bytes - 1);
  if (exponent > 31) return 0;
  const list = FREE + (exponent << 2);
  const free: usize = load<u32>(list);
  if (free != 0) {
    store<u32>(list, load<u32>(free));
    return free;
  }
  const end: u64 = u64(top) + (u64(1) << exponent);
  const present: u64 = u64(memory.size()) * PAGE;
  if (end + MARGIN > present) {
    const needed: u64 = (end + MARGIN - present + PAGE - 1) / PAGE;
    // The last page is left alone, so that no address wraps around.
    const left: u64 = 0xfffe - u64(memory.size());
    if (needed > left || memory.grow(i32(min<u64>(max<u64>(needed, PAGES_AT_ONCE), left))) < 0) return 0;
  }
  const block = top;
  top = usize(end);
  return block;
}

/** `bytes`: as it was asked for. */
export function release(block: usize, bytes: u32): void {
  const list = FREE + ((bytes <= 16 ? 4 : 32 - clz<u32>(bytes - 1)) << 2);
  store<u32>(block, load<u32>(list));
  store<u32>(list, u32(block));
}
