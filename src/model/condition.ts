import type { Key } from './catalogue.ts';
import type { Sourced } from './source.ts';

/** A question about one contact at one moment. Its answer is true, false or undecided. */
export type Condition = And | Or | Not | Occurrence | Chain | InSegment | AttributeCompare | ScoreCompare | Subscribed | Consented;

export interface And extends Sourced {
  readonly kind: 'and';
  readonly operands: readonly Condition[];
}

export interface Or extends Sourced {
  readonly kind: 'or';
  readonly operands: readonly Condition[];
}

export interface Not extends Sourced {
  readonly kind: 'not';
  readonly operand: Condition;
}

/** So many records that match a pattern within a window. */
export interface Occurrence extends Sourced {
  readonly kind: 'occurrence';
  readonly pattern: Pattern;
  readonly count: Count;
  readonly window: Window;
}

/** `A then B then not C`: each link is asked with every match of the one before as its anchor. Only the last may be negated. */
export interface Chain extends Sourced {
  readonly kind: 'chain';
  readonly links: readonly ChainLink[];
}

export interface ChainLink {
  readonly negated: boolean;
  readonly occurrence: Occurrence;
}

export interface InSegment extends Sourced {
  readonly kind: 'in-segment';
  readonly segment: Key;
}

export interface AttributeCompare extends Sourced {
  readonly kind: 'attribute';
  readonly compare: Compare;
  /** Seconds for which the compare must have held without a break. */
  readonly heldFor?: number;
}

export interface ScoreCompare extends Sourced {
  readonly kind: 'score';
  readonly score: Key;
  readonly operator: OrderOperator;
  readonly points: number;
}

export interface Subscribed extends Sourced {
  readonly kind: 'subscribed';
  readonly channel: Key;
}

export interface Consented extends Sourced {
  readonly kind: 'consented';
}

// ---- patterns

export interface Pattern extends Sourced {
  readonly event: EventPattern;
  readonly filter?: Filter;
}

export type EmailVerb = 'sent' | 'delivered' | 'bounced' | 'opened' | 'clicked' | 'spam_reported';

export type EventPattern =
  | { readonly kind: 'email'; readonly verb: EmailVerb; readonly bounce?: 'hard' | 'soft'; readonly emails: EmailSelector; readonly url?: string }
  | { readonly kind: 'subscribed'; readonly channel: Key }
  | { readonly kind: 'confirmed'; readonly channel: Key }
  /** `all`: only the record that leaves all channels at once. `any`: that, or leaving one of them. A channel: leaving it, or all at once. */
  | { readonly kind: 'unsubscribed'; readonly scope: 'all' | 'any' | { readonly channel: Key } }
  | { readonly kind: 'submitted'; readonly forms: 'any' | readonly Key[] }
  | { readonly kind: 'visited'; readonly pages: 'any' | readonly PageSelector[] }
  | { readonly kind: 'performed'; readonly activities: readonly Key[] }
  | { readonly kind: 'consented' }
  | { readonly kind: 'consent_withdrawn' }
  | { readonly kind: 'became_member' }
  /** Any record that the contact caused: everything but sent, delivered and bounced. */
  | { readonly kind: 'active' };

export type PageSelector = { readonly page: Key } | { readonly url: string };

export type EmailSelector =
  | { readonly kind: 'any' }
  | { readonly kind: 'channel'; readonly channel: Key }
  | { readonly kind: 'campaign'; readonly campaign: Key }
  | { readonly kind: 'listed'; readonly items: readonly EmailItem[] }
  /** The N different emails (or campaigns) most recently delivered to the contact. */
  | { readonly kind: 'last'; readonly count: number; readonly of: 'emails' | 'campaigns' };

export interface EmailItem {
  readonly email: Key;
  /** A link's name within that email. */
  readonly link?: string;
}

// ---- filters

export type Filter = FilterAnd | FilterOr | FilterNot | Compare;

export interface FilterAnd {
  readonly kind: 'and';
  readonly operands: readonly Filter[];
}

export interface FilterOr {
  readonly kind: 'or';
  readonly operands: readonly Filter[];
}

export interface FilterNot {
  readonly kind: 'not';
  readonly operand: Filter;
}

export type OrderOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

export type TextOperator = 'contains' | 'starts-with' | 'ends-with' | 'matches';

/** A compare of a property or an attribute. On a missing one `missing` and `!=` are true, every other compare is false. */
export type Compare = Sourced & {
  readonly kind: 'compare';
  readonly property: string;
  readonly type: 'text' | 'number' | 'flag' | 'date';
} & (
    | { readonly operator: OrderOperator; readonly value: Value }
    | { readonly operator: 'in'; readonly values: readonly Value[] }
    | { readonly operator: TextOperator; readonly value: string }
    | { readonly operator: 'missing' | 'present' }
  );

/** Dates are texts as written: `2026-03-01` or a date-time with its offset. */
export type Value = string | number | boolean;

// ---- counts and windows

export interface Count {
  readonly operator: 'at-least' | 'at-most' | 'exactly';
  readonly number: number;
  /** What is counted: records, or distinct things (only with `at-least`). */
  readonly of: 'times' | 'pages' | 'emails' | 'links' | 'days';
}

/** All lengths are seconds; every window includes its end. */
export type Window =
  | { readonly kind: 'none' }
  | { readonly kind: 'within'; readonly seconds: number; readonly of: 'anchor' | 'delivery' | { readonly stage: string } }
  | { readonly kind: 'since-stage'; readonly stage: string }
  | { readonly kind: 'in-last'; readonly seconds: number }
  | { readonly kind: 'ever' }
  /** A bare date is that whole day in the journey's time zone (in segments and scores: UTC). */
  | { readonly kind: 'dates'; readonly since?: string; readonly until?: string }
  /** Only below `not`: true when so many seconds passed without a match. */
  | { readonly kind: 'for'; readonly seconds: number };
