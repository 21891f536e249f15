import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Code, Severity } from '../../../language-server/checks/codes.ts';
import { CODES, OFF_BY_DEFAULT } from '../../../language-server/checks/codes.ts';
import { DEFAULT_SETTINGS } from '../../../language-server/checks/diagnostic-settings.ts';
import { readFiles } from '../../support/journeys.ts';

const folder = join(import.meta.dirname, '../../../docs/diagnostics');

/** The files of a section: blocks `journey` (the one that is checked) and `journey PATH`. */
function filesOf(page: string, heading: string): Record<string, string> {
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const blocks = [...section.matchAll(/^```journey ?(.*)\n([\s\S]*?)^```$/gm)];
  return Object.fromEntries(blocks.map(([, name, text]) => [name === '' ? 'page.journey' : (name ?? ''), text ?? '']));
}

async function codesIn(files: Record<string, string>, severity: Partial<Record<Code, Severity | 'off'>> = {}): Promise<string[]> {
  const { document } = await readFiles(files, { ...DEFAULT_SETTINGS, severity });
  return (document.diagnostics ?? []).map(({ code }) => String(code));
}

describe('pages of diagnostics', () => {
  const pages = readdirSync(folder).map((name) => name.replace(/\.md$/, ''));

  it('there is one for each code', () => {
    assert.deepEqual(pages.sort(), Object.keys(CODES).sort());
  });

  for (const code of pages as Code[]) {
    // What is off by default is switched on for its own page.
    const settings = OFF_BY_DEFAULT.has(code) ? { [code]: CODES[code] } : {};
    const page = readFileSync(join(folder, `${code}.md`), 'utf8');

    it(`${code}: the wrong example has it and nothing else`, async () => {
      const codes = await codesIn(filesOf(page, 'Wrong'), settings);
      assert(codes.length > 0, 'nothing is reported');
      assert.deepEqual([...new Set(codes)], [code]);
    });

    it(`${code}: the right example has no diagnostic`, async () => {
      assert.deepEqual(await codesIn(filesOf(page, 'Right'), settings), []);
    });
  }
});
