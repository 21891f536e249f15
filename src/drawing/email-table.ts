import stringWidth from 'string-width';
import type { EmailResult } from '../results/result.ts';
import { drawingTexts } from './drawing-texts.ts';
import { fitText } from './fit-text.ts';
import { padEnd, padStart } from './pad-text.ts';
import { visibleText } from './visible-text.ts';

const INDENT = '  ';
const SHORTEST_NAME = 12;

const texts = drawingTexts();

const COLUMNS: readonly (readonly [header: string, cellOf: (email: EmailResult) => string])[] = [
  ['Delivered', ({ delivered }) => texts.count(delivered)],
  ['Opened', ({ openRate }) => texts.rate(openRate)],
  ['Clicked', ({ clickRate }) => texts.rate(clickRate)],
  ['Unsubscr.', ({ unsubscribeRate }) => texts.rate(unsubscribeRate)],
  ['Spam', ({ spamRate }) => texts.rate(spamRate)],
  ['Bounced', ({ bounceRate }) => texts.rate(bounceRate)],
];

/** The emails that the data has anything of, as lines of text: a row an email with its rates. None where there is no such email. */
export function emailTable(emails: readonly EmailResult[], { columns }: { readonly columns: number }): string[] {
  const rows = emails.filter(({ sent, delivered, bounced, opened, clicked, unsubscribed, spamReported }) =>
    [sent, delivered, bounced, opened, clicked, unsubscribed, spamReported].some((count) => count > 0),
  );
  if (rows.length === 0) return [];
  const cells = rows.map((email) => COLUMNS.map(([, cellOf]) => cellOf(email)));
  const widths = COLUMNS.map(([header], index) => Math.max(stringWidth(header), ...cells.map((row) => stringWidth(row[index] ?? ''))));
  const taken = INDENT.length + widths.reduce((sum, width) => sum + width + 2, 0);
  const longest = Math.max(...rows.map(({ label }) => stringWidth(visibleText(label))), 'Email'.length);
  const name = Math.max(SHORTEST_NAME, Math.min(longest, columns - taken));
  const line = (first: string, row: readonly string[]): string =>
    [INDENT + padEnd(fitText(first, name, stringWidth), name), ...row.map((cell, index) => padStart(cell, widths[index] ?? 0))].join('  ');
  return [
    line(
      'Email',
      COLUMNS.map(([header]) => header),
    ),
    ...rows.map(({ label }, index) => line(visibleText(label), cells[index] ?? [])),
  ];
}
