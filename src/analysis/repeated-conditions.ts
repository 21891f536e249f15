import type { Compare, Condition, Occurrence } from '../model/condition.ts';
import type { Journey } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import type { Finding } from './finding.ts';
import { meaningKey } from './meaning-key.ts';

const OFTEN = 3;

/** Conditions that stand in the entry file so often that a segment would say it once; the largest only. */
export function findRepeated(model: Model): readonly Finding[] {
  const written = new Map<string, Condition[]>();
  for (const [condition, isEligible] of askedIn(model)) {
    for (const part of partsOf(condition)) {
      if (!isEligible(part)) continue;
      const key = meaningKey(part);
      const alike = written.get(key) ?? [];
      alike.push(part);
      written.set(key, alike);
    }
  }
  const repeated = [...written.values()].filter(({ length }) => length >= OFTEN);
  const inside = new Set(repeated.flatMap((alike) => alike.flatMap((condition) => partsOf(condition).filter((part) => part !== condition))));
  return repeated.flatMap((alike) => {
    const [first, ...others] = alike;
    return first && !alike.every((condition) => inside.has(condition))
      ? [{ code: 'could-be-segment', others: others.map(({ source }) => source), source: first.source }]
      : [];
  });
}

type IsEligible = (condition: Condition) => boolean;

function* askedIn({ segments, journeys }: Model): Generator<readonly [Condition, IsEligible]> {
  for (const { condition, source } of segments) if (source.file === 0) yield [condition, (part) => keepsItsMeaning(part, 'UTC')];
  for (const journey of journeys) {
    const { timezone, audience, stages } = journey;
    const isEligible: IsEligible = (part) => keepsItsMeaning(part, timezone);
    if (audience) yield [audience, isEligible];
    for (const stage of stages) {
      for (const rule of stage.rules) {
        // What begins a pass counts records, and a segment is a state, which does not.
        if (rule.when) yield [rule.when, (part) => isEligible(part) && (!canBegin(journey, stage.name, rule.from.kind) || isState(part))];
      }
    }
  }
}

function canBegin({ order, stages }: Journey, stage: string, from: string): boolean {
  return from === 'outside' ? true : from === 'implied' && (order === 'flexible' || stages.find(({ kind }) => kind === 'path')?.name === stage);
}

function partsOf(condition: Condition): readonly Condition[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [condition, ...condition.operands.flatMap(partsOf)];
    case 'not':
      return [condition, ...partsOf(condition.operand)];
    default:
      return [condition];
  }
}

/**
 * Whether a segment would give the same answers: no window looks at the anchor, nothing is undecided, and no day is another
 * in UTC. What is as short as the segment's name is left alone.
 */
function keepsItsMeaning(condition: Condition, zone: string): boolean {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.operands.every(
        (operand) => operand.kind === 'in-segment' || operand.kind === 'subscribed' || operand.kind === 'consented' || keepsItsMeaning(operand, zone),
      );
    case 'not':
      return keepsItsMeaning(condition.operand, zone);
    case 'occurrence':
      return isPlainOccurrence(condition, zone);
    case 'attribute':
      return isSameInUtc(condition.compare, zone);
    case 'score':
      return true;
    case 'chain':
    case 'in-segment':
    case 'subscribed':
    case 'consented':
      return false;
  }
}

function isPlainOccurrence({ pattern, count, window }: Occurrence, zone: string): boolean {
  const isOfLast = pattern.event.kind === 'email' && pattern.event.emails.kind === 'last';
  return !isOfLast && (window.kind === 'in-last' || window.kind === 'ever') && (count.of !== 'days' || zone === 'UTC');
}

const isSameInUtc = ({ type }: Compare, zone: string): boolean => type !== 'date' || zone === 'UTC';

function isState(condition: Condition): boolean {
  return partsOf(condition).every(({ kind }) => kind !== 'occurrence' && kind !== 'chain');
}
