import { comparesOf } from '../model/compares-of.ts';
import type { Condition, Filter, Pattern } from '../model/condition.ts';
import type { Source } from '../model/source.ts';
import type { Finding } from './finding.ts';
import { whyAllPass, whyNonePasses } from './filters.ts';
import { opposite } from './formula.ts';
import type { ClashOf } from './refute.ts';
import { refute } from './refute.ts';
import type { Place, Truth } from './truth.ts';
import { undecidableParts } from './undecidable.ts';

/** Where and how a condition is asked: it is never true only if it is not so in any of the places. */
export interface Asked {
  readonly places: readonly Place[];
  readonly truth: Truth;
  readonly clashOf: ClashOf;
}

/** Why a condition is never true wherever it is asked; undefined where it might be. */
function whyNever(condition: Condition, { places, truth, clashOf }: Asked): readonly Source[] | undefined {
  return inEach(places, (place) => refute([truth.of(condition, true, place)], clashOf));
}

/** Why a condition is true whenever it is asked; undefined where it might not be. */
function whyAlways(condition: Condition, { places, truth, clashOf }: Asked): readonly Source[] | undefined {
  return inEach(places, (place) => refute([opposite(truth.of(condition, true, place))], clashOf));
}

function inEach(places: readonly Place[], why: (place: Place) => readonly Source[] | undefined): readonly Source[] | undefined {
  let first: readonly Source[] | undefined;
  for (const place of places) {
    const reason = why(place);
    if (!reason) return undefined;
    first ??= reason;
  }
  return first;
}

/** What is never or always true of a condition, at the smallest part that shows it; filters apart. */
export function findInCondition(condition: Condition, asked: Asked): readonly Finding[] {
  // What can never be settled is an error of its own.
  if (
    undecidableParts(
      condition,
      asked.places.every(({ from }) => from === 'stage'),
    ).length > 0
  )
    return [];
  return [...findIn(condition, asked)];
}

function* findIn(condition: Condition, asked: Asked): Generator<Finding> {
  const never = whyNever(condition, asked);
  if (never) {
    yield* atCulprits(condition, 'contradiction', never, (one) => whyNever(one, asked));
    return;
  }
  const always = whyAlways(condition, asked);
  if (always) {
    yield* atCulprits(condition, 'tautology', always, (one) => whyAlways(one, asked));
    return;
  }
  if (condition.kind === 'and' || condition.kind === 'or') for (const operand of condition.operands) yield* findIn(operand, asked);
}

/** One false operand makes an `and` false, one true one an `or` true: then only that is at fault. */
function* atCulprits(
  condition: Condition,
  code: 'contradiction' | 'tautology',
  clash: readonly Source[],
  why: (condition: Condition) => readonly Source[] | undefined,
): Generator<Finding> {
  if (condition.kind === 'and' || condition.kind === 'or') {
    let found = false;
    for (const operand of condition.operands) {
      const reason = why(operand);
      if (!reason) continue;
      found = true;
      yield* atCulprits(operand, code, reason, why);
    }
    if (found) return;
  }
  // A segment, and a pattern whose filter no record passes, are reported for themselves.
  if (condition.kind === 'in-segment' || patternsOf(condition).some(({ filter }) => filter && whyNonePasses(filter))) return;
  yield { code, about: condition.kind, clash, source: condition.source };
}

/** Filters that no record passes, or every one, in the patterns of a condition. */
export const findInFilters = (patterns: readonly Pattern[]): readonly Finding[] => patterns.flatMap(({ filter }) => (filter ? [...findInFilter(filter)] : []));

function* findInFilter(filter: Filter): Generator<Finding> {
  const never = whyNonePasses(filter);
  const always = never ? undefined : whyAllPass(filter);
  if (never) yield* atFilterCulprits(filter, 'contradiction', never, whyNonePasses);
  else if (always) yield* atFilterCulprits(filter, 'tautology', always, whyAllPass);
  else if (filter.kind === 'and' || filter.kind === 'or') for (const operand of filter.operands) yield* findInFilter(operand);
}

function* atFilterCulprits(
  filter: Filter,
  code: 'contradiction' | 'tautology',
  clash: readonly Source[],
  why: (filter: Filter) => readonly Source[] | undefined,
): Generator<Finding> {
  const culprits = filter.kind === 'and' || filter.kind === 'or' ? filter.operands.flatMap((operand) => ({ operand, reason: why(operand) })) : [];
  const found = culprits.filter(({ reason }) => reason !== undefined);
  for (const { operand, reason } of found) yield* atFilterCulprits(operand, code, reason ?? [], why);
  if (found.length === 0) yield { code, about: 'filter', clash, source: sourceOf(filter) };
}

/** A group has no place of its own: from its first compare to its last. */
function sourceOf(filter: Filter): Source {
  const compares = comparesOf(filter).map(({ source }) => source);
  const [first] = compares;
  const last = compares.at(-1);
  if (!first || !last) throw new Error('A filter compares nothing.');
  return { ...first, end: last.end, endLine: last.endLine, endColumn: last.endColumn };
}

/** The patterns that a condition itself asks for, in the order written. */
export function patternsOf(condition: Condition): readonly Pattern[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.operands.flatMap(patternsOf);
    case 'not':
      return patternsOf(condition.operand);
    case 'occurrence':
      return [condition.pattern];
    case 'chain':
      return condition.links.map(({ occurrence }) => occurrence.pattern);
    default:
      return [];
  }
}
