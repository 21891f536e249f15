import { breakClause } from './break-clause.ts';
import { cellWidth } from './cell-width.ts';
import type { LineKind, Piece, Span } from './piece.ts';
import { isComment, isSpaced, isToken, unitStart } from './piece.ts';

/** A line of the layout with its continuations: a clause, a comment of its own, or a closing brace. */
export interface LaidLine extends Span {
  /** Of a closing brace: the line with the opening one. */
  readonly opener?: number;
}

/** For each piece the white space before it and its text; and where in the author's text the lines are. */
export interface Layout {
  readonly white: readonly string[];
  readonly texts: readonly string[];
  readonly lines: readonly LaidLine[];
}

/** The canonical layout. `newline` ends each line. Linear in the number of pieces. */
export function layOut(pieces: readonly Piece[], newline: string): Layout {
  return new Printer(pieces, newline).run();
}

/** What a block or a file holds, line by line. */
interface Item {
  readonly kind: LineKind | 'broken';
  /** The number of line ends before it. */
  readonly at: number;
}

interface Block {
  readonly opener: number;
  last: Item | undefined;
}

class Printer {
  private readonly pieces: readonly Piece[];
  private readonly newline: string;
  private readonly white: string[] = [];
  private readonly texts: string[] = [];
  private readonly lines: { start: number; end: number; opener?: number }[] = [];
  /** The file and the blocks that are open. */
  private readonly blocks: Block[] = [{ opener: 0, last: undefined }];
  private lineEnds = 0;
  private column = 0;

  constructor(pieces: readonly Piece[], newline: string) {
    this.pieces = pieces;
    this.newline = newline;
  }

  run(): Layout {
    const { pieces } = this;
    let index = 0;
    while (index < pieces.length) {
      let start = index;
      while (start < pieces.length && isComment(this.piece(start))) start++;
      this.between(index, start);
      if (start === pieces.length) break;
      let end = start;
      for (let next = start + 1; next < pieces.length && !beginsLine(this.piece(next)); next++) if (!isComment(this.piece(next))) end = next;
      this.clause(start, end);
      index = end + 1;
    }
    return { white: this.white, texts: this.texts, lines: this.lines };
  }

  private piece(index: number): Piece {
    const piece = this.pieces[index];
    if (!piece) throw new Error(`There is no piece ${String(index)}.`);
    return piece;
  }

  /**
   * The comments `from` … `to` - 1, and piece `to` in so far as its place depends on them; it begins a line, or is past the
   * end. A comment behind a line's end stays there, one in a line of its own too, and one before a clause stays before it.
   */
  private between(from: number, to: number): void {
    const next = this.pieces[to];
    const isClosing = isToken(next, '}');
    const isFirst = isToken(this.pieces[from - 1], '{');
    if (isClosing && isFirst && from === to) {
      this.put(to, '');
      return;
    }
    const unit = next === undefined || isClosing || next.kind === 'broken' ? to : unitStart(this.pieces, to, from);
    let index = from;
    // In `{ /* nothing yet */ }` the comment is what the block holds.
    const isContent = isClosing && isFirst && this.isOneLine(from, to);
    while (index < unit && index > 0 && this.piece(index).lineEnds === 0 && !isContent) this.put(index++, ' ');

    const begins = (each: number): boolean => each === index || each === unit || (each < unit && this.piece(each).lineEnds > 0);
    const mayHaveBlank = (each: number): boolean => each > 0 && !(isFirst && each === index) && !(isClosing && each === to) && next?.line !== 'when';
    let needsBlank = next !== undefined && this.needsBlankBefore(next);
    for (let each = index; each <= unit && needsBlank; each++) if (begins(each) && this.hasBlankBefore(each)) needsBlank = false;
    const level = this.blocks.length - 1 + (next?.line === 'when' ? 1 : 0);
    for (let each = index; each <= Math.min(to, this.pieces.length - 1); each++) {
      if (!begins(each)) {
        this.put(each, ' ');
        continue;
      }
      const isBlank = mayHaveBlank(each) && (this.hasBlankBefore(each) || (needsBlank && each === index));
      this.begin(each, isBlank, each === to && isClosing ? level - 1 : level);
    }
  }

