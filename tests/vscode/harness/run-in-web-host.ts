import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Installation } from '../../../scripts/vscode/install.ts';
import { launchBrowser, windowSize } from './browser.ts';
import { webHostBundle } from './bundle-suites.ts';
import { FileServer } from './file-server.ts';
import { followHostRun } from './follow-host-run.ts';
import { bundlesFolder, stageFolder } from './folders.ts';
import type { TestOutcome } from './outcome.ts';
import { VSCodeServer } from './server.ts';

/**
 * Runs the bundled web suite inside the extension host in a web worker, with the staged extension's `browser` entry.
 * The extension comes over http: one of the VS Code server could not start workers of its own.
 */
export async function runInWebHost(installation: Installation, workspace: string): Promise<TestOutcome[]> {
  // VS Code runs tests in the host of the extension that they lie in, so both folders are one.
  const files = await FileServer.start([stageFolder, bundlesFolder]);
  const server = await VSCodeServer.start(installation, { workspace });
  // The page below comes from this program and not from the network; Chromium would deny it this machine's other addresses.
  const browser = await launchBrowser(['--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets']);
  try {
    // The workbench's content policy allows no other origin but https.
    const page = await browser.newPage({ viewport: windowSize, bypassCSP: true });
    const resource = (file: string) => ({ scheme: 'http', authority: files.authority, path: file });
    await addToConfiguration(page, server.address, {
      extensions: [resource('/')],
      extensionTestsPath: resource(`/${path.basename(webHostBundle)}`),
    });
    return await followHostRun(page, () => page.goto(`${server.address}/?folder=${encodeURIComponent(server.workspace)}`));
  } finally {
    await browser.close();
    await server.stop();
    await files.stop();
  }
}

/** Puts developmentOptions into the configuration that the server writes into an attribute of the workbench's page. */
async function addToConfiguration(page: Page, address: string, developmentOptions: object): Promise<void> {
  await page.route(
    (url) => url.href.startsWith(`${address}/?`),
    async (route) => {
      const response = await route.fetch();
      const html = await response.text();
      const body = html.replace(/(id="vscode-workbench-web-configuration" data-settings=")([^"]*)"/, (_match, start: string, escaped: string) => {
        const configuration = JSON.parse(escaped.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as object;
        const changed = JSON.stringify({ ...configuration, developmentOptions });
        return `${start}${changed.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;
      });
      if (body === html) throw new Error('The workbench page holds no configuration where it was expected');
      await route.fulfill({ response, body });
    },
  );
}
