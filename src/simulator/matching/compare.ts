import type { TextColumn } from '../../activities/activity-table.ts';
import type { Compare, Filter, OrderOperator, Value } from '../../model/condition.ts';
import type { TimeZone } from '../../time/time-zone.ts';
import { fold } from './fold.ts';
import { matchesGlob } from '../../urls/glob.ts';
import { stretchOf } from './moment.ts';

/** A test of one cell as written in the file; the empty text is a missing one. */
export type CellTest = (text: string) => boolean;

/**
 * The meaning of a compare. On a missing cell `is missing` and `!=` are true and all else is false; so it is on a cell
 * that cannot be read as the property's type, save that such a cell is present.
 */
export function cellTest(compare: Compare, zone: TimeZone): CellTest {
  switch (compare.operator) {
    case 'missing':
      return (text) => text === '';
    case 'present':
      return (text) => text !== '';
    case 'in': {
      const tests = compare.values.map((value) => equals(compare.type, value, zone));
      return (text) => text !== '' && tests.some((test) => test(text));
    }
    case 'contains': {
      const part = fold(compare.value);
      return (text) => text !== '' && fold(text).includes(part);
    }
    case 'starts-with': {
      const start = fold(compare.value);
      return (text) => text !== '' && fold(text).startsWith(start);
    }
    case 'ends-with': {
      const end = fold(compare.value);
      return (text) => text !== '' && fold(text).endsWith(end);
    }
    case 'matches': {
      const glob = fold(compare.value);
      return (text) => text !== '' && matchesGlob(glob, fold(text));
    }
    case '==': {
      const test = equals(compare.type, compare.value, zone);
      return (text) => text !== '' && test(text);
    }
    case '!=': {
      const test = equals(compare.type, compare.value, zone);
      return (text) => text === '' || !test(text);
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(compare.operator, compare.type, compare.value, zone);
  }
}

function equals(type: Compare['type'], value: Value, zone: TimeZone): CellTest {
  switch (type) {
    case 'text': {
      const wanted = fold(String(value));
      return (text) => fold(text) === wanted;
    }
    case 'number':
      return (text) => numberOf(text) === value;
    case 'flag':
      return (text) => flagOf(text) === value;
    case 'date': {
      const day = stretchOf(String(value), zone);
      return (text) => {
        const cell = stretchOf(text, zone);
        return day !== undefined && cell !== undefined && cell.first >= day.first && cell.first <= day.last;
      };
    }
  }
}

/** A date is before another where it begins before it begins, and after it where it begins after it ends. */
function ordered(operator: OrderOperator, type: Compare['type'], value: Value, zone: TimeZone): CellTest {
  if (type === 'number' && typeof value === 'number') {
    return (text) => {
      const number = numberOf(text);
      return number !== undefined && compareOrder(operator, number, value, value);
    };
  }
  const wanted = type === 'date' ? stretchOf(String(value), zone) : undefined;
  return (text) => {
    const cell = stretchOf(text, zone);
    return wanted !== undefined && cell !== undefined && compareOrder(operator, cell.first, wanted.first, wanted.last);
  };
}

function compareOrder(operator: OrderOperator, cell: number, first: number, last: number): boolean {
  switch (operator) {
    case '<':
      return cell < first;
    case '<=':
      return cell <= last;
    case '>':
      return cell > last;
    case '>=':
      return cell >= first;
    case '==':
      return cell >= first && cell <= last;
    case '!=':
      return cell < first || cell > last;
  }
}

function numberOf(text: string): number | undefined {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined;
}

function flagOf(text: string): boolean | undefined {
  switch (fold(text.trim())) {
    case 'true':
    case '1':
    case 'yes':
      return true;
    case 'false':
    case '0':
    case 'no':
      return false;
    default:
      return undefined;
  }
}

export type RecordTest = (record: number) => boolean;

/** `columnOf` says where a property's cells are; undefined where no record has it. */
export function filterTest(filter: Filter, columnOf: (property: string) => TextColumn | undefined, zone: TimeZone): RecordTest {
  switch (filter.kind) {
    case 'and': {
      const operands = filter.operands.map((operand) => filterTest(operand, columnOf, zone));
      return (record) => operands.every((operand) => operand(record));
    }
    case 'or': {
      const operands = filter.operands.map((operand) => filterTest(operand, columnOf, zone));
      return (record) => operands.some((operand) => operand(record));
    }
    case 'not': {
      const operand = filterTest(filter.operand, columnOf, zone);
      return (record) => !operand(record);
    }
    case 'compare': {
      const column = columnOf(filter.property);
      const test = cellTest(filter, zone);
      if (!column) {
        const missing = test('');
        return () => missing;
      }
      const passes = lazily(column, test);
      return (record) => passes(column.codes[record] ?? 0);
    }
  }
}

/** Tests each text of a dictionary at most once, and only when it is met. */
export function lazily(column: TextColumn, test: CellTest): (code: number) => boolean {
  const known = new Uint8Array(column.dictionary.length);
  return (code) => {
    if (known[code] === 0) known[code] = test(column.dictionary[code] ?? '') ? 2 : 1;
    return known[code] === 2;
  };
}
