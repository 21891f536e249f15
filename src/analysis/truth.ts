import type { Chain, Condition, Occurrence, Window } from '../model/condition.ts';
import type { Source } from '../model/source.ts';
import type { Declared } from './declared.ts';
import type { AgeOf, Formula } from './formula.ts';
import { all, always, any, fact, literalsIn, never, opposite } from './formula.ts';
import { meaningKey } from './meaning-key.ts';
import { stretchOf } from './moments.ts';
import type { Span } from './spans.ts';
import { microseconds, spanOfDates } from './spans.ts';

/** From where a condition is asked. */
export interface Place {
  /** In a stage; where a pass begins; or without any anchor, as in a segment. */
  readonly from: 'stage' | 'outside' | 'nowhere';
  /** The IANA zone of dates and days. */
  readonly zone: string;
  /** The stage that the contact is in, where it is the only one. */
  readonly stage?: string;
  /** The stages that the contact's pass can have entered; undefined where that is not known. */
  readonly entered?: ReadonlySet<string>;
}

/** Segments of segments could grow without bound; larger ones are left as they are, true or false. */
const MOST_FACTS = 64;

/** Says of conditions when they are true and when they are false: language.md §5, Kleene's tables. */
export class Truth {
  private readonly declared: Declared;
  private readonly segments = new Map<string, Formula>();

  constructor(declared: Declared) {
    this.declared = declared;
  }

  /** When the answer is `answer`; when neither holds it is undecided. */
  of(condition: Condition, answer: boolean, place: Place): Formula {
    switch (condition.kind) {
      case 'and':
      case 'or': {
        const parts = condition.operands.map((operand) => this.of(operand, answer, place));
        return (condition.kind === 'and') === answer ? all(...parts) : any(...parts);
      }
      case 'not':
        return this.of(condition.operand, !answer, place);
      case 'occurrence':
        return ofOccurrence(condition, answer, place);
      case 'chain':
        return ofChain(condition, answer, place);
      default: {
        // What holds is never undecided.
        const holds = this.ofState(condition, place);
        return answer ? holds : opposite(holds);
      }
    }
  }

  private ofState(condition: Exclude<Condition, { kind: 'and' | 'or' | 'not' | 'occurrence' | 'chain' }>, { zone }: Place): Formula {
    const { source } = condition;
    switch (condition.kind) {
      case 'in-segment':
        return this.ofSegment(condition.segment, source);
      case 'attribute': {
        const { compare, heldFor } = condition;
        const value = fact({ kind: 'value', compare, zone, source });
        return heldFor === undefined ? value : all(value, fact({ kind: 'held', compare, zone, length: microseconds(heldFor), source }));
      }
      case 'score':
        return fact({ kind: 'score', score: condition.score, operator: condition.operator, points: condition.points, source });
      case 'subscribed':
        return fact({ kind: 'name', name: `subscribed to ${condition.channel}`, source });
      case 'consented': {
        const given = {
          kind: 'count',
          pattern: { event: { kind: 'consented' }, source },
          of: 'times',
          zone,
          span: { kind: 'ever' },
          atLeast: 1,
          source,
        } as const;
        return all(fact({ kind: 'name', name: 'has consent', source }), fact(given));
      }
    }
  }

  /** One is in a segment while its condition is true. */
  private ofSegment(key: string, source: Source): Formula {
    const known = this.segments.get(key);
    if (known) return known;
    const opaque = fact({ kind: 'name', name: `in segment ${key}`, source });
    const segment = this.declared.segments.get(key);
    if (!segment) return opaque;
    // What asks for itself is an error, and finds this.
    this.segments.set(key, opaque);
    const formula = this.of(segment.condition, true, { from: 'nowhere', zone: 'UTC' });
    const kept = literalsIn(formula).length > MOST_FACTS ? opaque : formula;
    this.segments.set(key, kept);
    return kept;
  }
}

function ofOccurrence(condition: Occurrence, answer: boolean, place: Place): Formula {
  const { pattern, count, window, source } = condition;
  const { zone } = place;
  if (window.kind === 'for') {
    const quiet = quietFor(condition, window.seconds, place);
    return answer ? opposite(quiet) : quiet;
  }
  const asked = spanOf(condition, place);
  if (!asked) return never;
  const reached = (atLeast: number): Formula => {
    const counted = fact({ kind: 'count', pattern, of: count.of, zone, span: asked.span, atLeast, source });
    return asked.span.kind === 'other' && atLeast > 0
      ? all(counted, fact({ kind: 'count', pattern, of: count.of, zone, span: { kind: 'ever' }, atLeast, source }))
      : counted;
  };
  const { number } = count;
  const { begun, over } = asked;
  switch (count.operator) {
    case 'at-least':
      return answer ? all(begun, reached(number)) : all(begun, over, opposite(reached(number)));
    case 'at-most':
      return answer ? all(begun, over, opposite(reached(number + 1))) : all(begun, reached(number + 1));
    case 'exactly':
      return answer
        ? all(begun, over, reached(number), opposite(reached(number + 1)))
        : all(begun, any(reached(number + 1), all(over, opposite(reached(number)))));
  }
}

