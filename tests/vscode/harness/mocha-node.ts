import { runInHost } from './in-host-run.ts';

/** The in-host suite's `run`. The readable report goes to the host's console, which a desktop VS Code prints. */
export async function runInNodeHost(files: readonly (() => Promise<unknown>)[]): Promise<void> {
  // Not a static import: that becomes a `require`, whose answer for an ES module differs between Node 22 and 24.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', color: false, timeout: 30_000, forbidOnly: true, forbidPending: true });
  // What mocha does itself before it loads a file: puts `describe` and `it` in place.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await runInHost(mocha, files);
}
