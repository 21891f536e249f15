import type { OrderOperator } from '../model/condition.ts';
import type { Identity, Signal } from './matching/signals.ts';
import type { Outlook } from './outlook.ts';

/** A journey compiled for one table: stages by number, lengths in microseconds, patterns as signals. */
export interface Program {
  /** In the order of the journey's stages. */
  readonly stages: readonly ProgramStage[];
  /** The rules that can begin a pass, in the order in which they are tried. */
  readonly rulesIn: readonly ProgramRule[];
  readonly audience?: ProgramCondition;
  readonly consent?: Words;
  readonly audienceOutlook?: Outlook;
  readonly consentOutlook?: Outlook;
  /** All that its conditions look at. */
  readonly signals: readonly Signal[];
  readonly expiresAfter?: number;
  readonly reentry: { readonly kind: 'never' | 'always' | 'overlapping' } | { readonly kind: 'after'; readonly length: number };
}

export interface ProgramStage {
  readonly name: string;
  /** The place on the path from 0; -1 for a side stage. */
  readonly path: number;
  readonly isLastOfPath: boolean;
  /** At the goal's place on the path, or further. */
  readonly hasReachedGoal: boolean;
  /** The rules that lead out of it, in the order in which they are tried. */
  readonly rulesOut: readonly ProgramRule[];
}

export interface ProgramRule {
  /** Among all rules of the journey. */
  readonly number: number;
  /** The stage that it leads into. */
  readonly stage: number;
  /** Its place among the `enter` clauses of that stage. */
  readonly index: number;
  readonly after?: number;
  readonly when?: ProgramCondition;
  /** Of `when`. */
  readonly outlook?: Outlook;
}

export type ProgramCondition =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly ProgramCondition[] }
  | { readonly kind: 'not'; readonly operand: ProgramCondition }
  | ProgramOccurrence
  | { readonly kind: 'chain'; readonly links: readonly { readonly negated: boolean; readonly occurrence: ProgramOccurrence }[] }
  | LastEmails
  | { readonly kind: 'segment'; readonly condition: ProgramCondition }
  | AttributeHolds
  | {
      readonly kind: 'score';
      readonly rules: readonly { readonly points: number; readonly signal: Signal }[];
      readonly operator: OrderOperator;
      readonly points: number;
    }
  | { readonly kind: 'word'; readonly words: Words };

/** The last of the two kinds of word decides. */
export interface Words {
  readonly on: Signal;
  readonly off: Signal;
}

export interface ProgramCount {
  readonly operator: 'at-least' | 'at-most' | 'exactly';
  readonly number: number;
  /** Where distinct things are counted: which one a record is about. */
  readonly identity?: Identity;
}

export type ProgramWindow =
  | { readonly kind: 'none' }
  | { readonly kind: 'within'; readonly length: number; readonly stage?: number }
  | { readonly kind: 'since-stage'; readonly stage: number }
  | { readonly kind: 'in-last'; readonly length: number }
  | { readonly kind: 'ever' }
  /** Both ends included; `-Infinity` and `Infinity` where open. */
  | { readonly kind: 'dates'; readonly since: number; readonly until: number }
  | { readonly kind: 'for'; readonly length: number };

export interface ProgramOccurrence {
  readonly kind: 'occurrence';
  readonly signal: Signal;
  readonly count: ProgramCount;
  readonly window: ProgramWindow;
}

export interface LastEmails {
  readonly kind: 'last-emails';
  readonly signal: Signal;
  readonly delivery: Signal;
  /** How many different emails or campaigns. */
  readonly last: number;
  readonly identity: Identity;
  /** `email`: each by its latest delivery. `campaign`: each by its first. */
  readonly from: 'latest' | 'first';
  readonly count: ProgramCount;
  readonly within?: number;
}

export interface AttributeHolds {
  readonly kind: 'attribute';
  /** What the contact's row of the contacts' file says, which always holds; undefined where it says nothing. */
  readonly fixed: (contact: number) => boolean | undefined;
  /** Records that set the attribute, with whether what they set passes; undefined where none does. */
  readonly set?: { readonly signal: Signal; readonly passes: (record: number) => boolean };
  /** Whether a contact without the attribute passes. */
  readonly missing: boolean;
  readonly heldFor?: number;
}
