import './worker-location.ts';
import 'mocha/mocha.js';
import { runInHost, type MochaRun } from './in-host-run.ts';

/** The web suite's `run`. Mocha's build for browsers puts itself into the global object; its own reporter would want a document. */
export async function runInWebHost(files: readonly (() => Promise<unknown>)[]): Promise<void> {
  const { mocha } = globalThis as unknown as { mocha: MochaRun & { setup(options: object): void } };
  mocha.setup({ ui: 'bdd', reporter: class {}, timeout: 30_000, forbidOnly: true, forbidPending: true });
  await runInHost(mocha, files);
}
