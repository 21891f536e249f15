import type { Compare, OrderOperator } from '../model/condition.ts';
import type { Stretch } from './moments.ts';
import { stretchOf } from './moments.ts';

/** A compare that a value passes, or does not. */
export interface SignedCompare {
  readonly compare: Compare;
  readonly holds: boolean;
}

/**
 * Whether some cell, missing and unreadable ones included, passes all the compares; they are of one property. Sound: says
 * no only where there is none. For numbers, dates and flags it is exact: the answers of all compares only change at the
 * values that they name, so those and one between each two stand for all. For texts two compares are held against each other.
 */
export function isPossible(compares: readonly SignedCompare[], zone: string): boolean {
  switch (compares[0]?.compare.type) {
    case undefined:
      return true;
    case 'number':
      return someCell(
        samplesAround(
          compares.flatMap(({ compare }) => valuesOf(compare).filter((value) => typeof value === 'number')),
          1,
        ),
        compares,
        (compare) => {
          const tests = valuesOf(compare).map((value) => (typeof value === 'number' ? { first: value, last: value } : undefined));
          return tests.every((test) => test !== undefined) ? tests : undefined;
        },
      );
    case 'date':
      return calendarsOf(compares, zone).every((calendar) =>
        someCell(
          samplesAround(
            stretchesOf(compares, zone, calendar).flatMap(({ first, last }) => [first, last]),
            1,
          ),
          compares,
          (compare) => {
            const tests = valuesOf(compare).map((value) => stretchOf(String(value), zone));
            return tests.every((test) => test?.calendar === calendar) ? (tests as Stretch[]) : undefined;
          },
        ),
      );
    case 'flag':
      return someCell([0, 1], compares, (compare) => {
        const isOrdered = ['<', '<=', '>', '>='].includes(compare.operator);
        return isOrdered || valuesOf(compare).some((value) => typeof value !== 'boolean')
          ? undefined
          : valuesOf(compare).map((value) => ({ first: Number(value), last: Number(value) }));
      });
    case 'text':
      return isPossibleText(compares);
  }
}

function valuesOf(compare: Compare): readonly (string | number | boolean)[] {
  if ('values' in compare) return compare.values;
  return 'value' in compare ? [compare.value] : [];
}

// ---- values in an order

type Range = Pick<Stretch, 'first' | 'last'>;

/** `undefined` where a compare cannot be judged: it is left out, which only makes more possible. */
type RangesOf = (compare: Compare) => readonly Range[] | undefined;

function someCell(samples: readonly number[], compares: readonly SignedCompare[], rangesOf: RangesOf): boolean {
  const tests = compares.flatMap(({ compare, holds }) => {
    const ranges = rangesOf(compare);
    return ranges ? [(cell: number | 'missing' | 'unreadable') => passes(compare.operator, ranges, cell) === holds] : [];
  });
  return [...samples, 'missing' as const, 'unreadable' as const].some((cell) => tests.every((test) => test(cell)));
}

function passes(operator: Compare['operator'], ranges: readonly Range[], cell: number | 'missing' | 'unreadable'): boolean {
  if (operator === 'missing') return cell === 'missing';
  if (operator === 'present') return cell !== 'missing';
  if (typeof cell === 'string') return operator === '!=';
  if (operator === 'in') return ranges.some((range) => isOrdered('==', cell, range));
  const [range] = ranges;
  return range !== undefined && isOrdered(operator as OrderOperator, cell, range);
}

function isOrdered(operator: OrderOperator, value: number, { first, last }: Range): boolean {
  switch (operator) {
    case '<':
      return value < first;
    case '<=':
      return value <= last;
    case '>':
      return value > last;
    case '>=':
      return value >= first;
    case '==':
      return value >= first && value <= last;
    case '!=':
      return value < first || value > last;
  }
}

/** The values, one between each two, and one `step` before and after each of them. */
function samplesAround(values: readonly number[], step: number): readonly number[] {
  const sorted = [...new Set(values.flatMap((value) => [value - step, value, value + step]))].sort((one, other) => one - other);
  return sorted.length === 0 ? [0] : sorted.flatMap((value, index) => [value, (value + (sorted[index + 1] ?? value)) / 2]);
}

function calendarsOf(compares: readonly SignedCompare[], zone: string): readonly string[] {
  const calendars = compares.flatMap(({ compare }) => valuesOf(compare).flatMap((value) => stretchOf(String(value), zone)?.calendar ?? []));
  return calendars.length === 0 ? [''] : [...new Set(calendars)];
}

const stretchesOf = (compares: readonly SignedCompare[], zone: string, calendar: string): readonly Stretch[] =>
  compares.flatMap(({ compare }) => valuesOf(compare).flatMap((value) => stretchOf(String(value), zone) ?? [])).filter((one) => one.calendar === calendar);

// ---- the points of a score

export interface SignedOrder {
  readonly operator: OrderOperator;
  readonly points: number;
  readonly holds: boolean;
}

