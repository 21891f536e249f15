/**
 * language.md §5: "Its answer is **true**, **false** or **undecided**: undecided means that what happens later could still
 * make it true or false."
 */
export type Answer = 'true' | 'false' | 'undecided';

export const decided = (holds: boolean): Answer => (holds ? 'true' : 'false');

/** "`and`, `or`, `not` follow Kleene's three-valued tables". */
export const not = (answer: Answer): Answer => (answer === 'true' ? 'false' : answer === 'false' ? 'true' : 'undecided');

export function and(answers: readonly Answer[]): Answer {
  if (answers.includes('false')) return 'false';
  return answers.includes('undecided') ? 'undecided' : 'true';
}

export const or = (answers: readonly Answer[]): Answer => not(and(answers.map(not)));
