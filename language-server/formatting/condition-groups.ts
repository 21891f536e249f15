import type { Joint, Piece } from './piece.ts';
import { isToken } from './piece.ts';

/** Conditions joined by words of one kind: all stand in one line, or each but the first begins a line with its word. */
export interface ConditionGroup {
  /** The first and the last piece, and the words between them, as indices. */
  readonly first: number;
  readonly last: number;
  readonly joints: readonly number[];
}

/** The words that join, the loosest first: what a tighter one joins lies within. */
const JOINTS: readonly (Joint | undefined)[] = ['or', 'and', 'then'];

/** The groups of a clause by the piece with which they begin, outer ones first. The lexer bounds how deep they nest. */
export function conditionGroups(pieces: readonly Piece[]): ReadonlyMap<number, readonly ConditionGroup[]> {
  const groups = new Map<number, ConditionGroup[]>();
  if (pieces.some(({ joint }) => joint !== undefined && joint !== 'when')) readGroups(pieces, 0, groups);
  return groups;
}

/** Reads up to a closing parenthesis or the end, and says where that is. */
function readGroups(pieces: readonly Piece[], from: number, groups: Map<number, ConditionGroup[]>): number {
  const found = JOINTS.map(() => ({ first: undefined as number | undefined, joints: [] as number[] }));
  let last = from;
  let index = from;
  const close = (level: number): void => {
    for (const group of found.slice(level).reverse()) {
      // Inner groups are closed before outer ones that begin with the same piece.
      if (group.first !== undefined && group.joints.length > 0)
        groups.set(group.first, [{ ...group, first: group.first, last }, ...(groups.get(group.first) ?? [])]);
      group.first = undefined;
      group.joints = [];
    }
  };
  for (; index < pieces.length; index++) {
    const piece = pieces[index] as Piece;
    const level = JOINTS.indexOf(piece.joint);
    if (piece.kind !== 'token') continue;
    if (piece.text === ')') break;
    if (piece.joint === 'when') {
      // What stands before it belongs to no condition.
      close(0);
    } else if (piece.joint !== undefined) {
      close(level + 1);
      found[level]?.joints.push(index);
    } else {
      for (const group of found) group.first ??= index;
      if (isToken(piece, '(')) index = readGroups(pieces, index + 1, groups);
      last = index;
    }
  }
  close(0);
  return index;
}
