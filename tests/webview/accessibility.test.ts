import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { FunnelState } from '../../src/webview/protocol.ts';
import { emptyResult, exampleResult, withLabels } from '../unit/drawing/example-result.ts';
import { readyState } from './support/states.ts';
import { THEMES, type ThemeName } from './support/themes.ts';
import { ViewBrowser, type ViewPage } from './support/view-page.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const STATES: Readonly<Record<string, FunnelState>> = {
  funnel: readyState({
    journeys: [
      { name: 'lead_nurturing', label: 'Lead nurturing' },
      { name: 'win_back', label: 'Win back' },
    ],
  }),
  'no sample': readyState({ sample: null, result: null }),
  problem: readyState({ result: null, problem: 'samples/q1.csv cannot be read' }),
  'old numbers': readyState({ stale: { reason: 'line 12: there is no stage dormat', hasPlace: true } }),
  progress: readyState({ busy: { phase: 'read', done: 1, total: 4 }, result: null }),
  'nobody entered': readyState({ result: emptyResult() }),
};

async function findings(view: ViewPage): Promise<string[]> {
  await view.page.evaluate(axeSource);
  const results = await view.page.evaluate(() => (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run());
  return results.violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.html} ${node.failureSummary ?? ''}`));
}

describe('the funnel view for everybody', function () {
  this.timeout(60_000);
  const browser = new ViewBrowser();
  before(() => browser.start());
  after(() => browser.stop());

  for (const theme of Object.keys(THEMES) as ThemeName[]) {
    it(`has nothing for axe to find in any state, ${theme}`, async () => {
      const view = await browser.open();
      await view.setTheme(theme);
      for (const [name, state] of Object.entries(STATES)) {
        await view.init(state);
        if (state.busy) await view.page.getByRole('progressbar').waitFor();
        assert.deepEqual(await findings(view), [], name);
      }
    });
  }

  for (const theme of Object.keys(THEMES) as ThemeName[]) {
    it(`has marks that stand out from the page, ${theme}`, async () => {
      const view = await browser.open();
      await view.setTheme(theme);
      await view.init(readyState());
      // Painted and read back, so that transparent colours count as what they look like.
      const contrasts = await view.page.evaluate(() => {
        const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        if (context === null) throw new Error('no canvas');
        const page = getComputedStyle(document.body).backgroundColor;
        const luminance = (colour: string): number => {
          context.fillStyle = page;
          context.fillRect(0, 0, 1, 1);
          context.fillStyle = colour;
          context.fillRect(0, 0, 1, 1);
          const [red = 0, green = 0, blue = 0] = Array.from(context.getImageData(0, 0, 1, 1).data, (value) => {
            const part = value / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const contrast = (colour: string): number => {
          const [light = 0, dark = 0] = [luminance(colour), luminance(page)].sort((a, b) => b - a);
          return (light + 0.05) / (dark + 0.05);
        };
        const style = (selector: string): CSSStyleDeclaration => getComputedStyle(document.querySelector(selector) as Element);
        return {
          bar: contrast(style('.bar').fill),
          side: contrast(style('.side').fill),
          gap: contrast(style('.gap').stroke),
          step: contrast(style('.step').stroke),
          stage: contrast(style('.text.stage').fill),
          rate: contrast(style('.text.rate').fill),
        };
      });
      for (const mark of ['bar', 'side', 'gap', 'step'] as const) assert.ok(contrasts[mark] >= 3, `${mark} ${contrasts[mark]}`);
      for (const text of ['stage', 'rate'] as const) assert.ok(contrasts[text] >= 4.5, `${text} ${contrasts[text]}`);
    });
  }

  it('has nothing for axe to find after a failure', async () => {
    const view = await browser.open();
    await view.init(readyState());
    await view.page.evaluate(() =>
      setTimeout(() => {
        throw new Error('planted');
      }),
    );
    await view.page.getByRole('button', { name: 'Reload' }).waitFor();
    assert.deepEqual(await findings(view), []);
  });

  it('would notice a missing name', async () => {
    const view = await browser.open();
    await view.init(readyState());
    await view.page.evaluate(() => document.querySelector('svg')?.removeAttribute('aria-label'));
    assert.ok((await findings(view)).some((finding) => finding.startsWith('svg-img-alt')));
  });

  const long = 'A label that goes on and on and on until it cannot be shown on one line of any window at all';
  const LABELS: Readonly<Record<string, string[]>> = {
    long: [long, long, long, long, long],
    'one long word': Array.from({ length: 5 }, () => 'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(4)),
    'right to left': ['تصفح', 'مهتم بالمنتج الجديد', 'משתתף פעיל', 'عميل', 'خامل'],
    wide: ['既存の顧客をもう一度呼び戻すための段階', '興味あり', '참여한 고객', '客户', '休眠中'],
    emoji: ['👩‍👩‍👧‍👦'.repeat(30), '🏳️‍🌈 Interested', '🇨🇿🇩🇪🇦🇹', '👍🏽', '🐌'],
  };
  for (const width of [300, 480, 1600]) {
    for (const [name, labels] of Object.entries(LABELS)) {
      it(`does not run over at ${String(width)} px with ${name} labels`, async () => {
        const view = await browser.open({ width });
        await view.init(
          readyState({
            result: withLabels({ ...exampleResult(), label: labels[0] ?? '' }, labels),
            sample: `${labels[0] ?? ''}.csv`,
            problem: labels[0] ?? '',
          }),
        );
        const over = await view.page.evaluate(() => {
          const right = document.documentElement.clientWidth;
          const tooWide = Array.from(document.querySelectorAll('body *'))
            .filter((element) => element.closest('.table > *') === null && element.getBoundingClientRect().right > right + 1)
            .map((element) => `${element.tagName} ${element.textContent.slice(0, 40)}`);
          return document.documentElement.scrollWidth > right ? [...tooWide, 'the page scrolls sideways'] : tooWide;
        });
        assert.deepEqual(over, []);
        // Whatever is cut has its whole text where it can be read.
        const buttons = await view.page.locator('tbody th button').allInnerTexts();
        assert.deepEqual(buttons, labels);
      });
    }
  }

  it('can be used at a zoom of 200 %', async () => {
    // Twice the zoom is half the width in CSS pixels.
    const view = await browser.open({ width: 320, height: 400, deviceScaleFactor: 2 });
    await view.init(readyState());
    assert.equal(await view.page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth), false);
    await view.page.getByRole('button', { name: 'Customer' }).click();
    assert.deepEqual((await view.posted()).at(-1), { type: 'revealStage', stage: 'customer', revision: 1 });
  });

  it('grows with the font of the editor', async () => {
    const view = await browser.open();
    await view.init(readyState());
    const height = async (): Promise<number> => Number(await view.page.locator('svg').getAttribute('height'));
    const before = await height();
    await view.page.evaluate(() => document.documentElement.style.setProperty('--vscode-font-size', '26px'));
    await view.page.waitForFunction((known) => Number(document.querySelector('svg')?.getAttribute('height')) > known * 1.8, before);
    assert.deepEqual(await view.failures(), []);
  });

  it('keeps its marks in forced colours', async () => {
    const view = await browser.open({ forcedColors: 'active' });
    await view.init(readyState());
    const colours = await view.page.evaluate(() => {
      const fill = (selector: string): string => getComputedStyle(document.querySelector(selector) as Element).fill;
      return { bar: fill('.bar'), text: fill('.text.stage'), page: getComputedStyle(document.body).backgroundColor };
    });
    assert.notEqual(colours.bar, colours.page);
    assert.notEqual(colours.text, colours.page);
    assert.deepEqual(await findings(view), []);
  });

  it('moves nothing', async () => {
    const view = await browser.open();
    await view.init(readyState());
    await view.show(readyState({ stale: { reason: 'x', hasPlace: false } }));
    assert.equal(await view.page.evaluate(() => document.getAnimations().length), 0);
    const moving = await view.page.locator('body *').evaluateAll(
      (all) =>
        all.filter((element) => {
          const style = getComputedStyle(element);
          return style.animationName !== 'none' || (style.transitionDuration !== '0s' && style.transitionProperty !== 'all');
        }).length,
    );
    assert.equal(moving, 0);
  });

  it('says a KPI by sign and word', async () => {
    const view = await browser.open();
    await view.init(readyState());
    assert.deepEqual(await view.page.locator('.kpis li').allInnerTexts(), [
      'Interested: ✗ KPI missed: 24.4 % of Browsing within 14 d, target 25 %',
      'Customer: ✓ KPI met: 25 contacts, target 20',
    ]);
    assert.deepEqual(await view.page.locator('svg text.kpi-missed, svg text.kpi-met').allTextContents(), [
      '✗ KPI missed: 24.4 % of Browsing within 14 d, target 25 %',
      '✓ KPI met: 25 contacts, target 20',
    ]);
  });
});
