import type { Counted } from './counting.ts';
import { countedBy, isSignal, placesOf } from './counting.ts';
import type { ProgramOccurrence } from './program.ts';
import type { Anchor, View } from './view.ts';

/** Where a link of a chain that is not the last one looks for its matches. Undefined where its window has no beginning yet. */
export function chainStart({ window }: ProgramOccurrence, view: View): Counted | undefined {
  if (window.kind === 'for') throw new Error('Only the last link of a chain can be negated.');
  return countedBy(window, view);
}

/**
 * A view for each match of a link: what the next link is asked with, the match its anchor. With a count, the record that completes
 * it and every later match is a match. The record that brought the contact into its stage can be the first link's.
 */
export function* viewsAfter(occurrence: ProgramOccurrence, counted: Counted, view: View, isFirst: boolean): Generator<View> {
  const { history, anchor: parent } = view;
  const things = new Set<number>();
  let number = 0;
  for (const place of matchesOf(occurrence, counted, view, isFirst)) {
    number++;
    const thing = occurrence.count.identity?.(history.records[place] ?? 0) ?? -1;
    if (thing >= 0) things.add(thing);
    if ((occurrence.count.identity ? things.size : number) < occurrence.count.number) continue;
    yield { ...view, anchor: anchorAt(place, parent, view), outside: false, earlierLinks: [...view.earlierLinks, place] };
  }
}

function* matchesOf({ signal, window }: ProgramOccurrence, counted: Counted, view: View, isFirst: boolean): Generator<number> {
  const entry = isFirst && !view.outside && isFromAnchor(window) ? (view.anchor?.entry ?? -1) : -1;
  if (entry >= 0 && isSignal(signal, entry, view.history)) yield entry;
  yield* placesOf(signal, counted, view.history);
}

const isFromAnchor = (window: ProgramOccurrence['window']): boolean => window.kind === 'none' || (window.kind === 'within' && window.stage === undefined);

/** Records of the match's own time are after it, save those that an earlier link or move has used. */
function anchorAt(place: number, parent: Anchor | undefined, { history, moment }: View): Anchor {
  const time = history.times[place] ?? 0;
  const sameTime = parent?.time === time;
  return {
    time,
    start: sameTime ? parent.start : history.firstAt(time),
    excluded: sameTime ? [...parent.excluded, place] : [place],
    reach: sameTime ? Math.min(parent.reach, moment.high) : moment.high,
    entry: -1,
  };
}
