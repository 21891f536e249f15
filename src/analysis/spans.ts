import type { Window } from '../model/condition.ts';
import type { AgeOf } from './formula.ts';
import { stretchOf } from './moments.ts';

/** The records that a window counts, once it is known from where it is asked. Lengths are microseconds. */
export type Span =
  | { readonly kind: 'ever' }
  /** Since the pass before was over, all where there was none. */
  | { readonly kind: 'new-pass' }
  | { readonly kind: 'since'; readonly of: AgeOf; readonly length: number }
  | { readonly kind: 'in-last'; readonly length: number }
  | { readonly kind: 'dates'; readonly calendar: string; readonly since: number; readonly until: number }
  /** What follows on the last emails' deliveries, and any window that cannot be compared. */
  | { readonly kind: 'other'; readonly name: string };

/** Lengths are whole microseconds, as the simulator takes them. */
export const microseconds = (seconds: number): number => Math.round(seconds * 1_000_000);

/** Whether every record that the one counts is counted by the other. */
export function isPartOf(one: Span, other: Span): boolean {
  if (other.kind === 'ever') return true;
  if (one.kind === 'since' && other.kind === 'since') return sameAge(one.of, other.of) && one.length <= other.length;
  if (one.kind === 'in-last' && other.kind === 'in-last') return one.length <= other.length;
  if (one.kind === 'dates' && other.kind === 'dates') return one.calendar === other.calendar && one.since >= other.since && one.until <= other.until;
  if (one.kind === 'other' && other.kind === 'other') return one.name === other.name;
  return one.kind === 'new-pass' && other.kind === 'new-pass';
}

export const sameAge = (one: AgeOf, other: AgeOf): boolean =>
  typeof one === 'object' && typeof other === 'object' ? one.stage === other.stage : one === other;

export function spanOfDates({ since, until }: Extract<Window, { kind: 'dates' }>, zone: string): Span {
  const from = since === undefined ? undefined : stretchOf(since, zone);
  const to = until === undefined ? undefined : stretchOf(until, zone);
  const calendar = from?.calendar ?? to?.calendar;
  const isKnown = (from !== undefined || since === undefined) && (to !== undefined || until === undefined);
  if (!isKnown || calendar === undefined || (from && to && from.calendar !== to.calendar)) {
    return { kind: 'other', name: `since ${since ?? ''} until ${until ?? ''} in ${zone}` };
  }
  return { kind: 'dates', calendar, since: from?.first ?? -Infinity, until: to?.last ?? Infinity };
}
