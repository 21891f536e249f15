import { viewsAfter, chainStart } from './chain.ts';
import { countedBy, placesOf } from './counting.ts';
import { lastGroups, matchesOfGroups } from './last-emails.ts';
import type { ProgramCondition, ProgramOccurrence, ProgramWindow } from './program.ts';
import type { View } from './view.ts';

/** A place that a pattern of a condition counts. */
interface CountedPlace {
  readonly place: number;
  /** Not below `not`. */
  readonly positive: boolean;
  /** The window counts from an anchor. */
  readonly anchored: boolean;
}

/**
 * The records at places from `from` on that a clause counted after its anchor: with those that made moves, they are used
 * up when the clause moves the contact (simulation.md "Order"). Windows that do not look at the anchor use nothing up.
 */
export function usedBy(condition: ProgramCondition | undefined, view: View, from: number): number[] {
  if (!condition) return [];
  return [...countedPlaces(condition, view, from, true)].filter(({ anchored }) => anchored).map(({ place }) => place);
}

/**
 * Whether a condition counts one of the records at places from `from` on in its favour: with a pattern that is not below
 * `not`. Segments, scores and attributes are states, which count nothing.
 */
export function countsAny(condition: ProgramCondition, view: View, from: number): boolean {
  for (const { positive } of countedPlaces(condition, view, from, true)) if (positive) return true;
  return false;
}

function* countedPlaces(condition: ProgramCondition, view: View, from: number, positive: boolean): Generator<CountedPlace> {
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const operand of condition.operands) yield* countedPlaces(operand, view, from, positive);
      return;
    case 'not':
      yield* countedPlaces(condition.operand, view, from, !positive);
      return;
    case 'occurrence':
      yield* countedByOccurrence(condition, view, from, positive);
      return;
    case 'chain':
      yield* countedByChain(condition.links, 0, view, from, positive);
      return;
    case 'last-emails': {
      const groups = lastGroups(condition, view);
      if (groups.length < condition.last) return;
      for (const place of matchesOfGroups(condition, groups, view)) if (place >= from) yield { place, positive, anchored: false };
      return;
    }
    case 'segment':
    case 'attribute':
    case 'score':
    case 'word':
      return;
  }
}

function* countedByOccurrence({ signal, window }: ProgramOccurrence, view: View, from: number, positive: boolean): Generator<CountedPlace> {
  const counted = window.kind === 'for' ? undefined : countedBy(window, view);
  if (!counted) return;
  const anchored = isAnchored(window);
  for (const place of placesOf(signal, { ...counted, from: Math.max(counted.from, from) }, view.history)) yield { place, positive, anchored };
}

const isAnchored = ({ kind }: ProgramWindow): boolean => kind === 'none' || kind === 'within' || kind === 'since-stage';

type Links = Extract<ProgramCondition, { kind: 'chain' }>['links'];

/** A later link counts records only with a match of the link before as its anchor. */
function* countedByChain(links: Links, index: number, view: View, from: number, positive: boolean): Generator<CountedPlace> {
  const link = links[index];
  if (!link) return;
  yield* countedByOccurrence(link.occurrence, view, from, positive !== link.negated);
  if (index === links.length - 1) return;
  const start = chainStart(link.occurrence, view);
  if (!start) return;
  for (const next of viewsAfter(link.occurrence, start, view, index === 0)) {
    yield* countedByChain(links, index + 1, next, from, positive);
  }
}
