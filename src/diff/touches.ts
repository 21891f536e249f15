import type { Change } from './model-diff.ts';
import type { Part } from './part.ts';
import { useOf } from './recorded-names.ts';
import type { NamedKind, Names } from '../model/words.ts';

type Touched = Change['touches'][number];

const USERS: ReadonlySet<string> = new Set(['journey', 'campaign', 'experiment']);

/** Which journeys, campaigns and experiments depend on what, themselves or through what they name. */
export class Touches {
  /** By what is used. */
  private readonly users = new Map<string, Touched[]>();

  /** `parts`: the declarations of a model. */
  constructor(parts: readonly Part[], names: Names) {
    const uses = new Map<string, string[]>();
    for (const part of parts) {
      const self = useOfPart(part, names);
      uses.set(self, [...(uses.get(self) ?? []), ...part.uses]);
      if (part.kind !== 'email') continue;
      for (const one of part.uses) {
        const [kind, channel] = JSON.parse(one) as string[];
        if (kind !== 'channel' || channel === undefined) continue;
        const emails = useOf('emails', channel);
        uses.set(emails, [...(uses.get(emails) ?? []), useOf('channel', channel), self]);
      }
    }
    for (const part of parts) {
      if (!USERS.has(part.kind)) continue;
      const { kind, name = '', label = name } = part;
      // Not what an email is in, for what matters of that comes through `emails`.
      const found = new Set(uses.get(useOfPart(part, names)));
      for (const one of found) if (!one.startsWith('["email"')) for (const next of uses.get(one) ?? []) found.add(next);
      for (const one of found) this.users.set(one, [...(this.users.get(one) ?? []), { kind, name, label }]);
    }
  }

  of(use: string): readonly Touched[] {
    return this.users.get(use) ?? [];
  }
}

export function useOfPart({ kind, key = '' }: Part, names: Names): string {
  return useOf(kind, names.of(kind as NamedKind, key));
}
