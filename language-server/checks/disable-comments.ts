import type { AstNode, LangiumDocument } from 'langium';
import { CstUtils } from 'langium';
import type { Range } from 'vscode-languageserver-types';
import { nearestNames } from '../references/nearest-names.ts';
import type { Code } from './codes.ts';
import { ALWAYS_ERRORS, CODES, isCode } from './codes.ts';

/** `// journey-disable-next-line CODE, CODE reason` */
interface DisableComment {
  readonly codes: readonly { readonly text: string; readonly range: Range }[];
  readonly reason: string;
  readonly range: Range;
  /** The line whose diagnostics it is about, from 0. */
  readonly line: number;
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

/** Leaves out the diagnostics that comments disable, and says which comments are wrong or do nothing. */
export function applyDisableComments<Diagnostic extends Found>(
  document: LangiumDocument,
  diagnostics: readonly Diagnostic[],
): { readonly left: readonly Diagnostic[]; readonly problems: readonly DisableProblem[] } {
  const comments = document.textDocument.getText().includes(WORD) ? disableComments(document.parseResult.value, document) : [];
  if (comments.length === 0) return { left: diagnostics, problems: [] };
  const disabled = new Map<number, Set<string>>();
  const problems: DisableProblem[] = [];
  for (const comment of comments) {
    const fires = new Set(diagnostics.filter(({ range }) => range.start.line === comment.line).map(({ code }) => String(code)));
    const codes = new Set<string>();
    for (const { text, range } of comment.codes) {
      const problem = problemOf(text, fires);
      if (problem) problems.push({ ...problem, range });
      else codes.add(text);
    }
    disabled.set(comment.line, codes);
    if (comment.codes.length === 0) {
      problems.push({
        code: 'unknown-code',
        message: `This comment disables nothing. Name the codes after \`${WORD}\`, then the reason.`,
        range: comment.range,
      });
    } else if (comment.reason === '') {
      const message = 'This comment says no reason, so nobody will know whether it still holds. Write the reason after the code.';
      problems.push({ code: 'disable-without-reason', message, range: comment.range });
    }
  }
  const left = diagnostics.filter(({ code, range }) => !disabled.get(range.start.line)?.has(String(code)));
  return { left, problems };
}

function problemOf(code: string, fires: ReadonlySet<string>): Omit<DisableProblem, 'range'> | undefined {
  if (!isCode(code)) {
    const suggestions = nearestNames(code, Object.keys(CODES));
    const hint = suggestions[0] === undefined ? '' : ` Did you mean \`${suggestions[0]}\`?`;
    return { code: 'unknown-code', message: `There is no diagnostic \`${code}\`, so this comment disables nothing.${hint}`, suggestions };
  }
  if (ALWAYS_ERRORS.has(code)) {
    return { code: 'unused-disable', message: `\`${code}\` cannot be disabled: without it being right this file has no whole meaning. Correct the next line.` };
  }
  if (fires.has(code)) return undefined;
  return { code: 'unused-disable', message: `The next line has no \`${code}\`, so this comment only misleads. Remove it.` };
}

function disableComments(root: AstNode, { textDocument }: LangiumDocument): DisableComment[] {
  if (!root.$cstNode) return [];
  const found: DisableComment[] = [];
  for (const leaf of CstUtils.flattenCst(root.$cstNode)) {
    if (leaf.tokenType.name !== 'SL_COMMENT') continue;
    const match = /^(\/\/\s*journey-disable-next-line)(?![\w-])([ \t]*)([a-z]+(?:-[a-z]+)*(?:[ \t]*,[ \t]*[a-z]+(?:-[a-z]+)*)*)?([^]*)$/.exec(leaf.text);
    if (!match) continue;
    const [, start = '', blank = '', list = '', reason = ''] = match;
    const from = leaf.offset + start.length + blank.length;
    const codes = [...list.matchAll(/[a-z-]+/g)].map(({ 0: text, index }) => ({
      text,
      range: { start: textDocument.positionAt(from + index), end: textDocument.positionAt(from + index + text.length) },
    }));
    found.push({ codes, reason: reason.trim(), range: leaf.range, line: leaf.range.start.line + 1 });
  }
  return found;
}
