import type { Model } from '../model/model.ts';
import type { Match } from './match-parts.ts';
import type { NamedKind, Names } from './words.ts';

/** The names of a model's parts: as declared, or with the file where two files use one name for different things. */
export class ModelNames implements Names {
  private readonly names = new Map<string, string>();

  constructor(model: Model) {
    const kinds: Readonly<Record<Exclude<NamedKind, 'attribute'>, readonly { readonly key: string; readonly name: string }[]>> = {
      channel: model.channels,
      email: model.emails,
      form: model.forms,
      page: model.pages,
      activity: model.activities,
      segment: model.segments,
      score: model.scores,
      journey: [...model.journeys, ...model.importedJourneys],
      campaign: model.campaigns,
      source: model.sources,
    };
    for (const [kind, declarations] of Object.entries(kinds)) {
      for (const [name, namesakes] of Map.groupBy(declarations, (one) => one.name)) {
        for (const { key } of namesakes) this.names.set(id(kind, key), namesakes.length === 1 ? name : key);
      }
    }
  }

  of(kind: NamedKind, key: string): string {
    return this.names.get(id(kind, key)) ?? key;
  }

  link(email: string, link: string): string {
    return this.names.get(id('link', email, link)) ?? link;
  }

  stage(journey: string | undefined, stage: string): string {
    return this.names.get(id('stage', journey ?? '', stage)) ?? stage;
  }

  /** Takes over the names of another model for what is the same. Whether that changed any. */
  follow(match: Match, other: ModelNames): boolean {
    let hasChanged = false;
    const set = (from: string, called: string, name: string): void => {
      hasChanged ||= (this.names.get(from) ?? called) !== name;
      this.names.set(from, name);
    };
    for (const { before, after, inner } of match.pairs) {
      if (before.key === undefined || after.key === undefined) continue;
      set(id(before.kind, before.key), before.key, other.of(after.kind as NamedKind, after.key));
      for (const { before: one, after: another } of inner.pairs) {
        if (one.key !== undefined && another.key !== undefined) set(id(one.kind, before.key, one.key), one.key, another.key);
      }
    }
    return hasChanged;
  }
}

const id = (kind: string, ...keys: readonly string[]): string => JSON.stringify([kind, ...keys]);
