import stringWidth from 'string-width';
import type { JourneyResult, StageResult } from '../results/result.ts';
import { drawingTexts } from './drawing-texts.ts';
import { fitText, wrapText } from './fit-text.ts';
import { padEnd, padStart } from './pad-text.ts';
import { visibleText } from './visible-text.ts';

export interface FunnelTableOptions {
  /** Cells that a line may take; under 72 the columns need more and the bars go. */
  readonly columns: number;
}

const INDENT = '  ';
const GAP = 2;
const SHORTEST_NAME = 12;
const SHORTEST_BAR = 5;
const LONGEST_BAR = 20;
const WHOLE_MEDIAN_HEADER = 'Median from previous';

const texts = drawingTexts();

/**
 * A result as lines of text for a terminal or a log: a head line, a row a stage, side stages, KPIs, and what became of
 * the records. Measured in cells, so that wide characters and emoji keep the columns straight; no colour is needed.
 */
export function funnelTable(result: JourneyResult, options: FunnelTableOptions): string[] {
  const path = result.stages.filter((stage) => stage.kind === 'path');
  const side = result.stages.filter((stage) => stage.kind === 'side');
  const kpis = result.stages.flatMap((stage) => stage.kpis.map((kpi) => `${visibleText(stage.label)}: ${texts.kpi(kpi, result)}`));
  const rows = stageRows(path, side, options.columns);
  const notes = [...kpis, ...recordNotes(result), ...rows.notes];
  return [
    ...headLines(result, options.columns),
    '',
    ...rows.lines,
    ...(notes.length === 0 ? [] : ['', ...notes.flatMap((note) => wrapped(note, options.columns))]),
  ];
}

function headLines(result: JourneyResult, columns: number): string[] {
  const parts = [
    visibleText(result.label),
    inputsText(result),
    `${texts.count(result.records.used)} of ${texts.count(result.records.read)} records`,
    ...(result.asOf === null ? [] : [`as of ${texts.moment(result.asOf)}`]),
  ];
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && stringWidth(`${last} · ${part}`) <= columns) lines[lines.length - 1] = `${last} · ${part}`;
    else if (last === undefined) lines.push(...wrapText(part, columns, stringWidth));
    else lines.push(...wrapped(part, columns));
  }
  return lines;
}

function inputsText(result: JourneyResult): string {
  const [first, ...others] = result.inputs;
  if (first === undefined) return 'no input';
  const name = visibleText(first.path.split('/').at(-1) ?? first.path);
  return `${name} (${first.shape})${others.length === 0 ? '' : ` and ${String(others.length)} more`}`;
}

interface Row {
  readonly name: string;
  readonly reached: string;
  /** 0 to 1 of the longest bar. */
  readonly share: number;
  readonly rate: string;
  readonly numbers: readonly string[];
  readonly median: string;
}

