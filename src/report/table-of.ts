import { NOTHING, drawingTexts } from '../drawing/drawing-texts.ts';
import { visibleText } from '../drawing/visible-text.ts';
import type { ReportCell, ReportColumn, ReportTable } from './report.ts';

/** A column with how its cells come from a row. */
export interface ColumnOf<Row> extends ReportColumn {
  readonly cell: (row: Row) => ReportCell;
}

const texts = drawingTexts();

/** A table with a row for each thing. `isData`: see {@link ReportTable}. */
export function tableOf<Row>(key: string, title: string, things: readonly Row[], columns: readonly ColumnOf<Row>[], isData = false): ReportTable {
  return {
    key,
    title,
    columns: columns.map((column) => ({ key: column.key, title: column.title, isNumber: column.isNumber, isData: column.isData })),
    rows: things.map((thing) => columns.map(({ cell }) => cell(thing))),
    isData,
  };
}

export function textColumn<Row>(key: string, title: string, valueOf: (row: Row) => string | null | undefined): ColumnOf<Row> {
  return {
    key,
    title,
    isNumber: false,
    isData: false,
    cell: (row) => {
      const value = valueOf(row) ?? null;
      return { value: value === null ? null : visibleText(value), text: value === null ? '' : visibleText(value) };
    },
  };
}

export function countColumn<Row>(key: string, title: string, valueOf: (row: Row) => number | null | undefined): ColumnOf<Row> {
  return numberColumn(key, title, valueOf, (value) => texts.count(value));
}

/** A share of 0 to 1. */
export function rateColumn<Row>(key: string, title: string, valueOf: (row: Row) => number | null): ColumnOf<Row> {
  return numberColumn(key, title, valueOf, (value) => texts.rate(value));
}

/** A length of time in seconds. */
export function durationColumn<Row>(key: string, title: string, valueOf: (row: Row) => number | null | undefined): ColumnOf<Row> {
  return numberColumn(key, title, valueOf, (value) => texts.duration(value));
}

/** The same column, of which only files of data have any use. */
export const dataOnly = <Row>(column: ColumnOf<Row>): ColumnOf<Row> => ({ ...column, isData: true });

function numberColumn<Row>(key: string, title: string, valueOf: (row: Row) => number | null | undefined, textOf: (value: number) => string): ColumnOf<Row> {
  return {
    key,
    title,
    isNumber: true,
    isData: false,
    cell: (row) => {
      const value = valueOf(row) ?? null;
      return { value, text: value === null ? NOTHING : textOf(value) };
    },
  };
}
