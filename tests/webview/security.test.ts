import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { exampleResult, withLabels } from '../unit/drawing/example-result.ts';
import { readyState } from './support/states.ts';
import { ENGLISH_STRINGS, ViewBrowser } from './support/view-page.ts';

const HOSTILE = [
  '<img src=x onerror="window.hacked=1">',
  '<script>window.hacked=1</script>',
  '"><svg onload=window.hacked=1>',
  "javascript:window.hacked=1//'",
  '{{constructor.constructor("window.hacked=1")()}}',
];

describe('the funnel view against what it is given', function () {
  this.timeout(120_000);
  const browser = new ViewBrowser();
  before(() => browser.start());
  after(() => browser.stop());

  it('breaks no content policy in any state, and a planted break is recorded', async () => {
    const view = await browser.open();
    const states = [
      readyState(),
      readyState({ sample: null, result: null }),
      readyState({ result: null, problem: 'unreadable' }),
      readyState({ stale: { reason: 'old', hasPlace: true } }),
      readyState({ busy: { phase: 'evaluate', done: 0, total: 0 } }),
    ];
    for (const state of states) await view.init(state);
    await view.page.getByRole('progressbar').waitFor();
    await view.page.locator('details summary').click();
    await view.page.setViewportSize({ width: 300, height: 600 });
    assert.deepEqual(await view.violations(), []);

    await view.page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.hacked = 1';
      document.body.append(script);
      document.body.insertAdjacentHTML('beforeend', '<p style="color: red">planted</p><img src="https://example.invalid/x.png">');
    });
    await view.page.waitForFunction(() => (window as unknown as { violations: string[] }).violations.length >= 3);
    assert.deepEqual(new Set((await view.violations()).map((violation) => violation.split(' ')[0])), new Set(['img-src', 'script-src-elem', 'style-src-attr']));
    assert.equal(await view.page.evaluate(() => 'hacked' in window), false);
  });

  it('forbids what a page could otherwise do', async () => {
    const view = await browser.open();
    await view.init(readyState());
    const tried = await view.page.evaluate(async () => {
      // The driver's own evaluation is exempt from the policy; what runs in a later task is not.
      await new Promise((resolve) => setTimeout(resolve));
      const attempt = async (work: () => unknown): Promise<string> => {
        try {
          await work();
          return 'done';
        } catch {
          return 'refused';
        }
      };
      return [await attempt(() => new Function('return 1')()), await attempt(() => fetch('/webview.css')), await attempt(() => new Worker('/webview.js'))];
    });
    assert.deepEqual(tried.slice(0, 2), ['refused', 'refused']);
    assert.deepEqual(new Set((await view.violations()).map((violation) => violation.split(' ')[0])), new Set(['script-src', 'connect-src', 'worker-src']));
  });

  it('shows hostile labels as the text that they are', async () => {
    const view = await browser.open();
    const result = withLabels({ ...exampleResult(), label: HOSTILE[0] ?? '' }, HOSTILE);
    await view.init(
      readyState({
        result: { ...result, rejected: [{ path: HOSTILE[1] ?? '', line: 1, reason: HOSTILE[0] ?? '' }] },
        sample: HOSTILE[2] ?? '',
        document: HOSTILE[0] ?? '',
        problem: HOSTILE[0] ?? '',
        stale: { reason: HOSTILE[1] ?? '', hasPlace: true },
        journeys: [
          { name: 'a', label: HOSTILE[0] ?? '' },
          { name: 'b', label: HOSTILE[1] ?? '' },
        ],
      }),
    );
    assert.deepEqual(await view.page.locator('tbody th button').allInnerTexts(), HOSTILE);
    assert.equal(await view.page.locator('h1').innerText(), HOSTILE[0]);
    assert.equal(await view.page.locator('img, iframe, object, embed, a').count(), 0);
    assert.equal(await view.page.locator('#root script').count(), 0);
    assert.equal(await view.page.evaluate(() => 'hacked' in window), false);
    assert.deepEqual(await view.violations(), []);
  });

  it('lets no label turn the line around it', async () => {
    const view = await browser.open();
    await view.init(readyState({ result: withLabels(exampleResult(), ['safe\u202Ecod.exe', 'a\u0000b']) }));
    assert.deepEqual((await view.page.locator('tbody th button').allInnerTexts()).slice(0, 2), ['safe\uFFFDcod.exe', 'a\uFFFDb']);
  });

  it('is not moved by 1,000 messages that fit no schema', async () => {
    const view = await browser.open();
    await view.init(readyState());
    const before = await view.page.locator('#root').innerHTML();
    const valid = { type: 'state', revision: 99, state: readyState({ result: withLabels(exampleResult(), ['Changed']) }) };
    const broken = fc.oneof(
      fc.jsonValue(),
      // Close to right: one part of a right message is replaced, left out or added.
      fc.tuple(fc.constantFrom('type', 'revision', 'state'), fc.jsonValue()).map(([key, value]) => ({ ...valid, [key]: value })),
      fc.constantFrom('type', 'revision', 'state').map((key) => Object.fromEntries(Object.entries(valid).filter(([name]) => name !== key))),
      fc
        .tuple(fc.constantFrom(...Object.keys(valid.state)), fc.jsonValue())
        .map(([key, value]) => ({ ...valid, state: { ...valid.state, [key]: value, extra: 1 } })),
      fc.string().map((key) => ({ ...valid, [`x${key}`]: 1 })),
      fc.constantFrom('__proto__', 'constructor', 'toString').map((type) => ({ ...valid, type })),
      fc.record({
        type: fc.constant('init'),
        revision: fc.nat(),
        locale: fc.string(),
        strings: fc.dictionary(fc.string(), fc.string()),
        state: fc.constant(valid.state),
      }),
    );
    const fits = (message: unknown): boolean => {
      // A replacement that happens to be valid is no broken message: only those that replace nothing could be.
      const { type, revision, state } = (message ?? {}) as { type?: unknown; revision?: unknown; state?: unknown };
      return type === 'state' && Number.isInteger(revision) && state === valid.state && Object.keys(message as object).length === 3;
    };
    const messages = fc.sample(broken, { numRuns: 1000, seed: 20_260_331 }).filter((message) => !fits(message));
    assert.ok(messages.length > 900);
    await view.page.evaluate(async (all) => {
      for (const data of all) window.dispatchEvent(new MessageEvent('message', { data }));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }, messages as unknown[]);
    assert.equal(await view.page.locator('#root').innerHTML(), before);
    assert.deepEqual(await view.failures(), []);
    assert.deepEqual(
      (await view.posted()).map(({ type }) => type),
      ['ready'],
    );
    // It still listens.
    await view.post(valid);
    assert.ok((await view.text()).includes('Changed'));
  });

  it('ships no code that could run a text', () => {
    const bundle = readFileSync(path.join(import.meta.dirname, '../../dist/webview/webview.js'), 'utf8');
    for (const pattern of [/\beval\s*\(/, /new Function\b/, /document\.write/, /insertAdjacentHTML/, /\bfetch\s*\(/, /XMLHttpRequest/, /WebSocket/]) {
      assert.ok(!pattern.test(bundle), `${String(pattern)} in the webview's bundle`);
    }
  });

  it('has every word from its strings', async () => {
    const bracketed = Object.fromEntries(Object.entries(ENGLISH_STRINGS).map(([name, text]) => [name, `[${text}]`])) as typeof ENGLISH_STRINGS;
    // Data without a Latin letter, so that every one that is seen is a word of ours.
    const labels = ['Альфа', 'Бета', 'Гамма', 'Дельта', 'Эпсилон'];
    const result = { ...withLabels({ ...exampleResult(), label: 'Путь' }, labels), rejected: [{ path: '1/2', line: 3, reason: '4' }] };
    const journeys = [
      { name: '1', label: 'Путь' },
      { name: '2', label: 'Дорога' },
    ];
    const data = { document: '5', sample: '6', journeys, journey: '1', result };
    const states = [
      readyState({ ...data, stale: { reason: '7', hasPlace: true }, problem: '8', busy: { phase: 'read', done: 1, total: 2 } }),
      readyState({ ...data, busy: { phase: 'evaluate', done: 0, total: 0 } }),
      readyState({ ...data, sample: null, result: null }),
      readyState({ ...data, journeys: [], journey: null, result: null }),
      readyState({ ...data, result: { ...result, warnings: [{ code: '9', message: '9' }], contacts: { ...result.contacts, entered: 0 } } }),
    ];
    const view = await browser.open();
    const outside: string[] = [];
    let seen = 0;
    const look = async (): Promise<void> => {
      const texts = await view.page.evaluate(() => [
        document.body.innerText,
        ...Array.from(document.querySelectorAll('svg text, title'), (element) => element.textContent),
        ...Array.from(
          document.querySelectorAll('#root [aria-label], #root [title]'),
          (element) => `${element.getAttribute('aria-label') ?? ''} ${element.getAttribute('title') ?? ''}`,
        ),
      ]);
      for (const text of texts.join('\n').split('\n')) {
        let depth = 0;
        for (const character of text) {
          if (character === '[') depth++;
          else if (character === ']') depth--;
          else if (/\p{Script=Latin}/u.test(character)) {
            seen++;
            if (depth === 0) outside.push(text);
          }
        }
      }
    };
    for (const state of states) {
      await view.init(state, { strings: bracketed });
      if (state.busy) await view.page.getByRole('progressbar').waitFor();
      await view.page.evaluate(() => document.querySelector('details')?.setAttribute('open', ''));
      await look();
    }
    assert.ok(seen > 1000);
    // The page's own title comes from the extension, which translates it as well.
    assert.deepEqual(new Set(outside.filter((text) => text !== ENGLISH_STRINGS.title)), new Set());
  });
});