  private isOneLine(from: number, to: number): boolean {
    for (let index = from; index <= to; index++) if (this.piece(index).lineEnds > 0) return false;
    return true;
  }

  private hasBlankBefore(index: number): boolean {
    return (this.pieces[index]?.lineEnds ?? 0) > 1;
  }

  /** Whether a blank line comes before a piece that begins a line, even where the author left none. */
  private needsBlankBefore({ kind, line }: Piece): boolean {
    const last = this.blocks.at(-1)?.last;
    if (!last || last.kind === 'broken' || kind === 'broken' || line === undefined || line === 'when') return false;
    if (this.blocks.length > 1) return line === 'stage' || last.kind === 'stage';
    return this.lineEnds > last.at || (line === 'import') !== (last.kind === 'import');
  }

  private begin(index: number, isBlank: boolean, level: number): void {
    const piece = this.piece(index);
    const { start, end } = piece;
    const opener = isToken(piece, '}') ? this.blocks.at(-1)?.opener : undefined;
    const line = index === 0 ? '' : isBlank ? this.newline + this.newline : this.newline;
    this.lines.push({ start, end, ...(opener === undefined ? {} : { opener }) });
    this.put(index, piece.kind === 'broken' ? line : line + INDENTATION.repeat(level));
  }

  /** The pieces of a clause, of which the first is there already. */
  private clause(first: number, last: number): void {
    const { kind, line, text } = this.piece(first);
    if (kind === 'broken') this.blocks.length = 1;
    if (kind === 'token' && text === '}') this.blocks.pop();
    const block = this.blocks.at(-1);
    if (block && kind === 'broken') block.last = { kind, at: this.lineEnds };
    if (block && line !== undefined && line !== 'when') block.last = { kind: line, at: this.lineEnds };
    const level = this.blocks.length - 1 + (line === 'when' ? 1 : 0);
    if (last > first) {
      const breaks = breakClause(this.pieces.slice(first, last + 1), level * INDENTATION.length, this.column - cellWidth(text));
      for (let index = first + 1; index <= last; index++) {
        const deeper = breaks.get(index - first);
        const space = isSpaced(this.piece(index - 1), this.piece(index)) ? ' ' : '';
        this.put(index, deeper === undefined ? space : this.newline + INDENTATION.repeat(level + deeper));
      }
    }
    if (isToken(this.piece(last), '{')) this.blocks.push({ opener: this.lines.length - 1, last: undefined });
  }

  private put(index: number, white: string): void {
    const piece = this.piece(index);
    const isBeginning = white === '' ? index === 0 : white.startsWith(this.newline);
    const text = isBeginning && piece.kind === 'block comment' ? this.aligned(piece.text, white.slice(white.lastIndexOf('\n') + 1)) : piece.text;
    this.white[index] = white;
    this.texts[index] = text;
    const breaks = linesOf(white + text);
    const end = breaks.at(-1) ?? '';
    this.lineEnds += breaks.length - 1;
    this.column = (breaks.length > 1 ? 0 : this.column) + cellWidth(end);
    const line = this.lines.at(-1);
    if (line) line.end = piece.end;
  }

  /** A comment of several lines that each begin with a star, its stars in one column. Others stay as they are. */
  private aligned(text: string, indentation: string): string {
    const [first = '', ...others] = linesOf(text);
    if (others.length === 0 || !others.every((line) => /^\s*\*/.test(line))) return text;
    return [first.trimEnd(), ...others.map((line) => `${indentation} ${line.trim()}`)].join(this.newline);
  }
}

const INDENTATION = '  ';

const beginsLine = (piece: Piece): boolean => piece.kind === 'broken' || piece.line !== undefined || isToken(piece, '}');

const linesOf = (text: string): string[] => text.split(/\r\n|\n|\r/);
