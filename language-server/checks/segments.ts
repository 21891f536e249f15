import { AstUtils } from 'langium';
import * as ast from '../generated/ast.ts';
import { hasName } from '../references/names.ts';
import type { Report } from './report.ts';

/** Of a longer way a part is told: nobody would read it all. */
const MOST_NAMED = 12;
/** In a larger knot the shortest way is not looked for: one for each of its segments would take long. */
const LARGE = 200;

/** A segment that asks for itself, directly or through others, would have no answer. */
export function checkSegmentCycles(file: ast.JourneyFile, report: Report): void {
  const segments = file.declarations.filter(ast.isSegment);
  const asked = askedBy(segments);
  const cycles = cyclesIn(asked);
  for (const segment of segments) {
    const cycle = cycles.get(segment);
    if (!cycle || !hasName(segment)) continue;
    const way = (cycle.size > LARGE ? beginningOf(segment, cycle, asked) : wayBack(segment, cycle, asked)).slice(0, MOST_NAMED);
    const names = [segment, ...way].map((one) => `\`${one.name ?? ''}\``);
    const end = way.at(-1) === segment ? [] : ['…', `\`${segment.name}\``];
    report('cycle', `The segment \`${segment.name}\` asks for itself: ${[...names, ...end].join(' → ')}.`, {
      node: segment,
      property: 'name',
      related: way.filter((one) => one !== segment).map((one) => ({ node: one, message: `\`${one.name ?? ''}\` is part of the cycle.` })),
    });
  }
}

type Asked = ReadonlyMap<ast.Segment, readonly ast.Segment[]>;

/** Which segments ask for which: the given ones and all that they lead to. */
function askedBy(segments: readonly ast.Segment[]): Asked {
  const asked = new Map<ast.Segment, readonly ast.Segment[]>();
  const found = new Set(segments);
  for (const segment of found) {
    const nodes = AstUtils.streamAllContents(segment).filter(ast.isInSegment);
    const others = new Set(nodes.flatMap((node) => node.segment?.ref ?? []));
    asked.set(segment, [...others]);
    for (const other of others) found.add(other);
  }
  return asked;
}

/**
 * The segments that ask for themselves, each with all that it asks for and that ask for it: strongly connected components
 * by Tarjan's algorithm, without recursion since chains can be as long as a file.
 */
function cyclesIn(asked: Asked): ReadonlyMap<ast.Segment, ReadonlySet<ast.Segment>> {
  const cycles = new Map<ast.Segment, ReadonlySet<ast.Segment>>();
  const order = new Map<ast.Segment, number>();
  const lowest = new Map<ast.Segment, number>();
  const open: ast.Segment[] = [];
  const done = new Set<ast.Segment>();
  const enter = (segment: ast.Segment) => {
    order.set(segment, order.size);
    lowest.set(segment, order.size - 1);
    open.push(segment);
    return { segment, next: 0 };
  };
  const lower = (segment: ast.Segment, to: number) => lowest.set(segment, Math.min(lowest.get(segment) ?? to, to));
  for (const root of asked.keys()) {
    const stack = order.has(root) ? [] : [enter(root)];
    for (let at = stack.at(-1); at; at = stack.at(-1)) {
      const { segment } = at;
      const other = asked.get(segment)?.[at.next++];
      if (other) {
        if (!order.has(other)) stack.push(enter(other));
        else if (!done.has(other)) lower(segment, order.get(other) ?? 0);
        continue;
      }
      stack.pop();
      const before = stack.at(-1)?.segment;
      if (before) lower(before, lowest.get(segment) ?? 0);
      if (lowest.get(segment) !== order.get(segment)) continue;
      // What was entered since then and is still open belongs to it.
      const members = new Set(open.splice(open.lastIndexOf(segment)));
      for (const one of members) done.add(one);
      if (members.size > 1 || asked.get(segment)?.includes(segment)) for (const one of members) cycles.set(one, members);
    }
  }
  return cycles;
}

/** The segments on a shortest way from a segment back to itself, itself last. */
function wayBack(start: ast.Segment, cycle: ReadonlySet<ast.Segment>, asked: Asked): ast.Segment[] {
  const cameFrom = new Map<ast.Segment, ast.Segment>();
  const queue = new Set([start]);
  for (const one of queue) {
    for (const next of asked.get(one) ?? []) {
      if (next === start) {
        const way = [start];
        for (let back: ast.Segment | undefined = one; back && back !== start; back = cameFrom.get(back)) way.unshift(back);
        return way;
      }
      if (!cycle.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, one);
      queue.add(next);
    }
  }
  return [];
}

/** A few segments of a long cycle, from one of them on. */
function beginningOf(start: ast.Segment, cycle: ReadonlySet<ast.Segment>, asked: Asked): ast.Segment[] {
  const way = new Set([start]);
  for (const one of way) {
    const next = way.size <= MOST_NAMED ? asked.get(one)?.find((other) => cycle.has(other) && !way.has(other)) : undefined;
    if (next) way.add(next);
  }
  return [...way].slice(1);
}
