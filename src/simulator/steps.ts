/** Long work that others can be let in between: each step yields how many contacts are done so far. */
export type Steps<Result> = Generator<number, Result>;

/** All of it in one go. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Of those that are replayed one by one: some milliseconds of work. */
export const CONTACTS_A_STEP = 1 << 11;
