/** Past so many texts the search for a likeness would take longer than the simulation. */
const MOST_TEXTS = 20_000;

/**
 * The one of some texts that is most like one of the wanted ones, by edit distance without regard to case and to the
 * characters that separate words; of equals the first in the order of code units. Undefined where there is none.
 */
export function nearestText(wanted: readonly string[], texts: readonly string[]): string | undefined {
  const sought = wanted.map(bare);
  let nearest: { readonly text: string; readonly distance: number } | undefined;
  for (const text of texts.toSorted().slice(0, MOST_TEXTS)) {
    const candidate = bare(text);
    for (const one of sought) {
      const distance = editDistance(one, candidate) / Math.max(1, one.length, candidate.length);
      if (!nearest || distance < nearest.distance) nearest = { text, distance };
    }
  }
  return nearest?.text;
}

const bare = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_.-]/g, '')
    .slice(0, 200);

/** How many characters have to be put in, taken out or replaced. Source: V. I. Levenshtein (1966); R. A. Wagner, M. J. Fischer, JACM 21 (1974). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
