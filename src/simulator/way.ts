import type { Anchor } from './view.ts';

/** A stay in a stage. Stages and rules by number, times in microseconds since the epoch. */
export interface Stay {
  readonly stage: number;
  readonly entered: number;
  /** The place among the stage's `enter` clauses of the one that led here. */
  readonly rule: number;
}

/** A stay, with what is needed to ask why it ended or did not. */
export interface Visit extends Stay {
  /** What the windows of the rules out of the stage count from; its `entry` is the record that led here. */
  readonly anchor: Anchor;
}

export interface Pass<One extends Stay = Visit> {
  readonly began: number;
  /** In order; the first began the pass. */
  readonly visits: One[];
  /** It reached the goal or the last stage of the path, so it cannot expire. */
  isSafe: boolean;
  /** When it was closed because it got no further in time. */
  expired: number | undefined;
}

/** One contact's way through a journey. */
export interface ContactWay<One extends Stay = Visit> {
  readonly passes: readonly Pass<One>[];
  /** Why a pass could not begin when its condition was met; a pass may have begun later all the same. */
  readonly keptOut: 'audience' | 'consent' | undefined;
}
