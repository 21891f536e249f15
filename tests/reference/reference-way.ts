/** What the evaluator says of a contact, in the same structure: stages and rules by number, times in microseconds. */
export interface ReferenceVisit {
  readonly stage: number;
  readonly entered: number;
  readonly rule: number;
}

export interface ReferencePass {
  readonly began: number;
  readonly visits: ReferenceVisit[];
  isSafe: boolean;
  expired?: number | undefined;
}

export interface ReferenceWay {
  readonly passes: readonly ReferencePass[];
  keptOut?: 'audience' | 'consent' | undefined;
}
