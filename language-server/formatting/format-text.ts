import type { ParseResult } from 'langium';
import type { JourneyServices } from '../core-services.ts';
import type { LaidLine } from './lay-out.ts';
import { layOut } from './lay-out.ts';
import type { Span } from './piece.ts';
import { readPieces } from './read-pieces.ts';
import { isSameButForWhiteSpace } from './same-text.ts';

/** A change of a text: what stands in the span gives way to the new text. */
export interface Edit extends Span {
  readonly text: string;
}

export interface FormattedText {
  readonly text: string;
  /** What leads from the author's text to this one, in order and apart: white space, within comments too, and nothing else. */
  readonly edits: readonly Edit[];
  /** Parts of the author's text that were left alone since they hold an error of syntax. */
  readonly leftAlone: readonly Span[];
  /** The lines of the author's text, each with its continuations, in order. */
  readonly lines: readonly LaidLine[];
}

/**
 * The canonical form of a text: docs/formatting.md. Line ends, a byte-order mark, strings, numbers and names stay as they
 * are, and so does each declaration that holds an error of syntax. Idempotent; linear in the text.
 *
 * @param parsed the text as parsed, if someone has parsed it already
 */
export function formatText(text: string, services: JourneyServices, parsed: ParseResult = services.parser.LangiumParser.parse(text)): FormattedText {
  const pieces = readPieces(text, parsed, services);
  const newline = /\r?\n/.exec(text)?.[0] ?? '\n';
  const { white, texts, lines } = layOut(pieces, newline);
  const edits: Edit[] = [];
  const add = (start: number, end: number, changed: string): void => {
    if (text.slice(start, end) !== changed) edits.push({ start, end, text: changed });
  };
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  pieces.forEach((piece, index) => {
    add(at, piece.start, white[index] ?? '');
    add(piece.start, piece.end, texts[index] ?? '');
    at = piece.end;
  });
  add(at, text.length, pieces.length === 0 ? '' : newline);
  const formatted = applyEdits(text, edits);
  // A text that nests too deep to be read to its end, one whose errors would be understood otherwise in other lines, or a
  // mistake of ours: none may cost an author anything.
  if (!isSameButForWhiteSpace(text, formatted, services)) return { text, edits: [], leftAlone: [{ start: 0, end: text.length }], lines: [] };
  return { text: formatted, edits, leftAlone: pieces.filter(({ kind }) => kind === 'broken'), lines };
}

/** A text after changes that are in order and apart. */
function applyEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits) {
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return parts.join('') + text.slice(at);
}
