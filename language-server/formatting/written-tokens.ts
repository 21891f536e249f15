import type { IToken } from 'chevrotain';
import type { JourneyServices } from '../core-services.ts';
import type { Span } from './piece.ts';

export interface WrittenTokens {
  readonly tokens: readonly IToken[];
  readonly comments: readonly IToken[];
}

/** What stands in a text, without the tokens that the lexer puts in place of common mistakes. */
export function writtenTokens(text: string, services: JourneyServices): WrittenTokens {
  const { tokens, hidden } = services.parser.Lexer.tokenize(text, { mode: 'partial' });
  return { tokens, comments: hidden };
}

export const spanOf = (token: IToken): Span => ({ start: token.startOffset, end: (token.endOffset ?? token.startOffset) + 1 });

/** `in last` is one keyword whatever white space stands between its words. */
export const canonicalImage = ({ tokenType, image }: Pick<IToken, 'tokenType' | 'image'>): string => (tokenType.name === 'in last' ? 'in last' : image);
