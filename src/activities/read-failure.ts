/** A mistake in what the user gave that ends the reading; the message names file, line, what is wrong and what to do. */
export interface ReadProblem {
  readonly kind: 'unreadable' | 'no-records' | 'too-many-rejected' | 'wrong-shape' | 'limit' | 'unsupported';
  readonly message: string;
}

/** Carries a problem from deep within a reader to `readActivities`, which hands it out as a value. Never leaves this folder. */
export class ReadFailure extends Error {
  readonly problem: ReadProblem;

  constructor(kind: ReadProblem['kind'], message: string) {
    super(message);
    this.name = 'ReadFailure';
    this.problem = { kind, message };
  }
}
