import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextDocument } from 'langium';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { DiagnosticData } from '../../../language-server/checks/report.ts';
import { readFiles } from '../../support/journeys.ts';

const PAGE = join(import.meta.dirname, '../../cases/diagnostics/wrong-turns.md');

interface WrongTurnCase {
  readonly title: string;
  readonly text: string;
  /** Where it is reported. */
  readonly start: number;
  readonly end: number;
  readonly code: string;
  readonly says: string;
  readonly fixed: string;
}

const CASES: readonly WrongTurnCase[] = readFileSync(PAGE, 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((section) => {
    const [title = ''] = section.split('\n', 1);
    const marked = /^```journey\n([\s\S]*?)^```$/m.exec(section)?.[1] ?? '';
    const [, code = '', says = ''] = /^([a-z-]+): (.+)$/m.exec(section.replace(/^```[\s\S]*?^```$/gm, '')) ?? [];
    const fixed = /^```fixed\n([\s\S]*?)^```$/m.exec(section)?.[1] ?? '';
    return { title, text: marked.replace(/[‹›]/g, ''), start: marked.indexOf('‹'), end: marked.indexOf('›') - 1, code, says, fixed };
  });

async function diagnosticsOf(text: string): Promise<readonly Diagnostic[]> {
  return (await readFiles({ 'a.journey': text })).document.diagnostics ?? [];
}

describe('wrong turns', () => {
  for (const { title, text, start, end, code, says, fixed } of CASES) {
    it(title, async () => {
      const document = TextDocument.create('file:///a.journey', 'journey', 0, text);
      const [diagnostic, ...others] = (await diagnosticsOf(text)).filter(({ severity }) => severity === 1);
      assert(diagnostic, 'nothing is reported');
      assert.deepEqual(others, []);
      assert.equal(diagnostic.code, code);
      assert.equal(document.getText(diagnostic.range), text.slice(start, end));
      assert.equal(document.offsetAt(diagnostic.range.start), start);
      const message = typeof diagnostic.message === 'string' ? diagnostic.message : diagnostic.message.value;
      assert(message.toLowerCase().includes(says.toLowerCase()), message);

      const [fix] = (diagnostic.data as DiagnosticData).fixes ?? [];
      assert.equal(fix ? TextDocument.applyEdits(document, [...fix.edits]) : '-\n', fixed);
      if (!fix) return;
      const left = (await diagnosticsOf(fixed)).filter(({ severity }) => severity === 1);
      assert.deepEqual(left, []);
    });
  }

  it('is nothing that can be right', async () => {
    const right = [
      'email did\nemail more\nemail every\nsegment s when clicked any of (did, more, every) in last 3 days',
      'contact { plan text }\nsegment s when (contact.plan in ("a", "b") or been active) and contact.plan == "x" for 3 days',
      'activity a { topic text }\nsegment s when performed a where (topic == "x") in last 2 days or performed a where topic in ("x", "y") in last 3 days',
      'activity a { topic text }\nsegment s when performed a where topic == "x" and been active or is subscribed to c\nchannel c',
      'score warm { +1 when been active }\nactivity a { topic text }\nsegment s when performed a where topic == "x" and score warm > 3',
    ];
    for (const text of right) assert.deepEqual(await diagnosticsOf(text), [], text);
  });
});
