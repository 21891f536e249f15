import type { Compare, Value } from '../../src/model/condition.ts';
import { matchesGlob } from './address.ts';
import { spanOf } from './calendar.ts';

/**
 * Whether a compare is true of a property's cell; undefined or empty: missing. `zone` is where bare dates are days.
 *
 * language.md §5.1: "On a missing property `is missing` and `!=` are true (`!=` is exactly not `==`), every other compare is
 * false." docs/semantics.md: "A cell that cannot be read as its property's type is present, but no compare except `!=` is
 * true of it."
 */
export function compareHolds(compare: Compare, cell: string | undefined, zone: string): boolean {
  const isMissing = cell === undefined || cell === '';
  switch (compare.operator) {
    case 'missing':
      return isMissing;
    case 'present':
      return !isMissing;
    case '!=':
      return isMissing || !isEqual(compare, cell, compare.value, zone);
    default:
      return !isMissing && valueHolds(compare, cell, zone);
  }
}

/** Text compares without regard to case. */
const fold = (text: string): string => text.toLowerCase();

function valueHolds(compare: Exclude<Compare, { operator: 'missing' | 'present' | '!=' }>, cell: string, zone: string): boolean {
  switch (compare.operator) {
    case '==':
      return isEqual(compare, cell, compare.value, zone);
    case 'in':
      return compare.values.some((value) => isEqual(compare, cell, value, zone));
    case 'contains':
      return fold(cell).includes(fold(compare.value));
    case 'starts-with':
      return fold(cell).startsWith(fold(compare.value));
    case 'ends-with':
      return fold(cell).endsWith(fold(compare.value));
    case 'matches':
      return matchesGlob(fold(cell), fold(compare.value));
    case '<':
      return isBefore(compare, cell, compare.value, zone);
    case '>':
      return isAfter(compare, cell, compare.value, zone);
    // "`<=` is not `>`, `>=` is not `<`", which with dates is more than "before or equal".
    case '<=':
      return isReadable(compare, cell, zone) && !isAfter(compare, cell, compare.value, zone);
    case '>=':
      return isReadable(compare, cell, zone) && !isBefore(compare, cell, compare.value, zone);
    case '!=':
      return !isEqual(compare, cell, compare.value, zone);
  }
}

/** docs/semantics.md: "A date is equal to another where it lies in it". */
function isEqual({ type }: Compare, cell: string, value: Value, zone: string): boolean {
  switch (type) {
    case 'text':
      return fold(cell) === fold(String(value));
    case 'number':
      return numberOf(cell) === value;
    case 'flag':
      return flagOf(cell) === value;
    case 'date': {
      const [date, other] = [spanOf(cell, zone), spanOf(String(value), zone)];
      return date !== undefined && other !== undefined && date.begin >= other.begin && date.end <= other.end;
    }
  }
}

/** docs/semantics.md: "It is before where it begins before the other begins". */
function isBefore({ type }: Compare, cell: string, value: Value, zone: string): boolean {
  if (type === 'number') return (numberOf(cell) ?? NaN) < Number(value);
  const [date, other] = [spanOf(cell, zone), spanOf(String(value), zone)];
  return date !== undefined && other !== undefined && date.begin < other.begin;
}

/** docs/semantics.md: "after where it begins after the other ends". */
function isAfter({ type }: Compare, cell: string, value: Value, zone: string): boolean {
  if (type === 'number') return (numberOf(cell) ?? NaN) > Number(value);
  const [date, other] = [spanOf(cell, zone), spanOf(String(value), zone)];
  return date !== undefined && other !== undefined && date.begin > other.end;
}

const isReadable = ({ type }: Compare, cell: string, zone: string): boolean => (type === 'number' ? numberOf(cell) : spanOf(cell, zone)) !== undefined;

function numberOf(cell: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(cell.trim()) ? Number(cell) : undefined;
}

function flagOf(cell: string): boolean | undefined {
  const word = fold(cell.trim());
  return word === 'true' ? true : word === 'false' ? false : undefined;
}
