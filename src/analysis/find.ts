import type { Condition, Pattern } from '../model/condition.ts';
import type { Journey } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import { clashesBetween } from './clashes.ts';
import { findInCondition, findInFilters, patternsOf } from './condition-findings.ts';
import { declaredIn } from './declared.ts';
import type { Finding } from './finding.ts';
import { findInRules, findInStages } from './journey-findings.ts';
import { findRepeated } from './repeated-conditions.ts';
import { Truth } from './truth.ts';

/**
 * What can be said of the entry file of a model without any activities: what can never happen, what always does. Sound:
 * nothing that some history could do is called impossible; what cannot be decided with bounded effort is left.
 * `isWhole`: whether all rules of a journey are in the model, which those that are half written are not.
 */
export function findInModel(model: Model, isWhole: (journey: Journey) => boolean): readonly Finding[] {
  const declared = declaredIn(model);
  const truth = new Truth(declared);
  const asked = { places: [{ from: 'nowhere', zone: 'UTC' }], truth, clashOf: clashesBetween(declared) } as const;
  const segments = model.segments.filter(({ source }) => source.file === 0);
  const scores = model.scores.filter(({ source }) => source.file === 0);
  const campaigns = model.campaigns.filter(({ source }) => source.file === 0);
  const conditions: readonly Condition[] = [
    ...segments.map(({ condition }) => condition),
    ...campaigns.flatMap(({ audience }) => audience ?? []),
    ...model.journeys.flatMap(({ audience, stages }) => [
      ...(audience ? [audience] : []),
      ...stages.flatMap(({ rules }) => rules.flatMap(({ when }) => when ?? [])),
    ]),
  ];
  const patterns: readonly Pattern[] = [
    ...conditions.flatMap(patternsOf),
    ...scores.flatMap(({ rules }) => rules.map(({ pattern }) => pattern)),
    ...campaigns.flatMap(({ sends }) => sends.flatMap(({ condition }) => (condition ? patternsOf(condition) : []))),
  ];
  return [
    ...findInFilters(patterns),
    ...segments.flatMap(({ condition }) => findInCondition(condition, asked)),
    ...campaigns.flatMap(({ audience }) => (audience ? findInCondition(audience, asked) : [])),
    ...model.journeys.flatMap((journey) => findInRules(journey, declared, truth)),
    ...model.journeys.filter(isWhole).flatMap((journey) => findInStages(journey, declared, truth)),
    ...findRepeated(model),
  ];
}
