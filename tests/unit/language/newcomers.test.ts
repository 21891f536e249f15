import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextDocument } from 'langium';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { DiagnosticData } from '../../../language-server/checks/report.ts';
import { readFiles } from '../../support/journeys.ts';

const PAGE = join(import.meta.dirname, '../../cases/diagnostics/newcomers.md');

const CASES = readFileSync(PAGE, 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((section) => {
    const [title = ''] = section.split('\n', 1);
    const block = (language: string): string => new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(section)?.[1] ?? '';
    return { title, text: block('journey'), says: block('says').trimEnd().split('\n') };
  });

/** In the order of the text, as `journey check` prints them. */
async function diagnosticsOf(text: string): Promise<readonly Diagnostic[]> {
  const { diagnostics = [] } = (await readFiles({ 'a.journey': text })).document;
  return [...diagnostics].sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character);
}

function said({ range: { start }, code, message }: Diagnostic): string {
  return `${String(start.line + 1)}:${String(start.character + 1)} ${String(code)}: ${typeof message === 'string' ? message : message.value}`;
}

describe('files as newcomers write them', () => {
  it('are ten', () => assert.equal(CASES.length, 10));

  for (const { title, text, says } of CASES) {
    it(title, async () => assert.deepEqual((await diagnosticsOf(text)).map(said), says));

    it(`${title}: each fix puts one thing right`, async () => {
      const document = TextDocument.create('file:///a.journey', 'journey', 0, text);
      const before = (await diagnosticsOf(text)).map(({ message }) => message);
      for (const diagnostic of await diagnosticsOf(text)) {
        for (const { title: fix, edits } of (diagnostic.data as DiagnosticData).fixes ?? []) {
          const after = (await diagnosticsOf(TextDocument.applyEdits(document, [...edits]))).map(({ message }) => message);
          const gone = before.indexOf(diagnostic.message);
          assert.deepEqual(after.sort(), before.filter((_, index) => index !== gone).sort(), fix);
        }
      }
    });
  }
});
