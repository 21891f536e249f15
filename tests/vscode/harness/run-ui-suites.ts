import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import type { Installation } from '../../../scripts/vscode/install.ts';
import { projectFolder } from './folders.ts';
import { messageOf, runFailure, type TestOutcome } from './outcome.ts';
import type { UiSuite } from './ui-suite.ts';
import { VSCodeWindow } from './window.ts';

const testLimitSeconds = 90;

/** Runs the suites of tests/vscode/ui, each in a window of its own with the packaged extension installed. */
export async function runUiSuites(installation: Installation, browser: Browser, workspace: string, vsix: string): Promise<TestOutcome[]> {
  const outcomes: TestOutcome[] = [];
  for (const suite of await loadSuites()) {
    const options = { vsix, ...suite.window, workspace: path.resolve(projectFolder, suite.window?.workspace ?? workspace) };
    try {
      const window = await VSCodeWindow.open(installation, browser, options);
      try {
        for (const [name, run] of Object.entries(suite.tests)) outcomes.push(await runTest(window, `${suite.name} ${name}`, run));
      } finally {
        await window.close();
      }
    } catch (error) {
      outcomes.push(runFailure(suite.name, messageOf(error)));
    }
  }
  return outcomes.length > 0 ? outcomes : [runFailure('the whole run', 'No suites in tests/vscode/ui')];
}

async function loadSuites(): Promise<UiSuite[]> {
  const folder = path.join(projectFolder, 'tests/vscode/ui');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.ts')).sort();
  const modules = await Promise.all(names.map((name) => import(pathToFileURL(path.join(folder, name)).href) as Promise<{ suite?: UiSuite }>));
  // A file without a suite is a part of another one.
  return modules.flatMap(({ suite }) => suite ?? []);
}

async function runTest(window: VSCodeWindow, name: string, run: (window: VSCodeWindow) => Promise<void>): Promise<TestOutcome> {
  const started = Date.now();
  let limit: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    limit = setTimeout(() => reject(new Error(`took longer than ${testLimitSeconds} s`)), testLimitSeconds * 1000);
  });
  try {
    await Promise.race([run(window), tooLong]);
    return { name, seconds: (Date.now() - started) / 1000 };
  } catch (error) {
    const picture = `failed-${name.replaceAll(/[^a-z0-9]+/gi, '-')}`;
    await window.screenshot(picture).catch(() => undefined);
    return { name, seconds: (Date.now() - started) / 1000, failure: `${messageOf(error)}\nScreenshot: ${picture}` };
  } finally {
    clearTimeout(limit);
  }
}
