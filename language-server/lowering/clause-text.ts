import type { CstNode } from 'langium';
import { CstUtils } from 'langium';

/** A piece of text as written, without comments, each run of white space one blank. */
export function clauseText(node: CstNode | undefined): string {
  if (!node) return '';
  let text = '';
  let end: number | undefined;
  for (const leaf of CstUtils.flattenCst(node)) {
    if (leaf.hidden) continue;
    if (end !== undefined && leaf.offset > end) text += ' ';
    text += leaf.text;
    end = leaf.end;
  }
  return text;
}
