import type { Model } from './model.ts';
import type { NamedKind, Names } from './words.ts';
import { Words } from './words.ts';

/** The parts of a model in the words of the language, under the names that it gives them. */
export const wordsOf = (model: Model): Words => new Words(new ModelNames(model));

/** The names of a model's parts: as declared, or with the file where two files use one name for different things. */
export class ModelNames implements Names {
  protected readonly names = new Map<string, string>();

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
        for (const { key } of namesakes) this.names.set(nameId(kind, key), namesakes.length === 1 ? name : key);
      }
    }
  }

  of(kind: NamedKind, key: string): string {
    return this.names.get(nameId(kind, key)) ?? key;
  }

  link(email: string, link: string): string {
    return this.names.get(nameId('link', email, link)) ?? link;
  }

  stage(journey: string | undefined, stage: string): string {
    return this.names.get(nameId('stage', journey ?? '', stage)) ?? stage;
  }
}

/** What a name is kept under. */
export const nameId = (kind: string, ...keys: readonly string[]): string => JSON.stringify([kind, ...keys]);
