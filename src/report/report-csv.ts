import type { Report, ReportCell, ReportTable } from './report.ts';

/** The keys of the tables that can be written, the most important first. */
export function csvTables(reports: readonly Report[]): string[] {
  return [...new Set(reports.flatMap(({ tables }) => tables.map(({ key }) => key)))];
}

/**
 * One table of all reports that have it, as CSV after RFC 4180 in UTF-8: names as in the JSON, plain numbers, the report's own
 * name first. A text that a spreadsheet would take for a formula has an apostrophe before it, which shows that it is a text.
 */
export function reportCsv(reports: readonly Report[], key: string): string {
  const parts = reports.flatMap((report) => report.tables.filter((table) => table.key === key).map((table) => ({ report, table })));
  // Where stages are columns, each journey has its own.
  const kinds = [...new Set(parts.map(({ report }) => report.kind))];
  const columns = [...new Set(parts.flatMap(({ table }) => table.columns.map((column) => column.key)))];
  const lines = parts.flatMap(({ report, table }) =>
    table.rows.map((row) => [...kinds.map((kind) => (kind === report.kind ? report.name : null)), ...columns.map((column) => valueOf(table, row, column))]),
  );
  return [[...kinds, ...columns], ...lines].map((line) => `${line.map(csvCell).join(',')}\r\n`).join('');
}

function valueOf({ columns }: ReportTable, row: readonly ReportCell[], key: string): ReportCell['value'] {
  const place = columns.findIndex((column) => column.key === key);
  return row[place]?.value ?? null;
}

/** What spreadsheets begin a formula with, also behind spaces, and in the wide form of East Asian keyboards. */
const FORMULA = /^\s*[=+\-@\t\r\n＝＋－＠]/;

function csvCell(value: ReportCell['value']): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n;\t']|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
