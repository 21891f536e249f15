import type { Shape } from '../shapes/shape.ts';
import type { WrittenFields } from '../shapes/shape-writer.ts';

/** What records can be written as. */
export const WRITTEN_FORMATS = ['csv', 'ndjson', 'json'] as const;

export type WrittenFormat = (typeof WRITTEN_FORMATS)[number];

/** The text of a file. Columns of a CSV file are in the order in which the records first name them, those of `first` before. */
export function writeRecords(records: readonly WrittenFields[], shape: Shape, format: WrittenFormat, first: readonly string[] = []): string {
  if (format === 'csv') return csvOf(records, first);
  const lines = records.map((record) => JSON.stringify(nested(record, shape)));
  return format === 'ndjson' ? lines.map((line) => `${line}\n`).join('') : `[\n${lines.join(',\n')}\n]\n`;
}

function csvOf(records: readonly WrittenFields[], first: readonly string[]): string {
  const used = new Set(records.flatMap((record) => Object.keys(record)));
  const columns = [...first.filter((column) => used.has(column)), ...[...used].filter((column) => !first.includes(column))];
  const lines = records.map((record) => columns.map((column) => csvCell(String(record[column] ?? ''))).join(','));
  return [columns.map(csvCell).join(','), ...lines].map((line) => `${line}\n`).join('');
}

const csvCell = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

type Tree = { [key: string]: unknown };

/** Dots in names become objects in objects; what the shape reads as lists becomes lists. */
function nested(record: WrittenFields, { exploded = [], pairs = [] }: Shape): Tree {
  const lists = new Set(exploded.flat());
  const tree: Tree = {};
  const names = Object.keys(record);
  for (const [name, value] of Object.entries(record)) {
    // A table has a column for an object or a list that it is told by; here it is there because of what is in it.
    if (names.some((other) => other.startsWith(`${name}.`))) continue;
    const pair = pairs.find((one) => name.startsWith(`${one}.`));
    if (pair !== undefined) {
      const list = (tree[pair] ??= []) as unknown[];
      list.push({ key: name.slice(pair.length + 1), value: { string_value: String(value) } });
      continue;
    }
    const isFirst = name.endsWith('[0]');
    put(tree, (isFirst ? name.slice(0, -3) : name).split('.'), isFirst || lists.has(name) ? [value] : value, '', lists);
  }
  return tree;
}

function put(into: Tree, [key = '', ...rest]: readonly string[], value: unknown, before: string, lists: ReadonlySet<string>): void {
  const path = before === '' ? key : `${before}.${key}`;
  if (rest.length === 0) {
    into[key] = value;
    return;
  }
  if (lists.has(path)) {
    const list = (into[key] ??= [{}]) as [Tree];
    put(list[0], rest, value, path, lists);
    return;
  }
  put((into[key] ??= {}) as Tree, rest, value, path, lists);
}
