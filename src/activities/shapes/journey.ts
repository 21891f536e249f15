import type { Event } from '../activity-table.ts';
import { EVENTS } from '../activity-table.ts';
import { ByteDictionary } from '../byte-dictionary.ts';
import type { RecordBatch } from '../formats/record-batch.ts';
import { grown } from '../grown.ts';
import { ReadFailure } from '../read-failure.ts';
import type { Rejections } from '../rejections.ts';
import type { StagedColumn, StagedRecords, TextField } from '../staged-records.ts';
import { TEXT_FIELDS } from '../staged-records.ts';
import type { TimeReader } from '../time.ts';
import { isDateLike } from '../time.ts';
import { trim } from '../trim.ts';

/** Our own shape: simulation.md §2. */
export const SHAPE = 'journey';

const REQUIRED = ['contact', 'time', 'event'] as const;
const OWN_FIELDS: ReadonlySet<string> = new Set([...REQUIRED, ...TEXT_FIELDS, 'bounce', 'machine', 'id']);
const ATTRIBUTE = 'attr.';

const PERFORMED = EVENTS.indexOf('performed');
const BOUNCES: ReadonlyMap<string, number> = new Map([
  ['hard', 1],
  ['soft', 2],
]);
const MACHINE: ReadonlyMap<string, number> = new Map([
  ['true', 1],
  ['yes', 1],
  ['1', 1],
  ['false', 0],
  ['no', 0],
  ['0', 0],
]);

/** The column that a name in a file means: our own fields ignoring case, everything else as written. */
export function fieldName(written: string): string {
  const name = written.trim().normalize('NFC');
  const lower = name.toLowerCase();
  if (OWN_FIELDS.has(lower)) return lower;
  return lower.startsWith(ATTRIBUTE) ? ATTRIBUTE + name.slice(ATTRIBUTE.length) : name;
}

/** A word's meaning by the code of its text. */
class Words {
  readonly #dictionary = new ByteDictionary();
  readonly #meanings: (number | undefined)[] = [0];
  readonly #known: ReadonlyMap<string, number>;

  constructor(known: ReadonlyMap<string, number>) {
    this.#known = known;
  }

  /** Undefined where the text is none of the words; 0 where it is missing. */
  meaning(bytes: Uint8Array, start: number, end: number): number | undefined {
    const code = this.#dictionary.intern(bytes, start, end);
    if (code === this.#meanings.length) this.#meanings.push(this.#known.get(asciiLower(bytes, start, end)));
    return this.#meanings[code];
  }
}

/** Puts one file's records into the staged columns, one column after the other. */
export class JourneyShape {
  readonly #path: string;
  readonly #staged: StagedRecords;
  readonly #time: TimeReader;
  readonly #rejections: Rejections;
  /** How many of the file's columns are in the two below. */
  #width = 0;
  readonly #columns = new Map<string, number>();
  readonly #unnamed: number[] = [];
  readonly #bounces = new Words(BOUNCES);
  readonly #machine = new Words(MACHINE);
  readonly #events = new ByteDictionary();
  /** By event text's code: the event, and for a text that is none the code of the activity; −1 for `performed` itself. */
  readonly #eventOf: number[] = [0];
  readonly #activityOf: number[] = [0];
  // The present batch's cells of one column, white space around them left out.
  #starts = new Uint32Array(0);
  #ends = new Uint32Array(0);
  records = 0;

  constructor(path: string, staged: StagedRecords, time: TimeReader, rejections: Rejections) {
    this.#path = path;
    this.#staged = staged;
    this.#time = time;
    this.#rejections = rejections;
  }

  /** Throws a ReadFailure where names are missing or occur twice. */
  checkHeader(written: readonly string[]): void {
    const names = written.map(fieldName);
    this.checkRequired(names);
    for (const [index, name] of names.entries()) {
      if (name === '' || names.indexOf(name) === index) continue;
      const which = OWN_FIELDS.has(name) ? `"${name}"` : `number ${index + 1}`;
      throw new ReadFailure('wrong-shape', `${this.#path}: the column ${which} has the name of an earlier one. Rename or remove one of them.`);
    }
  }

