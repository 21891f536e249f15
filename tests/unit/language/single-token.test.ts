import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextDocument } from 'langium';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { Code } from '../../../language-server/checks/codes.ts';
import { CODES, OFF_BY_DEFAULT } from '../../../language-server/checks/codes.ts';
import { DEFAULT_SETTINGS } from '../../../language-server/checks/diagnostic-settings.ts';
import type { DiagnosticData } from '../../../language-server/checks/report.ts';
import { readFiles } from '../../support/journeys.ts';

const FOLDER = join(import.meta.dirname, '../../cases/diagnostics');

interface Case {
  readonly code: Code;
  readonly text: string;
  /** Files that it can import. */
  readonly others: Readonly<Record<string, string>>;
}

const CASES: readonly Case[] = ['single-token.md', 'each-check.md']
  .flatMap((page) => readFileSync(join(FOLDER, page), 'utf8').split(/^## /m).slice(1))
  .flatMap((section) => {
    const [code = ''] = section.split('\n', 1);
    const blocks = [...section.matchAll(/^```journey ?(.*)\n([\s\S]*?)^```$/gm)].map(([, path = '', text = '']) => ({ path, text }));
    const others = Object.fromEntries(blocks.filter(({ path }) => path !== '').map(({ path, text }) => [path, text]));
    return blocks.filter(({ path }) => path === '').map(({ text }) => ({ code: code as Code, text, others }));
  });

/** One side of each `‹wrong|right›`. */
const side = (text: string, right: boolean): string => text.replace(/‹([^|›]*)\|([^›]*)›/g, right ? '$2' : '$1');

async function diagnosticsOf(text: string, { code, others }: Case): Promise<readonly Diagnostic[]> {
  // What is off by default is switched on for its own cases.
  const severity = OFF_BY_DEFAULT.has(code) ? { [code]: CODES[code] } : {};
  return (await readFiles({ 'a.journey': text, ...others }, { ...DEFAULT_SETTINGS, severity })).document.diagnostics ?? [];
}

const codesOf = (diagnostics: readonly Diagnostic[]): string[] => [...new Set(diagnostics.map(({ code }) => String(code)))];

describe('one word makes the difference', () => {
  it('is about codes that there are', () =>
    assert.deepEqual(
      CASES.filter(({ code }) => !Object.hasOwn(CODES, code)),
      [],
    ));

  for (const [index, one] of CASES.entries()) {
    const { code, text } = one;
    describe(`${String(index + 1)} ${code}: ${/‹[^›]*›/.exec(text)?.[0] ?? ''}`, () => {
      it('fires alone', async () => assert.deepEqual(codesOf(await diagnosticsOf(side(text, false), one)), [code]));

      it('does not fire', async () => assert.deepEqual(codesOf(await diagnosticsOf(side(text, true), one)), []));

      it('is gone after each of its fixes', async () => {
        const wrong = side(text, false);
        const document = TextDocument.create('file:///a.journey', 'journey', 0, wrong);
        for (const diagnostic of await diagnosticsOf(wrong, one)) {
          const { fixes = [], suggestions = [] } = diagnostic.data as DiagnosticData;
          for (const edits of [...fixes.map((fix) => [...fix.edits]), ...suggestions.map((newText) => [{ range: diagnostic.range, newText }])]) {
            const fixed = TextDocument.applyEdits(document, edits);
            const left = codesOf(await diagnosticsOf(fixed, one));
            assert(!left.includes(code) && !left.includes('syntax'), `${left.join(', ')}:\n${fixed}`);
          }
        }
      });
    });
  }
});
