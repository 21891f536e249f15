import type { Compare, Filter } from './condition.ts';

/** The comparisons of a filter, in the order written. */
export function comparesOf(filter: Filter): Compare[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.flatMap(comparesOf);
    case 'not':
      return comparesOf(filter.operand);
    case 'compare':
      return [filter];
  }
}
