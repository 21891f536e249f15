/** How a line of canonical text begins: `when` is the second line of a segment. */
export type LineKind = 'import' | 'declaration' | 'stage' | 'clause' | 'when';

/** Words that structure a condition; anywhere else the same word is a name. */
export type Joint = 'or' | 'and' | 'then' | 'when';

/** A part of a text that formatting keeps: everything but the white space. */
export interface Piece {
  /** `broken`: a part with an error, from its first character in its line to its last. */
  readonly kind: 'token' | 'line comment' | 'block comment' | 'broken';
  /** Offsets in UTF-16 code units; the end is the place after the last one. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** How many line ends the author put before it. */
  readonly lineEnds: number;
  /** Of a token with which a line begins. */
  readonly line?: LineKind;
  readonly joint?: Joint;
}

/** A part of a text, by UTF-16 code units; the end is the place after the last one. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export const isComment = ({ kind }: Piece): boolean => kind === 'line comment' || kind === 'block comment';

export const isToken = (piece: Piece | undefined, text: string): boolean => piece?.kind === 'token' && piece.text === text;

/** A token, or the first of the comments before it that stand in its line and go where it goes. */
export function unitStart(pieces: readonly Piece[], token: number, from: number): number {
  let start = token;
  while (start > from && pieces[start - 1]?.kind === 'block comment' && pieces[start]?.lineEnds === 0) start--;
  return start;
}

/** Whether a space stands between two neighbours in one line. */
export function isSpaced(left: Pick<Piece, 'kind' | 'text'>, right: Pick<Piece, 'kind' | 'text'>): boolean {
  if (right.kind === 'line comment') return true;
  if (left.kind === 'token' && /^[(.+-]$/.test(left.text)) return false;
  return !(right.kind === 'token' && /^[),.%]$/.test(right.text));
}
