import type { IToken } from 'chevrotain';
import type { LangiumCoreServices, LexerResult, TokenizeOptions } from 'langium';
import { DefaultLexer } from 'langium';
import { begins, withBeginnings } from './beginnings.ts';
import { readForeignSigns, straightQuotes } from './foreign-signs.ts';
import type { JourneyTokenBuilder } from './journey-token-builder.ts';
import { straighten } from './wrong-turns.ts';

/** How deep parentheses, braces and `not` may nest. Deeper text would exhaust the parser's stack. */
const MAX_NESTING = 64;

/** Other quotes can hide in what looks like a comment (`'https://…'`) and show when those before them in their line are read. */
const MOST_QUOTES_ROUNDS = 8;

/** Turns words into keywords (see {@link JourneyTokenBuilder}), bounds nesting and understands wrong turns. Linear in the text. */
export class JourneyLexer extends DefaultLexer {
  /** Whether a declaration that begins a line is one in any case: see {@link withBeginnings}. */
  surelyBegins = false;
  private readonly words;
  private readonly beginnings;

  constructor(services: LangiumCoreServices) {
    super(services);
    const { words, beginnings } = services.parser.TokenBuilder as JourneyTokenBuilder;
    this.words = words;
    this.beginnings = beginnings;
  }

  override tokenize(text: string, options?: TokenizeOptions): LexerResult {
    // Completion reads the beginning of a text, in which nothing is missing: it is not written yet.
    const isWhole = options?.mode !== 'partial';
    const result = isWhole ? this.withStraightQuotes(text, options) : super.tokenize(text, options);
    for (const token of result.tokens) if (token.tokenType.name === 'ID') this.become(token, token.image);
    const joined = this.joinWindows(result.tokens, text);
    const bounded = boundNesting({ ...result, tokens: this.surelyBegins ? withBeginnings(joined, this.beginnings) : joined });
    return isWhole ? this.straightened(bounded, text) : bounded;
  }

  /** Reads texts in other quotes than `"` as texts. */
  private withStraightQuotes(text: string, options: TokenizeOptions | undefined): LexerResult {
    const reports: LexerResult['errors'] = [];
    let straight = text;
    let result = super.tokenize(text, options);
    for (let round = 0; round < MOST_QUOTES_ROUNDS && result.errors.length > 0; round++) {
      const found = straightQuotes(straight, result.errors);
      if (!found) break;
      straight = found.text;
      reports.push(...found.errors);
      result = super.tokenize(straight, options);
    }
    return reports.length === 0 ? result : { ...result, errors: [...result.errors, ...reports].sort((a, b) => a.offset - b.offset) };
  }

  private straightened(result: LexerResult, text: string): LexerResult {
    const { tokens, errors } = readForeignSigns(result, text, this.tokenTypes);
    const straight = straighten(tokens, this.tokenTypes, text);
    const reports = straight.wrongTurns.map((turn) => ({ ...turn, line: undefined, column: undefined }));
    return { ...result, tokens: straight.tokens, errors: [...errors, ...reports] };
  }

  /** Turns a token into a keyword, where there is one of that name. */
  private become(token: IToken, name: string): void {
    const keyword = this.words.get(name);
    if (!keyword) return;
    token.tokenType = keyword;
    // A token type has its number once the lexer that holds it is built.
    token.tokenTypeIdx = keyword.tokenTypeIdx as number;
  }

  /**
   * `in last` before a number is one keyword. Read as two, `clicked any email in last 3 days` would begin like `clicked any
   * email in CHANNEL`, and a parser that looks ahead within one rule only could not tell them apart. What stands between the
   * words, comments too, is part of the keyword's image, since the syntax tree takes a token's length from there.
   */
  private joinWindows(tokens: IToken[], text: string): IToken[] {
    const joined: IToken[] = [];
    tokens.forEach((token, index) => {
      const before = joined.at(-1);
      if (token.image !== 'last' || before?.image !== 'in' || tokens[index + 1]?.tokenType.name !== 'NUMBER') {
        joined.push(token);
        return;
      }
      const window: IToken = { ...before, image: text.slice(before.startOffset, (token.endOffset ?? 0) + 1) };
      for (const end of ['endOffset', 'endLine', 'endColumn'] as const) {
        const value = token[end];
        if (value !== undefined) window[end] = value;
      }
      this.become(window, 'in last');
      joined[joined.length - 1] = window;
    });
    return joined;
  }
}

/** Leaves out what nests deeper than {@link MAX_NESTING}, with one error at the place where it begins. */
function boundNesting(result: LexerResult): LexerResult {
  let depth = 0;
  let negations = 0;
  let tooDeep: IToken | undefined;
  const kept: IToken[] = [];
  for (const [index, token] of result.tokens.entries()) {
    const image = token.image;
    // What is not closed before it stays open no longer.
    if (depth > 0 && begins(result.tokens, index)) depth = 0;
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
