import { ReadFailure } from '../read-failure.ts';

export type TextFormat = 'csv' | 'ndjson';

/** How many of a file's first bytes {@link isParquet} looks at. */
export const HEAD_BYTES = 4;

/** Files that are read as something else by mistake, by their first bytes, with what to do. */
const OTHERS: readonly (readonly [magic: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'this is an Excel workbook or another ZIP file. Save the sheet as CSV, or unpack the file'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'this is a workbook of an old Excel. Save the sheet as CSV'],
  [[0x1f, 0x8b], 'this is compressed twice. Decompress it once'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'this is compressed twice. Decompress it once'],
  [[0x42, 0x5a, 0x68], 'bzip2 files are not read. Decompress it, or compress it with gzip or zstd'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'xz files are not read. Decompress it, or compress it with gzip or zstd'],
  [[0x37, 0x7a, 0xbc, 0xaf], '7z files are not read. Decompress it, or compress it with gzip or zstd'],
  [[0x4f, 0x62, 0x6a, 0x01], 'Avro files are not read. Export it as Parquet, CSV or NDJSON'],
  [[0x4f, 0x52, 0x43], 'ORC files are not read. Export it as Parquet, CSV or NDJSON'],
  [[0x41, 0x52, 0x52, 0x4f, 0x57, 0x31], 'Arrow files are not read. Export it as Parquet, CSV or NDJSON'],
  [[0x50, 0x41, 0x52, 0x45], 'this Parquet file is encrypted. Export it without encryption'],
  [[0x25, 0x50, 0x44, 0x46], 'this is a PDF. Give the data as CSV, NDJSON or Parquet'],
];

const PARQUET = [0x50, 0x41, 0x52, 0x31];

export function isParquet(head: Uint8Array): boolean {
  return startsWith(head, PARQUET);
}

/**
 * A file's format by its name (an ending `.gz` or `.zst` left out), else by its first character. Undefined where there is
 * nothing but white space. Throws a ReadFailure for a file whose first bytes say that it is no text.
 */
export function detectTextFormat(path: string, head: Uint8Array): TextFormat | undefined {
  for (const [magic, what] of OTHERS) if (startsWith(head, magic)) throw new ReadFailure('unsupported', `${path}: ${what}.`);
  const first = head.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  if (first === undefined) return undefined;
  switch (ending(path)) {
    case 'csv':
    case 'tsv':
      return 'csv';
    case 'ndjson':
    case 'jsonl':
      return 'ndjson';
    case 'parquet':
      throw new ReadFailure('unreadable', `${path}: this is not a Parquet file: its first bytes are others. Copy or export the file again.`);
    case 'xlsx':
    case 'xls':
      throw new ReadFailure('unsupported', `${path}: Excel workbooks are not read. Save the sheet as CSV.`);
    default:
      return first === 0x7b || first === 0x5b ? 'ndjson' : 'csv';
  }
}

/** Whether a file's name says nothing of its format. */
export function isOfAnyText(path: string): boolean {
  return !['csv', 'tsv', 'ndjson', 'jsonl', 'json', 'parquet', 'xlsx', 'xls'].includes(ending(path));
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

function ending(path: string): string {
  const name = path
    .slice(path.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/\.(?:gz|zst)$/, '');
  return name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : '';
}
