import type { Condition } from '../model/condition.ts';
import type { Source } from '../model/source.ts';

/** What can be said of a model without any activities. `source`: what it is said of. */
export type Finding = { readonly source: Source } & (
  | {
      /** A condition that is never true, or a filter that no record passes; always true, or passed by every record. */
      readonly code: 'contradiction' | 'tautology';
      readonly about: Condition['kind'] | 'filter';
      /** The clauses that clash, or cover each other; the part itself where it needs no other. */
      readonly clash: readonly Source[];
    }
  /** `earlier`: a rule that is tried before this one and true whenever it is. */
  | { readonly code: 'shadowed-rule'; readonly earlier: Source }
  /** `with`: further stages that only lead on from it. */
  | { readonly code: 'unreachable-stage'; readonly stage: string; readonly with: readonly string[] }
  | { readonly code: 'same-condition-as-previous-stage'; readonly previous: string; readonly earlier: Source; readonly goesOnAtOnce: boolean }
  /** `side`: the side stage that a contact is in again at once, by the rule at `again`. */
  | { readonly code: 'returns-at-once'; readonly side: string; readonly again: Source }
  /** Lengths in seconds. `isFatal`: the rule can never be true in time. */
  | { readonly code: 'never-in-time'; readonly seconds: number; readonly expiresAfter: number; readonly isFatal: boolean }
  | { readonly code: 'could-be-segment'; readonly others: readonly Source[] }
);
