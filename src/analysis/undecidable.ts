import type { ChainLink, Condition, Occurrence } from '../model/condition.ts';

/** Which definite answers a condition can ever have. */
interface Answers {
  readonly true: boolean;
  readonly false: boolean;
}

const BOTH: Answers = { true: true, false: true };

/**
 * The parts of a condition that can never become true because what happens later could always still make them false:
 * `not clicked X` without a window, `at most 2 times` without a window. `anchored` says whether the condition is asked in
 * a stage; where a pass begins no window means `ever`, and nothing is undecided.
 */
export function undecidableParts(condition: Condition, anchored: boolean): readonly Condition[] {
  if (!answers(condition, anchored).true) return [culprit(condition, anchored)];
  if (condition.kind !== 'and' && condition.kind !== 'or') return [];
  return condition.operands.flatMap((operand) => undecidableParts(operand, anchored));
}

/** The innermost part that a user would have to change. */
function culprit(condition: Condition, anchored: boolean): Condition {
  if (condition.kind !== 'and') return condition;
  const operand = condition.operands.find((one) => !answers(one, anchored).true);
  return operand ? culprit(operand, anchored) : condition;
}

function answers(condition: Condition, anchored: boolean): Answers {
  switch (condition.kind) {
    case 'and': {
      const operands = condition.operands.map((operand) => answers(operand, anchored));
      return { true: operands.every((one) => one.true), false: operands.some((one) => one.false) };
    }
    case 'or': {
      const operands = condition.operands.map((operand) => answers(operand, anchored));
      return { true: operands.some((one) => one.true), false: operands.every((one) => one.false) };
    }
    case 'not': {
      const operand = answers(condition.operand, anchored);
      return { true: operand.false, false: operand.true };
    }
    case 'occurrence':
      return answersOfOccurrence(condition, anchored);
    case 'chain':
      return answersOfChain(condition.links, anchored);
    case 'in-segment':
    case 'attribute':
    case 'score':
    case 'subscribed':
    case 'consented':
      return BOTH;
  }
}

/** Without a window that ends, a count only grows: reaching one is settled, staying below one never is. */
function answersOfOccurrence({ pattern, window, count }: Occurrence, anchored: boolean): Answers {
  // The last N emails are looked at as they are now; only fewer than N leave it open.
  if (pattern.event.kind === 'email' && pattern.event.emails.kind === 'last') return BOTH;
  const open = (window.kind === 'none' && anchored) || window.kind === 'since-stage';
  if (!open) return BOTH;
  return count.operator === 'at-least' ? { true: true, false: false } : { true: false, false: true };
}

/** A chain fails only when no further match of its first link can come, and then its other links fail for every match. */
function answersOfChain(links: readonly ChainLink[], anchored: boolean): Answers {
  const each = links.map(({ negated, occurrence }, index) => {
    // Each link but the first has the match before it as its anchor.
    const answer = answersOfOccurrence(occurrence, index > 0 || anchored);
    return negated ? { true: answer.false, false: answer.true } : answer;
  });
  return { true: each.every((one) => one.true), false: each.some((one, index) => one.false && each.slice(0, index).every((before) => before.false)) };
}
