import type { JourneyServices } from '../core-services.ts';
import { canonicalImage } from './written-tokens.ts';

/**
 * Whether two texts differ in white space alone and the parser sees the same in both: the same tokens and comments in the
 * same order. Of broken texts that is not certain: how a missing brace is understood depends on the lines.
 */
export function isSameButForWhiteSpace(before: string, after: string, services: JourneyServices): boolean {
  if (before === after) return true;
  if (withoutWhiteSpace(before) !== withoutWhiteSpace(after)) return false;
  const [left, right] = [seenByParser(before, services), seenByParser(after, services)];
  return left.length === right.length && left.every((word, index) => word === right[index]);
}

const withoutWhiteSpace = (text: string): string => text.replaceAll(/[\s\uFEFF]+/g, '');

function seenByParser(text: string, services: JourneyServices): string[] {
  const { tokens, hidden, errors } = services.parser.Lexer.tokenize(text);
  const words = tokens.map((token) => ({ at: token.startOffset, word: `${token.tokenType.name} ${canonicalImage(token)}` }));
  const comments = hidden.map(({ startOffset: at, image }) => ({ at, word: remark(image) }));
  return [`${String(errors.length)} errors`, ...[...words, ...comments].sort((a, b) => a.at - b.at).map(({ word }) => word)];
}

/** A comment's lines without the white space around them, empty ones left out. */
function remark(image: string): string {
  const lines = image.split(/[\n\r]/).map((line) => line.trim());
  return lines.filter((line) => line !== '').join('\n');
}
