import type { Identity, Signal } from './matching/signals.ts';
import type { ProgramCondition, ProgramCount, ProgramOccurrence } from './program.ts';

const NEVER = Infinity;

/** What is needed to look ahead to a condition's answers. One shape for all kinds: they are looked at millions of times. */
export interface Outlook {
  readonly kind: 'and' | 'or' | 'not' | 'segment' | 'count' | 'in-last' | 'quiet' | 'fixed' | 'always' | 'steps';
  readonly operands: readonly Outlook[];
  /** Asked without an anchor, as in a segment. */
  readonly isFree: boolean;
  readonly signal: Signal;
  /** At least so many records, or distinct things. */
  readonly number: number;
  readonly identity: Identity | undefined;
  /** Microseconds; Infinity where the window has no end. */
  readonly length: number;
  /** Counts from the entering of this stage; -1 for the present anchor. */
  readonly stage: number;
  readonly isDated: boolean;
  readonly since: number;
  readonly until: number;
  /** Of `fixed`: what is always true of a contact. */
  readonly fixed: (contact: number) => boolean;
  readonly condition: ProgramCondition;
  /** All that the condition looks at. */
  readonly signals: readonly Signal[];
}

/** The outlook of a condition of a journey's rule. */
export function outlookOf(condition: ProgramCondition, isFree = false): Outlook {
  const base: Outlook = {
    kind: 'steps',
    operands: [],
    isFree,
    signal: NOTHING,
    number: 1,
    identity: undefined,
    length: NEVER,
    stage: -1,
    isDated: false,
    since: -NEVER,
    until: NEVER,
    fixed: () => false,
    condition,
    signals: signalsIn(condition),
  };
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { ...base, kind: condition.kind, operands: condition.operands.map((operand) => outlookOf(operand, isFree)) };
    case 'not':
      return { ...base, kind: 'not', operands: [outlookOf(condition.operand, isFree)] };
    case 'segment':
      return { ...base, kind: 'segment', operands: [outlookOf(condition.condition, true)] };
    case 'occurrence':
      return ofOccurrence(condition, base);
    case 'attribute':
      return condition.set === undefined && condition.heldFor === undefined
        ? { ...base, kind: 'fixed', fixed: (contact) => condition.fixed(contact) ?? condition.missing }
        : base;
    case 'chain':
    case 'last-emails':
    case 'score':
    case 'word':
      return base;
  }
}

/** `at most N` is not `at least N + 1`, and `exactly N` is both `at least` and `at most`: so they are with undecided answers too. */
function ofOccurrence({ signal, count, window }: ProgramOccurrence, base: Outlook): Outlook {
  const one = { ...base, signal };
  switch (window.kind) {
    case 'for':
      return { ...one, kind: 'quiet', length: window.length };
    case 'none':
      return ofCount(count, { ...one, kind: 'count', isDated: base.isFree });
    case 'ever':
      return ofCount(count, { ...one, kind: 'count', isDated: true });
    case 'dates':
      return ofCount(count, { ...one, kind: 'count', isDated: true, since: window.since, until: window.until });
    case 'within':
      return ofCount(count, { ...one, kind: 'count', length: window.length, stage: window.stage ?? -1 });
    case 'since-stage':
      return ofCount(count, { ...one, kind: 'count', stage: window.stage });
    case 'in-last':
      return count.identity ? base : ofCount(count, { ...one, kind: 'in-last', length: window.length });
  }
}

function ofCount({ operator, number, identity }: ProgramCount, base: Outlook): Outlook {
  const atLeast = (least: number): Outlook => ({ ...base, ...(least === 0 ? { kind: 'always' } : {}), number: least, identity });
  const atMost: Outlook = { ...base, kind: 'not', operands: [atLeast(number + 1)] };
  switch (operator) {
    case 'at-least':
      return atLeast(number);
    case 'at-most':
      return atMost;
    case 'exactly':
      return { ...base, kind: 'and', operands: [atLeast(number), atMost] };
  }
}

const NOTHING: Signal = { records: new Int32Array(0), times: new Float64Array(0), starts: new Int32Array(0), contacts: 0 };

function signalsIn(condition: ProgramCondition): Signal[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.operands.flatMap(signalsIn);
    case 'not':
      return signalsIn(condition.operand);
    case 'segment':
      return signalsIn(condition.condition);
    case 'occurrence':
      return [condition.signal];
    case 'chain':
      return condition.links.map(({ occurrence }) => occurrence.signal);
    case 'last-emails':
      return [condition.signal, condition.delivery];
    case 'attribute':
      return condition.set ? [condition.set.signal] : [];
    case 'score':
      return condition.rules.map(({ signal }) => signal);
    case 'word':
      return [condition.words.on, condition.words.off];
  }
}
