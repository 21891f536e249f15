/**
 * What the bundles of both extension hosts do when VS Code calls their `run`. Knows neither Node nor the browser.
 */

/** The part of mocha that is used. */
export interface MochaRun {
  run(done: (failures: number) => void): { total: number; on(event: 'pass' | 'fail', listener: (test: MochaTest, error?: unknown) => void): unknown };
}

interface MochaTest {
  readonly duration?: number;
  fullTitle(): string;
}

/** The start of the lines that carry outcomes out of the host, as JSON. The page relays them among the console's other lines. */
export const outcomeMark = '@@journey-test ';

/** A line of the protocol: first how many tests there are, then one outcome each. */
export type OutcomeLine = { readonly tests: number } | { readonly name: string; readonly milliseconds: number; readonly failure?: string };

/** Loads the test files, which register their tests, runs them, and says each outcome. Rejects when one failed, as VS Code wants it. */
export async function runInHost(mocha: MochaRun, files: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const load of files) await load();
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    say({ tests: runner.total });
    runner.on('pass', (test) => say({ name: test.fullTitle(), milliseconds: test.duration ?? 0 }));
    runner.on('fail', (test, error) => say({ name: test.fullTitle(), milliseconds: test.duration ?? 0, failure: describeError(error) }));
  });
  if (failures > 0) throw new Error(`${failures} tests failed`);
}

function say(line: OutcomeLine): void {
  // Per cent signs would be taken for the console's place holders.
  console.log('%s', outcomeMark + JSON.stringify(line));
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
