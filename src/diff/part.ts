import type { WordedCondition } from './condition-changes.ts';
import type { PartKind, Place } from './model-diff.ts';

/**
 * A part of a model as the diff sees it: whatever it says, as clauses in the words of the language. Two models mean the same if
 * their outlines do, so nothing of a model may be missing here but where it stands in the text.
 */
export interface Part {
  readonly kind: PartKind;
  /** What of the model it says. */
  readonly node: object;
  /** Undefined for what is known by what it says alone: rules, targets, sends. */
  readonly name?: string;
  /** Its identity in its model, for top-level declarations. */
  readonly key?: string;
  readonly label?: string;
  readonly place?: Place;
  /** A short text of all of it, in the words of the language; of what has a name, only of what is its own. */
  readonly text: string;
  readonly clauses: readonly Clause[];
  readonly parts: readonly Part[];
  /** Whether its place among those of its kind means something. */
  readonly isOrdered: boolean;
  /** Of a declaration: what it names, each as `useOf` writes it. */
  readonly uses: ReadonlySet<string>;
  /** Whether it, and all in it, can change a number of a result. */
  readonly matters: boolean;
}

export interface Clause {
  readonly name: string;
  readonly text: string;
  /** The same for all that mean the same. */
  readonly key: string;
  /** One of several of that name, in any order. */
  readonly isListed: boolean;
  /** Whether it can change a number of a result. */
  readonly matters: boolean;
  /** Whether it says which declaration this is, whatever that is called. */
  readonly tells: boolean;
  /** What holds where nothing is written. */
  readonly isDefault: boolean;
  /** Where it is a condition: that, in its words. */
  readonly asked?: WordedCondition;
  /** The events that its condition or pattern asks for. */
  readonly events: readonly string[];
}

export type ClauseFlags = Partial<Omit<Clause, 'name' | 'text'>>;

export const clause = (name: string, text: string | undefined, flags: ClauseFlags = {}): Clause[] =>
  text === undefined ? [] : [{ name, text, key: text, isListed: false, matters: true, tells: false, isDefault: false, events: [], ...flags }];

/** What can change no number of a result. */
export const REMARK: ClauseFlags = { matters: false };
export const TELLING: ClauseFlags = { tells: true };

export const each = (name: string, texts: readonly string[], flags: ClauseFlags = {}): Clause[] =>
  texts.flatMap((text) => clause(name, text, { isListed: true, ...flags }));

export const part = (kind: PartKind, node: object, rest: Partial<Part>): Part => ({
  kind,
  node,
  text: '',
  clauses: [],
  parts: [],
  isOrdered: false,
  uses: new Set(),
  matters: true,
  ...rest,
});

/** A share from 0 to 1, without the digits that binary fractions add. */
export const percent = (share: number): string => `${String(Number((share * 100).toPrecision(12)))}%`;
