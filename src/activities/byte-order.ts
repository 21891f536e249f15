/** Fewer texts are put in order one by one. */
const FEW = 12;

/**
 * The codes of texts in the order of their bytes; text `code` is in `pool` from `ends[code - 1]` to `ends[code]`, code 0 is the
 * empty text, and all others differ and have no byte 0. Multikey quicksort, four bytes at a time. Source: Bentley and
 * Sedgewick, "Fast Algorithms for Sorting and Searching Strings" (1997), with the keys kept beside the codes.
 */
export function byteOrder(pool: Uint8Array, ends: Uint32Array, size: number): Uint32Array {
  const view = new DataView(pool.buffer, pool.byteOffset, pool.byteLength);
  const order = Uint32Array.from({ length: size }, (_, code) => code);
  const keys = new Uint32Array(size);
  let seed = 1;

  /** The next four bytes after `depth`, the first one highest, zeros after the end. */
  const keyOf = (code: number, depth: number): number => {
    const at = ends[code - 1]! + depth;
    const left = ends[code]! - at;
    if (left >= 4) return view.getUint32(at, false);
    if (left <= 0) return 0;
    let key = 0;
    for (let index = 0; index < 4; index++) key = key * 256 + (index < left ? pool[at + index]! : 0);
    return key;
  };
  const comesAfter = (code: number, other: number, depth: number): boolean => {
    for (let at = depth; ; at += 4) {
      const key = keyOf(code, at);
      const otherKey = keyOf(other, at);
      if (key !== otherKey) return key > otherKey;
      // Both have ended.
      if (key === 0) return false;
    }
  };
  const insert = (first: number, end: number, depth: number): void => {
    for (let at = first + 1; at < end; at++) {
      const code = order[at]!;
      let to = at;
      for (; to > first && comesAfter(order[to - 1]!, code, depth); to--) order[to] = order[to - 1]!;
      order[to] = code;
    }
  };
  const load = (first: number, end: number, depth: number): void => {
    for (let at = first; at < end; at++) keys[at] = keyOf(order[at]!, depth);
  };
  const swap = (a: number, b: number): void => {
    const key = keys[a]!;
    keys[a] = keys[b]!;
    keys[b] = key;
    const code = order[a]!;
    order[a] = order[b]!;
    order[b] = code;
  };
  const somewhere = (first: number, end: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return keys[first + (seed % (end - first))]!;
  };
  /** The keys from `first` to `end` are those at `depth`. */
  const sort = (firstOfAll: number, endOfAll: number, depthOfAll: number): void => {
    let first = firstOfAll;
    let end = endOfAll;
    for (let depth = depthOfAll; end - first > FEW; depth += 4) {
      const [a, b, c] = [somewhere(first, end), somewhere(first, end), somewhere(first, end)];
      const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
      let lower = first;
      let upper = end;
      for (let at = first; at < upper;) {
        const key = keys[at]!;
        if (key < pivot) swap(at++, lower++);
        else if (key > pivot) swap(at, --upper);
        else at++;
      }
      sort(first, lower, depth);
      sort(upper, end, depth);
      if (pivot === 0) return;
      first = lower;
      end = upper;
      if (end - first <= FEW) {
        insert(first, end, depth + 4);
        return;
      }
      load(first, end, depth + 4);
    }
    insert(first, end, depthOfAll);
  };
  load(1, size, 0);
  sort(1, size, 0);
  return order;
}
