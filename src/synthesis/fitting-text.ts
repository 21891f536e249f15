import type { Compare, Filter, Value } from '../model/condition.ts';
import { cellTest } from '../simulator/matching/compare.ts';
import { TimeZone } from '../time/time-zone.ts';
import type { SeededRandom } from './seeded-random.ts';

/** A compare, and whether it is to hold. */
export interface WantedCompare {
  readonly compare: Compare;
  readonly wanted: boolean;
}

const UTC = TimeZone.named('UTC')!;

/** A text for a property with which a compare holds, or does not, as close to the border as can be; empty where it has to be missing. Undefined where none was found. `also`: what else could fit. */
export function fittingText(asked: readonly WantedCompare[], random: SeededRandom, also: readonly string[] = []): string | undefined {
  const candidates = [...also, ...asked.flatMap(({ compare }) => candidatesFor(compare))];
  const tests = asked.map(({ compare, wanted }) => ({ test: cellTest(compare, UTC), wanted }));
  const fitting = candidates.filter((text) => tests.every(({ test, wanted }) => test(text) === wanted));
  // The first are the nearest to the border.
  return random.chance(0.6) ? fitting[0] : fitting.length === 0 ? undefined : random.pick(fitting);
}

/** One way in which a filter passes, or does not: what each compare in it has to be. */
export function waysThrough(filter: Filter, wanted: boolean, random: SeededRandom): readonly WantedCompare[] {
  switch (filter.kind) {
    case 'compare':
      return [{ compare: filter, wanted }];
    case 'not':
      return waysThrough(filter.operand, !wanted, random);
    case 'and':
    case 'or':
      if ((filter.kind === 'and') === wanted) return filter.operands.flatMap((operand) => waysThrough(operand, wanted, random));
      return waysThrough(random.pick(filter.operands), wanted, random);
  }
}

function candidatesFor(compare: Compare): readonly string[] {
  const values: readonly Value[] = 'values' in compare ? compare.values : 'value' in compare ? [compare.value] : [];
  const near = values.flatMap((value) => nearTo(compare, value));
  return [...near, ...OTHERS[compare.type], ''];
}

const OTHERS: Readonly<Record<Compare['type'], readonly string[]>> = {
  text: ['sample'],
  number: ['1', '100'],
  flag: ['true', 'false'],
  date: ['2026-01-15', '2027-06-30'],
};

const DAY = 86_400_000;

function nearTo({ type, operator }: Compare, value: Value): readonly string[] {
  const text = String(value);
  switch (type) {
    case 'number':
      return [text, ...[-1, 1, -0.5, 0.5].map((by) => String(Number(value) + by))];
    case 'flag':
      return [text];
    case 'date': {
      const day = Date.parse(text.slice(0, 10));
      return [text, ...(Number.isNaN(day) ? [] : [-DAY, 0, DAY].map((by) => new Date(day + by).toISOString().slice(0, 10)))];
    }
    case 'text':
      return operator === 'matches' ? [text.replaceAll('*', 'x'), text.replaceAll('*', '')] : [text, `${text}-x`, `x-${text}`];
  }
}
