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
