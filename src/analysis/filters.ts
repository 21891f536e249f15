import type { Compare, Filter } from '../model/condition.ts';
import type { Source } from '../model/source.ts';
import type { Formula, Literal } from './formula.ts';
import { all, any, fact, opposite } from './formula.ts';
import { refute } from './refute.ts';
import { isPossible } from './values.ts';

/** The zone in which a journey's filters read dates is not known to its segments, so bare dates are compared only with each other. */
const SOME_ZONE = '';

/** Why no record can pass a filter; undefined where one might. */
export const whyNonePasses = (filter: Filter): readonly Source[] | undefined => refute([formulaOf(filter)], clashOfValues);

/** Why every record passes a filter; undefined where one might not. */
export const whyAllPass = (filter: Filter): readonly Source[] | undefined => refute([opposite(formulaOf(filter))], clashOfValues);

/** Whether each record that passes one filter passes the other. No filter lets every record pass. */
export function isStricter(one: Filter | undefined, other: Filter | undefined): boolean {
  if (!other) return true;
  return refute([...(one ? [formulaOf(one)] : []), opposite(formulaOf(other))], clashOfValues) !== undefined;
}

function formulaOf(filter: Filter): Formula {
  switch (filter.kind) {
    case 'and':
      return all(...filter.operands.map(formulaOf));
    case 'or':
      return any(...filter.operands.map(formulaOf));
    case 'not':
      return opposite(formulaOf(filter.operand));
    case 'compare':
      return fact({ kind: 'value', compare: filter, zone: SOME_ZONE, source: filter.source });
  }
}

/** Values of one property that cannot be had together: two that clash, else all of them. */
export function clashOfValues(added: Literal, earlier: readonly Literal[]): readonly Source[] | undefined {
  if (added.fact.kind !== 'value') return undefined;
  const { compare, zone, source } = added.fact;
  const signed = (compare: Compare, { holds }: Literal) => ({ compare, holds });
  const own = signed(compare, added);
  if (!isPossible([own], zone)) return [source];
  const others = earlier.flatMap((one) =>
    one.fact.kind === 'value' && isSameValue(one.fact, added.fact) ? [{ ...signed(one.fact.compare, one), source: one.fact.source }] : [],
  );
  for (const other of others) if (!isPossible([other, own], zone)) return [other.source, source];
  return others.length > 1 && !isPossible([...others, own], zone) ? [...others.map((one) => one.source), source] : undefined;
}

function isSameValue(one: Literal['fact'], other: Literal['fact']): boolean {
  if (one.kind !== 'value' || other.kind !== 'value') return false;
  if (one.compare.property !== other.compare.property || one.compare.type !== other.compare.type) return false;
  return one.compare.type !== 'date' || one.zone === other.zone;
}
