import stringWidth from 'string-width';
import type { BreakdownResult, StageResult } from '../results/result.ts';
import { drawingTexts } from './drawing-texts.ts';
import { fitText } from './fit-text.ts';
import { padEnd, padStart } from './pad-text.ts';
import { visibleText } from './visible-text.ts';

const INDENT = '  ';
const GAP = 2;
const SHORTEST_NAME = 12;
const LONGEST_NAME = 32;

const texts = drawingTexts();

type Group = BreakdownResult['groups'][number];

/**
 * A breakdown as lines of text: a row a group with the contacts that reached each stage of the path, and their share of
 * those that entered. Where the stages do not fit into so many cells, the last ones that do.
 */
export function breakdownTable(breakdown: BreakdownResult, { columns }: { readonly columns: number }): string[] {
  const groups = breakdown.groups.filter(({ kind }) => kind !== 'not-entered');
  const names = groups.map(nameOf);
  const name = Math.max(SHORTEST_NAME, Math.min(LONGEST_NAME, Math.max(...names.map((one) => stringWidth(one)), stringWidth(`By ${breakdown.by}`))));
  const entered = columnOf('Entered', groups, ({ contacts }) => texts.count(contacts.entered));
  const [, ...later] = breakdown.whole.stages.filter(({ kind }) => kind === 'path');
  let free = columns - INDENT.length - name - GAP - entered.width;
  const stages = later
    .map((stage) => columnOf(visibleText(stage.label), groups, (group) => reachedText(group.stages.find((one) => one.name === stage.name))))
    .reverse()
    .filter(({ width }) => (free -= width + GAP) >= 0)
    .reverse();
  const shown = [entered, ...stages];
  const space = ' '.repeat(GAP);
  const lineOf = (first: string, cellOf: (column: Column) => string): string =>
    [INDENT + padEnd(fitText(first, name, stringWidth), name), ...shown.map((column) => padStart(cellOf(column), column.width))].join(space).trimEnd();
  return [lineOf(`By ${visibleText(breakdown.by)}`, ({ header }) => header), ...names.map((one, row) => lineOf(one, ({ cells }) => cells[row] ?? ''))];
}

interface Column {
  readonly header: string;
  readonly cells: readonly string[];
  readonly width: number;
}

function columnOf(header: string, groups: readonly Group[], cellOf: (group: Group) => string): Column {
  const cells = groups.map(cellOf);
  return { header, cells, width: Math.max(stringWidth(header), ...cells.map((cell) => stringWidth(cell))) };
}

function nameOf({ kind, value, values }: Group): string {
  if (kind === 'other') return `other (${texts.count(values)} values)`;
  return kind === 'missing' ? 'none' : visibleText(value ?? '');
}

function reachedText(stage: StageResult | undefined): string {
  return `${texts.count(stage?.reached ?? 0)} ${padStart(texts.rate(stage?.rateFromStart ?? null), '100.0 %'.length)}`;
}
