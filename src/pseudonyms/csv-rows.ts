import type { RecordBatch } from '../activities/formats/record-batch.ts';
import type { RecordReader } from '../activities/formats/record-reader.ts';
import { MAX_RECORD_BYTES } from '../activities/limits.ts';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const DELIMITERS = [',', ';', '\t', '|'];

export interface CsvCell {
  readonly text: string;
  readonly quoted: boolean;
}

export interface CsvTarget {
  /** The first row: what stands in its place. */
  header(cells: readonly CsvCell[]): readonly CsvCell[];
  /** Undefined: the row is no record, and is left out. */
  row(cells: readonly CsvCell[], line: number): readonly CsvCell[] | undefined;
  /** A row that cannot be read. */
  leftOut(line: number): void;
  write(text: string): void;
}

/** Rewrites CSV row by row: its delimiter, quotes and line ends stay. What is a row is what docs/formats.md says of CSV. */
export class CsvRows implements RecordReader {
  readonly names: readonly string[] = [];
  readonly #target: CsvTarget;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #delimiter: number | undefined;
  #line = 1;

  constructor(target: CsvTarget) {
    this.#target = target;
  }

  read(bytes: Uint8Array, start: number, end: number, final: boolean, batch: RecordBatch): number {
    batch.clear(bytes, 1);
    let at = start;
    while (at < end) {
      const next = this.#readRow(bytes, at, end, final);
      if (next === undefined) break;
      at = next;
    }
    return at;
  }

  /** Where the next row begins; undefined where more bytes are needed. */
  #readRow(bytes: Uint8Array, start: number, end: number, final: boolean): number | undefined {
    const found = bytes.indexOf(LF, start);
    const lineEnd = found < 0 || found >= end ? end : found;
    if (lineEnd === end && !final && end - start <= MAX_RECORD_BYTES) return undefined;
    const afterLine = Math.min(lineEnd + 1, end);
    if (isBlank(bytes, start, lineEnd)) {
      this.#line++;
      return afterLine;
    }
    this.#delimiter ??= delimiterOf(bytes, start, lineEnd);
    const row = scanRow(bytes, start, end, this.#delimiter);
    if (row === 'open' && !final && end - start <= MAX_RECORD_BYTES) return undefined;
    const line = this.#line;
    if (typeof row === 'string' || row.next - start > MAX_RECORD_BYTES) {
      this.#target.leftOut(line);
      this.#line++;
      return afterLine;
    }
    for (let at = start; at < row.next; at++) if (bytes[at] === LF) this.#line++;
    this.#take(bytes, row, line);
    return row.next;
  }

  #take(bytes: Uint8Array, row: Row, line: number): void {
    const delimiter = String.fromCharCode(this.#delimiter ?? 0);
    let cells: CsvCell[];
    try {
      cells = row.cells.map(({ start, end, quoted }) => {
        const text = this.#decoder.decode(bytes.subarray(start, end));
        return { text: quoted ? text.replaceAll('""', '"') : text, quoted };
      });
    } catch {
      this.#target.leftOut(line);
      return;
    }
    const isHeader = !this.#hasHeader;
    this.#hasHeader = true;
    const written = isHeader ? this.#target.header(cells) : this.#target.row(cells, line);
    if (written === undefined) this.#target.leftOut(line);
    else this.#target.write(csvRow(written, delimiter) + this.#decoder.decode(bytes.subarray(row.end, row.next)));
  }

  #hasHeader = false;
}

/** One row as text, without a line end. */
export function csvRow(cells: readonly CsvCell[], delimiter: string): string {
  return cells
    .map(({ text, quoted }) => (quoted || /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text))
    .join(delimiter);
}

interface Row {
  readonly cells: readonly { readonly start: number; readonly end: number; readonly quoted: boolean }[];
  /** Where its line end begins, and where the next row does. */
  readonly end: number;
  readonly next: number;
}

/** `open`: it ends within quotes. `faulty`: there is text after a closing quote. */
function scanRow(bytes: Uint8Array, start: number, end: number, delimiter: number): Row | 'open' | 'faulty' {
  const cells: { start: number; end: number; quoted: boolean }[] = [];
  for (let at = start; ;) {
    const quoted = bytes[at] === QUOTE && at < end;
    const first = quoted ? at + 1 : at;
    if (quoted) {
      at = first;
      for (;;) {
        at = bytes.indexOf(QUOTE, at);
        if (at < 0 || at >= end) return 'open';
        if (at + 1 < end && bytes[at + 1] === QUOTE) at += 2;
        else break;
      }
    } else {
      while (at < end && bytes[at] !== delimiter && bytes[at] !== LF) at++;
    }
    let last = at;
    if (quoted) at++;
    else if (last > first && bytes[last - 1] === CR && (last === end || bytes[last] === LF)) last--;
    cells.push({ start: first, end: last, quoted });
    if (at < end && bytes[at] === delimiter) {
      at++;
      continue;
    }
    const rowEnd = quoted ? at : last;
    if (quoted && bytes[at] === CR && at < end) at++;
    if (at >= end) return { cells, end: rowEnd, next: end };
    return bytes[at] === LF ? { cells, end: rowEnd, next: at + 1 } : 'faulty';
  }
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== 0x20 && bytes[at] !== 0x09 && bytes[at] !== CR) return false;
  return true;
}

/** The one that the header has most of outside quotes. */
function delimiterOf(bytes: Uint8Array, start: number, end: number): number {
  const header = new TextDecoder().decode(bytes.subarray(start, end)).replaceAll(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!.charCodeAt(0);
}
