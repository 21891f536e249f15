import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextDocument } from 'langium';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { Profile } from '../../../language-server/checks/codes.ts';
import { CODES } from '../../../language-server/checks/codes.ts';
import { DEFAULT_SETTINGS, settingsFrom } from '../../../language-server/checks/diagnostic-settings.ts';
import type { DiagnosticData } from '../../../language-server/checks/report.ts';
import { readFiles } from '../../support/journeys.ts';

const CATALOGUE = `
channel news
email teaser {
  channel news
  link samples "https://acme.example/new-coffee-samples"
  link brewing "https://acme.example/*/brewing"
}
email reminder { link samples "https://acme.example/new-coffee-samples" }
form signup
form request
page prices { url "https://acme.example/prices" }
page compare { url "https://acme.example/compare/*" }
activity call
activity amount { value number }
activity purchase {
  value text
  topic text
  seats number
}
contact { plan text }
segment keen when clicked any email ever
score intent { +10 when submitted request }
campaign spring { send teaser on day 0 }
`;

async function diagnosticsOf(files: Readonly<Record<string, string>>, profile: Profile = 'auto'): Promise<readonly Diagnostic[]> {
  return (await readFiles(files, { ...DEFAULT_SETTINGS, profile })).document.diagnostics ?? [];
}

/** What is said about the profile, each as its code and the text it stands at. */
async function saidOf(text: string, profile: Profile = 'auto'): Promise<string[]> {
  const document = TextDocument.create('file:///a.journey', 'journey', 0, text);
  const found = await diagnosticsOf({ 'a.journey': text }, profile);
  assert.deepEqual(
    found.filter(({ severity }) => severity === 1).map(({ message }) => message),
    [],
  );
  return found.filter(({ code }) => /^(xperience-|provider-cannot)/.test(String(code))).map(({ code, range }) => `${String(code)}: ${document.getText(range)}`);
}

const asSecondStage = (clauses: string): string => `provider xperience\n${CATALOGUE}journey j {
  stage one { enter when submitted signup }
  stage two { ${clauses} }
  stage three { enter when become member }
}\n`;

