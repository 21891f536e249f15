import type { IToken } from 'chevrotain';
import type { CstNode, ParseResult } from 'langium';
import { GrammarAST, isCompositeCstNode, isLeafCstNode } from 'langium';
import type { JourneyServices } from '../core-services.ts';
import type { JourneyFile } from '../generated/ast.ts';
import { brokenParts } from './broken-parts.ts';
import { lineStarts } from './line-starts.ts';
import type { Joint, LineKind, Piece, Span } from './piece.ts';
import { spanOf, writtenTokens } from './written-tokens.ts';

/** The pieces of a text, in order. What lies between two of them is white space. Linear. */
export function readPieces(text: string, parsed: ParseResult, services: JourneyServices): Piece[] {
  const written = writtenTokens(text, services);
  const file = parsed.value as JourneyFile;
  const lines = lineStarts(file);
  const joints = jointsOf(file.$cstNode);
  const pieces = [...written.tokens.map((token) => pieceOfToken(token, lines, joints)), ...written.comments.map(pieceOfComment)].sort(
    (a, b) => a.start - b.start,
  );
  return withLineEnds(withBrokenParts(pieces, brokenParts(text, parsed, written), text), text);
}

type PieceAlone = Omit<Piece, 'lineEnds'>;

function pieceOfToken(token: IToken, lines: ReadonlyMap<number, LineKind>, joints: ReadonlyMap<number, Joint>): PieceAlone {
  const span = spanOf(token);
  const [line, joint] = [lines.get(span.start), joints.get(span.start)];
  return {
    kind: 'token',
    ...span,
    text: token.image,
    ...(line === undefined ? {} : { line }),
    ...(joint === undefined ? {} : { joint }),
  };
}

const pieceOfComment = (token: IToken): PieceAlone =>
  token.tokenType.name === 'SL_COMMENT'
    ? { kind: 'line comment', ...spanOf(token), text: token.image.trimEnd() }
    : { kind: 'block comment', ...spanOf(token), text: token.image };

/** The words that join conditions, by offset. Only the parser knows them from names, since keywords are soft. */
function jointsOf(root: CstNode | undefined): Map<number, Joint> {
  const joints = new Map<number, Joint>();
  const visit = (node: CstNode): void => {
    if (isCompositeCstNode(node)) for (const child of node.content) visit(child);
    else if (isLeafCstNode(node) && GrammarAST.isKeyword(node.grammarSource) && isJoint(node.grammarSource.value))
      joints.set(node.offset, node.grammarSource.value);
  };
  if (root) visit(root);
  return joints;
}

const isJoint = (word: string): word is Joint => word === 'or' || word === 'and' || word === 'then' || word === 'when';

/** Puts one piece in place of all those of a broken part. */
function withBrokenParts(pieces: readonly PieceAlone[], parts: readonly Span[], text: string): readonly PieceAlone[] {
  if (parts.length === 0) return pieces;
  const kept: PieceAlone[] = [];
  let at = 0;
  for (const piece of pieces) {
    for (let part = parts[at]; part && part.start <= piece.start; part = parts[++at]) kept.push(brokenPiece(part, text));
    if (piece.start >= (parts[at - 1]?.end ?? 0)) kept.push(piece);
  }
  return [...kept, ...parts.slice(at).map((part) => brokenPiece(part, text))];
}

const brokenPiece = ({ start, end }: Span, text: string): PieceAlone => ({ kind: 'broken', start, end, text: text.slice(start, end) });

const withLineEnds = (pieces: readonly PieceAlone[], text: string): Piece[] =>
  pieces.map((piece, index) => ({ ...piece, lineEnds: text.slice(pieces[index - 1]?.end ?? 0, piece.start).match(/\r\n|\n|\r/g)?.length ?? 0 }));
