import assert from 'node:assert/strict';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { Settings } from '../../../language-server/checks/diagnostic-settings.ts';
import { DEFAULT_SETTINGS, settingsFrom } from '../../../language-server/checks/diagnostic-settings.ts';
import { readFiles } from '../../support/journeys.ts';

const TEXT = 'email teaser { status draft }\nsegment s when clicked teaser\n';

async function diagnosticsOf(text: string, settings: Settings): Promise<readonly Diagnostic[]> {
  return (await readFiles({ 'a.journey': text }, settings)).document.diagnostics ?? [];
}

const severities = async (text: string, settings: Settings): Promise<string[]> =>
  (await diagnosticsOf(text, settings)).map(({ code, severity }) => `${String(code)} ${String(severity)}`);

describe('settings of diagnostics', () => {
  const cases: readonly (readonly [section: unknown, found: readonly string[]])[] = [
    [undefined, ['draft-email 2']],
    [null, ['draft-email 2']],
    [{ diagnostics: { severity: { 'draft-email': 'error' } } }, ['draft-email 1']],
    [{ diagnostics: { severity: { 'draft-email': 'info' } } }, ['draft-email 3']],
    [{ diagnostics: { severity: { 'draft-email': 'hint' } } }, ['draft-email 4']],
    [{ diagnostics: { severity: { 'draft-email': 'off' } } }, []],
    [{ diagnostics: { severity: { 'draft-email': 'loud', 'no-such-code': 'off' } } }, ['draft-email 2']],
    [{ diagnostics: { severity: ['draft-email'] } }, ['draft-email 2']],
  ];
  for (const [section, found] of cases) {
    it(JSON.stringify(section ?? String(section)), async () => assert.deepEqual(await severities(TEXT, settingsFrom(section, undefined)), found));
  }

  it('a hint that is off by default is there when it is asked for', async () => {
    const settings = settingsFrom({ diagnostics: { severity: { 'missing-label': 'hint' } } }, undefined);
    assert.deepEqual(await severities('email teaser', settings), ['missing-label 4']);
    assert.deepEqual(await severities('email teaser', DEFAULT_SETTINGS), []);
  });

  it('what leaves a file without a meaning stays an error', async () => {
    const settings = settingsFrom({ diagnostics: { severity: { 'unknown-name': 'off', syntax: 'hint' } } }, undefined);
    assert.deepEqual(await severities('segment s when clicked nothing', settings), ['unknown-name 1']);
    assert.deepEqual(await severities('email', settings), ['syntax 1']);
  });

  it('a team can have usual media of its own', async () => {
    const campaign = `email a
journey j { stage one { enter when delivered a } }
campaign c { objective "x" phase awareness audience when clicked a runs 2026-03-01 to 2026-03-31 via sms kpi click_rate >= 3% }`;
    const media = (usual: readonly string[]): Settings => settingsFrom({ campaigns: { usualMedia: { awareness: usual } } }, undefined);
    assert.deepEqual(await severities(campaign, DEFAULT_SETTINGS), ['medium-for-phase 2']);
    assert.deepEqual(await severities(campaign, media(['sms'])), []);
    assert.deepEqual(await severities(campaign, media([])), []);
  });

  it('each diagnostic leads to its page where there is one', async () => {
    const [diagnostic] = await diagnosticsOf(TEXT, settingsFrom(undefined, 'file:///pages'));
    assert.equal(diagnostic?.codeDescription?.href, 'file:///pages/draft-email.md');
  });
});

describe('journey-disable-next-line', () => {
  const disable = (comment: string): string => `email teaser { status draft }\n${comment}\nsegment Quiet when clicked teaser\n`;
  const cases: readonly (readonly [comment: string, found: readonly string[]])[] = [
    ['// a comment', ['draft-email', 'naming-style']],
    ['// journey-disable-next-line draft-email sent tomorrow', ['naming-style']],
    ['//journey-disable-next-line draft-email, naming-style both are wanted', []],
    ['// journey-disable-next-line draft-email', ['naming-style', 'disable-without-reason']],
    ['// journey-disable-next-line draft-email, opens-only sent tomorrow', ['naming-style', 'unused-disable']],
    ['// journey-disable-next-line draft-mail sent tomorrow', ['draft-email', 'naming-style', 'unknown-code']],
    ['// journey-disable-next-line', ['draft-email', 'naming-style', 'unknown-code']],
    ['// journey-disable-next-line syntax it is fine', ['draft-email', 'naming-style', 'unused-disable']],
    ['// journey-disable-next-lines draft-email sent tomorrow', ['draft-email', 'naming-style']],
    // White space never matters.
    ['// journey-disable-next-line draft-email sent tomorrow\n\n', ['naming-style']],
    ['// journey-disable-next-line draft-email sent tomorrow\n// journey-disable-next-line naming-style a brand', []],
  ];
  for (const [comment, found] of cases) {
    it(comment, async () => {
      const codes = (await diagnosticsOf(disable(comment), DEFAULT_SETTINGS)).map(({ code }) => String(code));
      assert.deepEqual(codes.sort(), [...found].sort());
    });
  }

  const COMMENT = '// journey-disable-next-line draft-email sent tomorrow';
  const extents: readonly (readonly [what: string, text: string, found: readonly string[]])[] = [
    ['the further lines of a clause', `${COMMENT}\nsegment s\n  when been active or\n clicked teaser\n`, []],
    ['the rest of a clause in which it stands', `segment s when clicked teaser or been active or\n${COMMENT}\n clicked\nteaser\n`, ['draft-email']],
    ['the condition of a segment', `segment s ${COMMENT}\nwhen\nclicked teaser\n`, []],
    ['not the declaration after it', `${COMMENT}\nsegment s when been active segment t when clicked teaser\n`, ['draft-email', 'unused-disable']],
    ['not what stands in braces', `${COMMENT}\nscore s { +1 when clicked teaser }\n`, ['draft-email', 'unused-disable']],
    ['a clause in the line of its braces', `score s { ${COMMENT}\n+1 when clicked teaser +2 when opened teaser }\n`, ['draft-email']],
    ['nothing at the end of braces', `score s { +1 when clicked teaser ${COMMENT}\n}\n`, ['draft-email', 'unused-disable']],
    ['nothing at the end of a file', `segment s when clicked teaser ${COMMENT}\n`, ['draft-email', 'unused-disable']],
    ['what stands before braces', `// journey-disable-next-line naming-style a brand\nscore\nQuiet\n{ +1 when opened any email }`, []],
  ];
  for (const [what, text, found] of extents) {
    it(`is about ${what}`, async () => {
      const codes = (await diagnosticsOf(`email teaser { status draft }\n${text}`, DEFAULT_SETTINGS)).map(({ code }) => String(code));
      assert.deepEqual(codes.sort(), [...found].sort());
    });
  }

  it('is nothing within a text', async () => {
    const text = 'email teaser { status draft subject "// journey-disable-next-line draft-email why" }\nsegment s when clicked teaser\n';
    assert.deepEqual(
      (await diagnosticsOf(text, DEFAULT_SETTINGS)).map(({ code }) => code),
      ['draft-email'],
    );
  });
});
