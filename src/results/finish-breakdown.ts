import type { Journey } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import type { RunFacts } from './finish-result.ts';
import { finishContacts, finishResult } from './finish-result.ts';
import type { PartialResult } from './partial-result.ts';
import { mergePartialResults } from './partial-result.ts';
import type { BreakdownResult } from './result.ts';
import { RESULT_SCHEMA } from './result.ts';

/** What one part of the contacts says of groups of them. Parts merge group by group, in any order. */
export interface PartialBreakdown {
  /** By value without regard to case; that of contacts without one is empty. */
  readonly groups: ReadonlyMap<string, PartialGroup>;
  /** Contacts that never entered. */
  readonly outside: PartialResult;
}

export interface PartialGroup {
  /** The value as written; of several spellings the first in the order of code units. */
  readonly value: string;
  readonly partial: PartialResult;
}

export function mergePartialBreakdowns(parts: readonly PartialBreakdown[]): PartialBreakdown {
  const groups = new Map<string, PartialGroup[]>();
  for (const part of parts) for (const [key, group] of part.groups) groups.set(key, [...(groups.get(key) ?? []), group]);
  return {
    groups: new Map(
      [...groups].map(([key, same]) => [
        key,
        { value: firstOf(same.map(({ value }) => value)), partial: mergePartialResults(same.map(({ partial }) => partial)) },
      ]),
    ),
    outside: mergePartialResults(parts.map(({ outside }) => outside)),
  };
}

const firstOf = (values: readonly string[]): string => values.toSorted()[0] ?? '';

/** So many values stand for themselves. */
const LARGEST = 20;

/** `ordered`: the values have an order of their own. */
export function finishBreakdown(
  by: string,
  ordered: boolean,
  journey: Journey,
  model: Pick<Model, 'files' | 'emails'>,
  { groups, outside }: PartialBreakdown,
  factsOf: (whole: PartialResult) => RunFacts,
): BreakdownResult {
  const whole = mergePartialResults([outside, ...[...groups.values()].map(({ partial }) => partial)]);
  const facts = factsOf(whole);
  const group = (
    kind: BreakdownResult['groups'][number]['kind'],
    value: string | null,
    parts: readonly PartialResult[],
  ): BreakdownResult['groups'][number] => ({
    kind,
    value,
    values: kind === 'value' || kind === 'other' ? parts.length : 0,
    ...finishContacts(journey, model, mergePartialResults(parts), facts.deliveredIsSent),
  });
  const byValue = (a: PartialGroup, b: PartialGroup): number => (a.value < b.value ? -1 : 1);
  const values = [...groups].filter(([key]) => key !== '').map(([, one]) => one);
  const bySize = values.toSorted((a, b) => b.partial.entered - a.partial.entered || byValue(a, b));
  const largest = bySize.slice(0, LARGEST);
  const rest = bySize.slice(LARGEST);
  const missing = groups.get('');
  return {
    schema: RESULT_SCHEMA,
    by,
    whole: finishResult(journey, model, whole, facts),
    groups: [
      ...(ordered ? largest.toSorted(byValue) : largest).map(({ value, partial }) => group('value', value, [partial])),
      ...(rest.length === 0
        ? []
        : [
            group(
              'other',
              null,
              rest.map(({ partial }) => partial),
            ),
          ]),
      ...(missing ? [group('missing', null, [missing.partial])] : []),
      ...(outside.seen === 0 ? [] : [group('not-entered', null, [outside])]),
    ],
  };
}
