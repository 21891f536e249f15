import assert from 'node:assert/strict';
import stringWidth from 'string-width';
import { funnelTable } from '../../../src/drawing/funnel-table.ts';
import { emptyResult, exampleResult, withLabels } from './example-result.ts';

const rowOf = (lines: readonly string[], name: string): string => {
  const row = lines.find((line) => line.trim().startsWith(name));
  assert.ok(row, `no row ${name}`);
  return row;
};
const bar = (row: string): string => /[█▏▎▍▌▋▊▉]*/u.exec(row.replace(/^[^█▏▎▍▌▋▊▉]*/u, ''))?.[0] ?? '';

describe('the funnel as a table in a terminal', () => {
  it('says what was replayed in the head line', () => {
    assert.equal(
      funnelTable(exampleResult(), { columns: 120 })[0],
      'Lead nurturing · q1.csv (journey) · 11,940 of 12,000 records · as of 2026-03-31 22:00 UTC',
    );
    assert.deepEqual(funnelTable(exampleResult(), { columns: 80 }).slice(0, 2), [
      'Lead nurturing · q1.csv (journey) · 11,940 of 12,000 records',
      '  as of 2026-03-31 22:00 UTC',
    ]);
  });

  it('has a row a stage with its numbers', () => {
    const lines = funnelTable(exampleResult(), { columns: 80 });
    const cells = (name: string): string[] =>
      rowOf(lines, name)
        .replace(/[█▏▎▍▌▋▊▉]+/gu, '')
        .trim()
        .split(/ {2,}| (?=\d+$)/u);
    assert.match(rowOf(lines, 'Browsing'), /^ {2}Browsing +780 █+ +76 +12 +502 –$/u);
    assert.match(rowOf(lines, 'Interested'), /^ {2}Interested +190 █+\S? +24\.4 % \(21\.5–27\.5\) +44 +0 +80 2 d 7 h$/u);
    assert.match(rowOf(lines, 'Customer'), /^ {2}Customer +25 \S? +41\.7 % \(30\.1–54\.3\) +0 +0 +25 9 d$/u);
    assert.match(rowOf(lines, 'Dormant'), /^ {2}Dormant +120 █\S? +0 +0 +102$/u);
    assert.ok(cells('Engaged').length > 1);
  });

  it('draws bars to an eighth of a cell', () => {
    // The first bar is 20 cells, 160 eighths: 190/780 → 39 eighths = 4 cells and 7/8; 60/780 → 12 = 1 1/2; 25/780 → 5.
    const lines = funnelTable(exampleResult(), { columns: 120 });
    assert.equal(bar(rowOf(lines, 'Browsing')), '█'.repeat(20));
    assert.equal(bar(rowOf(lines, 'Interested')), '████▉');
    assert.equal(bar(rowOf(lines, 'Engaged')), '█▌');
    assert.equal(bar(rowOf(lines, 'Customer')), '▋');
    // 120/780 → 25 eighths.
    assert.equal(bar(rowOf(lines, 'Dormant')), '███▏');
  });

  it('says what became of the records, and nothing of what did not happen', () => {
    const text = funnelTable(exampleResult(), { columns: 200 }).join('\n');
    assert.ok(
      text.includes(
        '  30 records rejected (see --format json), 20 duplicates removed, 10 records after the as-of moment, 4 records of unknown events, 800 machine-made opens, 12 clicks of robots',
      ),
    );
    const clean = funnelTable(emptyResult(), { columns: 200 }).join('\n');
    assert.ok(!/rejected|duplicate|as-of|unknown/.test(clean));
    assert.ok(clean.includes('no contact entered the journey'));
  });

  it('tells KPIs without colour', () => {
    const lines = funnelTable(exampleResult(), { columns: 100 });
    assert.ok(lines.includes('  Interested: ✗ KPI missed: 24.4 % of Browsing within 14 d, target 25 %'));
    assert.ok(lines.includes('  Customer: ✓ KPI met: 25 contacts, target 20'));
  });

  it('counts several inputs', () => {
    const result = exampleResult();
    const lines = funnelTable(
      { ...result, inputs: ['a/one.csv', 'b/two.csv', 'three.csv'].map((path) => ({ path, shape: 'journey', records: 1 })) },
      { columns: 120 },
    );
    assert.ok(lines[0]?.includes('one.csv (journey) and 2 more'));
  });

  const labelled = withLabels(exampleResult(), [
    '既存の顧客をもう一度呼び戻すための長い段階の名前',
    'مهتم بالمنتج الجديد جدا',
    'Engaged 👩‍👩‍👧 with a family of emoji and more words',
    'Donaudampfschifffahrtsgesellschaftskapitän',
    'e\u0301'.repeat(40),
  ]);
  for (const columns of [72, 80, 100, 132]) {
    it(`stays within ${String(columns)} columns with any label`, () => {
      for (const line of funnelTable(labelled, { columns })) assert.ok(stringWidth(line) <= columns, `${String(stringWidth(line))}: ${line}`);
    });
  }

  it('keeps its columns straight with wide and combined characters', () => {
    const lines = funnelTable(labelled, { columns: 120 });
    const end = (count: string): number[] =>
      lines.filter((line) => line.includes(` ${count} `)).map((line) => stringWidth(line.slice(0, line.indexOf(` ${count} `))) + count.length);
    const ends = ['780', '190', '60', '25', '120'].map((count) => end(count)[0]);
    assert.deepEqual(new Set(ends).size, 1, String(ends));
  });

  it('shows the whole of a long name, over several lines', () => {
    const name = 'Donaudampfschifffahrtsgesellschaftskapitän';
    const lines = funnelTable(labelled, { columns: 80 });
    const start = lines.findIndex((line) => line.includes('Donau'));
    let shown = '';
    for (let index = start; shown.length < name.length && index < lines.length; index++) shown += /^ +(\p{L}+)/u.exec(lines[index] ?? '')?.[1] ?? '';
    assert.equal(shown, name);
  });

  it('lets no label drive the terminal', () => {
    const lines = funnelTable(withLabels({ ...exampleResult(), label: 'a\u001b]0;title\u0007' }, ['\u001b[2J', 'x\r\ny']), { columns: 80 });
    // eslint-disable-next-line no-control-regex -- control characters are what must not be there
    assert.ok(!/[\u0000-\u001f\u007f-\u009f]/u.test(lines.join('')));
  });
});
