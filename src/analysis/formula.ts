import type { ChainLink, Compare, Count, OrderOperator, Pattern } from '../model/condition.ts';
import type { Source } from '../model/source.ts';
import type { Span } from './spans.ts';

/**
 * A statement about a contact's history at one moment. Unlike a condition it is only ever true or false: that a condition
 * is TRUE and that it is FALSE are two formulas, and neither holds while it is undecided.
 */
export type Formula =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'fact'; readonly fact: Fact; readonly holds: boolean }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Formula[] };

export type Fact = { readonly source: Source } & (
  | CountFact
  /** So many microseconds have passed since the stage was entered, since another stage was, or since the contact is known. */
  | { readonly kind: 'age'; readonly since: AgeOf; readonly length: number }
  /** A date has passed. */
  | { readonly kind: 'passed'; readonly at: number; readonly calendar: string }
  /** An attribute passes a compare, or in a filter a record's property does. */
  | { readonly kind: 'value'; readonly compare: Compare; readonly zone: string }
  /** An attribute's value has passed a compare for so many microseconds. */
  | { readonly kind: 'held'; readonly compare: Compare; readonly zone: string; readonly length: number }
  | { readonly kind: 'score'; readonly score: string; readonly operator: OrderOperator; readonly points: number }
  /** A chain is true, or it is false; both are opaque but for what follows from each. */
  | { readonly kind: 'chain'; readonly answer: boolean; readonly links: readonly ChainLink[]; readonly asked: string }
  /** Whatever is compared with nothing but itself. */
  | { readonly kind: 'name'; readonly name: string }
);

/** At least so many records match a pattern in a window, or are about so many different things. */
export interface CountFact {
  readonly kind: 'count';
  readonly pattern: Pattern;
  readonly of: Count['of'];
  /** Whose days are counted, where days are. */
  readonly zone: string;
  readonly span: Span;
  readonly atLeast: number;
}

/** `anchor`: the stage that the contact is in. `known`: the contact's first record. */
export type AgeOf = 'anchor' | 'known' | { readonly stage: string };

export const always: Formula = { kind: 'constant', value: true };
export const never: Formula = { kind: 'constant', value: false };

export const fact = (one: Fact): Formula => ({ kind: 'fact', fact: one, holds: true });

export const all = (...parts: readonly Formula[]): Formula => ({ kind: 'all', parts });
export const any = (...parts: readonly Formula[]): Formula => ({ kind: 'any', parts });

/** A fact that holds, or does not. */
export interface Literal {
  readonly fact: Fact;
  readonly holds: boolean;
}

/** Every fact that a formula speaks of, and whether it asks that it holds. */
export function literalsIn(formula: Formula): readonly Literal[] {
  switch (formula.kind) {
    case 'constant':
      return [];
    case 'fact':
      return [formula];
    case 'all':
    case 'any':
      return formula.parts.flatMap(literalsIn);
  }
}

export function opposite(formula: Formula): Formula {
  switch (formula.kind) {
    case 'constant':
      return formula.value ? never : always;
    case 'fact':
      return { ...formula, holds: !formula.holds };
    case 'all':
      return { kind: 'any', parts: formula.parts.map(opposite) };
    case 'any':
      return { kind: 'all', parts: formula.parts.map(opposite) };
  }
}
