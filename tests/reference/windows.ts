import type { Window } from '../../src/model/condition.ts';
import { spanOf } from './calendar.ts';
import type { Moment } from './moment.ts';
import { isOver, microseconds } from './moment.ts';
import type { Anchor, Question } from './question.ts';
import { isAfterAnchor } from './question.ts';
import type { ReferenceRecord } from './reference-record.ts';

/** The table of windows, language.md §5.1. */
export interface Range {
  /** "the records that count, at moment *t*" */
  readonly includes: (record: ReferenceRecord) => boolean;
  /** Whether a later record could still count as well: "undecided while". */
  readonly isOpen: boolean;
  /** What it is counted from; undefined for windows that "also" look "before the anchor". */
  readonly anchor?: Anchor;
}

/** Undefined "while STAGE was not entered". */
export function rangeOf(window: Exclude<Window, { kind: 'for' }>, question: Question): Range | undefined {
  const { now } = question;
  switch (window.kind) {
    case 'none':
      // "after the anchor, up to *t*"; "it can always still happen".
      if (question.anchor) return after(question.anchor, now);
      // "no window then means `ever` (from a contact's second pass on: since the pass before was over […])".
      return { includes: (record) => !question.previousPassOver || isAfterAnchor(record, question.previousPassOver, now), isOpen: false };
    case 'within': {
      // `of delivery` belongs to last emails, which are asked for elsewhere.
      const anchor = typeof window.of === 'object' ? question.enteredStage(window.of.stage) : question.anchor;
      if (!anchor) return undefined;
      // "after the anchor, at most D later"; undecided until "the deadline anchor + D" has passed.
      const end = anchor.time + microseconds(window.seconds);
      return { includes: (record) => isAfterAnchor(record, anchor, now) && record.time <= end, isOpen: !isOver(end, now), anchor };
    }
    case 'since-stage': {
      const anchor = question.enteredStage(window.stage);
      return anchor && after(anchor, now);
    }
    case 'in-last': {
      // "at most D before *t*"; just after the end it is over.
      const length = microseconds(window.seconds);
      return { includes: (record) => !isOver(record.time + length, now), isOpen: false };
    }
    case 'ever':
      return { includes: () => true, isOpen: false };
    case 'dates': {
      // "A bare date is that whole day […]: `since` from its start, `until` to its end"; undecided "before the `since` date;
      // before the end of the `until` date while the count does not decide". Both dates are deadlines: just after the records of their time.
      const since = window.since === undefined ? undefined : spanOf(window.since, question.zone)!.begin;
      const until = window.until === undefined ? undefined : spanOf(window.until, question.zone)!.end;
      return {
        includes: ({ time }) => (since === undefined || time >= since) && (until === undefined || time <= until),
        isOpen: (since !== undefined && !isOver(since, now)) || (until !== undefined && !isOver(until, now)),
      };
    }
  }
}

const after = (anchor: Anchor, now: Moment): Range => ({ includes: (record) => isAfterAnchor(record, anchor, now), isOpen: true, anchor });
