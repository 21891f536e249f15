import assert from 'node:assert/strict';
import { emptyResult, exampleResult, withLabels } from '../unit/drawing/example-result.ts';
import { readyState } from './support/states.ts';
import { ENGLISH_STRINGS, ViewBrowser } from './support/view-page.ts';

describe('the funnel view', function () {
  this.timeout(30_000);
  const browser = new ViewBrowser();
  before(() => browser.start());
  after(() => browser.stop());

  it('says ready once and shows that it waits', async () => {
    const view = await browser.open();
    assert.deepEqual(await view.posted(), [{ type: 'ready', revision: 0 }]);
    assert.equal(await view.text(), 'Loading the funnel…');
  });

  it('shows the numbers of the result in its tables', async () => {
    const view = await browser.open({ width: 1100 });
    await view.init(readyState());
    const cells = await view.page
      .locator('tbody tr')
      .evaluateAll((rows) => rows.map((row) => Array.from(row.children, (cell) => (cell as HTMLElement).innerText)));
    assert.deepEqual(cells, [
      ['Browsing', '780', '–', '76', '12', '502', '–'],
      ['Interested', '190', '24.4 % (21.5–27.5)', '44', '0', '80', '2 d 7 h'],
      ['Engaged', '60', '31.6 % (25.4–38.5)', '0', '9', '28', '45 min'],
      ['Customer', '25', '41.7 % (30.1–54.3)', '0', '0', '25', '9 d'],
      ['Dormant', '120', '0', '0', '102'],
    ]);
    const facts = await view.page.locator('.quality > div').evaluateAll((pairs) => pairs.map((pair) => pair.textContent));
    assert.deepEqual(facts, [
      'in the sample1,000',
      'entered780',
      'kept out by the audience150',
      'without consent0',
      'expired25',
      'reached the goal25',
      'read12,000',
      'rejected30',
      'that say nothing for a journey0',
      'duplicates20',
      'after the as-of moment10',
      'of unknown events4',
      'with a time within a clock change0',
      'machine-made opens800',
      'clicks of robots12',
      'left out on request0',
    ]);
  });

  it('draws the same numbers', async () => {
    const view = await browser.open();
    await view.init(readyState());
    const counts = await view.page.locator('svg text.count').allTextContents();
    assert.deepEqual(counts, ['780', '190', '60', '25', '120']);
    const width = Number(await view.page.locator('svg').getAttribute('width'));
    const bars = await view.page.locator('svg rect.bar').evaluateAll((rects) => rects.map((rect) => Number(rect.getAttribute('width'))));
    for (const [index, reached] of [780, 190, 60, 25].entries())
      assert.ok(Math.abs((bars[index] ?? 0) - (reached / 780) * width) < 0.01, `bar ${String(index)}`);
    assert.equal(
      await view.page.getByRole('img').getAttribute('aria-label'),
      'Funnel of Lead nurturing: Browsing 780, Interested 190, Engaged 60, Customer 25, Dormant 120',
    );
  });

  it('has a head line with the journey, the sample, the records used and the as-of moment', async () => {
    const view = await browser.open();
    await view.init(readyState());
    assert.equal(await view.page.locator('h1').innerText(), 'Lead nurturing');
    assert.match(await view.page.locator('header').innerText(), /q1\.csv/);
    assert.deepEqual(await view.page.locator('.facts span').allInnerTexts(), ['11,940 of 12,000 records used', 'as of 2026-03-31 22:00 UTC']);
  });

  it("follows the editor's language in its numbers", async () => {
    const view = await browser.open();
    await view.init(readyState(), { locale: 'de' });
    assert.equal(await view.page.locator('.facts span').first().innerText(), '11.940 of 12.000 records used');
    assert.ok((await view.page.locator('tbody').first().innerText()).includes('24,4 % (21,5–27,5)'));
    assert.equal(await view.page.locator('html').getAttribute('lang'), 'de');
  });

  it('takes what the user does to the host, with the revision seen', async () => {
    const view = await browser.open();
    await view.init(
      readyState({
        journeys: [
          { name: 'lead_nurturing', label: 'Lead nurturing' },
          { name: 'win_back', label: 'Win back' },
        ],
      }),
    );
    await view.page.getByRole('button', { name: 'Interested' }).click();
    await view.page.locator('svg text.stage', { hasText: 'Dormant' }).click();
    await view.page.getByRole('button', { name: ENGLISH_STRINGS.changeSample }).click();
    await view.page.getByRole('combobox', { name: 'Journey' }).selectOption('win_back');
    assert.deepEqual((await view.posted()).slice(1), [
      { type: 'revealStage', stage: 'interested', revision: 1 },
      { type: 'revealStage', stage: 'dormant', revision: 1 },
      { type: 'chooseSample', revision: 1 },
      { type: 'selectJourney', journey: 'win_back', revision: 1 },
    ]);
  });

  it('can be used with the keyboard alone', async () => {
    const view = await browser.open();
    await view.init(readyState());
    const reached: string[] = [];
    for (let presses = 0; presses < 9; presses++) {
      await view.page.keyboard.press('Tab');
      const name = await view.page.evaluate(() => {
        const element = document.activeElement;
        return element?.getAttribute('role') === 'region' ? 'region' : (element as HTMLElement).innerText;
      });
      reached.push(name);
      const outlined = await view.page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle);
      assert.notEqual(outlined, 'none', `no focus mark on ${name}`);
      if (name === 'Customer') await view.page.keyboard.press('Enter');
    }
    assert.deepEqual(reached, ['Change…', 'region', 'Browsing', 'Interested', 'Engaged', 'Customer', 'region', 'Dormant', 'Rejected records (the first 1)']);
    assert.deepEqual((await view.posted()).at(-1), { type: 'revealStage', stage: 'customer', revision: 1 });
  });

  it('asks for a sample while there is none', async () => {
    const view = await browser.open();
    await view.init(readyState({ sample: null, result: null }));
    await view.page.getByRole('button', { name: ENGLISH_STRINGS.chooseSample }).click();
    assert.deepEqual((await view.posted()).at(-1), { type: 'chooseSample', revision: 1 });
    assert.equal(await view.page.getByRole('table').count(), 0);
  });

  it('shows progress only when the work takes longer than half a second', async () => {
    const view = await browser.open();
    await view.init(readyState({ busy: { phase: 'read', done: 25, total: 100 }, result: null }));
    assert.equal(await view.page.getByRole('progressbar').count(), 0);
    await view.page.getByRole('progressbar').waitFor({ timeout: 2000 });
    assert.equal(await view.page.getByRole('progressbar').getAttribute('value'), '25');
    // The next message about the same work does not begin the wait anew.
    await view.show(readyState({ busy: { phase: 'read', done: 50, total: 100 }, result: null }));
    assert.equal(await view.page.getByRole('progressbar').getAttribute('value'), '50');
    await view.page.getByRole('button', { name: ENGLISH_STRINGS.cancel }).click();
    assert.deepEqual((await view.posted()).at(-1), { type: 'cancel', revision: 2 });
    await view.show(readyState());
    assert.equal(await view.page.getByRole('progressbar').count(), 0);
  });

  it('says why there is no funnel, and what to do', async () => {
    const view = await browser.open();
    await view.init(readyState({ result: null, problem: 'samples/q1.csv, line 1: no column "contact"' }));
    assert.match(await view.page.getByRole('alert').innerText(), /samples\/q1\.csv, line 1: no column "contact"/);
    await view.page.getByRole('button', { name: ENGLISH_STRINGS.retry }).click();
    await view.page.getByRole('button', { name: ENGLISH_STRINGS.chooseAnother }).click();
    assert.deepEqual(
      (await view.posted()).slice(1).map(({ type }) => type),
      ['retry', 'chooseSample'],
    );
  });

  it('keeps the last numbers and says why they are old', async () => {
    const view = await browser.open();
    await view.init(readyState());
    await view.show(readyState({ stale: { reason: 'line 12: there is no stage dormat', hasPlace: true } }));
    assert.match(await view.page.locator('.stale').innerText(), /line 12: there is no stage dormat/);
    assert.deepEqual(await view.page.locator('svg text.count').allTextContents(), ['780', '190', '60', '25', '120']);
    await view.page.getByRole('button', { name: ENGLISH_STRINGS.showProblem }).click();
    assert.deepEqual((await view.posted()).at(-1), { type: 'revealProblem', revision: 2 });
    await view.show(readyState());
    assert.equal(await view.page.locator('.stale').count(), 0);
  });

  it('says that nobody entered, and still has the table', async () => {
    const view = await browser.open();
    await view.init(readyState({ result: emptyResult() }));
    assert.ok((await view.text()).includes(ENGLISH_STRINGS.nobodyEntered));
    assert.equal(await view.page.locator('tbody tr').count(), 5);
    assert.ok(!/NaN|Infinity|undefined|null/.test(await view.text()));
  });

  it('shows what the simulator has to say about the whole', async () => {
    const view = await browser.open();
    await view.init(
      readyState({
        result: { ...exampleResult(), warnings: [{ code: 'delivered-from-sent', message: 'No input has deliveries: sent counts as delivered.' }] },
      }),
    );
    assert.ok((await view.text()).includes('Note: No input has deliveries: sent counts as delivered.'));
  });

  it('remembers what it shows for the time after a reload', async () => {
    const view = await browser.open();
    await view.init(readyState());
    assert.deepEqual(await view.remembered(), { document: 'file:///workspace/lead-nurturing.journey', journey: 'lead_nurturing' });
  });

  it('keeps the focus where it is when new numbers come', async () => {
    const view = await browser.open();
    await view.init(readyState());
    await view.page.getByRole('button', { name: 'Engaged' }).focus();
    await view.show(readyState({ result: withLabels(exampleResult(), ['Seen']) }));
    assert.equal(await view.page.evaluate(() => (document.activeElement as HTMLElement).innerText), 'Engaged');
  });

  it('drops a message that is older than what it shows', async () => {
    const view = await browser.open();
    await view.init(readyState());
    await view.show(readyState({ result: withLabels(exampleResult(), ['Newer']) }));
    await view.post({ type: 'state', revision: 1, state: readyState({ result: withLabels(exampleResult(), ['Older']) }) });
    assert.ok((await view.text()).includes('Newer'));
  });

  it('shows an exception with a way out, and never a blank panel', async () => {
    const view = await browser.open();
    await view.init(readyState());
    await view.page.evaluate(() =>
      setTimeout(() => {
        throw new Error('planted');
      }),
    );
    await view.page.getByRole('heading', { name: ENGLISH_STRINGS.failed }).waitFor();
    await view.page.getByRole('button', { name: ENGLISH_STRINGS.reload }).click();
    const [fault, reload] = (await view.posted()).slice(1);
    assert.ok(fault?.type === 'fault' && fault.message.includes('planted'));
    assert.deepEqual(reload, { type: 'reload', revision: 1 });
  });

  it('shows an exception while drawing in the same way', async () => {
    const view = await browser.open();
    await view.init(readyState());
    // A language that the browser refuses: its number formats throw while the view is drawn.
    await view.init(readyState(), { locale: 'not a language' });
    await view.page.getByRole('heading', { name: ENGLISH_STRINGS.failed }).waitFor();
    assert.equal((await view.posted()).at(-1)?.type, 'fault');
    assert.equal(await view.page.getByRole('button', { name: ENGLISH_STRINGS.reload }).count(), 1);
  });

  it('shows an exception before the first message too', async () => {
    const view = await browser.open();
    await view.page.evaluate(() =>
      setTimeout(() => {
        throw new Error('planted');
      }),
    );
    await view.page.getByRole('heading', { name: ENGLISH_STRINGS.failed }).waitFor();
  });
});
