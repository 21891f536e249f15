import { ByteDictionary } from './byte-dictionary.ts';
import type { Kernel } from './kernel/kernel.ts';
import { grown } from './grown.ts';
import { MAX_RECORDS } from './limits.ts';
import { ReadFailure } from './read-failure.ts';

const MOST_GROWTH = 1024;

/** The text fields of the table, in the order in which two records' content is compared. */
export const TEXT_FIELDS = ['activity', 'email', 'link', 'url', 'channel', 'form', 'page', 'campaign'] as const;

export type TextField = (typeof TEXT_FIELDS)[number];

/** A text column whose dictionary is still in the order of reading. */
export class StagedColumn {
  readonly dictionary: ByteDictionary;
  codes = new Uint32Array(0);

  constructor(kernel: Kernel) {
    this.dictionary = new ByteDictionary(kernel);
  }

  get isEmpty(): boolean {
    return this.dictionary.size === 1;
  }

  /** Makes room for so many rows. What no text was put into is not copied, and takes no memory. */
  reserve(rows: number): void {
    if (rows > this.codes.length) this.codes = this.isEmpty ? new Uint32Array(rows) : grown(this.codes, rows);
  }

  /** Lets go of what takes memory. */
  release(): void {
    this.codes = new Uint32Array(0);
  }
}

/** The records of all inputs in the order of reading, one array a field. A rejected record stays as a row without a contact. */
export class StagedRecords {
  rows = 0;
  readonly kernel: Kernel;
  readonly contact: StagedColumn;
  readonly id: StagedColumn;
  readonly texts: Readonly<Record<TextField, StagedColumn>>;
  readonly properties = new Map<string, StagedColumn>();
  time = new Float64Array(0);
  event = new Uint8Array(0);
  bounce = new Uint8Array(0);
  machine = new Uint8Array(0);
  readonly #expected: (rows: number) => number;

  /** `expected` guesses from the rows so far how many there will be, 0 where it cannot: room that is made at once is not copied. */
  constructor(kernel: Kernel, expected: (rows: number) => number) {
    this.kernel = kernel;
    this.contact = new StagedColumn(kernel);
    this.id = new StagedColumn(kernel);
    this.texts = Object.fromEntries(TEXT_FIELDS.map((field) => [field, new StagedColumn(kernel)])) as Record<TextField, StagedColumn>;
    this.#expected = expected;
  }

  property(name: string): StagedColumn {
    let column = this.properties.get(name);
    if (column === undefined) {
      column = new StagedColumn(this.kernel);
      column.reserve(this.time.length);
      this.properties.set(name, column);
    }
    return column;
  }

  /** Makes room for so many more rows; new cells are missing. */
  reserve(rows: number): void {
    const needed = this.rows + rows;
    if (needed > MAX_RECORDS) throw new ReadFailure('limit', `More than ${MAX_RECORDS / 1e6} million records. Use a smaller sample.`);
    if (needed <= this.time.length) return;
    // The first rows may not be like the others, so that a guess is not believed beyond some times as many.
    const room = Math.max(needed, Math.min(this.#expected(this.rows), MOST_GROWTH * needed, MAX_RECORDS));
    this.time = grown(this.time, room);
    this.event = grown(this.event, room);
    this.bounce = grown(this.bounce, room);
    this.machine = grown(this.machine, room);
    for (const column of [this.contact, this.id, ...Object.values(this.texts), ...this.properties.values()]) {
      column.reserve(this.time.length);
    }
  }
}
