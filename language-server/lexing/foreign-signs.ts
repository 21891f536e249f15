import type { ILexingError, IToken, TokenType } from 'chevrotain';
import type { LexerResult } from 'langium';
import type { WrongTurn } from './wrong-turns.ts';

/** Signs that other languages or text processors write for a word or a sign of this one. */
const MEANT: Readonly<Record<string, string>> = { '=': '==', '≥': '>=', '≤': '<=', '≠': '!=', '&&': 'and', '||': 'or', '!': 'not' };
const SIGN = /&&|\|\||[=≥≤≠!:;]/y;
/** Which signs end a text that begins with another than `"`. */
const QUOTES: Readonly<Record<string, string>> = { "'": "'", '‘': '’‘', '’': '’‘', '“': '”“', '”': '”“', '„': '“”', '«': '»', '`': '`' };
/** Words behind which a value stands at once. */
const BEFORE_VALUE = /^(?:id|channel|subject|status|url|goal|order|timezone|phase|owner|note|objective|journey|budget|via|variants)$/;
const COMPARES = /^(?:where|and|or|not|\.|\()$/;

type FixedError = ILexingError & Partial<Pick<WrongTurn, 'fix'>>;

/** Texts in other quotes than `"`: the same text with these in their place, as long as before, and what to say of each; nothing where there are none. */
export function straightQuotes(text: string, errors: readonly ILexingError[]): { text: string; errors: FixedError[] } | undefined {
  const parts: string[] = [];
  const found: FixedError[] = [];
  /** For each quote the end of the last line in which nothing ended it, so that no line is searched twice. */
  const searched = new Map<string, number>();
  let at = 0;
  for (const { offset, length, line, column } of errors) {
    for (let open = Math.max(offset, at); open < offset + length; open++) {
      const quote = text.charAt(open);
      const close = Object.hasOwn(QUOTES, quote) ? closing(text, open, searched) : undefined;
      if (close === undefined) continue;
      const inner = text.slice(open + 1, close);
      parts.push(text.slice(at, open), `"${inner.replaceAll(/["\\]/g, ' ')}"`);
      at = close + 1;
      const right = `"${inner.replaceAll(/["\\]/g, '\\$&')}"`;
      found.push({
        ...{ offset: open, length: at - open, line, column: column === undefined ? undefined : column + open - offset },
        message: `A text stands in double quotes. Write \`${right}\`.`,
        fix: { title: 'Write double quotes', edits: [{ offset: open, length: at - open, text: right }] },
      });
    }
  }
  return found.length === 0 ? undefined : { text: parts.join('') + text.slice(at), errors: found };
}

/** Where a text in other quotes ends, if it does in its line. */
function closing(text: string, open: number, searched: Map<string, number>): number | undefined {
  const quote = text.charAt(open);
  if (open < (searched.get(quote) ?? 0)) return undefined;
  const ends = QUOTES[quote] ?? '';
  for (let at = open + 1; ; at++) {
    const character = text.charAt(at);
    if (character === '' || character === '\n' || character === '\r') {
      searched.set(quote, at);
      return undefined;
    }
    if (ends.includes(character)) return at;
  }
}

/** Reads signs that are no tokens as what they mean, and says what to write instead. Linear in the number of tokens. */
export function readForeignSigns(
  { tokens, errors }: Pick<LexerResult, 'tokens' | 'errors'>,
  text: string,
  types: Readonly<Record<string, TokenType>>,
): { tokens: IToken[]; errors: FixedError[] } {
  if (errors.length === 0) return { tokens, errors };
  const made: IToken[] = [];
  let next = 0;
  const reports = (errors as readonly FixedError[]).flatMap((error) => {
    if (error.fix) return [error];
    while (next < tokens.length && (tokens[next]?.startOffset ?? 0) < error.offset) next++;
    return signsOf(text, error).map((one): FixedError => {
      const sign = text.slice(one.offset, one.offset + one.length);
      const { meant, ...said } = told(sign, tokens.slice(Math.max(0, next - 2), next), text, one);
      const tokenType = meant === undefined ? undefined : types[meant];
      if (meant !== undefined && tokenType) {
        const { line, column, offset, length } = one;
        const endOffset = offset + length - 1;
        const place = line === undefined || column === undefined ? {} : { startLine: line, endLine: line, startColumn: column, endColumn: column + length - 1 };
        made.push({ image: sign === ':' ? sign : meant, startOffset: offset, endOffset, ...place, tokenType, tokenTypeIdx: tokenType.tokenTypeIdx as number });
      }
      return { ...one, ...said };
    });
  });
  const all = made.length === 0 ? tokens : [...tokens, ...made].sort((a, b) => a.startOffset - b.startOffset);
  return { tokens: closeIndented(all, types['}']), errors: reports };
}

/** Closes each `:` that was read as `{` where the lines are indented no deeper than its own any more. */
function closeIndented(tokens: readonly IToken[], brace: TokenType | undefined): IToken[] {
  const closed: IToken[] = [];
  const open: number[] = [];
  let indentation = 0;
  for (const token of [...tokens, undefined]) {
    const last = closed.at(-1);
    if (!token || token.startLine !== last?.endLine) {
      indentation = token?.startColumn ?? 0;
      while (brace && last && open.length > 0 && indentation <= (open.at(-1) ?? 0)) {
        open.pop();
        const place = { startOffset: (last.endOffset ?? 0) + 1, endOffset: last.endOffset ?? 0, startColumn: (last.endColumn ?? 0) + 1 };
        closed.push({ ...last, ...place, image: '', tokenType: brace, tokenTypeIdx: brace.tokenTypeIdx as number });
      }
    }
    if (!token) break;
    if (token.image === ':') open.push(indentation);
    closed.push(token);
  }
  return closed;
}

/** The lexer reports what it does not know as one; each sign in it is one mistake, and so is what stands between them. */
function signsOf(text: string, error: ILexingError): ILexingError[] {
  const { offset, length, column } = error;
  const parts: ILexingError[] = [];
  const add = (start: number, end: number): void => {
    if (end > start) parts.push({ ...error, offset: start, length: end - start, column: column === undefined ? undefined : column + start - offset });
  };
  let unknown = offset;
  for (let at = offset; at < offset + length;) {
    SIGN.lastIndex = at;
    const sign = SIGN.exec(text)?.[0];
    if (sign === undefined) at++;
    else {
      add(unknown, at);
      add(at, at + sign.length);
      at += sign.length;
      unknown = at;
    }
  }
  add(unknown, offset + length);
  return parts;
}

/** What a sign means, if it means something, and what to say of it. */
function told(sign: string, before: readonly IToken[], text: string, error: ILexingError): Partial<FixedError> & { meant?: string } {
  const { offset, length } = error;
  const remove = { title: `Remove \`${sign}\``, edits: [{ offset, length, text: '' }] };
  const [first, last] = before.length > 1 ? [before[0]?.image ?? '', before[1]?.image ?? ''] : ['', before[0]?.image ?? ''];
  if (sign === ';') return { message: '`;` is not needed: a clause ends where the next one begins. Remove it.', fix: remove };
  if (sign === ':' && text.startsWith('//', offset + 1)) return bareUrl(text, before.at(-1));
  if (sign === ':' && /^[ \t]*(?:\r?\n|$)/.test(text.slice(offset + 1, offset + 100)))
    return { meant: '{', message: '`:` begins nothing here: what belongs together stands in braces. Write `{` here and `}` where it ends.' };
  if (sign === ':') return { message: 'A value stands right behind its word. Remove the `:`.', fix: remove };
  if (sign === '=' && ((BEFORE_VALUE.test(last) && !COMPARES.test(first)) || first === 'link'))
    return { message: 'A value stands right behind its word. Remove the `=`.', fix: remove };
  if (!Object.hasOwn(MEANT, sign)) return {};
  const meant = MEANT[sign] ?? '';
  const isWord = /^[a-z]/.test(meant);
  const message = isWord
    ? `\`${sign}\` is no sign of the language. Write \`${meant}\`.`
    : `\`${sign}\` is no sign of the language. To compare write \`${meant}\`.`;
  const space = isWord && !/\s/.test(text.charAt(offset + length)) ? ' ' : '';
  return { meant, message, fix: { title: `Write \`${meant}\``, edits: [{ offset, length, text: meant + space }] } };
}

/** `https://acme.example/pricing` without its quotes, of which the lexer knows the first word and takes the rest for a comment. */
function bareUrl(text: string, scheme: IToken | undefined): Partial<FixedError> {
  if (!scheme) return {};
  const [url = ''] = /^[^\s"]*[^\s",;)}]/.exec(text.slice(scheme.startOffset, scheme.startOffset + 2000)) ?? [];
  const edits = [{ offset: scheme.startOffset, length: url.length, text: `"${url}"` }];
  return {
    offset: scheme.startOffset,
    length: url.length,
    message: `A text stands in double quotes. Write \`"${url}"\`.`,
    fix: { title: 'Write double quotes', edits },
  };
}
