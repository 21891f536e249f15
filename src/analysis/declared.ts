import type { Email, Key, Page } from '../model/catalogue.ts';
import type { Score, Segment } from '../model/journey.ts';
import type { Model } from '../model/model.ts';

/** What conditions name, by key. What is not there is not known, and then nothing is said of it. */
export interface Declared {
  readonly emails: ReadonlyMap<Key, Email>;
  readonly pages: ReadonlyMap<Key, Page>;
  readonly segments: ReadonlyMap<Key, Segment>;
  readonly scores: ReadonlyMap<Key, Score>;
}

export function declaredIn({ emails, pages, segments, scores }: Model): Declared {
  return { emails: byKey(emails), pages: byKey(pages), segments: byKey(segments), scores: byKey(scores) };
}

const byKey = <Part extends { readonly key: Key }>(parts: readonly Part[]): ReadonlyMap<Key, Part> => new Map(parts.map((part) => [part.key, part]));
