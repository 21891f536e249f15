import type { Declaration } from '../model/catalogue.ts';
import type { Condition } from '../model/condition.ts';
import type { Journey, Rule, Stage } from '../model/journey.ts';

/** A wait and a condition, of which one may be missing. */
export interface Clause {
  /** Seconds. */
  readonly after?: number;
  readonly when?: Condition;
}

/**
 * A journey that asks a question which is not a journey of the model: a path with a stage for each clause. Its passes run
 * side by side, so that one begins at every moment that the first clause asks for. It has the name of who asks.
 */
export function overlappingJourney({ key, name, label, source }: Declaration, timezone: string, clauses: readonly Clause[]): Journey {
  const stages = clauses.map((clause, place): Stage => {
    const rule: Rule = { ...clause, from: { kind: 'implied' }, text: '', source };
    const stage = `clause ${String(place)}`;
    return { name: stage, label: stage, kind: 'path', rules: [rule], kpis: [], touchpoints: [], notes: [], source };
  });
  return {
    key,
    name,
    label,
    source,
    goal: stages.at(-1)?.name ?? '',
    order: 'sequential',
    reentry: { kind: 'overlapping' },
    consentRequired: false,
    timezone,
    stages,
  };
}
