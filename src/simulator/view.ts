import type { ContactHistory } from './contact-history.ts';

/**
 * A moment of a contact's history, as far as it has been offered: `time` in microseconds, records at places below `high`
 * visible. `late`: just after all records of that time, when deadlines take effect.
 */
export interface Moment {
  readonly time: number;
  readonly late: boolean;
  readonly high: number;
}

/**
 * What windows count from. Records at places from `start` on are after it, those in `excluded` left out. `reach` bounds
 * the records of the anchor's own time while they are still being offered.
 */
export interface Anchor {
  readonly time: number;
  readonly start: number;
  readonly excluded: readonly number[];
  /** The places of its time that moves had used up by then: not after a match of that time either. */
  readonly used: readonly number[];
  reach: number;
  /** The place of the record at which the stage was entered; -1 at a deadline. */
  readonly entry: number;
}

/** From where a condition is asked. */
export interface View {
  readonly history: ContactHistory;
  readonly moment: Moment;
  /**
   * In a stage: where it was entered. Outside: where the pass before was over, undefined before the first pass. In
   * segments, scores and audiences: undefined.
   */
  readonly anchor: Anchor | undefined;
  /** Whether no window means `ever` (or since the pass before), so that nothing without a window is undecided. */
  readonly outside: boolean;
  /** In a later link of a chain: the anchor that the chain itself was asked with; elsewhere the same as `anchor`. */
  readonly origin: Anchor | undefined;
  /** In a later link of a chain: the places of the matches of the links before. One record matches only one link. */
  readonly earlierLinks: readonly number[];
  /** By stage: where this pass last entered it. */
  readonly stageAnchors: readonly (Anchor | undefined)[];
}

/** Whether a deadline has taken effect. */
export const hasPassed = (deadline: number, { time, late }: Moment): boolean => time > deadline || (time === deadline && late);

/** The first place, in table order, that is not visible after an anchor. */
export const visibleEnd = (anchor: Anchor, { time, high }: Moment): number => (time === anchor.time ? Math.min(anchor.reach, high) : high);
