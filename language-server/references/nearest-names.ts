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
  return [...names]
    .map((name) => ({ name, distance: editDistance(written.toLowerCase(), name.toLowerCase(), limit) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ name }) => name);
}

/** Letters to insert, delete or replace (Levenshtein); any number above `limit` where it is more than that. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    if (Math.min(...row) > limit) return limit + 1;
    previous = row;
  }
  return previous[b.length] ?? 0;
}
