import type { ChainLink, Condition } from '../model/condition.ts';

/** One text for all conditions that are written alike, wherever they stand. */
export function meaningKey(condition: Condition | readonly ChainLink[]): string {
  return JSON.stringify(condition, (name, value: unknown) => (name === 'source' ? undefined : value));
}
