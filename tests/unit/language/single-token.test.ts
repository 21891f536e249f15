import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextDocument } from 'langium';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { Code } from '../../../language-server/checks/codes.ts';
import { CODES } from '../../../language-server/checks/codes.ts';
import type { DiagnosticData } from '../../../language-server/checks/report.ts';
import { readFiles } from '../../support/journeys.ts';

const PAGE = join(import.meta.dirname, '../../cases/diagnostics/single-token.md');

const CASES = readFileSync(PAGE, 'utf8')
  .split(/^## /m)
  .slice(1)
  .flatMap((section) => {
    const [code = ''] = section.split('\n', 1);
    return [...section.matchAll(/^```journey\n([\s\S]*?)^```$/gm)].map(([, text = '']) => ({ code: code as Code, text }));
  });

/** One side of each `‹wrong|right›`. */
const side = (text: string, right: boolean): string => text.replace(/‹([^|›]*)\|([^›]*)›/g, right ? '$2' : '$1');

async function diagnosticsOf(text: string): Promise<readonly Diagnostic[]> {
  return (await readFiles({ 'a.journey': text })).document.diagnostics ?? [];
}

const codesOf = (diagnostics: readonly Diagnostic[]): string[] => [...new Set(diagnostics.map(({ code }) => String(code)))];

describe('one word makes the difference', () => {
  it('is about codes that there are', () =>
    assert.deepEqual(
      CASES.filter(({ code }) => !Object.hasOwn(CODES, code)),
      [],
    ));

  for (const { code, text } of CASES) {
    describe(`${code}: ${/‹[^›]*›/.exec(text)?.[0] ?? ''}`, () => {
      it('fires alone', async () => assert.deepEqual(codesOf(await diagnosticsOf(side(text, false))), [code]));

      it('does not fire', async () => assert.deepEqual(codesOf(await diagnosticsOf(side(text, true))), []));

      it('is gone after each of its fixes', async () => {
        const wrong = side(text, false);
        const document = TextDocument.create('file:///a.journey', 'journey', 0, wrong);
        for (const diagnostic of await diagnosticsOf(wrong)) {
          const { fixes = [], suggestions = [] } = diagnostic.data as DiagnosticData;
          for (const edits of [...fixes.map((fix) => [...fix.edits]), ...suggestions.map((newText) => [{ range: diagnostic.range, newText }])]) {
            const fixed = TextDocument.applyEdits(document, edits);
            const left = codesOf(await diagnosticsOf(fixed));
            assert(!left.includes(code) && !left.includes('syntax'), `${left.join(', ')}:\n${fixed}`);
          }
        }
      });
    });
  }
});
