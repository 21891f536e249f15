import type { Source } from '../model/source.ts';
import type { Formula, Literal } from './formula.ts';

/** Why a literal cannot hold together with earlier ones: the sources of those that clash. Undefined where it can. */
export type ClashOf = (added: Literal, earlier: readonly Literal[]) => readonly Source[] | undefined;

/**
 * What is longer is left undecided, so that no condition costs more than a bounded time: a person's condition has a
 * handful of facts, and one of hundreds would not be read by anybody who could act on what we say.
 */
const MOST_LITERALS = 48;
const MOST_BRANCHES = 1000;

/**
 * Whether formulas can be shown never to hold together: the sources of the parts that clash, undefined where they could
 * not be shown to. A tableau: what must all hold is taken together, and each way to fulfil an `any` is tried.
 */
export function refute(formulas: readonly Formula[], clashOf: ClashOf): readonly Source[] | undefined {
  let branches = 0;
  return close(formulas, [], []);

  function close(formulas: readonly Formula[], known: readonly Literal[], open: readonly (readonly Formula[])[]): readonly Source[] | undefined {
    if (++branches > MOST_BRANCHES) return undefined;
    const literals = [...known];
    const choices = [...open];
    const rest = [...formulas];
    for (let formula = rest.pop(); formula; formula = rest.pop()) {
      switch (formula.kind) {
        case 'constant':
          if (!formula.value) return [];
          break;
        case 'fact': {
          const clash = clashOf(formula, literals);
          if (clash) return clash;
          literals.push(formula);
          if (literals.length > MOST_LITERALS) return undefined;
          break;
        }
        case 'all':
          for (const part of formula.parts) rest.push(part);
          break;
        case 'any':
          choices.push(formula.parts);
          break;
      }
    }
    const [choice, others] = fewest(choices);
    if (!choice) return undefined;
    const sources = new Set<Source>();
    for (const part of choice) {
      const clash = close([part], literals, others);
      if (!clash) return undefined;
      for (const source of clash) sources.add(source);
    }
    return [...sources];
  }
}

/** The choice with the fewest ways, and the others. */
function fewest(choices: readonly (readonly Formula[])[]): readonly [choice: readonly Formula[] | undefined, others: readonly (readonly Formula[])[]] {
  let best = 0;
  for (const [index, { length }] of choices.entries()) if (length < (choices[best]?.length ?? 0)) best = index;
  return [choices[best], choices.toSpliced(best, 1)];
}
