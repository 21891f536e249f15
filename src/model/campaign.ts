import type { Declaration, Key } from './catalogue.ts';
import type { Condition, OrderOperator, Pattern } from './condition.ts';
import type { Phase } from './journey.ts';
import type { Sourced } from './source.ts';

/** A stage of a journey that is named from outside it. */
export interface StageName {
  readonly journey: Key;
  readonly stage: string;
}

export interface Campaign extends Declaration {
  readonly objective?: string;
  readonly journey?: Key;
  readonly phase?: Phase;
  /** Names of stages of the campaign's journey. */
  readonly moves?: { readonly from: string; readonly to: string };
  readonly audience?: Condition;
  /** Whole days as written, both included, in the journey's time zone. */
  readonly runs?: { readonly from: string; readonly to: string };
  readonly media: readonly string[];
  readonly utm: Readonly<Record<string, string>>;
  readonly budget?: { readonly amount: number; readonly currency: string };
  readonly sends: readonly Send[];
  readonly kpis: readonly CampaignKpi[];
}

/** `day`: so many days after the campaign's first day. `after`: so many seconds after another email's delivery to the contact. */
export interface Send extends Sourced {
  readonly email: Key;
  readonly when: { readonly kind: 'day'; readonly day: number } | { readonly kind: 'after'; readonly seconds: number; readonly email: Key };
  readonly condition?: Condition;
}

export type Rate = 'open_rate' | 'click_rate' | 'click_to_open_rate' | 'unsubscribe_rate' | 'spam_rate' | 'bounce_rate';

/** Shares are 0 to 1. */
export type CampaignKpi = Sourced & { readonly operator: OrderOperator; readonly target: number } & (
    | { readonly kind: 'rate'; readonly rate: Rate; readonly email?: Key }
    | { readonly kind: 'reached'; readonly stage: string; readonly of?: string }
    | { readonly kind: 'matched'; readonly pattern: Pattern }
  );

/** Each contact is in the arm whose email was delivered to it first; the first variant is the control. */
export interface Experiment extends Declaration {
  readonly variants: readonly Key[];
  readonly measure?: StageName & { readonly within?: number };
  /** 0 to 1. */
  readonly confidence: number;
}
