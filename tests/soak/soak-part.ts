import type { Figures, Tally } from './tally.ts';

/** A property that is checked on many inputs, each made from its seed alone: so any of them can be made again by itself. */
export interface SoakPart {
  readonly name: string;
  /** What holds, for people. */
  readonly says: string;
  /** What is counted as passed or failed. */
  readonly unit: string;
  /** How many seeds `npm run soak` takes. */
  readonly whole: number;
  /** How many of them `npm test` takes. */
  readonly sample: number;
  /** Milliseconds of the processor that no seed may take, if there is such a limit. */
  readonly limit?: number;
  /** It takes so much memory that it has the machine to itself: its seeds are checked by one process. */
  readonly isLarge?: true;
  /** What is needed once for all seeds; gives the check of one. Whatever the check throws is a failure of its seed. */
  readonly start: () => Promise<Check> | Check;
  /** What `npm test` starts instead, where the inputs of {@link start} are too large for it. */
  readonly startSmall?: SoakPart['start'];
  /** What shows that figures of at least a sample tested too little, or that a share which is asked for is not reached. */
  readonly doubts: (figures: Figures) => string[];
  /** Figures for people, if the counts as they are would be too many. */
  readonly tell?: (figures: Figures) => string[];
}

export type Check = (seed: number, tally: Tally) => Promise<void>;
