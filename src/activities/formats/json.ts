import { JsonKeys } from '../kernel/json-keys.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { MAX_RECORD_BYTES } from '../limits.ts';
import { JsonCells } from './json-cells.ts';
import type { JsonLayout } from './json-layout.ts';
import { isOfLines, JsonRecords } from './json-records.ts';
import type { RecordBatch } from './record-batch.ts';
import type { RecordReader } from './record-reader.ts';

/** How many of the first records are looked at to see what shape they are of. */
const SAMPLE = 100;

/** Names of files of one record a line. */
const NAMED_LINES = /\.(?:ndjson|jsonl)(?:\.\w+)?$/i;

/** Whoever knows the shapes: decides how a file's records are laid out in columns. */
export interface JsonLayouts {
  /** Whether this is a record itself, and not something around a list of records. */
  fits(value: object): boolean;
  /** The layout for a file that begins with these records. Throws a ReadFailure where they are of no known shape. */
  layoutOf(sample: readonly object[]): JsonLayout;
}

/** JSON as records: one object a line (NDJSON), or a document, that is objects and lists of objects one after the other. */
export class JsonReader implements RecordReader {
  readonly names: string[] = [];
  readonly #file: string;
  readonly #kernel: Kernel;
  readonly #layouts: JsonLayouts;
  /** Those of the fields that the kernel can read. */
  readonly #keys: JsonKeys;
  #records: JsonRecords | undefined;
  /** Undefined until a record was seen that is an object. */
  #cells: JsonCells | undefined;

  constructor(file: string, kernel: Kernel, layouts: JsonLayouts) {
    this.#file = file;
    this.#kernel = kernel;
    this.#keys = new JsonKeys(kernel);
    this.#layouts = layouts;
  }

  read(bytes: Uint8Array, start: number, end: number, final: boolean, batch: RecordBatch): number {
    batch.clear(bytes, this.names.length, start, end);
    const records = (this.#records ??= new JsonRecords(this.#file, isOfLines(bytes.subarray(start, end), NAMED_LINES.test(this.#file))));
    if (this.#cells === undefined && !this.#decide(records, bytes, start, end, final)) return start;
    this.#kernel.input.loadBytes(bytes, start, end);
    let at = start;
    for (;;) {
      at = this.#scanFlat(records, at, end, batch);
      if (batch.full) break;
      const place = records.next(bytes, at, end, final);
      at = records.at;
      if (place === undefined) break;
      if (place.fault === undefined && this.#cells !== undefined) this.#cells.readRecord(batch, place.start, place.end, place.line);
      else rejectAt(batch, place.line, place.fault ?? 'not a JSON object');
    }
    return at;
  }

  /** Reads records as most are: flat objects, one a line. Stops before the first that is another and returns its position. */
  #scanFlat(records: JsonRecords, start: number, end: number, batch: RecordBatch): number {
    if (!records.isAtLine || this.#keys.count === 0) return start;
    const { exports, input } = this.#kernel;
    const { stride, rows } = batch;
    input.reserve(batch.capacity, stride);
    const found = exports.scanJson(
      start + input.shift,
      end + input.shift,
      input.shift,
      this.#keys.address,
      this.#keys.count,
      stride,
      batch.capacity - rows,
      records.line,
      MAX_RECORD_BYTES,
      input.starts.address + 4 * rows * stride,
      input.ends.address + 4 * rows * stride,
      input.lines.address + 4 * rows,
    );
    batch.addLoadedRows(found, input);
    records.line = exports.jsonLine();
    return (exports.jsonStop() >>> 0) - input.shift;
  }

  /** Looks at the first records without taking them. False where more bytes are needed for that. */
  #decide(records: JsonRecords, bytes: Uint8Array, start: number, end: number, final: boolean): boolean {
    if (!records.decideWrapping(bytes, start, end, final, (value) => this.#layouts.fits(value))) return false;
    const ahead = records.copy();
    const sample: object[] = [];
    let at = start;
    while (sample.length < SAMPLE) {
      const place = ahead.next(bytes, at, end, final);
      at = ahead.at;
      if (place === undefined) break;
      const value = place.fault === undefined ? ahead.objectAt(bytes, place.start, place.end) : undefined;
      if (value !== undefined) sample.push(value);
    }
    // Where none is an object all of them are faults, and faults need no layout.
    if (sample.length === 0) return true;
    this.#cells = new JsonCells(this.#file, this.#layouts.layoutOf(sample), this.names, this.#keys);
    return true;
  }
}

function rejectAt(batch: RecordBatch, line: number, fault: string): void {
  batch.begin(line);
  batch.commit(fault);
}
