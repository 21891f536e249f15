import { byDistance, NameIndex } from './name-index.ts';

const MOST = 3;

/** Up to three names close to what was written (at most a third of its letters differ), the nearest first. */
export function nearestNames(written: string, candidates: Iterable<string>): string[] {
  return nearestIn(written, [new NameIndex(candidates)]);
}

/** {@link nearestNames} of names that are asked for again and again. */
export function nearestIn(written: string, indexes: readonly NameIndex[]): string[] {
  const near = indexes.flatMap((index) => index.nearest(written, MOST)).sort(byDistance);
  return [...new Set(near.map(({ name }) => name))].slice(0, MOST);
}
