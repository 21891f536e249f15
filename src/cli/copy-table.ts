import { padEnd, padStart } from '../drawing/pad-text.ts';
import type { CopyFacts } from '../pseudonyms/pseudonymise-file.ts';

const OUTCOMES = ['kept', 'shifted', 'replaced', 'dropped'] as const;

/** What became of the columns of a file: how many cells of each were kept as they are, shifted in time, replaced and dropped. */
export function copyTable(file: string, target: string, { shape, records, leftOut, leftOutLines, columns }: CopyFacts): string[] {
  const rows = [...columns].map(([name, counts]) => [name === '' ? '(other fields)' : name, ...OUTCOMES.map((outcome) => String(counts[outcome] ?? 0))]);
  const table = [['column', ...OUTCOMES], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return [
    `${file} (${shape}) → ${target}: ${String(records)} records`,
    ...table.map((row) => `  ${row.map((cell, column) => (column === 0 ? padEnd(cell, widths[column]!) : padStart(cell, widths[column]!))).join('  ')}`),
    ...(leftOut === 0 ? [] : [`  ${String(leftOut)} that cannot be read left out, the first in line ${leftOutLines.slice(0, 3).join(', ')}`]),
  ];
}
