import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Locator } from 'playwright-core';
import type { Theme } from '../harness/settings.ts';
import type { UiSuite } from '../harness/ui-suite.ts';
import type { VSCodeWindow } from '../harness/window.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const FILE = 'lead-nurturing.journey';

/** The number, from 1, of the only line that holds the text, as the file is on the disk. */
function lineOf(window: VSCodeWindow, text: string): number {
  const lines = readFileSync(path.join(window.server.workspace, FILE), 'utf8').split('\n');
  const found = lines.flatMap((line, index) => (line.includes(text) ? index + 1 : []));
  assert.equal(found.length, 1, `"${text}" stands in ${found.length} lines`);
  return found[0] ?? 0;
}

const row = (window: VSCodeWindow, stage: string): Locator => window.webview().locator('tbody tr').filter({ hasText: stage });

/** Answers the question for a sample; before it is there, typed text would end up elsewhere. */
async function pickSample(window: VSCodeWindow, label: string): Promise<void> {
  await window.page.getByPlaceholder('Choose a file of recorded activities').waitFor();
  await window.pick(label);
}

async function reached(window: VSCodeWindow, stage: string): Promise<number> {
  return Number((await row(window, stage).locator('td').first().innerText()).replaceAll(/\D/g, ''));
}

/** Reads again and again until the number is as wanted. */
async function reachedWhen(window: VSCodeWindow, stage: string, holds: (count: number) => boolean): Promise<number> {
  const end = Date.now() + 15_000;
  for (;;) {
    const count = await reached(window, stage);
    if (holds(count)) return count;
    assert.ok(Date.now() < end, `${stage} stays at ${count}`);
    await window.page.waitForTimeout(50);
  }
}

