import type { CstNode } from 'langium';
import { CstUtils } from 'langium';
import type { Source } from '../../src/model/source.ts';
import { isSpaced } from '../formatting/piece.ts';
import { canonicalImage } from '../formatting/written-tokens.ts';

/** The node that stands at a place, from its first character to its last. */
export function nodeAt(root: CstNode, { offset, end }: Pick<Source, 'offset' | 'end'>): CstNode | undefined {
  let node: CstNode | undefined = CstUtils.findLeafNodeAtOffset(root, offset);
  while (node && node.end < end) node = node.container;
  return node;
}

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