describe('the profile xperience', () => {
  describe('a stage can have the five rules of the product, in two levels', () => {
    const expressible = [
      'visited prices',
      'visited compare',
      'submitted request',
      'submitted request at least 1 times',
      'become member',
      'performed call',
      ...[
        'value == "x"',
        'value != "x"',
        'not value == "x"',
        'not value != "x"',
        'value contains "x"',
        'not value contains "x"',
        'value starts with "x"',
        'value ends with "x"',
        'value matches "*x*"',
        '(value contains "x")',
        `value contains "${'x'.repeat(200)}"`,
      ].map((filter) => `performed purchase where ${filter}`),
      'clicked teaser.samples',
      ...['"https://acme.example/new-coffee-samples"', '"https://*"', '"*samples"', '"*samples*"', '"http*"'].map((glob) => `clicked teaser to ${glob}`),
      ...['url contains "x"', 'not url contains "x"', 'url != "x"', 'url starts with "x"', 'url ends with "x"'].map(
        (filter) => `clicked teaser where ${filter}`,
      ),
      'submitted request and (visited prices or performed call)',
      '(submitted request and visited prices) or (performed call and visited compare)',
      'submitted request or (visited prices or (performed call or (visited compare or become member)))',
    ];
    for (const condition of expressible) {
      it(condition, async () => assert.deepEqual(await saidOf(asSecondStage(`enter when ${condition}`)), []));
    }

    it('clauses that change nothing in who reaches what', async () => {
      const text = asSecondStage(
        'enter from one when submitted request phase consideration owner "us" note "x" stalls after 3 days touchpoints prices kpi 5 contacts',
      );
      assert.deepEqual(
        await saidOf(text.replace('journey j {', 'journey j {\n  consent required\n  reentry never\n  goal three\n  timezone "Europe/Prague"\n')),
        [],
      );
    });
  });

  describe('says what a stage cannot ask, and where', () => {
    const window = (text: string): [string, string[]] => [`clicked teaser.samples ${text}`, [`xperience-window: ${text}`]];
    const count = (text: string): [string, string[]] => [`submitted request ${text}`, [`xperience-count: ${text}`]];
    const filter = (text: string): [string, string[]] => [`performed purchase where ${text}`, [`xperience-comparison: ${text}`]];
    const state = (text: string): [string, string[]] => [text, [`xperience-state: ${text}`]];
    const whole = (code: string, text: string): [string, string[]] => [text, [`${code}: ${text}`]];
    const cases: readonly (readonly [condition: string, said: readonly string[]])[] = [
      window('within 2 days'),
      window('within 2 days of one'),
      window('since one'),
      window('in last 2 days'),
      window('ever'),
      window('since 2026-01-01'),
      window('since 2026-01-01 until 2026-02-01'),
      count('at least 2 times'),
      ['submitted request at most 2 times within 2 days', ['xperience-count: at most 2 times', 'xperience-window: within 2 days']],
      ['submitted request exactly 1 times ever', ['xperience-count: exactly 1 times', 'xperience-window: ever']],
      ['visited compare at least 3 different pages', ['xperience-count: at least 3 different pages']],
      whole('xperience-negation', 'not submitted request within 2 days'),
      ['not clicked any email at least 3 times in last 2 days', ['xperience-negation: not clicked any email at least 3 times in last 2 days']],
      whole('xperience-chain', 'visited prices then submitted request'),
      state('in segment keen'),
      state('contact.plan == "pro"'),
      state('contact.plan == "pro" for 3 days'),
      state('score intent >= 10'),
      state('is subscribed to news'),
      state('has consent'),
      whole('xperience-rule', 'delivered teaser'),
      whole('xperience-rule', 'been active'),
      whole('xperience-rule', 'clicked teaser'),
      ['delivered teaser at least 2 times within 2 days', ['xperience-rule: delivered teaser']],
      // Of these no record can come at all, which is said anyway.
      whole('provider-cannot', 'opened teaser'),
      whole('provider-cannot', 'unsubscribed from all channels'),
      whole('xperience-rule', 'visited "*/prices"'),
      whole('xperience-any', 'visited any page'),
      whole('xperience-any', 'submitted any form'),
      whole('xperience-any', 'clicked any email'),
      whole('xperience-any', 'clicked any email in news'),
      whole('xperience-any', 'clicked any email of spring'),
      ['clicked any of last 3 emails within 2 days of delivery', ['xperience-any: clicked any of last 3 emails']],
      whole('xperience-any', 'clicked any of (teaser.samples, reminder.samples)'),
      whole('xperience-any', 'visited any of (prices, compare)'),
      whole('xperience-any', 'performed any of (call, purchase)'),
      filter('seats > 2'),
      ['performed amount where value > 2', ['xperience-comparison: value > 2']],
      filter('topic == "x"'),
      filter('value is missing'),
      filter('value in ("x", "y")'),
      filter('value matches "x*y"'),
      filter('not value starts with "x"'),
      filter('not (value == "x" or value == "y")'),
      filter('(value == "x" or value == "y")'),
      filter('(value contains "x" and not value contains "y")'),
      ['visited prices where utm_source == "x"', ['xperience-comparison: utm_source == "x"']],
      ['submitted request where title == "x"', ['xperience-comparison: title == "x"']],
      ['become member where title == "x"', ['xperience-comparison: title == "x"']],
      ['clicked teaser where utm_source == "x"', ['xperience-comparison: utm_source == "x"']],
      ['clicked teaser to "*/new*samples"', ['xperience-comparison: "*/new*samples"']],
      ['clicked teaser.brewing', ['xperience-comparison: teaser.brewing']],
      whole('xperience-comparison', 'clicked teaser.samples to "*samples"'),
      whole('xperience-comparison', 'clicked teaser.samples where url contains "x"'),
      [`performed purchase where value contains "${'x'.repeat(201)}"`, [`xperience-value: "${'x'.repeat(201)}"`]],
      ['submitted request and (visited prices or performed call and visited compare)', ['xperience-nesting: performed call and visited compare']],
    ];
    for (const [condition, said] of cases) {
      it(condition, async () => assert.deepEqual(await saidOf(asSecondStage(`enter when ${condition}`)), said));
    }
  });

  it('takes several enter clauses as joined by or', async () => {
    const both = (second: string): string => asSecondStage(`enter when submitted request and (visited prices or visited compare)\n${second}`);
    assert.deepEqual(await saidOf(both('')), []);
    assert.deepEqual(await saidOf(both('enter when performed call')), ['xperience-nesting: (visited prices or visited compare)']);
  });

  it('says what a journey cannot have, and where', async () => {
    const text = `provider xperience\n${CATALOGUE}journey j {
  goal two
  audience when in segment keen
  expires after 90 days
  reentry after 180 days
  order flexible
  stage one {
    enter when submitted signup ever
    enter from gone when submitted signup
    kpi 100 contacts
    kpi 90 contacts
  }
  stage two {
    enter when submitted request
    enter from one after 2 days
    enter from any when performed call
    kpi 25% of one
  }
  stage three { enter from one, two when become member }
  side stage gone { enter from any when not submitted request for 3 days }
}\n`;
    assert.deepEqual(
      (await saidOf(text)).sort(),
      [
        'xperience-goal: goal two',
        'xperience-audience: audience when in segment keen',
        'xperience-pass: expires after 90 days',
        'xperience-pass: reentry after 180 days',
        'xperience-order: order flexible',
        'xperience-order: gone',
        'xperience-kpi: kpi 90 contacts',
        'xperience-wait: 2 days',
        'xperience-order: any',
        'xperience-kpi: kpi 25% of one',
        'xperience-order: one, two',
        'xperience-side-stage: gone',
      ].sort(),
    );
  });

  it('counts the stages of the path alone, and says it once', async () => {
    const stages = (path: number): string =>
      Array.from({ length: path }, (_, place) => `  stage s${String(place + 1)} { enter when submitted signup }\n`).join('');
    const text = (path: number): string =>
      `provider xperience\nform signup\njourney j {\n${stages(path)}  side stage out { enter from any when submitted signup }\n}\n`;
    assert.deepEqual(await saidOf(text(10)), ['xperience-side-stage: out']);
    assert.deepEqual(await saidOf(text(12)), ['xperience-stages: s11', 'xperience-side-stage: out']);
  });

  it('allows 200 characters of a name and of a label', async () => {
    const text = (length: number): string =>
      `provider xperience\nform signup\njourney ${'j'.repeat(length)} "${'J'.repeat(length)}" { stage ${'s'.repeat(length)} "${'S'.repeat(length)}" { enter when submitted signup } }\n`;
    assert.deepEqual(await saidOf(text(200)), []);
    const said = ['j'.repeat(201), `"${'J'.repeat(201)}"`, 's'.repeat(201), `"${'S'.repeat(201)}"`].map((name) => `xperience-name: ${name}`);
    assert.deepEqual(await saidOf(text(201)), said);
  });

  it('is about journeys alone', async () => {
    assert.deepEqual(await saidOf(`provider xperience\n${CATALOGUE}`), []);
  });

  describe('is on', () => {
    const journey = (catalogue: string): string => `${catalogue}form signup\njourney j { order flexible stage one { enter when submitted signup } }\n`;
    const cases: readonly (readonly [name: string, files: Readonly<Record<string, string>>, profile: Profile, on: boolean])[] = [
      ['with the provider', { 'a.journey': journey('provider xperience\n') }, 'auto', true],
      ['with the provider of an import', { 'a.journey': journey('import "b.journey"\n'), 'b.journey': 'provider xperience\n' }, 'auto', true],
      ['not with another provider', { 'a.journey': journey('provider sendgrid\n') }, 'auto', false],
      ['not without a provider', { 'a.journey': journey('') }, 'auto', false],
      ['by the setting', { 'a.journey': journey('') }, 'xperience', true],
      ['by the setting, with another provider', { 'a.journey': journey('provider sendgrid\n') }, 'xperience', true],
      ['not against the setting', { 'a.journey': journey('provider xperience\n') }, 'none', false],
    ];
    for (const [name, files, profile, on] of cases) {
      it(name, async () => {
        const codes = (await diagnosticsOf(files, profile)).map(({ code }) => code);
        assert.equal(codes.includes('xperience-order'), on);
      });
    }

    it('as an editor sets it', () => {
      const sections: readonly (readonly [section: unknown, profile: Profile])[] = [
        [undefined, 'auto'],
        [{}, 'auto'],
        [{ profile: 'auto' }, 'auto'],
        [{ profile: 'xperience' }, 'xperience'],
        [{ profile: 'none' }, 'none'],
        [{ profile: 'Xperience' }, 'auto'],
        [{ profile: ['xperience'] }, 'auto'],
      ];
      for (const [section, profile] of sections) assert.equal(settingsFrom(section, undefined).profile, profile, JSON.stringify(section));
    });

    it('and says why: the provider is named beside each', async () => {
      const files = { 'a.journey': journey('import "b.journey"\n'), 'b.journey': '\nprovider xperience\n' };
      const [found] = (await diagnosticsOf(files)).filter(({ code }) => code === 'xperience-order');
      assert.deepEqual(
        found?.relatedInformation?.map(({ location }) => [location.uri, location.range.start.line]),
        [['file:///workspace/b.journey', 1]],
      );
    });
  });

  it('asks of events for a custom activity where another provider reports them', async () => {
    const text = `provider sendgrid\nemail teaser\njourney j { stage one { enter when opened teaser or unsubscribed from all channels } }\n`;
    assert.deepEqual(await saidOf(text, 'xperience'), ['xperience-rule: opened teaser', 'xperience-rule: unsubscribed from all channels']);
  });

  describe('writes a rule for each', () => {
    const cases: readonly (readonly [condition: string, fixed: string | undefined])[] = [
      ['clicked any of (teaser.samples, reminder.samples)', 'clicked teaser.samples or clicked reminder.samples'],
      [
        'submitted signup and clicked any of (teaser, reminder) to "*x" within 2 days',
        'submitted signup and (clicked teaser to "*x" within 2 days or clicked reminder to "*x" within 2 days)',
      ],
      ['become member or performed any of (call, purchase)', 'become member or performed call or performed purchase'],
      ['visited any of (\n    prices,\n    compare\n  )', 'visited prices or visited compare'],
      [
        'submitted any of (request, signup) where title == "any of (x)"',
        'submitted request where title == "any of (x)" or submitted signup where title == "any of (x)"',
      ],
      // Counted together, which no `or` says.
      ['submitted any of (request, signup) at least 2 times', undefined],
      ['submitted any of (request, /* both */ signup)', undefined],
      ['submitted any form', undefined],
    ];
    for (const [condition, fixed] of cases) {
      it(condition, async () => {
        const text = asSecondStage(`enter when ${condition}`);
        const [found] = (await diagnosticsOf({ 'a.journey': text })).filter(({ code }) => code === 'xperience-any');
        assert(found);
        const [fix] = (found.data as DiagnosticData).fixes ?? [];
        const document = TextDocument.create('file:///a.journey', 'journey', 0, text);
        assert.equal(fix && TextDocument.applyEdits(document, [...fix.edits]), fixed && asSecondStage(`enter when ${fixed}`));
      });
    }
  });
});

