import type { Rate, StageName } from './campaign.ts';
import type { Key } from './catalogue.ts';
import type { EventPattern, OrderOperator, Value } from './condition.ts';
import type { Sourced } from './source.ts';

/** A test of journeys: contacts of its own, or a sample, and what is expected of them. */
export interface JourneyTest extends Sourced {
  readonly name: string;
  readonly on?: { readonly source: Key } | { readonly path: string };
  readonly journey?: Key;
  /** Day 0, as written; 2026-01-01T00:00Z where it is not. */
  readonly starts?: string;
  readonly contacts: readonly TestContact[];
  readonly expectations: readonly Expectation[];
}

export interface TestContact extends Sourced {
  readonly name: string;
  /** Attributes that always hold. */
  readonly attributes: Readonly<Record<string, Value>>;
  readonly records: readonly TestRecord[];
}

/** Seconds after day 0 begins. A record without an event only sets attributes. */
export interface TestRecord extends Sourced {
  readonly seconds: number;
  readonly event?: EventPattern;
  readonly properties: Readonly<Record<string, Value>>;
  readonly sets: Readonly<Record<string, Value>>;
}

/** Seconds after day 0 begins, after all records and deadlines up to then; `wholeDay` means the end of the day that begins there. */
export interface TestMoment {
  readonly seconds: number;
  readonly wholeDay: boolean;
}

export type Expectation = Sourced &
  (
    | { readonly kind: 'in-stage'; readonly contact: string; readonly negated: boolean; readonly stage: StageName; readonly moment: TestMoment }
    | { readonly kind: 'reached-by'; readonly contact: string; readonly negated: boolean; readonly stage: StageName }
    | { readonly kind: 'in-segment'; readonly contact: string; readonly negated: boolean; readonly segment: Key; readonly moment: TestMoment }
    | {
        readonly kind: 'score';
        readonly contact: string;
        readonly score: Key;
        readonly operator: OrderOperator;
        readonly points: number;
        readonly moment: TestMoment;
      }
    /** `share`: of those who entered the journey, 0 to 1. */
    | {
        readonly kind: 'stage-count';
        readonly count: 'reached' | 'current' | 'dropped';
        readonly stage: StageName;
        readonly operator: OrderOperator;
        readonly unit: 'contacts' | 'share';
        readonly target: number;
      }
    | {
        readonly kind: 'time';
        readonly quantile: 'median' | 'p90';
        readonly from: StageName;
        readonly to: StageName;
        readonly operator: OrderOperator;
        readonly seconds: number;
      }
    | { readonly kind: 'rate'; readonly rate: Rate; readonly email: Key; readonly operator: OrderOperator; readonly target: number }
  );
