/** Kleene's three truth values: what happens later can still make an undecided answer true or false. */
export const FALSE = 0;
export const TRUE = 1;
export const UNDECIDED = 2;

export type Answer = typeof FALSE | typeof TRUE | typeof UNDECIDED;

export const not = (answer: Answer): Answer => (answer === UNDECIDED ? UNDECIDED : answer === TRUE ? FALSE : TRUE);

export const answerOf = (holds: boolean): Answer => (holds ? TRUE : FALSE);
