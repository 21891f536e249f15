import { ModelNames, nameId } from '../model/model-names.ts';
import type { NamedKind } from '../model/words.ts';
import type { Match } from './match-parts.ts';

/** The names of one of two compared models, under which the other's are known once both are matched. */
export class FollowedNames extends ModelNames {
  /** Takes over the names of another model for what is the same. Whether that changed any. */
  follow(match: Match, other: ModelNames): boolean {
    let hasChanged = false;
    const set = (from: string, called: string, name: string): void => {
      hasChanged ||= (this.names.get(from) ?? called) !== name;
      this.names.set(from, name);
    };
    for (const { before, after, inner } of match.pairs) {
      if (before.key === undefined || after.key === undefined) continue;
      set(nameId(before.kind, before.key), before.key, other.of(after.kind as NamedKind, after.key));
      for (const { before: one, after: another } of inner.pairs) {
        if (one.key !== undefined && another.key !== undefined) set(nameId(one.kind, before.key, one.key), one.key, another.key);
      }
    }
    return hasChanged;
  }
}
