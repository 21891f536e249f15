import { visibleText } from '../drawing/visible-text.ts';

/** A code span, fenced by more backticks than it holds in a row. */
export function codeSpan(text: string): string {
  const visible = visibleText(text);
  const longest = Math.max(0, ...[...visible.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = visible.startsWith('`') || visible.endsWith('`') ? ' ' : '';
  return `${fence}${space}${visible}${space}${fence}`;
}
