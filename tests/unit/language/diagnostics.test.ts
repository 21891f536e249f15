import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CODES } from '../../../language-server/checks/codes.ts';
import { readFiles } from '../../support/journeys.ts';

const folder = join(import.meta.dirname, '../../../docs/diagnostics');

/** The files of a section: blocks `journey` (the one that is checked) and `journey PATH`. */
function filesOf(page: string, heading: string): Record<string, string> {
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const blocks = [...section.matchAll(/^```journey ?(.*)\n([\s\S]*?)^```$/gm)];
  return Object.fromEntries(blocks.map(([, name, text]) => [name === '' ? 'page.journey' : (name ?? ''), text ?? '']));
}

async function codesIn(files: Record<string, string>): Promise<string[]> {
  const { document } = await readFiles(files);
  return (document.diagnostics ?? []).map(({ code }) => String(code));
}

describe('pages of diagnostics', () => {
  const pages = readdirSync(folder).map((name) => name.replace(/\.md$/, ''));

  it('there is one for each code', () => {
    assert.deepEqual(pages.sort(), Object.keys(CODES).sort());
  });

  for (const code of pages) {
    const page = readFileSync(join(folder, `${code}.md`), 'utf8');

    it(`${code}: the wrong example has it and nothing else`, async () => {
      const codes = await codesIn(filesOf(page, 'Wrong'));
      assert(codes.length > 0, 'nothing is reported');
      assert.deepEqual([...new Set(codes)], [code]);
    });

    it(`${code}: the right example has no diagnostic`, async () => {
      assert.deepEqual(await codesIn(filesOf(page, 'Right')), []);
    });
  }
});
