import { allocate, release } from './memory';
import { isUtf8 } from './utf8';

// Texts as codes in the order they were first seen. Code 0 is the empty text. A hash table with linear probing, at most
// half full. A dictionary is a block of numbers:

/** How many codes there are, the empty text's included. */
const SIZE: usize = 0;
/** Slot `s` has a code at `8 * s`, 0 where it is free, and the hash of its text after it: one look at the memory for both. */
const SLOTS: usize = 4;
const SLOT_COUNT: usize = 8;
/** Text `code` is in the pool from `ends[code - 1]` to `ends[code]`. */
const ENDS: usize = 12;
const ENDS_COUNT: usize = 16;
const POOL: usize = 20;
const POOL_BYTES: usize = 24;
/** What is so of any text: see below. */
const MARKS: usize = 28;
const BYTES: u32 = 32;

const NOT_ASCII: u32 = 1;
/** A byte 0, or a lead byte of four: the order of bytes may not be that of UTF-16 code units. */
const OTHER_ORDER: u32 = 2;
const NOT_UTF8: u32 = 4;

const OUT_OF_MEMORY: i32 = 1;
const TOO_MUCH_TEXT: i32 = 2;

/** As `MAX_TEXT_BYTES` in limits.ts. */
const MAX_TEXT_BYTES: u32 = 1 << 30;

const K1: u64 = 0x9e3779b97f4a7c15;
const K2: u64 = 0xc2b2ae3d27d4eb4f;
const K3: u64 = 0xd6e8feb86659fd93;

/** Texts that are looked up together: what has to be fetched from memory for one is fetched for several at a time. */
const TOGETHER: u32 = 256;
const HASHES: usize = memory.data(256 * 4, 16);

/** 0 where the memory is full. */
export function newDictionary(): usize {
  const self = allocate(BYTES);
  if (self == 0) return 0;
  store<u32>(self, 1, SIZE);
  const slots = allocate(32 * 8);
  const ends = allocate(16 * 4);
  const pool = allocate(128);
  if (slots == 0 || ends == 0 || pool == 0) return 0;
  memory.fill(slots, 0, 32 * 8);
  store<u32>(ends, 0);
  store<u32>(self, u32(slots), SLOTS);
  store<u32>(self, 32, SLOT_COUNT);
  store<u32>(self, u32(ends), ENDS);
  store<u32>(self, 16, ENDS_COUNT);
  store<u32>(self, u32(pool), POOL);
  store<u32>(self, 128, POOL_BYTES);
  store<u32>(self, 0, MARKS);
  return self;
}

export function sizeOf(self: usize): u32 {
  return load<u32>(self, SIZE);
}

export function poolOf(self: usize): usize {
  return load<u32>(self, POOL);
}

export function endsOf(self: usize): usize {
  return load<u32>(self, ENDS);
}

/** The texts from `starts[i]` to `ends[i]` become `codes[i]`. Returns 0, or what is too much. */
export function intern(self: usize, starts: usize, ends: usize, count: u32, codes: usize): i32 {
  for (let first: u32 = 0; first < count; first += TOGETHER) {
    const number = min<u32>(TOGETHER, count - first);
    const problem = internSome(self, starts + (first << 2), ends + (first << 2), number, codes + (first << 2));
    if (problem != 0) return problem;
  }
  return 0;
}

function internSome(self: usize, starts: usize, ends: usize, count: u32, codes: usize): i32 {
  const bytes = count << 2;
  for (let at: u32 = 0; at < bytes; at += 4) {
    const start: usize = load<u32>(starts + at);
    const end: usize = load<u32>(ends + at);
    // A missing cell can be anywhere.
    const isMissing = start == end;
    store<u32>(HASHES + at, hashOf(select<usize>(HASHES, start, isMissing), select<usize>(HASHES, end, isMissing)));
  }
  const slots: usize = load<u32>(self, SLOTS);
  const mask: u32 = load<u32>(self, SLOT_COUNT) - 1;
  for (let at: u32 = 0; at < bytes; at += 4) {
    const hash = load<u32>(HASHES + at);
    const slot = slots + ((hash & mask) << 3);
    // Another text may have this hash: that is looked at in the last step.
    store<u32>(codes + at, load<u32>(slot, 4) == hash ? load<u32>(slot) : 0);
  }
  let pool: usize = load<u32>(self, POOL);
  let textEnds: usize = load<u32>(self, ENDS);
  for (let at: u32 = 0; at < bytes; at += 4) {
    const start: usize = load<u32>(starts + at);
    const end: usize = load<u32>(ends + at);
    if (start == end) {
      store<u32>(codes + at, 0);
      continue;
    }
    const code = load<u32>(codes + at);
    // As in `equals`, without a call for texts that are not long.
    const entry = textEnds + (code << 2);
    const length = end - start;
    if (code != 0 && load<u32>(entry) - load<u32>(entry - 4) == length) {
      const own = pool + load<u32>(entry - 4);
      if (headOf(start, length) == headOf(own, length) && tailOf(end, length) == tailOf(own + length, length)) {
        if (length <= 16 || equals(self, code, start, end)) continue;
      }
    }
    const found = find(self, start, end, load<u32>(HASHES + at));
    if (found < 0) return -found;
    store<u32>(codes + at, u32(found));
    pool = load<u32>(self, POOL);
    textEnds = load<u32>(self, ENDS);
  }
  return 0;
}

