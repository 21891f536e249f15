/** A stay in a stage. Stages and rules by number, times in microseconds since the epoch. */
export interface Visit {
  readonly stage: number;
  readonly entered: number;
  /** The place among the stage's `enter` clauses of the one that led here. */
  readonly rule: number;
}

export interface Pass {
  readonly began: number;
  /** In order; the first began the pass. */
  readonly visits: Visit[];
  /** It reached the goal or the last stage of the path, so it cannot expire. */
  isSafe: boolean;
  /** When it was closed because it got no further in time. */
  expired?: number;
}

/** One contact's way through a journey. */
export interface ContactWay {
  readonly passes: readonly Pass[];
  /** Why a pass could not begin when its condition was met; a pass may have begun later all the same. */
  readonly keptOut?: 'audience' | 'consent';
}
