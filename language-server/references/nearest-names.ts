const MOST = 3;
/** Comparing a name with very many others would slow a broken file down; the first ones are enough to be helpful. */
const LOOKED_AT = 2_000;

/** Up to three names close to what was written (at most a third of its letters differ), the nearest first. */
export function nearestNames(written: string, candidates: Iterable<string>): string[] {
  const limit = Math.max(1, Math.floor(written.length / 3));
  const names = new Set<string>();
  for (const name of candidates) {
    if (names.size === LOOKED_AT) break;
    names.add(name);
  }
  const small = written.toLowerCase();
  return [...names]
    .map((name) => ({ name, distance: editDistance(small, name.toLowerCase(), limit) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ name }) => name);
}

/** Letters to insert, delete or replace (Levenshtein); any number above `limit` where it is more than that. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => Math.min(index, limit + 1));
  let row = new Array<number>(b.length + 1);
  for (let i = 1; i <= a.length; i++) {
    // Further than `limit` from the diagonal the distance is larger than that.
    const [first, last] = [Math.max(1, i - limit), Math.min(b.length, i + limit)];
    row.fill(limit + 1);
    row[0] = Math.min(i, limit + 1);
    let least = row[0];
    for (let j = first; j <= last; j++) {
      const replaced = previous[j - 1]! + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1);
      const here = Math.min(replaced, previous[j]! + 1, row[j - 1]! + 1);
      row[j] = here;
      if (here < least) least = here;
    }
    if (least > limit) return limit + 1;
    [previous, row] = [row, previous];
  }
  return previous[b.length]!;
}
