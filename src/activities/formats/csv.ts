import type { Kernel } from '../kernel/kernel.ts';
import { MAX_COLUMNS, MAX_RECORD_BYTES } from '../limits.ts';
import { ReadFailure } from '../read-failure.ts';
import type { RecordBatch } from './record-batch.ts';
import type { RecordReader } from './record-reader.ts';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
/** The order decides where a header has as many of one as of another. */
const DELIMITERS = [',', ';', '\t', '|'].map((delimiter) => delimiter.charCodeAt(0));

const NEEDS_MORE = -1;
const FAULTY = -2;

/**
 * CSV and TSV as RFC 4180 has them, any of `, ; \t |` between cells. A quote within an unquoted cell is plain text. A
 * record that cannot be read costs only itself: reading goes on with the line after the one on which it began.
 */
export class CsvReader implements RecordReader {
  names: readonly string[] = [];
  readonly #file: string;
  readonly #kernel: Kernel;
  readonly #onHeader: (names: readonly string[]) => void;
  readonly #given: readonly string[] | undefined;
  #delimiter = 0;
  #line = 1;
  /** Within the rest of a line whose record was rejected. */
  #skipping = false;
  // Of the record that was scanned last.
  #cells = 0;
  #lines = 0;
  #fault = '';
  #surplus = false;
  readonly #escaped: number[] = [];

  /** `onHeader` is called once, before the first record. `columns`: those of a file with tabs that has no header. */
  constructor(file: string, kernel: Kernel, onHeader: (names: readonly string[]) => void, columns?: readonly string[]) {
    this.#file = file;
    this.#kernel = kernel;
    this.#onHeader = onHeader;
    this.#given = columns;
  }

