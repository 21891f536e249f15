/** What one part of the contacts says of an experiment. Parts of disjoint sets of contacts merge in any order. */
export interface PartialExperiment {
  severalVariants: number;
  /** By the experiment's variants. */
  readonly arms: { contacts: number; notYet: number; reached: number }[];
}

export const emptyPartialExperiment = (arms: number): PartialExperiment => ({
  severalVariants: 0,
  arms: Array.from({ length: arms }, () => ({ contacts: 0, notYet: 0, reached: 0 })),
});

export function mergePartialExperiments(parts: readonly PartialExperiment[]): PartialExperiment {
  const merged = emptyPartialExperiment(parts[0]?.arms.length ?? 0);
  for (const part of parts) {
    merged.severalVariants += part.severalVariants;
    merged.arms.forEach((into, arm) => {
      for (const count of ['contacts', 'notYet', 'reached'] as const) into[count] += part.arms[arm]?.[count] ?? 0;
    });
  }
  return merged;
}
