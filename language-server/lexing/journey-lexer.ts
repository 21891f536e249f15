import type { IToken } from 'chevrotain';
import type { LangiumCoreServices, LexerResult, TokenizeOptions } from 'langium';
import { DefaultLexer } from 'langium';
import type { JourneyTokenBuilder } from './journey-token-builder.ts';

/** How deep parentheses, braces and `not` may nest. Deeper text would exhaust the parser's stack. */
const MAX_NESTING = 64;

/** Turns words into keywords (see {@link JourneyTokenBuilder}) and bounds nesting. Linear in the text. */
export class JourneyLexer extends DefaultLexer {
  private readonly words;

  constructor(services: LangiumCoreServices) {
    super(services);
    this.words = (services.parser.TokenBuilder as JourneyTokenBuilder).words;
  }

  override tokenize(text: string, options?: TokenizeOptions): LexerResult {
    const result = super.tokenize(text, options);
    for (const token of result.tokens) {
      if (token.tokenType.name !== 'ID') continue;
      const keyword = this.words.get(token.image);
      if (keyword) {
        token.tokenType = keyword;
        // A token type has its number once the lexer that holds it is built.
        token.tokenTypeIdx = keyword.tokenTypeIdx as number;
      }
    }
    return boundNesting(result);
  }
}

/** Leaves out what nests deeper than {@link MAX_NESTING}, with one error at the place where it begins. */
function boundNesting(result: LexerResult): LexerResult {
  let depth = 0;
  let negations = 0;
  let tooDeep: IToken | undefined;
  const kept: IToken[] = [];
  for (const token of result.tokens) {
    const image = token.image;
    negations = image === 'not' ? negations + 1 : 0;
    if (image === '(' || image === '{') depth++;
    const over = depth > MAX_NESTING || negations > MAX_NESTING;
    if (over) tooDeep ??= token;
    else kept.push(token);
    if (image === ')' || image === '}') depth = Math.max(0, depth - 1);
  }
  if (!tooDeep) return result;
  const error = {
    offset: tooDeep.startOffset,
    line: tooDeep.startLine,
    column: tooDeep.startColumn,
    length: tooDeep.image.length,
    message: `This is nested more than ${String(MAX_NESTING)} levels deep. Move an inner condition into a segment of its own.`,
  };
  return { ...result, tokens: kept, errors: [...result.errors, error] };
}
