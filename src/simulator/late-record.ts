import { placesOf } from './counting.ts';
import type { ContactHistory } from './contact-history.ts';
import type { ProgramOccurrence } from './program.ts';
import type { Anchor } from './view.ts';

/** A record that came after the window that it was wanted in. */
export interface LateRecord {
  readonly place: number;
  /** Microseconds after the end of the window. */
  readonly late: number;
}

/**
 * The record that would have made a `within` true had the window been longer; undefined where there is none, where it came
 * in time, and for other windows and counts. `history` ends where the simulation does.
 */
export function lateRecord({ signal, count, window }: ProgramOccurrence, anchor: Anchor, history: ContactHistory): LateRecord | undefined {
  if (window.kind !== 'within' || window.stage !== undefined || count.operator !== 'at-least') return undefined;
  const end = anchor.time + window.length;
  const things = new Set<number>();
  let number = 0;
  for (const place of placesOf(signal, { from: anchor.start, to: history.end, excluded: anchor.excluded, open: false }, history)) {
    const thing = count.identity?.(place);
    if (thing === undefined) number++;
    else if (thing >= 0) things.add(thing);
    if (Math.max(number, things.size) < count.number) continue;
    const late = (history.times[place] ?? 0) - end;
    return late > 0 ? { place, late } : undefined;
  }
  return undefined;
}
