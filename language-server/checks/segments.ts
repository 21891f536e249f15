import { AstUtils } from 'langium';
import * as ast from '../generated/ast.ts';
import { hasName } from '../references/names.ts';
import type { Report } from './report.ts';

/** A segment that asks for itself, directly or through others, would have no answer. */
export function checkSegmentCycle(segment: ast.Segment, report: Report): void {
  if (!hasName(segment)) return;
  const way = wayBack(segment);
  if (!way) return;
  const names = [segment, ...way].map((one) => `\`${one.name ?? ''}\``).join(' → ');
  report('cycle', `The segment \`${segment.name}\` asks for itself: ${names}.`, {
    node: segment,
    property: 'name',
    related: way.slice(0, -1).map((one) => ({ node: one, message: `\`${one.name ?? ''}\` is part of the cycle.` })),
  });
}

/** The segments on a shortest way from a segment back to itself, itself last; undefined without one. */
function wayBack(start: ast.Segment): ast.Segment[] | undefined {
  const cameFrom = new Map<ast.Segment, ast.Segment>();
  const queue = [start];
  for (let one = queue.shift(); one; one = queue.shift()) {
    for (const next of segmentsIn(one)) {
      if (next === start) {
        const way = [start];
        for (let back: ast.Segment | undefined = one; back && back !== start; back = cameFrom.get(back)) way.unshift(back);
        return way;
      }
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, one);
      queue.push(next);
    }
  }
  return undefined;
}

const segmentsIn = (segment: ast.Segment): ast.Segment[] =>
  AstUtils.streamAllContents(segment)
    .filter(ast.isInSegment)
    .flatMap((node) => node.segment?.ref ?? [])
    .toArray();
