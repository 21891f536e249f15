/**
 * What one part of the contacts says of a journey. Parts of disjoint sets of contacts merge in any order; a finished
 * result is made from them once. Arrays are by the journey's stages in the order written; times and lengths are
 * microseconds.
 */
export interface PartialResult {
  seen: number;
  entered: number;
  keptOutByAudience: number;
  withoutConsent: number;
  passes: number;
  expired: number;
  reachedGoal: number;
  readonly stages: PartialStage[];
  /** By `from → to`; {@link OUTSIDE_STAGE} for outside. */
  readonly transitions: Map<string, PartialTransition>;
  /** Moves made, by stage and place of the rule in it. */
  readonly fired: number[][];
}

export interface PartialStage {
  entered: number;
  reached: number;
  advanced: number;
  returned: number;
  left: number;
  expired: number;
  current: number;
  stalled: number;
  /** First entry into the stage before on the path to first entry into this one. */
  readonly fromPrevious: number[];
  /** From the first entry until a later stage of the path was entered. */
  readonly leaves: number[];
  /** From the first entry until the pass ended without that. */
  readonly stays: number[];
  /** By the stage's KPIs: of how many contacts, and how many of those. */
  readonly kpis: { base: number; met: number }[];
}

export interface PartialTransition {
  readonly from: number;
  readonly to: number;
  contacts: number;
  moves: number;
  /** Time spent in `from` before each move; empty from outside. */
  readonly lengths: number[];
}

export const OUTSIDE_STAGE = -1;

/** `kpis` and `rules`: how many each stage has. */
export function emptyPartialResult(stages: readonly { readonly kpis: number; readonly rules: number }[]): PartialResult {
  return {
    seen: 0,
    entered: 0,
    keptOutByAudience: 0,
    withoutConsent: 0,
    passes: 0,
    expired: 0,
    reachedGoal: 0,
    stages: stages.map(({ kpis }) => ({
      entered: 0,
      reached: 0,
      advanced: 0,
      returned: 0,
      left: 0,
      expired: 0,
      current: 0,
      stalled: 0,
      fromPrevious: [],
      leaves: [],
      stays: [],
      kpis: Array.from({ length: kpis }, () => ({ base: 0, met: 0 })),
    })),
    transitions: new Map(),
    fired: stages.map(({ rules }) => new Array<number>(rules).fill(0)),
  };
}

export function transitionOf(partial: PartialResult, from: number, to: number): PartialTransition {
  const key = `${String(from)} → ${String(to)}`;
  let transition = partial.transitions.get(key);
  if (!transition) partial.transitions.set(key, (transition = { from, to, contacts: 0, moves: 0, lengths: [] }));
  return transition;
}

/** One partial result of several, of disjoint sets of contacts, in any order. */
export function mergePartialResults(parts: readonly PartialResult[]): PartialResult {
  const [first] = parts;
  if (!first) throw new Error('There is nothing to merge.');
  const merged = emptyPartialResult(first.stages.map((stage, index) => ({ kpis: stage.kpis.length, rules: first.fired[index]?.length ?? 0 })));
  for (const part of parts) addTo(merged, part);
  return merged;
}

const COUNTS = ['seen', 'entered', 'keptOutByAudience', 'withoutConsent', 'passes', 'expired', 'reachedGoal'] as const;
const STAGE_COUNTS = ['entered', 'reached', 'advanced', 'returned', 'left', 'expired', 'current', 'stalled'] as const;
const STAGE_LENGTHS = ['fromPrevious', 'leaves', 'stays'] as const;

function addTo(merged: PartialResult, part: PartialResult): void {
  for (const count of COUNTS) merged[count] += part[count];
  part.stages.forEach((stage, index) => {
    const into = merged.stages[index];
    if (!into) throw new Error('Parts of one result have the same stages.');
    for (const count of STAGE_COUNTS) into[count] += stage[count];
    for (const lengths of STAGE_LENGTHS) for (const length of stage[lengths]) into[lengths].push(length);
    stage.kpis.forEach((kpi, place) => {
      const total = into.kpis[place];
      if (!total) return;
      total.base += kpi.base;
      total.met += kpi.met;
    });
  });
  for (const { from, to, contacts, moves, lengths } of part.transitions.values()) {
    const into = transitionOf(merged, from, to);
    into.contacts += contacts;
    into.moves += moves;
    for (const length of lengths) into.lengths.push(length);
  }
  part.fired.forEach((rules, stage) => {
    rules.forEach((fired, rule) => {
      const into = merged.fired[stage];
      if (into) into[rule] = (into[rule] ?? 0) + fired;
    });
  });
}
