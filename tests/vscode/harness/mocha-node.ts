import Mocha from 'mocha';
import { runInHost } from './in-host-run.ts';

/** The in-host suite's `run`. The readable report goes to the host's console, which a desktop VS Code prints. */
export async function runInNodeHost(files: readonly (() => Promise<unknown>)[]): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', color: false, timeout: 30_000, forbidOnly: true, forbidPending: true });
  // What mocha does itself before it loads a file: puts `describe` and `it` in place.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await runInHost(mocha, files);
}
