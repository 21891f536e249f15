import { countedBy, placesOf } from './counting.ts';
import type { ProgramCondition, ProgramOccurrence } from './program.ts';
import type { View } from './view.ts';

/**
 * The records at places from `from` on that a clause counted after its anchor: with those that made moves, they are used
 * up when the clause moves the contact (simulation.md "Order"). Windows that do not look at the anchor use nothing up.
 */
export function usedBy(condition: ProgramCondition | undefined, view: View, from: number): number[] {
  return condition ? occurrencesIn(condition, true).flatMap(({ occurrence }) => usedByOccurrence(occurrence, view, from)) : [];
}

function usedByOccurrence({ signal, window }: ProgramOccurrence, view: View, from: number): number[] {
  if (window.kind !== 'none' && window.kind !== 'within' && window.kind !== 'since-stage') return [];
  // A chain's later link has no anchor where the chain is asked from outside; its records are then those of no window.
  const counted = window.kind === 'within' && window.stage === undefined && !view.anchor ? countedBy({ kind: 'none' }, view) : countedBy(window, view);
  if (!counted) return [];
  return [...placesOf(signal, { ...counted, from: Math.max(counted.from, from) }, view.history)];
}

/**
 * Whether a condition counts one of the records at places `from` to `to`, end excluded, in its favour: a pattern that is
 * not below `not`. Segments, scores and attributes are states, which count nothing.
 */
export function countsAny(condition: ProgramCondition, view: View, from: number, to: number): boolean {
  return occurrencesIn(condition, true).some(({ occurrence: { signal, window }, positive }) => {
    if (!positive || window.kind === 'for') return false;
    const { time } = view.moment;
    if (window.kind === 'dates' && (time < window.since || time > window.until)) return false;
    return view.history.countBelow(signal, to) > view.history.countBelow(signal, from);
  });
}

interface Placed {
  readonly occurrence: ProgramOccurrence;
  readonly positive: boolean;
}

function occurrencesIn(condition: ProgramCondition, positive: boolean): Placed[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.operands.flatMap((operand) => occurrencesIn(operand, positive));
    case 'not':
      return occurrencesIn(condition.operand, !positive);
    case 'occurrence':
      return [{ occurrence: condition, positive }];
    case 'chain':
      return condition.links.map(({ negated, occurrence }) => ({ occurrence, positive: positive !== negated }));
    case 'last-emails':
      return [{ occurrence: { kind: 'occurrence', signal: condition.signal, count: condition.count, window: { kind: 'ever' } }, positive }];
    case 'segment':
    case 'attribute':
    case 'score':
    case 'word':
      return [];
  }
}
