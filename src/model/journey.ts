import type { Declaration, Key } from './catalogue.ts';
import type { Condition, Pattern } from './condition.ts';
import type { Sourced } from './source.ts';

export interface Segment extends Declaration {
  readonly condition: Condition;
}

export interface Score extends Declaration {
  readonly rules: readonly ScoreRule[];
}

export interface ScoreRule extends Sourced {
  readonly points: number;
  readonly pattern: Pattern;
}

export type Phase = 'awareness' | 'consideration' | 'decision' | 'retention' | 'advocacy' | 'see' | 'think' | 'do' | 'care';

export type Reentry =
  { readonly kind: 'never' } | { readonly kind: 'after'; readonly seconds: number } | { readonly kind: 'always' } | { readonly kind: 'overlapping' };

export interface Journey extends Declaration {
  /** The name of the stage whose reaching is the conversion. */
  readonly goal: string;
  readonly audience?: Condition;
  readonly order: 'sequential' | 'flexible';
  readonly expiresAfter?: number;
  readonly reentry: Reentry;
  readonly consentRequired: boolean;
  /** IANA name. */
  readonly timezone: string;
  /** In the order written; those of kind `path` form the path. */
  readonly stages: readonly Stage[];
}

export interface Stage extends Sourced {
  readonly name: string;
  readonly label: string;
  readonly documentation?: string;
  readonly kind: 'path' | 'side';
  readonly phase?: Phase;
  readonly rules: readonly Rule[];
  readonly kpis: readonly Kpi[];
  readonly stallsAfter?: number;
  readonly touchpoints: readonly Key[];
  readonly owner?: string;
  readonly notes: readonly string[];
}

/** One `enter` clause: from where, after which wait, when. */
export interface Rule extends Sourced {
  /** `implied`: a plain `enter when`, whose meaning depends on the stage's place and the journey's order. */
  readonly from:
    { readonly kind: 'implied' } | { readonly kind: 'any' } | { readonly kind: 'outside' } | { readonly kind: 'stages'; readonly stages: readonly string[] };
  readonly after?: number;
  readonly when?: Condition;
  /** The clause as written, without `enter`, white space folded: what reports show. */
  readonly text: string;
}

export type Kpi = Sourced &
  ({ readonly kind: 'contacts'; readonly target: number } | { readonly kind: 'share'; readonly target: number; readonly of: string; readonly within?: number });
