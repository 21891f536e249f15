import { ByteDictionary } from './byte-dictionary.ts';
import { grown } from './grown.ts';
import { MAX_RECORDS } from './limits.ts';
import { ReadFailure } from './read-failure.ts';

/** The text fields of the table, in the order in which two records' content is compared. */
export const TEXT_FIELDS = ['activity', 'email', 'link', 'url', 'channel', 'form', 'page', 'campaign'] as const;

export type TextField = (typeof TEXT_FIELDS)[number];

/** A text column whose dictionary is still in the order of reading. */
export class StagedColumn {
  readonly dictionary = new ByteDictionary();
  codes = new Uint32Array(0);

  get isEmpty(): boolean {
    return this.dictionary.size === 1;
  }

  /** Makes room for so many rows. What no text was put into is not copied, and takes no memory. */
  reserve(rows: number): void {
    if (rows > this.codes.length) this.codes = this.isEmpty ? new Uint32Array(rows) : grown(this.codes, rows);
  }

  /** Lets the codes go. */
  release(): void {
    this.codes = new Uint32Array(0);
  }
}

/** The records of all inputs in the order of reading, one array a field. A rejected record stays as a row without a contact. */
export class StagedRecords {
  rows = 0;
  readonly contact = new StagedColumn();
  readonly id = new StagedColumn();
  readonly texts = Object.fromEntries(TEXT_FIELDS.map((field) => [field, new StagedColumn()])) as Record<TextField, StagedColumn>;
  readonly properties = new Map<string, StagedColumn>();
  time = new Float64Array(0);
  event = new Uint8Array(0);
  bounce = new Uint8Array(0);
  machine = new Uint8Array(0);

  property(name: string): StagedColumn {
    let column = this.properties.get(name);
    if (column === undefined) {
      column = new StagedColumn();
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
    this.time = grown(this.time, needed);
    this.event = grown(this.event, needed);
    this.bounce = grown(this.bounce, needed);
    this.machine = grown(this.machine, needed);
    for (const column of [this.contact, this.id, ...Object.values(this.texts), ...this.properties.values()]) {
      column.reserve(this.time.length);
    }
  }
}