describe('docs/xperience.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/xperience.md'), 'utf8');
  const codes = Object.keys(CODES).filter((code) => code.startsWith('xperience-'));

  it('leads to the page of every diagnostic of the profile, once', () => {
    const linked = [...page.matchAll(/\[`([a-z-]+)`\]\(diagnostics\/\1\.md\)/g)].map(([, code]) => code);
    assert.deepEqual(linked.sort(), codes.sort());
  });

  const blocks = [...page.matchAll(/^```journey\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
  assert(blocks.length > 1);
  for (const text of blocks) {
    it(`example: ${/journey \w+/.exec(text)?.[0] ?? ''}`, async () => assert.deepEqual(await diagnosticsOf({ 'a.journey': text }), []));
  }

  describe('what maps', () => {
    const rows = page.split('The six comparisons')[1]?.split('\n\n')[1]?.split('\n').slice(2) ?? [];
    const written = rows.flatMap((row) => {
      const [, , address = '', value = ''] = row.split('|');
      const texts = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
      return [
        ...texts(address).map((text) => (text === 'EMAIL.LINK' ? 'clicked teaser.samples' : `clicked teaser ${text}`)),
        ...texts(value).map((text) => `performed purchase where ${text}`),
      ];
    });

    it('is six comparisons of each', () => assert.equal(rows.length, 6));

    for (const condition of written) it(condition, async () => assert.deepEqual(await saidOf(asSecondStage(`enter when ${condition}`)), []));
  });
});
