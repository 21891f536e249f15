import { visibleText } from '../drawing/visible-text.ts';
import type { BreakdownResult } from '../results/result.ts';
import { journeyReport } from './journey-report.ts';
import type { Report } from './report.ts';
import { countColumn, dataOnly, rateColumn, tableOf, textColumn } from './table-of.ts';

type Group = BreakdownResult['groups'][number];

/** The whole, with a table of the groups: who reached which stage, and their share of those that entered. */
export function breakdownReport({ by, whole, groups }: BreakdownResult): Report {
  const report = journeyReport(whole);
  const [stages, ...others] = report.tables;
  const [, ...later] = whole.stages.filter(({ kind }) => kind === 'path');
  const table = tableOf(
    'groups',
    `By ${visibleText(by)}`,
    groups.filter(({ kind }) => kind !== 'not-entered'),
    [
      dataOnly(textColumn('kind', 'Kind', ({ kind }: Group) => kind)),
      textColumn('value', visibleText(by), groupName),
      countColumn('entered', 'Entered', ({ contacts }) => contacts.entered),
      ...later.flatMap(({ name, label }) => [
        countColumn<Group>(`${name}.reached`, visibleText(label), (group) => group.stages.find((stage) => stage.name === name)?.reached),
        rateColumn<Group>(`${name}.rateFromStart`, 'of entered', (group) => group.stages.find((stage) => stage.name === name)?.rateFromStart ?? null),
      ]),
    ],
  );
  return { ...report, tables: [...(stages ? [stages] : []), table, ...others] };
}

function groupName({ kind, value, values }: Group): string {
  if (kind === 'other') return `other (${String(values)} values)`;
  return kind === 'missing' ? 'none' : (value ?? '');
}
