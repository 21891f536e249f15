import { byDistance, NameTree } from './name-tree.ts';

const MOST = 3;

/** Up to three names close to what was written (at most a third of its letters differ), the nearest first. */
export function nearestNames(written: string, candidates: Iterable<string>): string[] {
  return nearestIn(written, [new NameTree(candidates)]);
}

/** {@link nearestNames} of names that are asked for again and again. */
export function nearestIn(written: string, trees: readonly NameTree[]): string[] {
  const near = trees.flatMap((tree) => tree.nearest(written, MOST)).sort(byDistance);
  return [...new Set(near.map(({ name }) => name))].slice(0, MOST);
}
