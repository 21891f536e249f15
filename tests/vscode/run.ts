import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { editions } from '../../scripts/vscode/editions.ts';
import { installVSCode, type Installation } from '../../scripts/vscode/install.ts';
import { launchBrowser } from './harness/browser.ts';
import { bundleSuites } from './harness/bundle-suites.ts';
import { projectFolder, screenshotsFolder, stageFolder } from './harness/folders.ts';
import { messageOf, runFailure, type TestOutcome } from './harness/outcome.ts';
import { runInNodeHost } from './harness/run-in-node-host.ts';
import { runInWebHost } from './harness/run-in-web-host.ts';
import { runUiSuites } from './harness/run-ui-suites.ts';

const workspace = path.join(projectFolder, 'examples');
const runLimitSeconds = 600;

const kinds: Readonly<Record<string, (installation: Installation, browser: Browser, vsix: string) => Promise<TestOutcome[]>>> = {
  'in-host': (installation, browser) => runInNodeHost(installation, browser, workspace),
  ui: (installation, browser, vsix) => runUiSuites(installation, browser, workspace, vsix),
  'web-host': (installation) => runInWebHost(installation, workspace),
};

// The servers are ended by listeners of 'exit', which a signal alone does not cause.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

try {
  const { version, only } = chosen();
  const vsix = await packagedExtension();
  await bundleSuites();
  await rm(screenshotsFolder, { recursive: true, force: true });
  const outcomes: TestOutcome[] = [];
  for (const edition of editions) {
    if (version !== undefined && version !== edition.name) continue;
    const installation = await installVSCode(edition, console.log);
    for (const [kind, run] of Object.entries(kinds)) {
      if (only === undefined || only === kind) outcomes.push(...(await runKind(`VS Code ${installation.version}, ${kind}`, installation, run, vsix)));
    }
  }
  const failed = outcomes.filter(({ failure }) => failure !== undefined).length;
  console.log(`${outcomes.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  console.error(messageOf(error));
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}

function chosen(): { version: string | undefined; only: string | undefined } {
  const { values } = parseArgs({ options: { version: { type: 'string' }, only: { type: 'string' } } });
  const names = editions.map(({ name }) => name);
  if (values.version !== undefined && !names.includes(values.version)) throw new Error(`--version takes one of ${names.join(', ')}`);
  if (values.only !== undefined && kinds[values.only] === undefined) throw new Error(`--only takes one of ${Object.keys(kinds).join(', ')}`);
  return { version: values.version, only: values.only };
}

async function packagedExtension(): Promise<string> {
  const { name, version } = JSON.parse(await readFile(path.join(projectFolder, 'package.json'), 'utf8')) as { name: string; version: string };
  const vsix = path.join(projectFolder, 'dist', `${name}-${version}.vsix`);
  if (!existsSync(vsix) || !existsSync(stageFolder)) throw new Error('The extension is not packaged. Run: npm run build && npm run package');
  return vsix;
}

async function runKind(
  title: string,
  installation: Installation,
  run: (installation: Installation, browser: Browser, vsix: string) => Promise<TestOutcome[]>,
  vsix: string,
): Promise<TestOutcome[]> {
  const started = Date.now();
  const browser = await launchBrowser();
  // Ends whatever hangs in the page; the steps that wait for it then fail by themselves.
  const limit = setTimeout(() => void browser.close(), runLimitSeconds * 1000);
  const outcomes = await run(installation, browser, vsix).catch((error: unknown) => [runFailure(title, messageOf(error))]);
  clearTimeout(limit);
  await browser.close();
  const failures = outcomes.filter(({ failure }) => failure !== undefined);
  console.log(`${title}: ${outcomes.length - failures.length} passed, ${failures.length} failed, ${((Date.now() - started) / 1000).toFixed(1)} s`);
  for (const { name, seconds, failure } of outcomes) {
    console.log(`  ${failure === undefined ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`);
    if (failure !== undefined) console.log(failure.replaceAll(/^/gm, '         '));
  }
  return outcomes;
}
