import type { Journey, Rule, Stage } from '../model/journey.ts';
import { OUTSIDE, sourcesOfRule } from '../model/sources-of-rule.ts';

/** From where a rule leads: a stage's name, or {@link OUTSIDE}. */
export type From = string | typeof OUTSIDE;

export interface TriedRule {
  readonly stage: Stage;
  readonly rule: Rule;
  readonly sources: readonly From[];
}

/** All rules in the order in which they are tried: path stages first, furthest first under `flexible`, then side stages. */
export function rulesInTryOrder(journey: Journey): readonly TriedRule[] {
  const path = journey.stages.filter((stage) => stage.kind === 'path');
  const inOrder = [...(journey.order === 'flexible' ? path.toReversed() : path), ...journey.stages.filter((stage) => stage.kind === 'side')];
  return inOrder.flatMap((stage) => stage.rules.map((rule) => ({ stage, rule, sources: sourcesOfRule(journey, stage, rule) })));
}

/** Where one can get from each place in one step. */
export type Steps = ReadonlyMap<From, ReadonlySet<From>>;

export function stepsOf(moves: Iterable<readonly [from: From, to: From]>): Steps {
  const steps = new Map<From, Set<From>>();
  for (const [from, to] of moves) {
    const known = steps.get(from) ?? new Set();
    steps.set(from, known.add(to));
  }
  return steps;
}

/** Everything that can be reached from some places in at least one step. */
export function reachedFrom(starts: Iterable<From>, steps: Steps): Set<From> {
  const reached = new Set<From>();
  const queue = [...starts];
  for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
    for (const next of steps.get(place) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      queue.push(next);
    }
  }
  return reached;
}
