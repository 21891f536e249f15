import type { IToken } from 'chevrotain';
import type { LangiumCoreServices, LexerResult, TokenizeOptions } from 'langium';
import { DefaultLexer } from 'langium';
import { begins, withBeginnings } from './beginnings.ts';
import type { JourneyTokenBuilder } from './journey-token-builder.ts';
import type { WrongTurn } from './wrong-turns.ts';
import { straighten } from './wrong-turns.ts';

/** How deep parentheses, braces and `not` may nest. Deeper text would exhaust the parser's stack. */
const MAX_NESTING = 64;

const COMPARISONS: Readonly<Record<string, string>> = { '=': '==', '≥': '>=', '≤': '<=', '≠': '!=' };

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
    const result = super.tokenize(text, options);
    for (const token of result.tokens) if (token.tokenType.name === 'ID') this.become(token, token.image);
    const joined = this.joinWindows(result.tokens, text);
    const bounded = boundNesting({ ...result, tokens: this.surelyBegins ? withBeginnings(joined, this.beginnings) : joined });
    // Completion reads the beginning of a text, in which nothing is missing: it is not written yet.
    return options?.mode === 'partial' ? bounded : this.straightened(bounded, text);
  }

  private straightened(result: LexerResult, text: string): LexerResult {
    const { tokens, errors } = this.withComparisons(result, text);
    const straight = straighten(tokens, this.tokenTypes, text);
    const reports = straight.wrongTurns.map((turn) => ({ ...turn, line: undefined, column: undefined }));
    return { ...result, tokens: straight.tokens, errors: [...errors, ...reports] };
  }

  /** Reads `=`, `≥`, `≤` and `≠`, which are no tokens, as what they mean. */
  private withComparisons({ tokens, errors }: LexerResult, text: string): Pick<LexerResult, 'tokens' | 'errors'> {
    const meant = new Map(
      errors.flatMap((error) => (Object.hasOwn(COMPARISONS, text.slice(error.offset, error.offset + error.length)) ? [[error.offset, error]] : [])),
    );
    if (meant.size === 0) return { tokens, errors };
    const made: IToken[] = [];
    const reports = errors.map((error) => {
      const sign = text.slice(error.offset, error.offset + error.length);
      const operator = COMPARISONS[sign];
      const tokenType = operator === undefined ? undefined : this.tokenTypes[operator];
      if (operator === undefined || !tokenType || !meant.has(error.offset)) return error;
      const { line, column, offset, length } = error;
      const place = line === undefined || column === undefined ? {} : { startLine: line, endLine: line, startColumn: column, endColumn: column };
      made.push({ image: operator, startOffset: offset, endOffset: offset, ...place, tokenType, tokenTypeIdx: tokenType.tokenTypeIdx as number });
      const fix: WrongTurn['fix'] = { title: `Write \`${operator}\``, edits: [{ offset, length, text: operator }] };
      return { ...error, message: `\`${sign}\` is no sign of the language. To compare write \`${operator}\`.`, fix };
    });
    return { tokens: [...tokens, ...made].sort((a, b) => a.startOffset - b.startOffset), errors: reports };
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
   * email in CHANNEL`, and a parser that looks ahead within one rule only could not tell them apart.
   */
  private joinWindows(tokens: IToken[], text: string): IToken[] {
    const joined: IToken[] = [];
    tokens.forEach((token, index) => {
      const before = joined.at(-1);
      const isWindow = token.image === 'last' && before?.image === 'in' && tokens[index + 1]?.tokenType.name === 'NUMBER';
      const between = isWindow ? text.slice((before.endOffset ?? 0) + 1, token.startOffset) : '';
      if (!isWindow || between.trim() !== '') {
        joined.push(token);
        return;
      }
      const window: IToken = { ...before, image: `in${between}last` };
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