function stageRows(path: readonly StageResult[], side: readonly StageResult[], columns: number): { lines: string[]; notes: string[] } {
  const most = Math.max(1, ...[...path, ...side].map((stage) => stage.reached ?? stage.entered));
  const rowOf = (stage: StageResult, index: number): Row => {
    const contacts = stage.reached ?? stage.entered;
    return {
      name: visibleText(stage.label),
      reached: texts.count(contacts),
      share: contacts / most,
      rate: stage.kind === 'side' || index === 0 ? '' : texts.rateWithInterval(stage.rateFromPrevious, stage.rateInterval),
      numbers: [stage.left, stage.stalled, stage.current].map((count) => texts.count(count)),
      median: stage.kind === 'side' ? '' : texts.duration(stage.secondsFromPrevious?.p50 ?? null),
    };
  };
  const pathRows = path.map(rowOf);
  const sideRows = side.map(rowOf);
  const rows = [...pathRows, ...sideRows];

  const widest = (header: string, cellOf: (row: Row) => string): number => Math.max(stringWidth(header), ...rows.map((row) => stringWidth(cellOf(row))));
  const headers = ['Left', 'Stalled', 'Now in'];
  const reached = widest('Reached', (row) => row.reached);
  const rate = widest('of previous', (row) => row.rate);
  const numbers = headers.map((header, index) => widest(header, (row) => row.numbers[index] ?? ''));
  const longestName = widest(side.length === 0 ? '' : 'Off the path', (row) => row.name);
  const longestMedian = widest('Median', (row) => row.median);

  // What is left of the line goes to the names first, then to the bars; with little of it the columns move together.
  const taken = (gap: number): number => INDENT.length + reached + rate + numbers.reduce((sum, width) => sum + width, 0) + longestMedian + gap * 6;
  const gap = columns - taken(GAP) >= longestName + GAP + SHORTEST_BAR ? GAP : 1;
  const free = columns - taken(gap);
  const name = Math.max(SHORTEST_NAME, Math.min(longestName, free - gap - SHORTEST_BAR));
  const room = free - name - gap;
  const bar = room < SHORTEST_BAR ? 0 : Math.min(LONGEST_BAR, room);
  const whole = columns - taken(gap) - name - gap - bar >= WHOLE_MEDIAN_HEADER.length - longestMedian;
  const medianHeader = whole ? WHOLE_MEDIAN_HEADER : 'Median';

  const space = ' '.repeat(gap);
  const lineOf = (cells: Omit<Row, 'share'> & { bar: string }): string =>
    [
      INDENT + padEnd(cells.name, name),
      padStart(cells.reached, reached),
      ...(bar === 0 ? [] : [padEnd(cells.bar, bar)]),
      padEnd(cells.rate, rate),
      ...cells.numbers.map((cell, index) => padStart(cell, numbers[index] ?? 0)),
      cells.median,
    ]
      .join(space)
      .trimEnd();
  const linesOf = (row: Row): string[] => {
    const [first = '', ...rest] = wrapText(row.name, name, stringWidth);
    return [lineOf({ ...row, name: first, bar: barText(row.share, bar) }), ...rest.map((line) => `${INDENT}  ${fitText(line, name, stringWidth)}`)];
  };

  const lines = [
    lineOf({ name: 'Stage', reached: 'Reached', bar: '', rate: 'of previous', numbers: headers, median: medianHeader }),
    ...pathRows.flatMap(linesOf),
    ...(sideRows.length === 0
      ? []
      : ['', lineOf({ name: 'Off the path', reached: 'Entered', bar: '', rate: '', numbers: headers, median: '' }), ...sideRows.flatMap(linesOf)]),
  ];
  return { lines, notes: whole ? [] : ['Median is the time from the previous stage.'] };
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of block characters, exact to an eighth of a cell; whoever is there at all has at least one eighth. */
function barText(share: number, cells: number): string {
  const eighths = share === 0 ? 0 : Math.max(1, Math.round(share * cells * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}

function recordNotes(result: JourneyResult): string[] {
  const { records, contacts } = result;
  const said = (count: number, one: string, many: string): string[] => (count === 0 ? [] : [`${texts.count(count)} ${count === 1 ? one : many}`]);
  const kept = [
    ...said(records.rejected, 'record rejected (see --format json)', 'records rejected (see --format json)'),
    ...said(records.ignored, 'record that says nothing for a journey', 'records that say nothing for a journey'),
    ...said(records.duplicates, 'duplicate removed', 'duplicates removed'),
    ...said(records.afterAsOf, 'record after the as-of moment', 'records after the as-of moment'),
    ...said(records.unknownEvents, 'record of an unknown event', 'records of unknown events'),
    ...said(records.clockChanges, 'time within a clock change', 'times within a clock change'),
    ...said(records.machineOpens, 'machine-made open', 'machine-made opens'),
    ...said(records.botClicks, 'click of a robot', 'clicks of robots'),
    ...said(records.leftOut, 'record left out on request', 'records left out on request'),
  ];
  const people = [
    ...(contacts.entered === 0 ? ['no contact entered the journey'] : []),
    ...said(contacts.keptOutByAudience, 'contact kept out by the audience', 'contacts kept out by the audience'),
    ...said(contacts.withoutConsent, 'contact without consent', 'contacts without consent'),
    ...said(contacts.expired, 'contact expired', 'contacts expired'),
  ];
  return [people, kept].filter((parts) => parts.length > 0).map((parts) => parts.join(', '));
}

function wrapped(note: string, columns: number): string[] {
  return wrapText(note, columns - INDENT.length, stringWidth).map((line) => INDENT + line);
}
