import { cellWidth } from './cell-width.ts';
import type { ConditionGroup } from './condition-groups.ts';
import { conditionGroups } from './condition-groups.ts';
import type { Piece } from './piece.ts';
import { isComment, isSpaced, isToken, unitStart } from './piece.ts';

const MOST_COLUMNS = 100;
const INDENTATION = 2;

interface OpenGroup {
  readonly group: ConditionGroup;
  /** Which of its joints comes next. */
  next: number;
  /** The token that ends the line in which the group ends, if nothing in there is broken. */
  readonly lineEnd: number;
}

/**
 * Where a clause goes on in another line: for each such piece, how many indentations deeper than the clause. It is broken
 * before the words that join its conditions where it is too wide, outer words first, and wherever a comment ends the line.
 *
 * @param indentation the cells before the clause
 * @param column the cells before its first piece, comments before that included
 */
export function breakClause(pieces: readonly Piece[], indentation: number, column: number): ReadonlyMap<number, number> {
  const breaks = new Map<number, number>();
  const tokens = tokensAhead(pieces);
  const forced = forcedBreaks(pieces, tokens);
  const groups = conditionGroups(pieces);
  if (forced.size === 0 && groups.size === 0) return breaks;
  const widths = new Widths(pieces, forced);
  const open: OpenGroup[] = [];
  // Where a piece stands: its place in a clause of one line, and by how much the current line is shifted against that.
  let shift = column;
  let flatUntil = -1;
  for (let index = 0; index < pieces.length; index++) {
    while ((open.at(-1)?.group.last ?? Infinity) < index) open.pop();
    const { token, unit } = tokens[index] as TokenAhead;
    const depth = open.findIndex(({ group, next }) => group.joints[next] === token);
    const isJoint = depth >= 0 && unit === index;
    if (isJoint || forced.has(index)) {
      const deeper = isToken(pieces[token], '{') ? 0 : 1 + (depth >= 0 ? depth : open.length);
      breaks.set(index, deeper);
      shift = indentation + deeper * INDENTATION - widths.before(index);
    }
    for (const group of groups.get(index) ?? []) {
      if (index <= flatUntil) break;
      const outer = open.at(-1);
      const joint = outer?.group.joints[outer.next];
      const lineEnd = joint === undefined ? (outer?.lineEnd ?? pieces.length - 1) : widths.tokenBefore(joint);
      if (widths.fits(group, lineEnd, MOST_COLUMNS - shift)) flatUntil = group.last;
      else open.push({ group, next: 0, lineEnd });
    }
    const current = open.at(-1);
    if (current && current.group.joints[current.next] === index) current.next++;
  }
  return breaks;
}

/** The token to which a comment leads, and the first of the comments that stand in its line and go where it goes. */
interface TokenAhead {
  readonly token: number;
  readonly unit: number;
}

/** For each piece of a clause, which ends with a token. */
function tokensAhead(pieces: readonly Piece[]): TokenAhead[] {
  const ahead: TokenAhead[] = [];
  for (let index = 0; index < pieces.length; index++) {
    if (isComment(pieces[index] as Piece)) continue;
    const found = { token: index, unit: unitStart(pieces, index, 0) };
    while (ahead.length <= index) ahead.push(found);
  }
  return ahead;
}

/** The pieces that begin a line whatever the width: comments in lines of their own, and what follows such or a `//`. */
function forcedBreaks(pieces: readonly Piece[], tokens: readonly TokenAhead[]): Set<number> {
  const forced = new Set<number>();
  let afterOwnLine = false;
  for (let index = 1; index < pieces.length; index++) {
    const piece = pieces[index] as Piece;
    const isOwnLine = isComment(piece) && piece.lineEnds > 0 && index < (tokens[index] as TokenAhead).unit;
    if (pieces[index - 1]?.kind === 'line comment' || isOwnLine || (afterOwnLine && piece.lineEnds > 0)) forced.add(index);
    afterOwnLine = isComment(piece) && (isOwnLine || afterOwnLine);
  }
  return forced;
}

/** The cells that parts of a clause take in one line. */
class Widths {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  /** How many line breaks there are up to a piece, whatever the width. */
  private readonly breaks: number[] = [];
  /** For each piece the last token before it. */
  private readonly tokens: number[] = [];
  /** For each piece the last token before the next break. */
  private readonly lineEnds: number[] = [];

  constructor(pieces: readonly Piece[], forced: ReadonlySet<number>) {
    let [at, breaks, token] = [0, 0, 0];
    pieces.forEach((piece, index) => {
      const previous = pieces[index - 1];
      if (previous && isSpaced(previous, piece)) at++;
      if (forced.has(index)) breaks++;
      this.starts.push(at);
      this.tokens.push(token);
      if (!isComment(piece)) token = index;
      this.breaks.push(breaks);
      const lines = piece.text.split(/[\n\r]+/);
      // Of a comment of several lines only the last counts, without its indentation, which may yet change.
      at += cellWidth(lines.at(-1)?.trim() ?? '');
      this.ends.push(at);
      if (lines.length > 1) breaks++;
    });
    let lineEnd = pieces.length - 1;
    for (let index = pieces.length - 1; index >= 0; index--) {
      this.lineEnds[index] = lineEnd;
      if (forced.has(index)) lineEnd = this.tokenBefore(index);
    }
  }

  /** The cells before a piece. */
  before(index: number): number {
    return this.starts[index] ?? 0;
  }

  tokenBefore(index: number): number {
    return this.tokens[index] ?? 0;
  }

  /** Whether a group fits into some cells counted from the clause's beginning, with what follows it up to the end of its line. */
  fits({ first, last }: ConditionGroup, lineEnd: number, cells: number): boolean {
    if (this.breaks[first] !== this.breaks[last]) return false;
    return (this.ends[Math.min(lineEnd, this.lineEnds[last] ?? lineEnd)] ?? 0) <= cells;
  }
}
