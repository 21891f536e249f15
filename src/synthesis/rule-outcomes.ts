import type { Journey } from '../model/journey.ts';
import { OUTSIDE, sourcesOfRule } from '../model/sources-of-rule.ts';
import type { ContactWay } from '../simulator/way.ts';

/** A rule by its place: `stage#clause`, both numbers from 0. */
export type RuleKey = string;

export const ruleKey = (stage: number, clause: number): RuleKey => `${String(stage)}#${String(clause)}`;

/** What a contact's way shows of the rules of a journey: by rule, when it was first so (microseconds). */
export interface RuleOutcomes {
  readonly fired: ReadonlyMap<RuleKey, number>;
  /** It could have fired, since the contact was where the rule leads from, and never did. */
  readonly missed: ReadonlyMap<RuleKey, number>;
}

/** Says of each contact's way which rules fired in it and which it missed. `known`: the time of its first record. */
export function ruleOutcomesOf(journey: Journey): (way: ContactWay, known: number) => RuleOutcomes {
  const rules = journey.stages.flatMap((stage, place) =>
    stage.rules.map((rule, clause) => ({
      key: ruleKey(place, clause),
      from: sourcesOfRule(journey, stage, rule).map((source) => (source === OUTSIDE ? -1 : journey.stages.findIndex(({ name }) => name === source))),
    })),
  );
  return ({ passes }, known) => {
    const visits = passes.flatMap((pass) => pass.visits);
    const fired = new Map<RuleKey, number>();
    const reached = new Map<number, number>([[-1, known]]);
    for (const { stage, rule, entered } of visits) {
      const key = ruleKey(stage, rule);
      if (!fired.has(key)) fired.set(key, entered);
      if (!reached.has(stage)) reached.set(stage, entered);
    }
    const missed = new Map<RuleKey, number>();
    for (const { key, from } of rules) {
      const moments = from.flatMap((stage) => reached.get(stage) ?? []);
      if (!fired.has(key) && moments.length > 0) missed.set(key, Math.min(...moments));
    }
    return { fired, missed };
  };
}
