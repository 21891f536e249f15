import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { outcomeMark, type OutcomeLine } from './in-host-run.ts';
import { runFailure, type TestOutcome } from './outcome.ts';

const limitSeconds = 240;

/**
 * Opens the page by `open` and collects what the tests in its extension host say until VS Code reports their end.
 * A run that ends early, says nothing or takes longer than 240 s is a failure of its own, with the tail of the host's console.
 */
export async function followHostRun(page: Page, open: () => Promise<unknown>): Promise<TestOutcome[]> {
  const outcomes: TestOutcome[] = [];
  const consoleLines: string[] = [];
  let announced: number | undefined;
  // The names are VS Code's: its workbench calls these two when a window is opened to run tests.
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
    const line = format(...args);
    if (!line.startsWith(outcomeMark)) {
      consoleLines.push(line);
      return;
    }
    const said = JSON.parse(line.slice(outcomeMark.length)) as OutcomeLine;
    if ('tests' in said) announced = said.tests;
    else {
      const { name, milliseconds, failure } = said;
      outcomes.push({ name, seconds: milliseconds / 1000, ...(failure === undefined ? {} : { failure }) });
    }
  });
  let limit: NodeJS.Timeout | undefined;
  const end = await new Promise<string>((resolve, reject) => {
    limit = setTimeout(() => resolve(`was stopped after ${limitSeconds} s`), limitSeconds * 1000);
    page.on('crash', () => resolve('ended when the page crashed'));
    page
      .exposeFunction('codeAutomationExit', (code: number) => resolve(`ended with code ${code}`))
      .then(open)
      .catch(reject);
  }).finally(() => clearTimeout(limit));
  const failed = outcomes.some(({ failure }) => failure !== undefined);
  const complete = announced !== undefined && announced > 0 && outcomes.length >= announced && (end === 'ended with code 0' || failed);
  if (!complete) {
    const heard = announced === undefined ? 'no test was announced' : `${outcomes.length} of ${announced} tests reported`;
    outcomes.push(runFailure('the whole run', `It ${end}; ${heard}. The console's last lines:\n${consoleLines.slice(-30).join('\n')}`));
  }
  return outcomes;
}
