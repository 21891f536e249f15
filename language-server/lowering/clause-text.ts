import type { CstNode } from 'langium';
import { CstUtils } from 'langium';
import { isSpaced } from '../formatting/piece.ts';
import { canonicalImage } from '../formatting/written-tokens.ts';

/** A piece of text in one line, without comments, spaced as the formatter does: the same whatever its layout. */
export function clauseText(node: CstNode | undefined): string {
  if (!node) return '';
  let text = '';
  let last: string | undefined;
  for (const leaf of CstUtils.flattenCst(node)) {
    if (leaf.hidden) continue;
    const image = canonicalImage({ tokenType: leaf.tokenType, image: leaf.text });
    if (last !== undefined && isSpaced({ kind: 'token', text: last }, { kind: 'token', text: image })) text += ' ';
    text += image;
    last = image;
  }
  return text;
}
