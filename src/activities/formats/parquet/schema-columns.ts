import type { SchemaElement } from 'hyparquet';
import { ReadFailure } from '../../read-failure.ts';
import type { ValuesToText } from './value-text.ts';
import { valueText } from './value-text.ts';

/** A column of a Parquet file's records. */
export interface SchemaColumn {
  /** Within objects: the names on the way, with dots between them. */
  readonly name: string;
  /** Its place among the chunks of a row group. */
  readonly index: number;
  readonly element: SchemaElement;
  /** The definition level of a value that is there. */
  readonly maxDefinition: number;
  /** 1 for a column of lists, else 0. */
  readonly maxRepetition: number;
  readonly toText: ValuesToText;
}

/**
 * The columns of a schema; objects are taken apart, lists of plain values are one column. Throws a ReadFailure for a column
 * that has no place in a table.
 */
export function schemaColumns(path: string, schema: readonly SchemaElement[]): SchemaColumn[] {
  const columns: SchemaColumn[] = [];
  let at = 1;
  let index = 0;
  const refuse = (name: string, what: string): ReadFailure =>
    new ReadFailure('unsupported', `${path}: the column "${name}" holds ${what}. Export the file without it, or as NDJSON.`);
  const visit = (names: readonly string[], definition: number, repetition: number, list: string | undefined): void => {
    const element = schema[at++];
    if (element === undefined) throw new Error('a schema that ends early');
    const here = [...names, element.name];
    const name = list ?? here.join('.');
    const repeated = element.repetition_type === 'REPEATED';
    const maxDefinition = definition + (element.repetition_type === 'REQUIRED' ? 0 : 1);
    const maxRepetition = repetition + (repeated ? 1 : 0);
    if (maxRepetition > 1) throw refuse(name, 'lists of lists');
    const children = element.num_children ?? 0;
    if (element.type === undefined) {
      // A list is an object of one repeated field, which may be an object of one field again.
      const inList = list ?? (isList(element) ? name : undefined);
      if ((repeated || list !== undefined) && children !== 1) throw refuse(name, 'lists of objects');
      if (element.logical_type?.type === 'MAP' || element.converted_type === 'MAP' || element.converted_type === 'MAP_KEY_VALUE') throw refuse(name, 'maps');
      for (let child = 0; child < children; child++) visit(here, maxDefinition, maxRepetition, inList);
      return;
    }
    const toText = valueText(element);
    if (toText === false) throw refuse(name, 'values that are no text, number, flag or date');
    columns.push({ name, index: index++, element, maxDefinition, maxRepetition, toText });
  };
  const top = schema[0]?.num_children ?? 0;
  for (let child = 0; child < top; child++) visit([], 0, 0, undefined);
  return columns;
}

function isList({ logical_type: logical, converted_type: converted }: SchemaElement): boolean {
  return logical?.type === 'LIST' || converted === 'LIST';
}
