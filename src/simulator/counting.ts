import type { Answer } from './answer.ts';
import { FALSE, TRUE, UNDECIDED, answerOf } from './answer.ts';
import type { ContactHistory } from './contact-history.ts';
import type { Signal } from './matching/signals.ts';
import type { ProgramCount, ProgramWindow } from './program.ts';
import type { Anchor, View } from './view.ts';
import { hasPassed, visibleEnd } from './view.ts';

/** The places that a window counts, and whether further ones can still come. */
export interface Counted {
  readonly from: number;
  readonly to: number;
  readonly excluded: readonly number[];
  readonly open: boolean;
}

/** Undefined where the window has no beginning yet: its stage was not entered. */
export function countedBy(window: Exclude<ProgramWindow, { kind: 'for' }>, view: View): Counted | undefined {
  const { history, moment, anchor } = view;
  switch (window.kind) {
    case 'none':
      if (!anchor) return { from: history.start, to: moment.high, excluded: view.earlierLinks, open: false };
      return { from: anchor.start, to: visibleEnd(anchor, moment), excluded: excludedAfter(anchor, view), open: !view.outside };
    case 'within': {
      const from = window.stage === undefined ? anchor : view.stageAnchors[window.stage];
      if (from) return withinOf(from, window.length, view);
      if (window.stage === undefined) throw new Error('A `within` was asked where there is no anchor.');
      return undefined;
    }
    case 'since-stage': {
      const from = view.stageAnchors[window.stage];
      return from && { from: from.start, to: visibleEnd(from, moment), excluded: excludedAfter(from, view), open: true };
    }
    case 'in-last': {
      const first = moment.time - window.length;
      return { from: moment.late ? history.firstAfter(first) : history.firstAt(first), to: moment.high, excluded: view.earlierLinks, open: false };
    }
    case 'ever':
      return { from: history.start, to: moment.high, excluded: view.earlierLinks, open: false };
    case 'dates': {
      const open = !hasPassed(window.since, moment) || (window.until < Infinity && !hasPassed(window.until, moment));
      return { from: history.firstAt(window.since), to: Math.min(moment.high, history.firstAfter(window.until)), excluded: view.earlierLinks, open };
    }
  }
}

/** What moves have used up at the anchor's time, and what earlier links of a chain have matched. */
const excludedAfter = (anchor: Anchor, { earlierLinks }: View): readonly number[] =>
  earlierLinks.length === 0 ? anchor.excluded : [...new Set([...anchor.excluded, ...earlierLinks])];

function withinOf(anchor: Anchor, length: number, view: View): Counted {
  const { history, moment } = view;
  const end = anchor.time + length;
  return {
    from: anchor.start,
    to: Math.min(visibleEnd(anchor, moment), history.firstAfter(end)),
    excluded: excludedAfter(anchor, view),
    open: !hasPassed(end, moment),
  };
}

/** How many records of a signal are counted, or how many distinct things they are about. */
export function countOf(signal: Signal, counted: Counted, count: ProgramCount, history: ContactHistory): number {
  if (count.identity) {
    const things = new Set<number>();
    for (const place of placesOf(signal, counted, history)) {
      const thing = count.identity(place);
      if (thing >= 0) things.add(thing);
    }
    return things.size;
  }
  if (counted.to <= counted.from) return 0;
  let number = history.indexAt(signal, counted.to) - history.indexAt(signal, counted.from);
  for (const place of counted.excluded) if (place >= counted.from && place < counted.to && isSignal(signal, place, history)) number--;
  return number;
}

/** The counted places of a signal, ascending. */
export function* placesOf(signal: Signal, { from, to, excluded }: Counted, history: ContactHistory): Generator<number> {
  const end = history.indexAt(signal, to);
  for (let index = history.indexAt(signal, from); index < end; index++) {
    const place = signal.records[index]!;
    if (!excluded.includes(place)) yield place;
  }
}

export const isSignal = (signal: Signal, place: number, history: ContactHistory): boolean => signal.records[history.indexAt(signal, place)] === place;

/** What a number so far says of a count. While more can come it only grows. */
export function verdict(number: number, count: ProgramCount, open: boolean): Answer {
  switch (count.operator) {
    case 'at-least':
      return number >= count.number ? TRUE : open ? UNDECIDED : FALSE;
    case 'at-most':
      return number > count.number ? FALSE : open ? UNDECIDED : TRUE;
    case 'exactly':
      return number > count.number ? FALSE : open ? UNDECIDED : answerOf(number === count.number);
  }
}
