import type { Condition, Pattern } from '../model/condition.ts';
import type { Journey } from '../model/journey.ts';
import type { Model } from '../model/model.ts';

/** A pattern that a journey asks for. */
export interface JourneyPattern {
  readonly pattern: Pattern;
  /** The first stage whose rules ask for it; undefined where only the audience does. */
  readonly stage: string | undefined;
}

/** The patterns and attributes that a journey's rules and its audience ask for, through segments and scores too. */
export interface JourneyPatterns {
  /** Each once, however often it is written. */
  readonly patterns: readonly JourneyPattern[];
  /** By stage and place of the rule in it: the places of its patterns in {@link patterns}. */
  readonly ofRule: readonly (readonly (readonly number[])[])[];
  /** Names of contacts' attributes. */
  readonly attributes: ReadonlySet<string>;
  readonly asksForDeliveries: boolean;
}

export function journeyPatterns(journey: Journey, model: Model): JourneyPatterns {
  const patterns: JourneyPattern[] = [];
  const attributes = new Set<string>();
  const places = new Map<string, number>();
  const placeOf = (pattern: Pattern, stage: string | undefined): number => {
    const meaning = JSON.stringify(pattern, (key, value: unknown) => (key === 'source' ? undefined : value));
    const known = places.get(meaning);
    if (known !== undefined) return known;
    places.set(meaning, patterns.length);
    return patterns.push({ pattern, stage }) - 1;
  };
  const placesIn = (condition: Condition | undefined, stage: string | undefined): number[] => {
    const found = new Set<number>();
    for (const part of askedBy(condition, model)) {
      if (part.kind === 'pattern') found.add(placeOf(part.pattern, stage));
      else attributes.add(part.name);
    }
    return [...found];
  };
  const ofRule = journey.stages.map((stage) => stage.rules.map((rule) => placesIn(rule.when, stage.name)));
  placesIn(journey.audience, undefined);
  return {
    patterns,
    ofRule,
    attributes,
    asksForDeliveries: patterns.some(({ pattern: { event } }) => event.kind === 'email' && event.verb === 'delivered'),
  };
}

/** The patterns that a condition asks for, through segments and scores too; one that is written twice, twice. */
export function patternsOf(condition: Condition, model: Model): Pattern[] {
  return askedBy(condition, model).flatMap((part) => (part.kind === 'pattern' ? [part.pattern] : []));
}

type Asked = { readonly kind: 'pattern'; readonly pattern: Pattern } | { readonly kind: 'attribute'; readonly name: string };

function askedBy(condition: Condition | undefined, model: Model, segments = new Set<string>()): Asked[] {
  if (!condition) return [];
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.operands.flatMap((operand) => askedBy(operand, model, segments));
    case 'not':
      return askedBy(condition.operand, model, segments);
    case 'occurrence':
      return [{ kind: 'pattern', pattern: condition.pattern }];
    case 'chain':
      return condition.links.map(({ occurrence }) => ({ kind: 'pattern', pattern: occurrence.pattern }));
    case 'in-segment': {
      // However often a segment is named, it asks the same.
      if (segments.has(condition.segment)) return [];
      segments.add(condition.segment);
      return askedBy(model.segments.find(({ key }) => key === condition.segment)?.condition, model, segments);
    }
    case 'score':
      return (model.scores.find(({ key }) => key === condition.score)?.rules ?? []).map(({ pattern }) => ({ kind: 'pattern', pattern }));
    case 'attribute':
      return [{ kind: 'attribute', name: condition.compare.property }];
    case 'subscribed':
    case 'consented':
      return [];
  }
}
