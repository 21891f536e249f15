import type { IToken } from 'chevrotain';
import type { ParseResult } from 'langium';
import type { JourneyFile } from '../generated/ast.ts';
import type { Span } from './piece.ts';
import type { WrittenTokens } from './written-tokens.ts';
import { spanOf } from './written-tokens.ts';

/**
 * The parts of a text that hold an error of syntax, in order and apart: whole declarations, and whatever belongs to none.
 * Nobody knows what such a part should look like, so its layout is the author's. Comments in the lines before it are not
 * part of it.
 */
export function brokenParts(text: string, parsed: ParseResult, written: WrittenTokens): Span[] {
  const units = unitsOf(parsed, written.tokens);
  const faults = faultsOf(text, parsed, written);
  if (faults.length === 0 && units.every(({ sound }) => sound)) return [];
  const broken = units.map((unit) => !unit.sound);
  // Both lists are in order.
  let at = 0;
  for (const fault of faults) {
    while (at < units.length - 1 && (units[at] as Unit).end <= fault.start) at++;
    for (let index = at; index < units.length && (units[index] as Unit).start < fault.end; index++) broken[index] = true;
    // A fault at the place where a declaration ends.
    if (at === units.length - 1 && (units[at] as Unit).end <= fault.start) broken[at] = true;
  }
  const spans = [...faults.filter(({ end, start }) => end > start), ...units.filter((_, index) => broken[index])];
  return wholeLines(joined(spans, units, broken), text, written.comments);
}

/** A declaration, or a token that belongs to none. */
interface Unit extends Span {
  readonly sound: boolean;
}

function unitsOf(parsed: ParseResult, tokens: readonly IToken[]): Unit[] {
  const { imports, declarations } = parsed.value as JourneyFile;
  const nodes = [...imports, ...declarations]
    .flatMap(({ $cstNode: node }) => (node && node.end > node.offset ? [{ start: node.offset, end: node.end }] : []))
    .sort((a, b) => a.start - b.start);
  const units: Unit[] = [];
  let at = 0;
  const takeStray = (until: number): void => {
    for (; at < tokens.length && (tokens[at] as IToken).startOffset < until; at++) {
      const token = tokens[at] as IToken;
      units.push({ ...spanOf(token), sound: false });
    }
  };
  for (const { start, end } of nodes) {
    takeStray(start);
    const from = at;
    while (at < tokens.length && (tokens[at] as IToken).startOffset < end) at++;
    units.push({ start, end, sound: isBalanced(tokens, from, at) });
  }
  takeStray(Infinity);
  return units;
}

/** A brace that is missing is understood by the lexer, so the syntax tree does not miss it. */
function isBalanced(tokens: readonly IToken[], from: number, to: number): boolean {
  let [braces, parentheses] = [0, 0];
  for (let index = from; index < to; index++) {
    const { image } = tokens[index] as IToken;
    if (image === '{') braces++;
    else if (image === '}') braces--;
    else if (image === '(') parentheses++;
    else if (image === ')') parentheses--;
    if (braces < 0 || parentheses < 0) return false;
  }
  return braces === 0 && parentheses === 0;
}

/** Where the errors are, in order. A span without length is a place at which something is missing. */
function faultsOf(text: string, parsed: ParseResult, { tokens, comments }: WrittenTokens): Span[] {
  const faults: Span[] = parsed.lexerErrors.map(({ offset, length }) => ({ start: offset, end: offset + length }));
  const starts = new Set([...(parsed.value as JourneyFile).imports, ...(parsed.value as JourneyFile).declarations].map(({ $cstNode }) => $cstNode?.offset));
  for (const error of parsed.parserErrors) {
    const previous = (error as { previousToken?: IToken }).previousToken;
    if (isInText(previous)) faults.push(spanOf(previous));
    // A declaration is not broken because the one before it ends too early.
    if (isInText(error.token) && !(isInText(previous) && starts.has(error.token.startOffset))) faults.push(spanOf(error.token));
    if (!isInText(error.token) && !isInText(previous)) faults.push({ start: text.length, end: text.length });
    faults.push(...error.resyncedTokens.filter(isInText).map(spanOf));
  }
  // These end with their line or with the file, so nothing may be put behind them.
  for (const token of tokens) if (token.tokenType.name === 'STRING' && !/^"(?:[^"\\]|\\.)*"$/.test(token.image)) faults.push(spanOf(token));
  const last = comments.at(-1);
  if (last?.image.startsWith('/*') && !/^\/\*[^]*\*\/$/.test(last.image)) faults.push(spanOf(last));
  return faults.sort((a, b) => a.start - b.start);
}

/** The end of a file counts as a token, somewhere outside. */
const isInText = (token: IToken | undefined): token is IToken => token !== undefined && token.startOffset >= 0;

/** Makes one span of those that overlap and of those with nothing whole between them. */
function joined(spans: readonly Span[], units: readonly Unit[], broken: readonly boolean[]): Span[] {
  const whole = units.filter((_, index) => !broken[index]);
  const result: Span[] = [];
  let at = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    while (at < whole.length && last && (whole[at] as Unit).start < last.end) at++;
    const next = whole[at];
    if (last && (!next || next.start >= span.start)) result[result.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    else result.push(span);
  }
  return result;
}

/** Adds to each span what stands before it in its first line, white space included, and the comments after it in its last. */
function wholeLines(spans: readonly Span[], text: string, comments: readonly IToken[]): Span[] {
  let at = 0;
  return spans.map((span) => {
    let { start, end } = span;
    while (at < comments.length && spanOf(comments[at] as IToken).start < start) at++;
    for (let index = at - 1; index >= 0; index--) {
      const comment = spanOf(comments[index] as IToken);
      if (!isBlankWithinLine(text, comment.end, start)) break;
      start = comment.start;
    }
    for (let index = at; index < comments.length; index++) {
      const comment = spanOf(comments[index] as IToken);
      if (comment.start >= end && !isBlankWithinLine(text, end, comment.start)) break;
      end = Math.max(end, comment.end);
    }
    let before = start;
    while (text.charAt(before - 1) === ' ' || text.charAt(before - 1) === '\t') before--;
    return { start: /^[\n\r\uFEFF]?$/.test(text.charAt(before - 1)) ? before : start, end: withoutLastLineEnds(text, end) };
  });
}

/** A comment that is never closed takes along the line ends at the end of the file. */
function withoutLastLineEnds(text: string, end: number): number {
  let last = end;
  while (last > 0 && text.charAt(last - 1).trim() === '') last--;
  const lineEnd = text.slice(last, end).search(/[\n\r]/);
  return lineEnd < 0 ? end : last + lineEnd;
}

const isBlankWithinLine = (text: string, start: number, end: number): boolean => start <= end && /^[^\S\n\r]*$/.test(text.slice(start, end));