/** No match in the last so many seconds, nor so soon after the stage was entered or, without one, the contact known. */
function quietFor({ pattern, source }: Occurrence, seconds: number, { from, zone }: Place): Formula {
  const length = microseconds(seconds);
  const match = fact({ kind: 'count', pattern, of: 'times', zone, span: { kind: 'in-last', length }, atLeast: 1, source });
  return all(opposite(match), fact({ kind: 'age', since: from === 'stage' ? 'anchor' : 'known', length, source }));
}

interface AskedSpan {
  readonly span: Span;
  /** When anything can be said at all. */
  readonly begun: Formula;
  /** When no further record can be counted. */
  readonly over: Formula;
}

/** Undefined where the window never begins: it counts from a stage that the pass cannot have entered. */
function spanOf({ pattern, window, source }: Occurrence, place: Place): AskedSpan | undefined {
  const { from, zone } = place;
  if (pattern.event.kind === 'email' && pattern.event.emails.kind === 'last') {
    const { count, of } = pattern.event.emails;
    return unknown(`last ${String(count)} ${of} ${JSON.stringify(window)}`, source);
  }
  switch (window.kind) {
    case 'none':
      if (from === 'stage') return since('anchor', Infinity, source);
      return { span: { kind: from === 'outside' ? 'new-pass' : 'ever' }, begun: always, over: always };
    case 'within': {
      // Without an anchor that is an error, of which nothing more is said.
      if (typeof window.of !== 'object' && from !== 'stage') return unknown(`within ${JSON.stringify(window)}`, source);
      const age = typeof window.of === 'object' ? ageOf(window.of.stage, place) : 'anchor';
      return age === undefined ? undefined : since(age, microseconds(window.seconds), source);
    }
    case 'since-stage': {
      const age = ageOf(window.stage, place);
      return age === undefined ? undefined : since(age, Infinity, source);
    }
    case 'in-last':
      return { span: { kind: 'in-last', length: microseconds(window.seconds) }, begun: always, over: always };
    case 'ever':
      return { span: { kind: 'ever' }, begun: always, over: always };
    case 'dates':
      return { span: spanOfDates(window, zone), begun: always, over: datesOver(window, zone, source) };
    case 'for':
      return undefined;
  }
}

/** What can only be compared with its like. */
function unknown(name: string, source: Source): AskedSpan {
  return { span: { kind: 'other', name }, begun: fact({ kind: 'name', name, source }), over: always };
}

function since(of: AgeOf, length: number, source: Source): AskedSpan {
  return { span: { kind: 'since', of, length }, begun: always, over: length === Infinity ? never : fact({ kind: 'age', since: of, length, source }) };
}

function ageOf(stage: string, { from, stage: current, entered }: Place): AgeOf | undefined {
  if (from !== 'stage') return undefined;
  if (stage === current) return 'anchor';
  return entered && !entered.has(stage) ? undefined : { stage };
}

function datesOver({ since: from, until }: Extract<Window, { kind: 'dates' }>, zone: string, source: Source): Formula {
  const passed = (text: string, end: 'first' | 'last'): Formula => {
    const stretch = stretchOf(text, zone);
    if (!stretch) return fact({ kind: 'name', name: `${text} has passed in ${zone}`, source });
    return fact({ kind: 'passed', at: stretch[end], calendar: stretch.calendar, source });
  };
  return all(...(from === undefined ? [] : [passed(from, 'first')]), ...(until === undefined ? [] : [passed(until, 'last')]));
}

/** Of a chain little more is known than that its records are there. */
function ofChain({ links, source }: Chain, answer: boolean, place: Place): Formula {
  const asked = `${place.from} ${place.stage ?? ''} ${place.zone}`;
  const chain = fact({ kind: 'chain', answer, links, asked, source });
  if (!answer) return chain;
  const there = links.flatMap(({ negated, occurrence: { pattern, count } }) =>
    negated || count.operator !== 'at-least'
      ? []
      : [fact({ kind: 'count', pattern, of: count.of, zone: place.zone, span: { kind: 'ever' }, atLeast: count.number, source })],
  );
  return all(chain, ...there);
}

/** Whether a condition has a window that counts from a stage that it names. */
export function namesStage(condition: Condition): boolean {
  return meaningKey(condition).includes('"stage":');
}
