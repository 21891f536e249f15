/**
 * A moment: at the records of a time, or just after all of them.
 *
 * language.md §5.1: "Every window includes its end […] Just after that, at the deadline, it is over, for every window alike.
 * […] A deadline takes effect just after all records of its time."
 */
export interface Moment {
  readonly time: number;
  readonly isDeadline: boolean;
}

/** Whether what lasts up to `end`, its end included, is over. */
export const isOver = (end: number, now: Moment): boolean => now.time > end || (now.time === end && now.isDeadline);

/** The last moment before the records of a time, or before its deadlines, at which an answer could have been another: times are whole microseconds. */
export const momentBefore = (now: Moment): Moment => (now.isDeadline ? { time: now.time, isDeadline: false } : { time: now.time - 1, isDeadline: true });

export const microseconds = (seconds: number): number => Math.round(seconds * 1_000_000);
