import type { LangiumDocument } from 'langium';
import type { Range } from 'vscode-languageserver-types';
import type { JourneyServices } from '../core-services.ts';
import { lineStarts } from '../formatting/line-starts.ts';
import { writtenTokens } from '../formatting/written-tokens.ts';
import type { JourneyFile } from '../generated/ast.ts';
import { nearestNames } from '../references/nearest-names.ts';
import type { Code } from './codes.ts';
import { ALWAYS_ERRORS, CODES, isCode } from './codes.ts';

/** `// journey-disable-next-line CODE, CODE reason` */
interface DisableComment {
  readonly codes: readonly { readonly text: string; readonly range: Range }[];
  readonly reason: string;
  readonly range: Range;
  /** The offset of the first word after it. */
  readonly next: number;
}

export interface DisableProblem {
  readonly code: Code;
  readonly message: string;
  readonly range: Range;
  readonly suggestions?: readonly string[];
}

interface Found {
  readonly code?: number | string | undefined;
  readonly range: Range;
}

const WORD = 'journey-disable-next-line';

/**
 * Leaves out the diagnostics that comments disable, and says which comments are wrong or do nothing.
 *
 * A comment is about the next line of the canonical layout, continuations included: from the first word after it to the end
 * of the clause that this word belongs to, without what stands between the clause's braces. So formatting a file, which
 * moves no word past a comment, never changes what is reported. A segment counts as one line.
 */
export function applyDisableComments<Diagnostic extends Found>(
  document: LangiumDocument,
  diagnostics: readonly Diagnostic[],
  services: JourneyServices,
): { readonly left: readonly Diagnostic[]; readonly problems: readonly DisableProblem[] } {
  const { textDocument } = document;
  const comments = textDocument.getText().includes(WORD) ? disableComments(document, services) : [];
  if (comments.length === 0) return { left: diagnostics, problems: [] };
  const lines = new CanonicalLines(document.parseResult.value as JourneyFile);
  const byLine = new Map<number, { readonly comment: DisableComment; readonly fires: Set<string> }[]>();
  const places = comments.map((comment) => ({ comment, fires: new Set<string>() }));
  for (const place of places) {
    const line = lines.at(place.comment.next);
    const others = byLine.get(line);
    if (others) others.push(place);
    else byLine.set(line, [place]);
  }
  const left = diagnostics.filter(({ code, range }) => {
    const offset = textDocument.offsetAt(range.start);
    const text = String(code);
    const about = (byLine.get(lines.at(offset)) ?? []).filter(({ comment }) => comment.next <= offset);
    for (const { fires } of about) fires.add(text);
    return !about.some(({ comment }) => comment.codes.some((one) => one.text === text) && canBeDisabled(text));
  });
  return { left, problems: places.flatMap(({ comment, fires }) => problemsOf(comment, fires)) };
}

/** A file's lines in the canonical layout, continuations included, whatever its layout is. */
class CanonicalLines {
  private readonly starts: readonly number[];

  constructor(file: JourneyFile) {
    this.starts = [...lineStarts(file)].flatMap(([offset, kind]) => (kind === 'when' ? [] : [offset])).sort((a, b) => a - b);
  }

  /** The number of the line that an offset belongs to. */
  at(offset: number): number {
    let [low, high] = [0, this.starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const canBeDisabled = (code: string): boolean => isCode(code) && !ALWAYS_ERRORS.has(code);

function problemsOf({ codes, reason, range }: DisableComment, fires: ReadonlySet<string>): DisableProblem[] {
  if (codes.length === 0) {
    return [{ code: 'unknown-code', message: `This comment disables nothing. Name the codes after \`${WORD}\`, then the reason.`, range }];
  }
  const problems: DisableProblem[] = codes.flatMap((code) => {
    const problem = problemOf(code.text, fires);
    return problem ? [{ ...problem, range: code.range }] : [];
  });
  if (reason !== '') return problems;
  const message = 'This comment says no reason, so nobody will know whether it still holds. Write the reason after the code.';
  return [...problems, { code: 'disable-without-reason', message, range }];
}

function problemOf(code: string, fires: ReadonlySet<string>): Omit<DisableProblem, 'range'> | undefined {
  if (!isCode(code)) {
    const suggestions = nearestNames(code, Object.keys(CODES));
    const hint = suggestions[0] === undefined ? '' : ` Did you mean \`${suggestions[0]}\`?`;
    return { code: 'unknown-code', message: `There is no diagnostic \`${code}\`, so this comment disables nothing.${hint}`, suggestions };
  }
  if (ALWAYS_ERRORS.has(code)) {
    return {
      code: 'unused-disable',
      message: `\`${code}\` cannot be disabled: without it being right this file has no whole meaning. Correct what stands after this comment.`,
    };
  }
  if (fires.has(code)) return undefined;
  return { code: 'unused-disable', message: `The clause after this comment has no \`${code}\`, so this comment only misleads. Remove it.` };
}

function disableComments({ textDocument }: LangiumDocument, services: JourneyServices): DisableComment[] {
  const { tokens, comments } = writtenTokens(textDocument.getText(), services);
  const found: DisableComment[] = [];
  let at = 0;
  for (const { image, tokenType, startOffset: start } of comments) {
    if (tokenType.name !== 'SL_COMMENT') continue;
    const match = /^(\/\/\s*journey-disable-next-line)(?![\w-])([ \t]*)([a-z]+(?:-[a-z]+)*(?:[ \t]*,[ \t]*[a-z]+(?:-[a-z]+)*)*)?([^]*)$/.exec(image);
    if (!match) continue;
    while (at < tokens.length && (tokens[at]?.startOffset ?? 0) < start) at++;
    const [, opening = '', blank = '', list = '', reason = ''] = match;
    const rangeOf = (offset: number, length: number): Range => ({ start: textDocument.positionAt(offset), end: textDocument.positionAt(offset + length) });
    const from = start + opening.length + blank.length;
    const codes = [...list.matchAll(/[a-z-]+/g)].map(({ 0: text, index }) => ({ text, range: rangeOf(from + index, text.length) }));
    found.push({ codes, reason: reason.trim(), range: rangeOf(start, image.length), next: tokens[at]?.startOffset ?? Infinity });
  }
  return found;
}
