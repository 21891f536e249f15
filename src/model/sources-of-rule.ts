import type { Journey, Rule, Stage } from './journey.ts';

export const OUTSIDE = null;

/**
 * The stages from which a rule leads into `stage`, {@link OUTSIDE} for "not in the journey"; in the order of the
 * journey's stages. A stage is never entered from itself, a side stage never from outside.
 */
export function sourcesOfRule(journey: Journey, stage: Stage, rule: Rule): readonly (string | typeof OUTSIDE)[] {
  const others = journey.stages.filter((other) => other.name !== stage.name).map((other) => other.name);
  switch (rule.from.kind) {
    case 'any':
      return others;
    case 'outside':
      return stage.kind === 'path' ? [OUTSIDE] : [];
    case 'stages': {
      const named = new Set(rule.from.stages);
      return others.filter((name) => named.has(name));
    }
    case 'implied': {
      if (stage.kind === 'side') return [];
      const path = journey.stages.filter((other) => other.kind === 'path').map((other) => other.name);
      const place = path.indexOf(stage.name);
      if (journey.order === 'flexible') return [OUTSIDE, ...path.slice(0, place)];
      return place === 0 ? [OUTSIDE] : path.slice(place - 1, place);
    }
  }
}
