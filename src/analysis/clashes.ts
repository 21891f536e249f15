import type { ChainLink, Occurrence } from '../model/condition.ts';
import type { Source } from '../model/source.ts';
import type { Declared } from './declared.ts';
import { clashOfValues, whyNonePasses } from './filters.ts';
import type { AgeOf, Fact, Literal } from './formula.ts';
import { meaningKey } from './meaning-key.ts';
import { isNarrower } from './patterns.ts';
import type { ClashOf } from './refute.ts';
import { isPartOf, microseconds, sameAge } from './spans.ts';
import { isPossible, isReachable } from './values.ts';

/** How long ago, in microseconds, what an age counts from can be at most. */
export interface Limits {
  readonly anchor?: number;
  /** Of the stage that the contact is in, and of every other that its pass entered. */
  readonly pass?: number;
}

/** Which facts about one contact at one moment exclude each other. */
export function clashesBetween(declared: Declared, limits: Limits = {}): ClashOf {
  return (added, earlier) => clashAlone(added, declared, limits) ?? clashOfGroup(added, earlier, declared) ?? clashOfTwo(added, earlier, declared);
}

function clashAlone({ fact, holds }: Literal, declared: Declared, limits: Limits): readonly Source[] | undefined {
  switch (fact.kind) {
    case 'count': {
      const isEmpty = fact.span.kind === 'dates' && fact.span.since > fact.span.until;
      if (!holds) return fact.atLeast <= 0 ? [fact.source] : undefined;
      if (fact.atLeast <= 0) return undefined;
      return isEmpty ? [fact.source] : fact.pattern.filter && whyNonePasses(fact.pattern.filter);
    }
    case 'age':
      return holds && fact.length > longestOf(fact.since, limits) ? [fact.source] : undefined;
    default:
      return undefined;
  }
}

const longestOf = (since: AgeOf, { anchor = Infinity, pass = Infinity }: Limits): number =>
  since === 'known' ? Infinity : since === 'anchor' ? Math.min(anchor, pass) : pass;

/** Facts that only exclude each other all together. */
function clashOfGroup(added: Literal, earlier: readonly Literal[], { scores }: Declared): readonly Source[] | undefined {
  const { fact } = added;
  if (fact.kind !== 'score') return clashOfValues(added, earlier);
  const score = scores.get(fact.score);
  if (!score) return undefined;
  const rules = score.rules.filter(({ pattern }) => !pattern.filter || !whyNonePasses(pattern.filter)).map(({ points }) => points);
  const compares = [...earlier, added].flatMap(({ fact: one, holds }) =>
    one.kind === 'score' && one.score === fact.score ? [{ operator: one.operator, points: one.points, holds, source: one.source }] : [],
  );
  const own = compares.slice(-1);
  if (!isReachable(own, rules)) return [fact.source];
  return isReachable(compares, rules) ? undefined : compares.map(({ source }) => source);
}

function clashOfTwo(added: Literal, earlier: readonly Literal[], declared: Declared): readonly Source[] | undefined {
  for (const other of earlier) {
    const clash = other.holds
      ? added.holds
        ? excludesEachOther(other.fact, added.fact)
        : follows(other.fact, added.fact, declared)
      : added.holds && follows(added.fact, other.fact, declared);
    if (clash) return [other.fact.source, added.fact.source];
  }
  return undefined;
}

/** Whether the one can only hold where the other does. */
function follows(one: Fact, other: Fact, declared: Declared): boolean {
  switch (one.kind) {
    case 'count':
      return other.kind === 'count' && isPartOf(one.span, other.span) && hasAsMany(one, other) && isNarrower(one.pattern, other.pattern, declared);
    case 'age':
      return other.kind === 'age' && one.length >= other.length && (sameAge(one.since, other.since) || other.since === 'known');
    case 'passed':
      return other.kind === 'passed' && one.calendar === other.calendar && one.at >= other.at;
    case 'held':
      return (
        other.kind === 'held' &&
        one.length >= other.length &&
        one.compare.property === other.compare.property &&
        one.compare.type === other.compare.type &&
        one.zone === other.zone &&
        !isPossible(
          [
            { compare: one.compare, holds: true },
            { compare: other.compare, holds: false },
          ],
          one.zone,
        )
      );
    case 'chain':
      return (
        other.kind === 'chain' &&
        one.asked === other.asked &&
        one.answer === other.answer &&
        (isSameChain(one.links, other.links) || (one.answer && isNarrowerChain(one.links, other.links, declared)))
      );
    case 'name':
      return other.kind === 'name' && one.name === other.name;
    case 'value':
    case 'score':
      return false;
  }
}

/** Whether so many of the one thing mean so many of the other, of the same records. */
function hasAsMany(one: Fact & { kind: 'count' }, other: Fact & { kind: 'count' }): boolean {
  // Records without an address or an email are no different thing, but every record is of some day.
  if (other.of === 'days' && other.atLeast === 1 && one.atLeast >= 1) return true;
  if (one.atLeast < other.atLeast) return false;
  return other.of === 'times' || (one.of === other.of && (one.of !== 'days' || one.zone === other.zone));
}

/** A chain is not true and false at once. */
function excludesEachOther(one: Fact, other: Fact): boolean {
  return one.kind === 'chain' && other.kind === 'chain' && one.answer !== other.answer && one.asked === other.asked && isSameChain(one.links, other.links);
}

const isSameChain = (one: readonly ChainLink[], other: readonly ChainLink[]): boolean => meaningKey(one) === meaningKey(other);

/** Link by link: each match of the one chain is a match of the other. Only of chains that ask for one record a link. */
function isNarrowerChain(one: readonly ChainLink[], other: readonly ChainLink[], declared: Declared): boolean {
  if (one.length !== other.length) return false;
  return one.every((link, index) => {
    const wider = other[index];
    if (!wider || link.negated !== wider.negated) return false;
    if (link.negated) return isSameChain([link], [wider]);
    return (
      isOne(link.occurrence) &&
      isOne(wider.occurrence) &&
      hasNarrowerWindow(link.occurrence, wider.occurrence) &&
      isNarrower(link.occurrence.pattern, wider.occurrence.pattern, declared)
    );
  });
}

const isOne = ({ count }: Occurrence): boolean => count.operator === 'at-least' && count.number === 1 && count.of === 'times';

function hasNarrowerWindow({ window: one }: Occurrence, { window: other }: Occurrence): boolean {
  if (one.kind === 'within' && other.kind === 'within' && one.of === 'anchor' && other.of === 'anchor')
    return microseconds(one.seconds) <= microseconds(other.seconds);
  if (one.kind === 'within' && one.of === 'anchor' && other.kind === 'none') return true;
  if (one.kind === 'in-last' && other.kind === 'in-last') return microseconds(one.seconds) <= microseconds(other.seconds);
  return JSON.stringify(one) === JSON.stringify(other);
}
