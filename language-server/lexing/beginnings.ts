import type { IToken, TokenType } from 'chevrotain';

type Next = IToken | undefined;
type Follows = (one: Next, two: Next, three: Next) => boolean;

const isName = (token: Next): boolean => /^\^?[\p{L}_]/u.test(token?.image ?? '');
const isString = (token: Next): boolean => token?.tokenType.name === 'STRING';

/** A name, perhaps a label, then the word. */
const named =
  (word: string): Follows =>
  (one, two, three) =>
    isName(one) && (two?.image === word || (isString(two) && three?.image === word));

/** What follows each keyword where a declaration, or an import, begins. */
const FOLLOWED: ReadonlyMap<string, Follows> = new Map<string, Follows>([
  ['import', isString],
  ['provider', isName],
  ['channel', isName],
  ['email', isName],
  ['form', isName],
  ['page', isName],
  ['activity', isName],
  ['contact', (one) => one?.image === '{'],
  ['segment', named('when')],
  ['score', named('{')],
  ['journey', named('{')],
  ['campaign', named('{')],
  ['experiment', named('{')],
  ['source', (one, two) => isName(one) && isString(two)],
  ['test', isString],
]);

/** The keywords that begin a declaration, or an import. */
export const BEGINNINGS: ReadonlySet<string> = new Set(FOLLOWED.keys());

/** Whether a declaration, or an import, most likely begins with a token: its keyword stands at the very beginning of a line. */
export function begins(tokens: readonly IToken[], index: number): boolean {
  const token = tokens[index];
  if (token?.startColumn !== 1) return false;
  return FOLLOWED.get(token.image)?.(tokens[index + 1], tokens[index + 2], tokens[index + 3]) === true;
}

/**
 * Takes the keyword of what {@link begins} for that and no name. Only for texts in which something is wrong: there the
 * name before it may be missing, and would swallow the declaration. White space means nothing in a text that is right.
 */
export function withBeginnings(tokens: readonly IToken[], beginnings: ReadonlyMap<string, TokenType>): IToken[] {
  return tokens.map((token, index) => {
    const tokenType = begins(tokens, index) ? beginnings.get(token.image) : undefined;
    return tokenType ? { ...token, tokenType, tokenTypeIdx: tokenType.tokenTypeIdx as number } : token;
  });
}
