import type { Journey, Rule } from '../../src/model/journey.ts';

/** An `enter` clause: the numbers of its stage and of itself within it. */
export interface Clause {
  readonly stage: number;
  readonly index: number;
  readonly rule: Rule;
}

/**
 * The clauses that lead out of a stage (undefined: that begin the journey), in the order in which they are tried. language.md §7:
 * "path stages first, furthest first under `flexible`, in the order written otherwise; then side stages in the order written;
 * within a stage its `enter` clauses in order."
 */
export function clausesFrom(journey: Journey, from: number | undefined): Clause[] {
  const numbers = journey.stages.map((_, stage) => stage);
  const path = numbers.filter((stage) => journey.stages[stage]!.kind === 'path');
  const side = numbers.filter((stage) => journey.stages[stage]!.kind === 'side');
  const inOrder = [...(journey.order === 'flexible' ? path.toReversed() : path), ...side];
  return inOrder.flatMap((stage) =>
    journey.stages[stage]!.rules.map((rule, index) => ({ stage, index, rule })).filter((clause) => leadsFrom(journey, clause, path, from)),
  );
}

function leadsFrom(journey: Journey, { stage, rule }: Clause, path: readonly number[], from: number | undefined): boolean {
  // "A side stage cannot be entered from outside, a stage not from itself."
  if (from === stage || (from === undefined && journey.stages[stage]!.kind === 'side')) return false;
  switch (rule.from.kind) {
    case 'any':
      // "from every stage but itself"
      return from !== undefined;
    case 'outside':
      return from === undefined;
    case 'stages':
      return from !== undefined && rule.from.stages.includes(journey.stages[from]!.name);
    case 'implied': {
      const place = path.indexOf(stage);
      if (place === -1) return false;
      // "a plain `enter when` applies from every earlier path stage and from outside […]; never backwards or from a side stage"
      if (journey.order === 'flexible') return from === undefined || (path.includes(from) && path.indexOf(from) < place);
      // "from the previous stage of the path; for the first stage, from outside the journey"
      return place === 0 ? from === undefined : from === path[place - 1];
    }
  }
}
