import type { ReferenceWay } from '../reference/reference-way.ts';
import { ORIGIN, timeText } from '../support/worked-cases.ts';

/** A contact's way in the notation of worked cases: `0 a, 1d b; 5d a, ✗ 7d`, `– consent`. */
export function wayText(way: ReferenceWay, stages: readonly string[]): string {
  const passes = way.passes.map(({ visits, expired }) =>
    [
      ...visits.map(({ stage, entered }) => `${timeText(entered - ORIGIN)} ${stages[stage]!}`),
      ...(expired === undefined ? [] : [`✗ ${timeText(expired - ORIGIN)}`]),
    ].join(', '),
  );
  if (passes.length > 0) return passes.join('; ');
  return way.keptOut === undefined ? '–' : `– ${way.keptOut}`;
}
