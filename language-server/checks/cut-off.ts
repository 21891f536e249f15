import type { IToken } from 'chevrotain';
import type { AstNode, ParseResult } from 'langium';
import { AstUtils } from 'langium';

const cutsOf = new WeakMap<ParseResult, readonly number[]>();

/** Whether the parser could not read on in a node or right behind it: what it lacks may stand there, so that nothing is said of it. */
export function isCutOff(node: AstNode): boolean {
  const { offset = 0, end = 0 } = node.$cstNode ?? {};
  const cuts = cutsIn(AstUtils.getDocument(node).parseResult);
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle] ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return (cuts[low] ?? Infinity) <= end;
}

/** The ends of the tokens behind which the parser met a mistake, in order. */
function cutsIn(parsed: ParseResult): readonly number[] {
  const known = cutsOf.get(parsed);
  if (known) return known;
  const before = parsed.parserErrors.flatMap((error) => (error as { previousToken?: IToken }).previousToken ?? []);
  const cuts = before.map(({ endOffset }) => (endOffset ?? -1) + 1).sort((a, b) => a - b);
  cutsOf.set(parsed, cuts);
  return cuts;
}