async function findings(window: VSCodeWindow): Promise<string[]> {
  const body = await window.webview().locator('body').elementHandle();
  const frame = await body.ownerFrame();
  assert.ok(frame);
  await frame.evaluate(axeSource);
  const results = await frame.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run());
  return results.violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.html}`));
}

export const suite: UiSuite = {
  name: 'the funnel',
  tests: {
    'opens beside the text, over a sample that is picked': async (window) => {
      await window.openFile(FILE);
      await window.runCommand('Journey: Simulate');
      await pickSample(window, 'samples/q1.csv');
      await window.webview().getByRole('table').first().waitFor();
      await window.page
        .locator('.tab')
        .filter({ hasText: `Funnel: ${FILE}` })
        .waitFor();
      // The text stays in sight, to the left.
      const [text, view] = [await window.editorLines.first().boundingBox(), await window.page.locator('iframe.webview').first().boundingBox()];
      assert.ok(text && view && text.x < view.x);
      assert.equal(await window.webview().locator('svg text.stage').count(), await window.webview().locator('tbody tr').count());
      const counts: number[] = [];
      for (const stage of ['Browsing', 'Interested', 'Engaged', 'Customer']) counts.push(await reached(window, stage));
      assert.ok((counts[0] ?? 0) > 0 && counts.every((count, index) => index === 0 || count <= (counts[index - 1] ?? 0)), counts.join(' '));
      await window.screenshot('funnel-dark');
    },

    'follows an edit that is not saved': async (window) => {
      const line = lineOf(window, 'product_teaser.pricing within 14 days');
      const before = await reached(window, 'Interested');
      await window.openFile(FILE);
      await window.replaceLine(line, 'enter when clicked product_teaser.pricing within 1 day');
      const after = await reachedWhen(window, 'Interested', (count) => count < before);
      assert.ok(after > 0);
      await window.screenshot('funnel-edited');
      await window.replaceLine(line, 'enter when clicked product_teaser.pricing within 14 days');
      await reachedWhen(window, 'Interested', (count) => count === before);
    },

    'keeps the last numbers while there is a mistake, and leads to it': async (window) => {
      const line = lineOf(window, 'goal customer');
      const before = await reached(window, 'Interested');
      await window.replaceLine(line, 'goal custommer');
      await window.webview().locator('.stale').waitFor();
      assert.ok((await window.webview().locator('.stale').innerText()).includes(`line ${line}`));
      assert.equal(await reached(window, 'Interested'), before);
      await window.screenshot('funnel-stale');
      await window.goTo(1);
      await window.webview().getByRole('button', { name: 'Show the Line' }).click();
      await window.page
        .locator('.statusbar-item')
        .filter({ hasText: `Ln ${line},` })
        .waitFor();
      await window.replaceLine(line, 'goal customer');
      await window.webview().locator('.stale').waitFor({ state: 'detached' });
    },

    "leads from a stage to its line, by the picture's name and by the table's button": async (window) => {
      const engaged = lineOf(window, 'stage engaged');
      await window.webview().locator('svg text.stage').filter({ hasText: 'Engaged' }).click();
      await window.page
        .locator('.statusbar-item')
        .filter({ hasText: `Ln ${engaged},` })
        .waitFor();
      const customer = lineOf(window, 'stage customer');
      await window.webview().getByRole('button', { name: 'Customer' }).focus();
      await window.page.keyboard.press('Enter');
      await window.page
        .locator('.statusbar-item')
        .filter({ hasText: `Ln ${customer},` })
        .waitFor();
    },

    ...Object.fromEntries(
      (['light', 'highContrast', 'highContrastLight', 'dark'] satisfies Theme[]).map((theme) => [
        `takes the colours of the theme ${theme} and leaves axe nothing to find`,
        async (window: VSCodeWindow) => {
          await window.setTheme(theme);
          const colours = await window
            .webview()
            .locator('svg rect.bar')
            .first()
            .evaluate((bar) => ({
              bar: getComputedStyle(bar).fill,
              text: getComputedStyle(document.body).color,
              page: getComputedStyle(document.body).backgroundColor,
            }));
          assert.equal(new Set(Object.values(colours)).size, 3, JSON.stringify(colours));
          assert.deepEqual(await findings(window), []);
          if (theme !== 'dark') await window.screenshot(`funnel-${theme}`);
        },
      ]),
    ),

    'says what is wrong with a sample, and reads it again': async (window) => {
      const broken = path.join(window.server.workspace, 'samples', 'broken.csv');
      writeFileSync(broken, 'first,second\n1,2\n');
      await window.runCommand('Journey: Choose Sample');
      await pickSample(window, 'samples/broken.csv');
      const alert = window.webview().getByRole('alert');
      await alert.waitFor();
      assert.ok((await alert.innerText()).includes('broken.csv'));
      await window.screenshot('funnel-problem');
      writeFileSync(broken, readFileSync(path.join(window.server.workspace, 'samples', 'q1.csv')));
      await window.webview().getByRole('button', { name: 'Try Again' }).click();
      await window.webview().getByRole('table').first().waitFor();
      await window.runCommand('Journey: Choose Sample');
      await pickSample(window, 'samples/q1.csv');
      await window.webview().getByRole('table').first().waitFor();
    },

    'fits a narrow window': async (window) => {
      const size = window.page.viewportSize();
      assert.ok(size);
      await window.page.setViewportSize({ width: 720, height: size.height });
      await window.page.waitForTimeout(500);
      const root = window.webview().locator(':root');
      const { inner, scroll } = await root.evaluate((element) => ({ inner: element.clientWidth, scroll: element.scrollWidth }));
      assert.ok(inner < 450 && scroll <= inner, `${scroll} in ${inner}`);
      await window.screenshot('funnel-narrow');
      await window.page.setViewportSize(size);
    },

    'comes back after a reload of the window': async (window) => {
      const before = await reached(window, 'Interested');
      await window.reload();
      await window.webview().getByRole('table').first().waitFor();
      await reachedWhen(window, 'Interested', (count) => count === before);
    },

    'breaks no content policy, and a planted break is recorded': async (window) => {
      const before = window.webviewEvents.length;
      assert.equal(before, 0, JSON.stringify(window.webviewEvents));
      await window
        .webview()
        .locator('body')
        .evaluate((body) => {
          const script = document.createElement('script');
          script.textContent = 'globalThis.planted = true';
          body.append(script);
        });
      await window.page.waitForTimeout(200);
      assert.deepEqual(
        window.webviewEvents.filter(({ kind }) => kind === 'policy violation').map(({ text }) => text.split(' ')[0]),
        ['script-src-elem'],
      );
      assert.equal(
        await window
          .webview()
          .locator('body')
          .evaluate(() => 'planted' in globalThis),
        false,
      );
    },

    'tells the user nothing that nobody asked for': async (window) => {
      assert.deepEqual(await window.notifications.allInnerTexts(), []);
    },
  },
};
