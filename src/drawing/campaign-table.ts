import stringWidth from 'string-width';
import type { CampaignResult } from '../results/campaign-result.ts';
import { campaignKpis, campaignMoves, campaignPeriod, campaignSends } from './campaign-texts.ts';
import { drawingTexts } from './drawing-texts.ts';
import { emailTable } from './email-table.ts';
import { fitText, wrapText } from './fit-text.ts';
import { padEnd, padStart } from './pad-text.ts';
import { visibleText } from './visible-text.ts';
import { warningLines } from './warning-lines.ts';

const INDENT = '  ';

const texts = drawingTexts();

/** A campaign's result as lines of text: its period and audience, what moved, its KPIs, its emails and what it would have sent. */
export function campaignTable(result: CampaignResult, { columns }: { readonly columns: number }): string[] {
  const wrapped = (text: string): string[] => wrapText(visibleText(text), columns - INDENT.length, stringWidth).map((line) => INDENT + line);
  const head = [visibleText(result.label), campaignPeriod(result), ...(result.asOf === null ? [] : [`as of ${texts.moment(result.asOf)}`])].join(' · ');
  const sections = [
    [...campaignMoves(result), ...campaignKpis(result)].flatMap(wrapped),
    stageLines(result, columns),
    emailTable(result.emails, { columns }),
    campaignSends(result).flatMap(wrapped),
    warningLines(result.warnings, { columns }),
  ];
  return [...wrapText(head, columns, stringWidth), ...sections.filter((lines) => lines.length > 0).flatMap((lines) => ['', ...lines])];
}

function stageLines({ stages }: CampaignResult, columns: number): string[] {
  if (stages.length === 0) return [];
  const rows = [
    ['Stage', 'At the start', 'Entered', 'At the end'],
    ...stages.map(({ label, atStart, entered, atEnd }) => [visibleText(label), ...[atStart, entered, atEnd].map((count) => texts.count(count))]),
  ];
  return linesOf(rows, columns);
}

/** Rows of cells in columns: the first is cut where the line would be too long, the others stand to the right. */
function linesOf(rows: readonly (readonly string[])[], columns: number): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))));
  const [first = 0, ...others] = widths;
  const room = Math.max(8, Math.min(first, columns - INDENT.length - others.reduce((sum, width) => sum + width + 2, 0)));
  return rows.map(([name = '', ...cells]) =>
    [INDENT + padEnd(fitText(name, room, stringWidth), room), ...cells.map((cell, index) => padStart(cell, others[index] ?? 0))].join('  '),
  );
}