/** Whether some sum of the rules' points passes all the compares. */
export function isReachable(compares: readonly SignedOrder[], rules: readonly number[]): boolean {
  // Sums of whole numbers are multiples of their common divisor; sums of fractions are not looked at so closely.
  const step = rules.every(Number.isSafeInteger) ? rules.reduce(commonDivisor, 0) : 0;
  const canRise = rules.some((points) => points > 0);
  const canFall = rules.some((points) => points < 0);
  const limits = compares.map(({ points }) => points);
  const samples = step > 0 ? limits.flatMap((points) => [-1, 0, 1, 2].map((times) => (Math.floor(points / step) + times) * step)) : samplesAround(limits, 1);
  return [0, ...samples]
    .filter((sum) => (sum <= 0 || canRise) && (sum >= 0 || canFall))
    .some((sum) => compares.every(({ operator, points, holds }) => isOrdered(operator, sum, { first: points, last: points }) === holds));
}

function commonDivisor(one: number, other: number): number {
  let [high, low] = [Math.abs(one), Math.abs(other)];
  while (low > 0) [high, low] = [low, high % low];
  return high;
}

// ---- texts

interface TextTest {
  readonly how: 'equals' | 'starts' | 'ends' | 'contains' | 'glob';
  readonly text: string;
  readonly holds: boolean;
}

/** As the simulator compares texts. */
const fold = (text: string): string => text.normalize('NFC').toLowerCase();

function isPossibleText(compares: readonly SignedCompare[]): boolean {
  if (compares.every(({ compare, holds }) => (compare.operator === 'missing' || compare.operator === '!=') === holds)) return true;
  // Not missing, then: only what a present text does counts.
  if (compares.some(({ compare, holds }) => (compare.operator === 'missing' && holds) || (compare.operator === 'present' && !holds))) return false;
  const tests = compares.flatMap(testsOf);
  const only = compares.filter(isOneOf).map(({ compare }) => valuesOf(compare).map((value) => fold(String(value))));
  const exact = tests.flatMap(({ how, text, holds }) => (how === 'equals' && holds ? [[text]] : []));
  const [candidates] = [...only, ...exact];
  if (candidates) {
    return candidates.some(
      (text) => text !== '' && [...only, ...exact].every((list) => list.includes(text)) && tests.every((test) => passesText(text, test) !== !test.holds),
    );
  }
  return tests.every((one) => tests.every((other) => !clash(one, other)));
}

/** `in`, which unlike the others names several texts. */
const isOneOf = ({ compare, holds }: SignedCompare): boolean => compare.operator === 'in' && holds;

/** What a compare says of a present text. */
function testsOf({ compare, holds }: SignedCompare): readonly TextTest[] {
  const texts = valuesOf(compare).map((value) => fold(String(value)));
  switch (compare.operator) {
    case '==':
      return texts.map((text) => ({ how: 'equals', text, holds }));
    case '!=':
      return texts.map((text) => ({ how: 'equals', text, holds: !holds }));
    case 'in':
      return holds ? [] : texts.map((text) => ({ how: 'equals', text, holds }));
    case 'starts-with':
      return texts.map((text) => ({ how: 'starts', text, holds }));
    case 'ends-with':
      return texts.map((text) => ({ how: 'ends', text, holds }));
    case 'contains':
      return texts.map((text) => ({ how: 'contains', text, holds }));
    case 'matches':
      return texts.flatMap((glob) => testsOfGlob(glob, holds));
    default:
      return [];
  }
}

/** Globs with one or two stars at their ends are simple tests; of others what they demand is known, not what they refuse. */
function testsOfGlob(glob: string, holds: boolean): readonly TextTest[] {
  const [first = '', ...rest] = glob.split('*');
  const last = rest.pop();
  if (last === undefined) return [{ how: 'equals', text: glob, holds }];
  if (rest.every((part) => part === '') && (first === '' || last === ''))
    return [first === '' ? { how: 'ends', text: last, holds } : { how: 'starts', text: first, holds }];
  if (first === '' && last === '' && rest.filter((part) => part !== '').length === 1) return [{ how: 'contains', text: rest.join(''), holds }];
  const whole: TextTest = { how: 'glob', text: glob, holds };
  if (!holds) return [whole];
  return [
    whole,
    { how: 'starts', text: first, holds },
    { how: 'ends', text: last, holds },
    ...rest.map((text): TextTest => ({ how: 'contains', text, holds })),
  ];
}

function passesText(text: string, test: TextTest): boolean | undefined {
  switch (test.how) {
    case 'equals':
      return text === test.text;
    case 'starts':
      return text.startsWith(test.text);
    case 'ends':
      return text.endsWith(test.text);
    case 'contains':
      return text.includes(test.text);
    case 'glob':
      return undefined;
  }
}

function clash(one: TextTest, other: TextTest): boolean {
  if (!one.holds) return false;
  if (!other.holds) return follows(one, other);
  if (one.how !== other.how) return false;
  if (one.how === 'starts') return !one.text.startsWith(other.text) && !other.text.startsWith(one.text);
  return one.how === 'ends' && !one.text.endsWith(other.text) && !other.text.endsWith(one.text);
}

/** Whether each present text that passes the one passes the other. */
function follows(one: TextTest, other: TextTest): boolean {
  switch (other.how) {
    case 'starts':
      return other.text === '' || (one.how === 'starts' && one.text.startsWith(other.text));
    case 'ends':
      return other.text === '' || (one.how === 'ends' && one.text.endsWith(other.text));
    case 'contains':
      return other.text === '' || (one.how !== 'glob' && one.text.includes(other.text));
    case 'glob':
      return one.how === 'glob' && one.text === other.text;
    case 'equals':
      return false;
  }
}