  /** Throws a ReadFailure where one of the fields that every record needs is not among the columns. */
  checkRequired(names: readonly string[]): void {
    const missing = REQUIRED.filter((name) => !names.includes(name));
    if (missing.length === 0) return;
    throw new ReadFailure(
      'wrong-shape',
      `${this.#path}: no ${missing.map((name) => `"${name}"`).join(', no ')} among the ${names.length} columns. ` +
        'A file of our own shape has the columns "contact", "time" and "event" in its header or as fields of each JSON object; others may follow.',
    );
  }

  /** `names`: by column, as {@link fieldName} gives them. */
  take(batch: RecordBatch, names: readonly string[]): void {
    const staged = this.#staged;
    for (; this.#width < names.length; this.#width++) {
      const name = names[this.#width]!;
      if (name === '') this.#unnamed.push(this.#width);
      else this.#columns.set(name, this.#width);
    }
    staged.reserve(batch.rows);
    this.#starts = grown(this.#starts, batch.rows);
    this.#ends = grown(this.#ends, batch.rows);

    this.#takeText(batch, 'contact', staged.contact);
    this.#require(batch, 'contact', staged.contact);
    this.#takeEvents(batch);
    for (const field of TEXT_FIELDS) if (field !== 'activity') this.#takeText(batch, field, staged.texts[field]);
    this.#takeWords(batch, 'bounce', this.#bounces, staged.bounce, 'neither "hard" nor "soft"');
    this.#takeWords(batch, 'machine', this.#machine, staged.machine, 'neither true nor false');
    this.#takeText(batch, 'id', staged.id);
    for (const [name, column] of this.#columns) if (!OWN_FIELDS.has(name)) this.#takeProperty(batch, name, column);
    for (const column of this.#unnamed) rejectFilled(batch, column);
    this.#takeTimes(batch);

    for (let row = 0; row < batch.rows; row++) {
      const fault = batch.faults[row];
      if (fault === undefined) continue;
      staged.contact.codes[staged.rows + row] = 0;
      this.#rejections.add(this.#path, batch.lines[row]!, fault);
    }
    staged.rows += batch.rows;
    this.records += batch.rows;
  }

  #takeText(batch: RecordBatch, field: TextField | 'contact' | 'id', into: StagedColumn): void {
    if (!this.#trim(batch, field)) return;
    this.#intern(batch, field, into);
  }

  #intern(batch: RecordBatch, field: string, into: StagedColumn): void {
    const { dictionary, codes } = into;
    for (let row = 0, at = this.#staged.rows; row < batch.rows; row++, at++) {
      const code = dictionary.intern(batch.bytes, this.#starts[row]!, this.#ends[row]!);
      codes[at] = code;
      if (dictionary.isInvalid(code)) batch.faults[row] ??= `${field}: not UTF-8 text`;
    }
  }

  #require(batch: RecordBatch, field: string, column: StagedColumn): void {
    for (let row = 0, at = this.#staged.rows; row < batch.rows; row++, at++) {
      if (column.codes[at] === 0) batch.faults[row] ??= `${field}: missing`;
    }
  }

  /** Other texts than events are activities; `performed` itself has its activity in a field of its own. */
  #takeEvents(batch: RecordBatch): void {
    const staged = this.#staged;
    const activities = staged.texts.activity;
    if (!this.#trim(batch, 'event')) this.#ends.set(this.#starts);
    const performed: number[] = [];
    for (let row = 0, at = staged.rows; row < batch.rows; row++, at++) {
      const start = this.#starts[row]!;
      const end = this.#ends[row]!;
      const text = this.#events.intern(batch.bytes, start, end);
      if (text === 0) batch.faults[row] ??= 'event: missing';
      else if (this.#events.isInvalid(text)) batch.faults[row] ??= 'event: not UTF-8 text';
      if (text === this.#eventOf.length) {
        const event = EVENTS.indexOf(asciiLower(batch.bytes, start, end) as Event);
        this.#eventOf.push(event < 0 ? PERFORMED : event);
        this.#activityOf.push(event < 0 ? activities.dictionary.intern(batch.bytes, start, end) : event === PERFORMED ? -1 : 0);
      }
      staged.event[at] = this.#eventOf[text]!;
      const activity = this.#activityOf[text]!;
      if (activity < 0) performed.push(row);
      activities.codes[at] = Math.max(0, activity);
    }
    const named = this.#columns.has('activity');
    if (named) this.#takeActivities(batch, performed);
    for (const row of performed) {
      if (activities.codes[staged.rows + row] === 0) batch.faults[row] ??= 'activity: missing; a record of the event "performed" says here which activity';
    }
  }

  /** On records of other events the field is a property like any other. */
  #takeActivities(batch: RecordBatch, performed: readonly number[]): void {
    this.#trim(batch, 'activity');
    const { rows, texts } = this.#staged;
    const { dictionary, codes } = texts.activity;
    for (const row of performed) {
      const code = dictionary.intern(batch.bytes, this.#starts[row]!, this.#ends[row]!);
      codes[rows + row] = code;
      if (dictionary.isInvalid(code)) batch.faults[row] ??= 'activity: not UTF-8 text';
      this.#starts[row] = this.#ends[row]!;
    }
    this.#intern(batch, 'activity', this.#staged.property('activity'));
  }

  #takeWords(batch: RecordBatch, field: string, words: Words, into: Uint8Array, otherwise: string): void {
    if (!this.#trim(batch, field)) return;
    for (let row = 0, at = this.#staged.rows; row < batch.rows; row++, at++) {
      const meaning = words.meaning(batch.bytes, this.#starts[row]!, this.#ends[row]!);
      if (meaning === undefined) batch.faults[row] ??= `${field}: ${otherwise}`;
      else into[at] = meaning;
    }
  }

  /** As written: white space may be part of a property. */
  #takeProperty(batch: RecordBatch, name: string, column: number): void {
    const { stride, starts, ends, rows } = batch;
    for (let row = 0, cell = column; row < rows; row++, cell += stride) {
      this.#starts[row] = starts[cell]!;
      this.#ends[row] = ends[cell]!;
    }
    this.#intern(batch, 'a property', this.#staged.property(name));
  }

  /** Last, so that a record rejected for something else has no say in the column's unit. */
  #takeTimes(batch: RecordBatch): void {
    const present = this.#trim(batch, 'time');
    for (let row = 0, at = this.#staged.rows; row < batch.rows; row++, at++) {
      if (batch.faults[row] !== undefined) continue;
      const start = this.#starts[row]!;
      const end = this.#ends[row]!;
      if (!present || start === end) {
        batch.faults[row] = 'time: missing';
        continue;
      }
      const time = this.#time.read(batch.bytes, start, end, batch.lines[row]!);
      this.#staged.time[at] = time;
      if (Number.isNaN(time)) batch.faults[row] = `time: ${quoted(batch.bytes, start, end)} ${this.#time.fault}`;
    }
  }

  /** Fills the present cells with those of a column, white space around them left out; false where there is no such column. */
  #trim(batch: RecordBatch, field: string): boolean {
    const column = this.#columns.get(field);
    if (column === undefined) return false;
    const { bytes, stride, starts, ends, rows } = batch;
    for (let row = 0, cell = column; row < rows; row++, cell += stride) {
      const [start, end] = trim(bytes, starts[cell]!, ends[cell]!);
      this.#starts[row] = start;
      this.#ends[row] = end;
    }
    return true;
  }
}

/** What such a cell means cannot be known, and leaving it out would be silent. */
export function rejectFilled(batch: RecordBatch, column: number): void {
  for (let row = 0, cell = column; row < batch.rows; row++, cell += batch.stride) {
    if (batch.ends[cell]! > batch.starts[cell]!) batch.faults[row] ??= 'a cell in a column without a name';
  }
}

function asciiLower(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  // No word we look for is longer.
  for (let at = start; at < Math.min(end, start + 32); at++) text += String.fromCharCode(bytes[at]!);
  return text.toLowerCase();
}

/** Texts could be a person's name or address: only dates and numbers are shown. */
function quoted(bytes: Uint8Array, start: number, end: number): string {
  return isDateLike(bytes, start, end) ? `"${String.fromCharCode(...bytes.subarray(start, end))}"` : 'the cell';
}
