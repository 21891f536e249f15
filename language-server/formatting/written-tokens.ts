import type { IToken } from 'chevrotain';
import type { JourneyServices } from '../core-services.ts';
import type { Span } from './piece.ts';

export interface WrittenTokens {
  readonly tokens: readonly IToken[];
  readonly comments: readonly IToken[];
}

/**
 * What stands in a text, without the tokens that the lexer puts in place of common mistakes. The words of `in last` are apart
 * again: a comment can stand between them.
 */
export function writtenTokens(text: string, services: JourneyServices): WrittenTokens {
  const { tokens, hidden } = services.parser.Lexer.tokenize(text, { mode: 'partial' });
  return { tokens: tokens.flatMap((token) => (isInLast(token) ? wordsOf(token) : [token])), comments: hidden };
}

export const spanOf = (token: IToken): Span => ({ start: token.startOffset, end: (token.endOffset ?? token.startOffset) + 1 });

/** `in last` is one keyword whatever stands between its words. */
export const canonicalImage = (token: Pick<IToken, 'tokenType' | 'image'>): string => (isInLast(token) ? 'in last' : token.image);

const isInLast = ({ tokenType }: Pick<IToken, 'tokenType'>): boolean => tokenType.name === 'in last';

function wordsOf(token: IToken): IToken[] {
  const [start, end] = [token.startOffset, token.endOffset ?? token.startOffset];
  return [
    { ...token, image: 'in', endOffset: start + 'in'.length - 1 },
    { ...token, image: 'last', startOffset: end - 'last'.length + 1 },
  ];
}