  read(bytes: Uint8Array, start: number, end: number, final: boolean, batch: RecordBatch): number {
    batch.clear(bytes, this.names.length, start, end);
    let at = start;
    if (this.#delimiter === 0 && this.#given !== undefined) {
      this.#delimiter = TAB;
      this.names = this.#given;
      this.#onHeader(this.names);
      batch.clear(bytes, this.names.length, start, end);
    }
    if (this.#delimiter === 0) {
      const header = this.#readHeader(bytes, start, end, final, batch);
      at = header.next;
      if (!header.whole) return at;
      batch.clear(bytes, this.names.length, start, end);
    }
    this.#kernel.input.loadBytes(bytes, start, end);
    while (at < end && !batch.full) {
      if (this.#skipping) {
        at = this.#skipLine(bytes, at, end);
        continue;
      }
      const plainEnd = this.#scanPlain(at, end, batch);
      if (plainEnd > at) {
        at = plainEnd;
        continue;
      }
      const base = batch.begin(this.#line);
      const next = this.#scan(bytes, at, end, final, batch, base);
      if (next === NEEDS_MORE) break;
      if (next === FAULTY) {
        batch.commit(this.#fault);
        at = this.#skipLine(bytes, at, end);
        continue;
      }
      this.#line += this.#lines;
      if (!(this.#cells === 1 && isBlank(bytes, batch.starts[base]!, batch.ends[base]!))) {
        for (const cell of this.#escaped) batch.ends[cell] = unescape(bytes, batch.starts[cell]!, batch.ends[cell]!);
        batch.commit(this.#surplus ? `${this.#cells} cells where the header has ${this.names.length} columns` : undefined);
      }
      at = next;
    }
    return at;
  }

  /** Finds the delimiter and the names. `next`: where to go on, with the header itself where it is not yet whole. */
  #readHeader(bytes: Uint8Array, start: number, end: number, final: boolean, batch: RecordBatch): { readonly whole: boolean; readonly next: number } {
    let at = start;
    while (at < end && (bytes[at] === LF || bytes[at] === CR)) if (bytes[at++] === LF) this.#line++;
    const counts = DELIMITERS.map(() => 0);
    let quoted = false;
    let stop = at;
    for (; stop < end && (quoted || bytes[stop] !== LF) && stop - at <= MAX_RECORD_BYTES; stop++) {
      const byte = bytes[stop]!;
      if (byte === QUOTE) quoted = !quoted;
      else if (!quoted) for (const [index, delimiter] of DELIMITERS.entries()) if (byte === delimiter) counts[index]!++;
    }
    if (stop - at > MAX_RECORD_BYTES) throw new ReadFailure('limit', `${this.#file}: the header is longer than 1 MiB. Is this a CSV file?`);
    if (stop === at || (stop === end && !final)) return { whole: false, next: at };
    const most = Math.max(...counts);
    if (most >= MAX_COLUMNS) throw new ReadFailure('limit', `${this.#file}: more than ${MAX_COLUMNS} columns. Keep those the journey needs.`);
    this.#delimiter = DELIMITERS[counts.indexOf(most)]!;
    batch.clear(bytes, most + 1);
    const base = batch.begin(this.#line);
    const next = this.#scan(bytes, at, end, final, batch, base);
    if (next === NEEDS_MORE) {
      this.#delimiter = 0;
      return { whole: false, next: at };
    }
    if (next === FAULTY) throw new ReadFailure('wrong-shape', `${this.#file}: line ${this.#line}: the header cannot be read: ${this.#fault}.`);
    for (const cell of this.#escaped) batch.ends[cell] = unescape(bytes, batch.starts[cell]!, batch.ends[cell]!);
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
    this.names = Array.from({ length: this.#cells }, (_, column) => {
      try {
        return decoder.decode(bytes.subarray(batch.starts[base + column], batch.ends[base + column]));
      } catch {
        throw new ReadFailure('wrong-shape', `${this.#file}: line ${this.#line}: the header is not UTF-8 text. Save the file as UTF-8.`);
      }
    });
    this.#line += this.#lines;
    this.#onHeader(this.names);
    return { whole: true, next };
  }

  /**
   * Reads records as most are: whole, without doubled quotes, with no more cells than the header. Stops before the first that is
   * another, for {@link #scan}, and returns its position.
   */
  #scanPlain(start: number, end: number, batch: RecordBatch): number {
    const { exports, input } = this.#kernel;
    const { stride, rows } = batch;
    input.reserve(batch.capacity, stride);
    const found = exports.scanCsv(
      start + input.shift,
      end + input.shift,
      input.shift,
      this.#delimiter,
      this.names.length,
      stride,
      batch.capacity - rows,
      this.#line,
      MAX_RECORD_BYTES,
      input.starts.address + 4 * rows * stride,
      input.ends.address + 4 * rows * stride,
      input.lines.address + 4 * rows,
    );
    if (found === 0) return start;
    batch.addLoadedRows(found, input);
    this.#line = exports.csvLine();
    return (exports.csvStop() >>> 0) - input.shift;
  }

  /**
   * Finds the cells of one record and returns the position after its line break. The bytes stay as they are: a record
   * that is not yet whole is scanned again.
   */
  #scan(bytes: Uint8Array, start: number, end: number, final: boolean, batch: RecordBatch, base: number): number {
    const delimiter = this.#delimiter;
    const { starts, ends } = batch;
    const columns = batch.stride;
    // By the record's own length, so that the pieces in which a file arrives make no difference.
    const stop = Math.min(end, start + MAX_RECORD_BYTES + 1);
    const atEnd = final && stop === end;
    this.#cells = 0;
    this.#lines = 1;
    this.#surplus = false;
    this.#escaped.length = 0;
    for (let at = start; ;) {
      let from = at;
      let to: number;
      let escaped = false;
      if (at < stop && bytes[at] === QUOTE) {
        from = ++at;
        for (;;) {
          while (at < stop && bytes[at] !== QUOTE) if (bytes[at++] === LF) this.#lines++;
          if (at + 1 >= stop && !(atEnd && at + 1 === stop)) return this.#unfinished(stop, start, atEnd, 'a quote is opened and not closed');
          if (at + 1 < stop && bytes[at + 1] === QUOTE) {
            escaped = true;
            at += 2;
            continue;
          }
          break;
        }
        to = at++;
        if (at < stop && bytes[at] === CR && (at + 1 < stop ? bytes[at + 1] === LF : atEnd)) at++;
        else if (at < stop && bytes[at] === CR && at + 1 === stop) return this.#unfinished(stop, start, atEnd, '');
        if (at < stop && bytes[at] !== delimiter && bytes[at] !== LF) {
          this.#fault = 'text after a closing quote';
          return FAULTY;
        }
      } else {
        while (at < stop && bytes[at] !== delimiter && bytes[at] !== LF) at++;
        to = at;
        if ((at === stop || bytes[at] === LF) && to > from && bytes[to - 1] === CR) to--;
      }
      if (at === stop && !atEnd) return this.#unfinished(stop, start, atEnd, '');
      const column = this.#cells++;
      if (column < columns) {
        const cell = base + column;
        starts[cell] = from;
        ends[cell] = to;
        if (escaped) this.#escaped.push(cell);
      }
      if (column >= this.names.length && to > from) this.#surplus = true;
      if (at === stop) return at;
      if (bytes[at++] === LF) return at;
    }
  }

  /** The record goes on after the last byte at hand, or is too long, or the file ends within quotes. */
  #unfinished(stop: number, start: number, atEnd: boolean, atEndOfFile: string): number {
    if (stop - start > MAX_RECORD_BYTES) this.#fault = 'longer than 1 MiB; is a quote not closed?';
    else if (atEnd) this.#fault = atEndOfFile;
    else return NEEDS_MORE;
    return FAULTY;
  }

  #skipLine(bytes: Uint8Array, start: number, end: number): number {
    // What lies behind the end is of no interest, and could be long.
    const lineFeed = bytes.subarray(start, end).indexOf(LF);
    this.#skipping = lineFeed < 0;
    if (this.#skipping) return end;
    this.#line++;
    return start + lineFeed + 1;
  }
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== SPACE && bytes[at] !== TAB) return false;
  return true;
}

/** Folds doubled quotes in place and returns the cell's new end. */
function unescape(bytes: Uint8Array, start: number, end: number): number {
  let to = start;
  for (let from = start; from < end; from++) {
    bytes[to++] = bytes[from]!;
    if (bytes[from] === QUOTE) from++;
  }
  return to;
}
