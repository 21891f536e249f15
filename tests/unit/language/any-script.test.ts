import assert from 'node:assert/strict';
import stringWidth from 'string-width';
import { funnelTable } from '../../../src/drawing/funnel-table.ts';
import type { JourneyResult } from '../../../src/results/result.ts';
import { simulate } from '../../../src/simulator/simulate.ts';
import { messagesOf, modelOf, readFiles } from '../../support/journeys.ts';
import { loadRecords } from '../../support/ways.ts';

interface Script {
  readonly name: string;
  readonly label: string;
}

const SCRIPTS: Readonly<Record<string, Script>> = {
  'Latin, 200 characters': { name: `größe_${'x'.repeat(194)}`, label: `Übergrößen und Längen ${'sehr '.repeat(35)}lang` },
  Arabic: { name: 'مهتم_جدا', label: 'مهتمّ بالمنتج (٢٠٢٦)' },
  Hebrew: { name: 'מתעניין', label: 'מתעניין במוצר' },
  Chinese: { name: '感兴趣的人', label: '对产品感兴趣的人' },
  Japanese: { name: '見込み客', label: '見込み客のかた' },
  Korean: { name: '관심고객', label: '관심 고객' },
  Devanagari: { name: 'रुचि_रखने_वाला', label: 'रुचि रखने वाला' },
  Thai: { name: 'ผู้สนใจ', label: 'ผู้สนใจ' },
  'emoji, joined and with flags': { name: 'family', label: '👩‍👩‍👧‍👦 🇨🇿 🏳️‍🌈 keen 👍🏽' },
  'letters outside the basic plane': { name: '𝒳_𐐷', label: '𝒳 and 𐐷' },
};

const text = ({ name, label }: Script): string => `email ${name} "${label}"
journey j_${name} "${label}" {
  stage ${name} "${label}" { enter when delivered ${name} }
  stage next { enter when clicked ${name} }
}
`;

/** Ann is sent the email by its name and clicks it by its label. */
async function resultOf(script: Script): Promise<JourneyResult> {
  const records = [
    { contact: 'ann', time: '2026-01-01T00:00:00Z', event: 'delivered', email: script.name },
    { contact: 'ann', time: '2026-01-02T00:00:00Z', event: 'clicked', email: script.label },
  ];
  const model = await modelOf(text(script));
  const outcome = simulate(model, model.journeys[0]?.name ?? '', await loadRecords(records.map((one) => JSON.stringify(one)).join('\n')), {});
  assert(outcome.ok);
  return outcome.result;
}

describe('names and labels in any script', () => {
  for (const [title, script] of Object.entries(SCRIPTS)) {
    describe(title, () => {
      it('are read as they are', async () => {
        const { document } = await readFiles({ 'a.journey': text(script) });
        assert.deepEqual(
          (document.diagnostics ?? []).filter(({ severity }) => severity === 1),
          [],
        );
        const model = await modelOf(text(script));
        const [stage] = model.journeys[0]?.stages ?? [];
        assert.deepEqual([model.emails[0]?.name, model.emails[0]?.label], [script.name.normalize('NFC'), script.label]);
        assert.deepEqual([stage?.name, stage?.label], [script.name.normalize('NFC'), script.label]);
      });

      it('name one thing in every Unicode form', async () => {
        const forms = (['NFC', 'NFD'] as const).map((form) => script.name.normalize(form));
        const mixed = await readFiles({ 'a.journey': `email ${forms[0] ?? ''}\nsegment s when clicked ${forms[1] ?? ''} ever\n` });
        assert.deepEqual(messagesOf(mixed.document), []);
      });

      it('are whole in messages', async () => {
        const { document } = await readFiles({ 'a.journey': `segment s when clicked ${script.name} ever\n` });
        assert.deepEqual(messagesOf(document), [`There is no email \`${script.name}\` in this file or its imports.`]);
      });

      it('match records, and are whole in the JSON', async () => {
        const result = JSON.parse(JSON.stringify(await resultOf(script))) as JourneyResult;
        assert.equal(result.label, script.label);
        const [first, next] = result.stages;
        assert.deepEqual([first?.name, first?.label, first?.reached], [script.name.normalize('NFC'), script.label, 1]);
        assert.deepEqual([next?.name, next?.reached], ['next', 1]);
      });

      it('keep the columns of the table straight', async () => {
        const lines = funnelTable(await resultOf(script), { columns: 80 });
        for (const line of lines) assert(stringWidth(line) <= 80, line);
        assert.equal(lines.join(' ').includes('\uFFFD'), false);
        const top = lines.findIndex((line) => line.trim().startsWith('Stage'));
        const bottom = lines.findIndex((line) => line.trim().startsWith('next'));
        const [header = '', row = '', ...more] = lines.slice(top, bottom);
        const next = lines[bottom] ?? '';
        // A label that is longer than its column goes on below.
        assert.equal([row.split(/ {2,}1 /)[0] ?? '', ...more].map((part) => part.trim()).join(' '), script.label);
        // The numbers of both rows end in one column, that of the header.
        const column = (line: string, end: RegExp): number => stringWidth(line.slice(0, line.search(end)) + (end.exec(line)?.[0] ?? ''));
        assert.equal(column(row, / {2,}1(?= )/), column(header, /Reached/));
        assert.equal(column(next, / {2,}1(?= )/), column(header, /Reached/));
      });
    });
  }
});
