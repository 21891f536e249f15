import { allocate, release } from './memory';
import { endsOf, poolOf, sizeOf } from './dictionary';

// Texts in the order of their bytes: multikey quicksort, eight bytes at a time. Source: Bentley and Sedgewick, "Fast Algorithms
// for Sorting and Searching Strings" (1997), with the keys kept beside the codes.

/** Fewer texts are put in order one by one. */
const FEW: u32 = 12;

let pool: usize = 0;
let ends: usize = 0;
let order: usize = 0;
/** By place in the order: the eight bytes of its text that are compared at present. */
let keys: usize = 0;
let seed: u32 = 1;

/**
 * Puts the codes of a dictionary, from 0 on, in the order of the bytes of their texts. `to` has room for all of them. No text but
 * that of code 0 is empty, and none has a byte 0. False where the memory is full.
 */
export function orderTexts(dictionary: usize, to: usize): bool {
  const size = sizeOf(dictionary);
  pool = poolOf(dictionary);
  ends = endsOf(dictionary);
  order = to;
  keys = allocate(size << 3);
  if (keys == 0) return false;
  for (let code: u32 = 0; code < size; code++) store<u32>(order + (code << 2), code);
  loadKeys(1, size, 0);
  sort(1, size, 0);
  release(keys, size << 3);
  return true;
}

/** The keys from `first` to `end` are those at `depth`. */
function sort(first: u32, end: u32, depth: u32): void {
  while (end - first > FEW) {
    const pivot = middle(keyAt(somewhere(first, end)), keyAt(somewhere(first, end)), keyAt(somewhere(first, end)));
    let lower = first;
    let upper = end;
    let at = first;
    while (at < upper) {
      const key = keyAt(at);
      if (key < pivot) swap(at++, lower++);
      else if (key > pivot) swap(at, --upper);
      else at++;
    }
    sort(first, lower, depth);
    sort(upper, end, depth);
    // The texts between have all ended, so there is but one.
    if (pivot == 0) return;
    first = lower;
    end = upper;
    depth += 8;
    if (end - first > FEW) loadKeys(first, end, depth);
  }
  insert(first, end, depth);
}

function insert(first: u32, end: u32, depth: u32): void {
  for (let at = first + 1; at < end; at++) {
    const code = codeAt(at);
    let to = at;
    for (; to > first && comesAfter(codeAt(to - 1), code, depth); to--) store<u32>(order + (to << 2), codeAt(to - 1));
    store<u32>(order + (to << 2), code);
  }
}

function comesAfter(code: u32, other: u32, depth: u32): bool {
  for (let at = depth; ; at += 8) {
    const key = keyOf(code, at);
    const otherKey = keyOf(other, at);
    if (key != otherKey) return key > otherKey;
    // Both have ended.
    if (key == 0) break;
  }
  return false;
}

/** The next eight bytes after `depth`, the first one highest, zeros after the end. */
function keyOf(code: u32, depth: u32): u64 {
  const entry = ends + (code << 2);
  const at = load<u32>(entry - 4) + depth;
  const end = load<u32>(entry);
  if (at >= end) return 0;
  const key = bswap<u64>(load<u64>(pool + at));
  return end - at >= 8 ? key : key & ((<u64>-1) << (u64(8 - (end - at)) << 3));
}

function loadKeys(first: u32, end: u32, depth: u32): void {
  for (let at = first; at < end; at++) store<u64>(keys + (at << 3), keyOf(codeAt(at), depth));
}

function swap(a: u32, b: u32): void {
  const key = keyAt(a);
  store<u64>(keys + (a << 3), keyAt(b));
  store<u64>(keys + (b << 3), key);
  const code = codeAt(a);
  store<u32>(order + (a << 2), codeAt(b));
  store<u32>(order + (b << 2), code);
}

function keyAt(place: u32): u64 {
  return load<u64>(keys + (place << 3));
}

function codeAt(place: u32): u32 {
  return load<u32>(order + (place << 2));
}

function somewhere(first: u32, end: u32): u32 {
  seed = seed * 1664525 + 1013904223;
  return first + (seed % (end - first));
}

function middle(a: u64, b: u64, c: u64): u64 {
  return max<u64>(min<u64>(a, b), min<u64>(max<u64>(a, b), c));
}