/** Its code; what is too much, as a negative number. */
function find(self: usize, start: usize, end: usize, hash: u32): i32 {
  const slots: usize = load<u32>(self, SLOTS);
  const mask: u32 = load<u32>(self, SLOT_COUNT) - 1;
  let slot = slots + ((hash & mask) << 3);
  let code = load<u32>(slot);
  for (let place = hash & mask; code != 0; code = load<u32>(slot)) {
    if (load<u32>(slot, 4) == hash && equals(self, code, start, end)) return i32(code);
    place = (place + 1) & mask;
    slot = slots + (place << 3);
  }
  return add(self, start, end, hash, slot);
}

function add(self: usize, start: usize, end: usize, hash: u32, slot: usize): i32 {
  const code = load<u32>(self, SIZE);
  let ends: usize = load<u32>(self, ENDS);
  const from = load<u32>(ends + ((code - 1) << 2));
  const length = u32(end - start);
  if (from + length > MAX_TEXT_BYTES) return -TOO_MUCH_TEXT;
  let pool: usize = load<u32>(self, POOL);
  if (from + length > load<u32>(self, POOL_BYTES)) {
    pool = bigger(self, POOL, POOL_BYTES, 1, from, from + length);
    if (pool == 0) return -OUT_OF_MEMORY;
  }
  if (code >= load<u32>(self, ENDS_COUNT)) {
    ends = bigger(self, ENDS, ENDS_COUNT, 4, code, code + 1);
    if (ends == 0) return -OUT_OF_MEMORY;
  }
  memory.copy(pool + from, start, length);
  store<u32>(ends + (code << 2), from + length);
  store<u32>(slot, code);
  store<u32>(slot, hash, 4);
  store<u32>(self, code + 1, SIZE);
  store<u32>(self, load<u32>(self, MARKS) | marksOf(start, end), MARKS);
  if ((code + 2) * 2 > load<u32>(self, SLOT_COUNT) && !rehash(self)) return -OUT_OF_MEMORY;
  return i32(code);
}

/** Doubles a list as often as is needed; 0 where the memory is full. */
function bigger(self: usize, list: usize, count: usize, width: u32, used: u32, needed: u32): usize {
  const old: usize = load<u32>(self + list);
  const oldCount = load<u32>(self + count);
  let newCount = oldCount << 1;
  while (newCount < needed) newCount <<= 1;
  const block = allocate(newCount * width);
  if (block == 0) return 0;
  memory.copy(block, old, used * width);
  release(old, oldCount * width);
  store<u32>(self + list, u32(block));
  store<u32>(self + count, newCount);
  return block;
}

function rehash(self: usize): bool {
  const old: usize = load<u32>(self, SLOTS);
  const oldCount = load<u32>(self, SLOT_COUNT);
  const count = oldCount << 1;
  const slots = allocate(count << 3);
  if (slots == 0) return false;
  memory.fill(slots, 0, count << 3);
  const mask = count - 1;
  for (let from = old; from < old + (oldCount << 3); from += 8) {
    const pair = load<u64>(from);
    if (u32(pair) == 0) continue;
    let place = u32(pair >> 32) & mask;
    while (load<u32>(slots + (place << 3)) != 0) place = (place + 1) & mask;
    store<u64>(slots + (place << 3), pair);
  }
  release(old, oldCount << 3);
  store<u32>(self, u32(slots), SLOTS);
  store<u32>(self, count, SLOT_COUNT);
  return true;
}

function marksOf(start: usize, end: usize): u32 {
  let marks: u32 = 0;
  for (let at = start; at < end; at++) {
    const byte = load<u8>(at);
    if (byte >= 0x80) marks |= NOT_ASCII;
    if (byte >= 0xf0 || byte == 0) marks |= OTHER_ORDER;
  }
  return (marks & NOT_ASCII) == 0 || isUtf8(start, end) ? marks : marks | NOT_UTF8;
}

/** The first eight bytes, the last eight, which overlap where the text is short, and those between. Every bit has a say in every bit. */
function hashOf(start: usize, end: usize): u32 {
  const length = end - start;
  let hash: u64 = (u64(length) * K3) ^ (headOf(start, length) * K1);
  for (let at = start + 8; at + 8 < end; at += 8) hash = (rotl<u64>(hash, 29) ^ load<u64>(at)) * K3;
  hash = rotl<u64>(hash, 29) ^ (tailOf(end, length) * K2);
  hash ^= hash >> 32;
  hash *= K2;
  return u32(hash >> 32);
}

/** The first eight bytes, fewer where there are no more. Without a branch: texts of all lengths come mixed. Reads beyond a short text. */
function headOf(start: usize, length: usize): u64 {
  return load<u64>(start) & ((<u64>-1) >> ((8 - min<u64>(length, 8)) << 3));
}

/** The last eight bytes of a text that is longer than that. */
function tailOf(end: usize, length: usize): u64 {
  return select<u64>(load<u64>(end - 8), 0, length > 8);
}

/** In the same steps as the hash. */
function equals(self: usize, code: u32, start: usize, end: usize): bool {
  const ends: usize = load<u32>(self, ENDS) + (code << 2);
  const pool: usize = load<u32>(self, POOL);
  const own = pool + load<u32>(ends - 4);
  const length = end - start;
  if (pool + load<u32>(ends) - own != length) return false;
  if (headOf(start, length) != headOf(own, length) || tailOf(end, length) != tailOf(own + length, length)) return false;
  for (let at: usize = 8; at + 8 < length; at += 8) if (load<u64>(start + at) != load<u64>(own + at)) return false;
  return true;
}
