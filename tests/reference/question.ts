import type { Run } from './match.ts';
import type { Moment } from './moment.ts';
import type { ReferenceRecord } from './reference-record.ts';

/**
 * language.md §5.1: "**Anchor.** The record or deadline by which the contact entered the stage it is now in."
 */
export interface Anchor {
  readonly time: number;
  /** Undefined where it was a deadline. */
  readonly record: ReferenceRecord | undefined;
  /**
   * simulation.md, Order: "After a move into a path stage the records of that time not used up are offered again, in the same
   * order; they are after the new anchor, used-up ones before it. After a move into a side stage nothing already offered is offered
   * again, and all of it is before the anchor." These are the records of the anchor's own time that are before it. With a deadline,
   * which has no record, "every record of its time is before it".
   */
  readonly before: ReadonlySet<ReferenceRecord>;
  /** Those of its own time that have been offered after it: while that time lasts, only they are seen to be after it. */
  readonly offeredSince: Set<ReferenceRecord>;
}

export function isAfterAnchor(record: ReferenceRecord, { time, record: by, before, offeredSince }: Anchor, now: Moment): boolean {
  if (record.time !== time) return record.time > time;
  if (by === undefined || before.has(record)) return false;
  return now.time > time || offeredSince.has(record);
}

/** All that an answer can depend on: one contact at one moment. */
export interface Question {
  readonly run: Run;
  readonly zone: string;
  readonly now: Moment;
  /**
   * The contact's records in the fixed order: "A condition sees all records of earlier times and those of this time offered
   * so far."
   */
  readonly seen: readonly ReferenceRecord[];
  /** Attributes that always hold, from the contacts' file. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Undefined for clauses taken from outside the journey, segments, scores and audiences. */
  readonly anchor: Anchor | undefined;
  /** For a clause taken from outside, "from a contact's second pass on": when the pass before was over. */
  readonly previousPassOver: Anchor | undefined;
  /** When this pass last entered a stage. */
  readonly enteredStage: (stage: string) => Anchor | undefined;
  /** What earlier moves have used up. */
  readonly usedUp: ReadonlySet<ReferenceRecord>;
  /** Records of this moment that are yet to be offered again. */
  readonly comingAgain: ReadonlySet<ReferenceRecord>;
}

/** Segments, scores and audiences are asked without a stage, and whatever moves the journey made. */
export function withoutAnchor(question: Question, zone: string): Question {
  return {
    ...question,
    zone,
    anchor: undefined,
    previousPassOver: undefined,
    enteredStage: () => undefined,
    usedUp: new Set(),
    comingAgain: new Set(),
  };
}
