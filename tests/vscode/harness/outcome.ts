/** One test that ran. */
export interface TestOutcome {
  readonly name: string;
  readonly seconds: number;
  /** Why it failed; absent when it passed. */
  readonly failure?: string;
}

/** A failure of a run that belongs to no single test, counted as one. */
export function runFailure(name: string, failure: string): TestOutcome {
  return { name, seconds: 0, failure };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
