import { markdownText } from './markdown-text.ts';
import type { Report, ReportTable } from './report.ts';

/** Code hosts cut comments off at 65,536 characters. */
const MOST_CHARACTERS = 65_000;

/** For the line that says what was left out. */
const RESERVED = 1_000;

interface Section {
  readonly report: number;
  /** 0 is what to read first. */
  readonly rank: number;
  readonly title: string;
  readonly text: string;
}

/**
 * Reports as a comment on a change: what to read first, then the details, folded. What would be too long is left out by whole
 * sections, the least important first, and said.
 */
export function reportMarkdown(reports: readonly Report[]): string {
  const sections = reports.flatMap(sectionsOf);
  let left = MOST_CHARACTERS - RESERVED;
  const kept = new Set<Section>();
  for (const section of sections.toSorted((a, b) => a.rank - b.rank)) {
    if (section.text.length + 2 > left) continue;
    left -= section.text.length + 2;
    kept.add(section);
  }
  const dropped = sections.filter((section) => !kept.has(section));
  return `${[...sections.filter((section) => kept.has(section)).map(({ text }) => text), ...(dropped.length === 0 ? [] : [leftOut(dropped)])].join('\n\n')}\n`;
}

function sectionsOf({ title, facts, verdicts, warnings, tables }: Report, report: number): Section[] {
  const [first, ...details] = tables.filter((table) => !table.isData && table.rows.length > 0);
  const head = [
    `### ${markdownText(title)}`,
    facts.map(markdownText).join(' · '),
    ...(verdicts.length === 0 ? [] : [verdicts.map((verdict) => `- ${markdownText(verdict)}`).join('\n')]),
  ].join('\n\n');
  const warned = warnings.map((warning) => `> **Warning:** ${markdownText(warning)}`).join('\n>\n');
  const section = (rank: number, name: string, text: string): Section => ({ report, rank, title: `${title}: ${name}`, text });
  return [
    section(0, 'summary', head),
    ...(first ? [section(1, first.title, tableText(first))] : []),
    ...(warned === '' ? [] : [section(2, 'Warnings', warned)]),
    ...details.map((table, index) =>
      section(3 + index, table.title, `<details><summary>${markdownText(table.title)}</summary>\n\n${tableText(table)}\n\n</details>`),
    ),
  ];
}

function tableText({ columns, rows }: ReportTable): string {
  const shown = columns.flatMap((column, place) => (column.isData ? [] : [{ ...column, place }]));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(shown.map(({ title }) => markdownText(title))),
    line(shown.map(({ isNumber }) => (isNumber ? '--:' : '---'))),
    ...rows.map((row) => line(shown.map(({ place }) => markdownText(row[place]?.text ?? '')))),
  ].join('\n');
}

function leftOut(sections: readonly Section[]): string {
  const [first, second, third] = sections.map(({ title }) => markdownText(title.slice(0, 120)));
  const more = sections.length > 3 ? ` and ${String(sections.length - 3)} more` : '';
  return `Left out, to fit into a comment: ${[first, second, third].filter((title) => title !== undefined).join('; ')}${more}. \`--format html\` has all.`;
}
