import type { Random } from './random.ts';

/** Journeys and histories share one small grid of times, so that ties and exact window ends happen all the time. */
export const TICK = 86_400_000_000;

/** A length in microseconds: some ticks, sometimes none, sometimes one microsecond off. */
export function gridLength(random: Random, longest = 6): number {
  const ticks = random.weighted([
    [1, () => 0],
    [12, () => random.between(1, longest)],
  ]);
  return ticks > 0 && random.chance(0.12) ? ticks * TICK + random.pick([-1, 1]) : ticks * TICK;
}

/** A duration as written. */
export function durationText(length: number): string {
  if (length % TICK !== 0) return `${(length / 1_000_000).toFixed(6)} seconds`;
  const days = length / TICK;
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}

/** A time after the origin of a history. */
export function gridTime(random: Random, last: number): number {
  const time = random.between(0, last) * TICK;
  return random.weighted([
    [20, () => time],
    [2, () => time + 1],
    [2, () => Math.max(0, time - 1)],
    [6, () => time + random.pick([1, 9, 12, 22, 23]) * 3_600_000_000],
  ]);
}
