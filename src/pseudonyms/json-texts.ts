import { isOfLines, JsonRecords } from '../activities/formats/json-records.ts';
import type { RecordBatch } from '../activities/formats/record-batch.ts';
import type { RecordReader } from '../activities/formats/record-reader.ts';

const SAMPLE = 100;
const NAMED_LINES = /\.(?:ndjson|jsonl)(?:\.\w+)?$/i;

export interface JsonTarget {
  /** Whether this is a record itself, and not something around a list of records. */
  fits(value: object): boolean;
  /** Called once, with the first records. */
  begin(sample: readonly object[]): void;
  record(text: string): string;
  /** A record that cannot be read. */
  leftOut(line: number): void;
  write(text: string): void;
}

/** Rewrites JSON record by record: one a line where they were so, else as one list. What is around a list of records is not copied. */
export class JsonTexts implements RecordReader {
  readonly names: readonly string[] = [];
  readonly #file: string;
  readonly #target: JsonTarget;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #records: JsonRecords | undefined;
  #isOfLines = false;
  #begun = false;
  #written = 0;

  constructor(file: string, target: JsonTarget) {
    this.#file = file;
    this.#target = target;
  }

  read(bytes: Uint8Array, start: number, end: number, final: boolean, batch: RecordBatch): number {
    batch.clear(bytes, 1);
    if (this.#records === undefined) {
      this.#isOfLines = isOfLines(bytes.subarray(start, end), NAMED_LINES.test(this.#file));
      this.#records = new JsonRecords(this.#file, this.#isOfLines);
    }
    const records = this.#records;
    if (!this.#begun && !this.#begin(records, bytes, start, end, final)) return start;
    let at = start;
    for (;;) {
      const place = records.next(bytes, at, end, final);
      at = records.at;
      if (place === undefined) break;
      const text = place.fault === undefined ? this.#textOf(bytes, place.start, place.end) : undefined;
      if (text === undefined || !this.#begun) this.#target.leftOut(place.line);
      else this.#write(this.#target.record(text));
    }
    if (final && !this.#isOfLines && this.#begun) this.#target.write(this.#written === 0 ? '[]\n' : '\n]\n');
    return at;
  }

  #begin(records: JsonRecords, bytes: Uint8Array, start: number, end: number, final: boolean): boolean {
    if (!records.decideWrapping(bytes, start, end, final, (value) => this.#target.fits(value))) return false;
    const ahead = records.copy();
    const sample: object[] = [];
    for (let at = start; sample.length < SAMPLE; at = ahead.at) {
      const place = ahead.next(bytes, at, end, final);
      if (place === undefined) break;
      const value = place.fault === undefined ? ahead.objectAt(bytes, place.start, place.end) : undefined;
      if (value !== undefined) sample.push(value);
    }
    if (sample.length === 0) return true;
    this.#target.begin(sample);
    this.#begun = true;
    return true;
  }

  /** Undefined where it is no JSON object. */
  #textOf(bytes: Uint8Array, start: number, end: number): string | undefined {
    try {
      const text = this.#decoder.decode(bytes.subarray(start, end)).trim();
      const value: unknown = JSON.parse(text);
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? text : undefined;
    } catch {
      return undefined;
    }
  }

  #write(record: string): void {
    if (this.#isOfLines) this.#target.write(`${record}\n`);
    else this.#target.write(`${this.#written === 0 ? '[\n' : ',\n'}${record}`);
    this.#written++;
  }
}
