import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { HTML_STYLE, HTML_STYLE_HASH } from '../../../src/report/html-style.ts';
import { journeyReport } from '../../../src/report/journey-report.ts';
import { csvTables, reportCsv } from '../../../src/report/report-csv.ts';
import { reportHtml } from '../../../src/report/report-html.ts';
import { reportMarkdown } from '../../../src/report/report-markdown.ts';
import type { JourneyResult } from '../../../src/results/result.ts';
import { exampleResult, withLabels } from '../drawing/example-result.ts';
import { hostileName } from '../drawing/hostile-names.ts';

/** The example with a name of each kind replaced. */
function resultWith(name: string): JourneyResult {
  const result = exampleResult();
  return {
    ...withLabels(result, [name, name, name, name, name]),
    label: name,
    inputs: [{ path: name, shape: 'journey', records: 1 }],
    rejected: [{ path: name, line: 1, reason: name }],
    rules: [{ stage: 'browsing', index: 0, text: name, line: 1, file: name, fired: 1, matchedRecords: 1, matchedContacts: 1 }],
    warnings: [{ code: 'no-match', message: name }],
  };
}

/** Cells after RFC 4180. */
function cellsOf(csv: string): string[] {
  return Array.from(csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(?:,|\r\n)/g), ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

const FORMULA = /^\s*[=+\-@\t\r\n＝＋－＠]/;

describe('results as HTML, CSV and Markdown', () => {
  it('HTML lets in its own style sheet alone', () => {
    assert.equal(HTML_STYLE_HASH, `sha256-${createHash('sha256').update(HTML_STYLE).digest('base64')}`);
    const html = reportHtml([journeyReport(exampleResult())]);
    assert.match(
      html,
      /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'">/,
    );
    assert.doesNotMatch(html, /<script|<link|<img|<iframe|\b(?:src|href|style)=|url\(|@import/);
    for (const text of ['780', '24.4 % (21.5–27.5)', 'Dormant', '118', 'Duplicates removed']) assert(html.includes(text), text);
  });

  it('HTML has no tag, attribute or control character of a name', () => {
    const shape = (html: string): string[] => Array.from(html.matchAll(/<[^>]*>/g), ([tag]) => tag.replaceAll(/"[^"]*"/g, '""'));
    const plain = shape(reportHtml([journeyReport(resultWith('a'))])).filter((tag) => !/text|\/title|<title/.test(tag));
    fc.assert(
      fc.property(hostileName(), (name) => {
        const html = reportHtml([journeyReport(resultWith(name))]);
        assert.deepEqual(
          shape(html).filter((tag) => !/text|\/title|<title/.test(tag)),
          plain,
        );
        assert.doesNotMatch(html, /[^\n\P{Cc}]|[\u202a-\u202e\u2066-\u2069]/u);
      }),
      { numRuns: 150 },
    );
  });

  it('CSV holds plain numbers under the names of the JSON', () => {
    const csv = reportCsv([journeyReport(exampleResult())], 'stages');
    const [header = [], , interested = []] = csv.split('\r\n').map((line) => line.split(','));
    const of = (key: string): string | undefined => interested[header.indexOf(key)];
    assert.deepEqual([of('journey'), of('name'), of('reached'), of('current'), of('dropped')], ['lead_nurturing', 'interested', '190', '80', '130']);
    assert.deepEqual(csvTables([journeyReport(exampleResult())]).slice(0, 3), ['stages', 'transitions', 'rules']);
  });

  it('no cell of a CSV file is a formula, in any table', () => {
    fc.assert(
      fc.property(hostileName(), (name) => {
        const reports = [journeyReport(resultWith(name))];
        for (const table of csvTables(reports)) {
          const csv = reportCsv(reports, table);
          const cells = cellsOf(csv);
          for (const cell of cells) assert(!FORMULA.test(cell) || /^-?[\d.e-]+$/.test(cell), JSON.stringify(cell));
          const columns = csv.split('\r\n')[0]?.split(',').length ?? 1;
          assert.equal(cells.length % columns, 0, csv);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('a name in Markdown is text: it ends no cell, and is no tag, mention, code, link or order', () => {
    const pipes = (text: string): number[] => text.split('\n').map((line) => line.split('|').length);
    const plain = pipes(reportMarkdown([journeyReport(resultWith('a'))]));
    fc.assert(
      fc.property(hostileName(), (name) => {
        const markdown = reportMarkdown([journeyReport(resultWith(name))]);
        assert.deepEqual(pipes(markdown), plain);
        assert.doesNotMatch(markdown.replaceAll(/<\/?(?:details|summary)>|^> (?=\*)/gm, ''), /[<>`@]|\]\(|:\/\/|\bwww\.|^\s*::/m);
      }),
      { numRuns: 150 },
    );
  });

  it('Markdown of too much leaves out whole sections, the details first, and says so', () => {
    const result = exampleResult();
    const days = Array.from({ length: 3000 }, (_, day) => ({ date: `day ${String(day)}`, entered: { browsing: 1 } }));
    const markdown = reportMarkdown([journeyReport({ ...result, days })]);
    assert(markdown.length <= 65_000);
    assert(markdown.includes('| Interested | 190 |'));
    assert.match(markdown, /Left out, to fit into a comment: Lead nurturing&#58;|Left out, to fit into a comment: Lead nurturing: Entries by day\./);
    assert.doesNotMatch(markdown, /day 2999/);
    assert(markdown.includes('Duplicates removed'));
    const many = reportMarkdown(Array.from({ length: 400 }, () => journeyReport(result)));
    assert(many.length <= 65_000 && many.includes('Left out'));
  });
});
