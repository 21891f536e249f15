import type { Counted } from './counting.ts';
import { countedBy, isSignal, placesOf } from './counting.ts';
import type { ProgramCount, ProgramOccurrence } from './program.ts';
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
  const { anchor: parent } = view;
  const { count } = occurrence;
  const matches: number[] = [];
  const things = new Set<number>();
  for (const place of matchesOf(occurrence, counted, view, isFirst)) {
    matches.push(place);
    const thing = count.identity?.(place) ?? -1;
    if (thing >= 0) things.add(thing);
    if ((count.identity ? things.size : matches.length) < count.number) continue;
    const earlierLinks = [...view.earlierLinks, ...usedUpTo(matches, count)];
    yield { ...view, anchor: anchorAt(place, parent, view), outside: false, earlierLinks };
  }
}

/** The records that a match uses: so many as its count needs, from the match back. */
function usedUpTo(matches: readonly number[], { number, identity }: ProgramCount): readonly number[] {
  if (!identity) return matches.slice(-number);
  const things = new Set<number>();
  let first = matches.length;
  while (first > 0 && things.size < number) {
    first--;
    const thing = identity(matches[first]!);
    if (thing >= 0) things.add(thing);
  }
  return matches.slice(first);
}

function* matchesOf({ signal, window }: ProgramOccurrence, counted: Counted, view: View, isFirst: boolean): Generator<number> {
  const entry = isFirst && !view.outside ? (anchorOf(window, view)?.entry ?? -1) : -1;
  if (entry >= 0 && isSignal(signal, entry, view.history)) yield entry;
  yield* placesOf(signal, counted, view.history);
}

/** Where the window counts from, if from the entering of a stage. */
function anchorOf(window: ProgramOccurrence['window'], view: View): Anchor | undefined {
  switch (window.kind) {
    case 'none':
      return view.anchor;
    case 'within':
      return window.stage === undefined ? view.anchor : view.stageAnchors[window.stage];
    case 'since-stage':
      return view.stageAnchors[window.stage];
    case 'in-last':
    case 'ever':
    case 'dates':
    case 'for':
      return undefined;
  }
}

/** Records of the match's own time are after it, save those that an earlier move has used; those of earlier links never match again. */
function anchorAt(place: number, parent: Anchor | undefined, { history, moment, origin }: View): Anchor {
  const time = history.times[place]!;
  // The parent is the link before; moves have used records up at the time of the anchor behind the whole chain.
  const same = [parent, origin].find((anchor) => anchor?.time === time);
  const used = same?.used ?? [];
  return {
    time,
    start: history.firstAt(time),
    excluded: used,
    used,
    reach: same ? Math.min(same.reach, moment.high) : moment.high,
    entry: -1,
  };
}
