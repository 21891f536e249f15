import type { Change, ModelDiff } from '../diff/model-diff.ts';
import { declarationText } from './change-text.ts';

/** The changes of one declaration. */
export interface DiffGroup {
  /** `journey Lead nurturing`. */
  readonly title: string;
  readonly file: string | undefined;
  /** The labels of the journeys, campaigns and experiments that depend on it. */
  readonly touches: readonly string[];
  readonly changes: readonly Change[];
}

/** Changes by declaration, in their order: those of meaning, and those that leave every number as it is. */
export function diffGroups(changes: readonly Change[]): { readonly meaning: readonly DiffGroup[]; readonly others: readonly DiffGroup[] } {
  return { meaning: groupsOf(changes.filter(({ meaning }) => meaning)), others: groupsOf(changes.filter(({ meaning }) => !meaning)) };
}

function groupsOf(changes: readonly Change[]): DiffGroup[] {
  const groups = Map.groupBy(changes, ({ path: [first], ...change }) => JSON.stringify([first?.kind, first?.name, change.new?.file ?? change.old?.file]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const declaration = first?.path[0];
    if (!first || !declaration) return [];
    return [
      {
        title: declarationText(declaration),
        file: (first.new ?? first.old)?.file,
        touches: [...new Set(group.flatMap(({ touches }) => touches.map(({ label }) => label)))],
        changes: group,
      },
    ];
  });
}

/** `3 changes of meaning and 1 other`. */
export function diffSummary({ changes }: ModelDiff): string {
  const meaning = changes.filter((change) => change.meaning).length;
  const others = changes.length - meaning;
  if (changes.length === 0) return 'No change';
  if (meaning === 0) return `No change of meaning, ${String(others)} that ${others === 1 ? 'changes' : 'change'} no number`;
  const counted = `${String(meaning)} ${meaning === 1 ? 'change' : 'changes'} of meaning`;
  return others === 0 ? counted : `${counted}, ${String(others)} that ${others === 1 ? 'changes' : 'change'} no number`;
}
