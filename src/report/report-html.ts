import { drawingTexts } from '../drawing/drawing-texts.ts';
import { estimateWidth } from '../drawing/estimate-width.ts';
import { funnelLayout } from '../drawing/funnel-layout.ts';
import { funnelDescription, funnelElements } from '../drawing/funnel-svg.ts';
import { markupText } from '../drawing/markup-text.ts';
import type { JourneyResult } from '../results/result.ts';
import { HTML_STYLE, HTML_STYLE_HASH } from './html-style.ts';
import type { Report, ReportTable } from './report.ts';

const PICTURE_WIDTH = 520;
const FONT_SIZE = 14;

const texts = drawingTexts();

/** Reports as one HTML document that needs nothing else: no script, no font, no address; its own policy would stop any. */
export function reportHtml(reports: readonly Report[]): string {
  const title = reports.map((report) => report.title).join(', ');
  const policy = `default-src 'none'; style-src '${HTML_STYLE_HASH}'; base-uri 'none'; form-action 'none'`;
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${markupText(title)}</title>`,
    `<style>${HTML_STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...reports.map(article),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function article({ title, facts, verdicts, warnings, picture, tables }: Report, report: number): string {
  const shown = tables.filter((table) => !table.isData && table.rows.length > 0);
  return [
    '<article>',
    `<h1 dir="auto">${markupText(title)}</h1>`,
    list(facts, 'facts'),
    ...warnings.map((warning) => `<p class="warning" dir="auto"><strong>Warning</strong> ${markupText(warning)}</p>`),
    ...(picture ? [figure(picture)] : []),
    // The picture shows a journey's KPIs at their stages.
    ...(picture || verdicts.length === 0 ? [] : [list(verdicts, 'verdicts')]),
    ...shown.map((table) => section(table, `${table.key}-${String(report + 1)}`)),
    '</article>',
  ].join('\n');
}

const list = (items: readonly string[], name: string): string =>
  `<ul class="${name}">${items.map((item) => `<li dir="auto">${markupText(item)}</li>`).join('')}</ul>`;

function figure(result: JourneyResult): string {
  const { width, height, shapes } = funnelLayout(result, { width: PICTURE_WIDTH, fontSize: FONT_SIZE, texts, measure: estimateWidth });
  const size = `width="${String(width)}" height="${String(Math.ceil(height))}" viewBox="0 0 ${String(width)} ${String(Math.ceil(height))}"`;
  const name = markupText(`Funnel of ${result.label}. ${funnelDescription(result, texts)}`);
  return [
    `<figure tabindex="0" role="region" aria-label="Funnel"><svg ${size} role="img" aria-label="${name}">`,
    ...funnelElements(shapes, (role) => `class="${role}"`),
    '</svg></figure>',
  ].join('\n');
}

function section({ title, columns, rows }: ReportTable, id: string): string {
  const shown = columns.flatMap((column, place) => (column.isData ? [] : [{ ...column, place }]));
  const kind = (isNumber: boolean): string => (isNumber ? 'number' : 'words');
  const head = shown.map((column) => `<th scope="col" class="${kind(column.isNumber)}">${markupText(column.title)}</th>`).join('');
  const lines = rows.map(
    (row) => `<tr>${shown.map(({ isNumber, place }) => `<td class="${kind(isNumber)}" dir="auto">${markupText(row[place]?.text ?? '')}</td>`).join('')}</tr>`,
  );
  // Can be scrolled sideways where it is narrow, so it must be reachable without a mouse.
  return [
    '<section>',
    `<h2 id="${id}" dir="auto">${markupText(title)}</h2>`,
    `<div class="table" role="region" aria-labelledby="${id}" tabindex="0"><table aria-labelledby="${id}">`,
    `<thead><tr>${head}</tr></thead>`,
    '<tbody>',
    ...lines,
    '</tbody></table></div>',
    '</section>',
  ].join('\n');
}
