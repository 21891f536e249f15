import type { Browser } from 'playwright-core';
import type { Installation } from '../../../scripts/vscode/install.ts';
import { windowSize } from './browser.ts';
import { inHostBundle } from './bundle-suites.ts';
import { followHostRun } from './follow-host-run.ts';
import { stageFolder } from './folders.ts';
import type { TestOutcome } from './outcome.ts';
import { VSCodeServer } from './server.ts';

/** Runs the bundled in-host suite inside the extension host on Node, with the staged extension. */
export async function runInNodeHost(installation: Installation, browser: Browser, workspace: string): Promise<TestOutcome[]> {
  const server = await VSCodeServer.start(installation, { workspace, testDriver: true });
  try {
    const page = await browser.newPage({ viewport: windowSize });
    const remote = (file: string): string => `vscode-remote://${new URL(server.address).host}${file}`;
    const payload = [
      ['extensionDevelopmentPath', remote(stageFolder)],
      ['extensionTestsPath', remote(inHostBundle)],
      ['skipWelcome', 'true'],
    ];
    const query = new URLSearchParams({ folder: server.workspace, payload: JSON.stringify(payload) });
    return await followHostRun(page, () => page.goto(`${server.address}/?${query}`));
  } finally {
    await server.stop();
  }
}
