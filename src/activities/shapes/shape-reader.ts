import type { Event } from '../activity-table.ts';
import { EVENTS } from '../activity-table.ts';
import { ByteDictionary } from '../byte-dictionary.ts';
import type { JsonLayout } from '../formats/json-layout.ts';
import type { RecordBatch } from '../formats/record-batch.ts';
import { grown } from '../grown.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { KernelCells } from '../kernel/kernel-cells.ts';
import { ReadFailure } from '../read-failure.ts';
import type { Rejections } from '../rejections.ts';
import type { StagedColumn, StagedRecords } from '../staged-records.ts';
import { TEXT_FIELDS } from '../staged-records.ts';
import { isDateLike, TimeReader } from '../time.ts';
import { trim } from '../trim.ts';
import { TimeZone } from '../../time/time-zone.ts';
import type { Resolved } from './event-reader.ts';
import { EventReader } from './event-reader.ts';
import type { Shape, ShapeField, TimeField } from './shape.ts';

const ATTRIBUTE = 'attr.';

const UTC = TimeZone.named('UTC');

const FIELDS = TEXT_FIELDS.filter((field): field is ShapeField => field !== 'activity');

const BOUNCES: ReadonlyMap<string, number> = new Map([
  ['hard', 1],
  ['soft', 2],
]);
const FLAGS: ReadonlyMap<string, number> = new Map([
  ['true', 1],
  ['yes', 1],
  ['1', 1],
  ['false', 0],
  ['no', 0],
  ['0', 0],
]);

/** Between the parts of an id; no text of a file has it between two characters of its own. */
const UNIT_SEPARATOR = 0x1f;

const MICROSECONDS_A_DAY = 86_400_000_000;

/** What is read, apart from the file. */
export interface ShapeContext {
  readonly path: string;
  readonly staged: StagedRecords;
  readonly rejections: Rejections;
  readonly zone: TimeZone;
  /** Ids of other files are other ids unless they have the same words here; '' for our own shape. */
  readonly idsOf: string;
}

/** A word's meaning by the code of its text. */
class Words {
  readonly #kernel: Kernel;
  readonly #dictionary: ByteDictionary;
  #codes = new Uint32Array(0);
  readonly #meanings: (number | undefined)[] = [0];
  readonly #known: ReadonlyMap<string, number>;

  constructor(kernel: Kernel, known: ReadonlyMap<string, number>) {
    this.#kernel = kernel;
    this.#dictionary = new ByteDictionary(kernel);
    this.#known = known;
  }

  take(cells: KernelCells, rows: number): void {
    this.#codes = grown(this.#codes, rows);
    this.#dictionary.internAll(cells, rows, this.#codes, 0);
    const { bytes } = this.#kernel;
    const starts = cells.starts.numbers(rows);
    const ends = cells.ends.numbers(rows);
    for (let row = 0; row < rows && this.#meanings.length < this.#dictionary.size; row++) {
      if (this.#codes[row] === this.#meanings.length) this.#meanings.push(this.#known.get(asciiLower(bytes, starts[row]!, ends[row]!)));
    }
  }

  /** Of a row taken last: undefined where the text is none of the words; 0 where it is missing. */
  meaningAt(row: number): number | undefined {
    return this.#meanings[this.#codes[row]!];
  }
}

/** Puts one file's records, of one shape, into the staged columns: one column after the other. */
export class ShapeReader {
  readonly shape: Shape;
  records = 0;
  /** Records left out on purpose, by what they are. */
  readonly ignored = new Map<string, number>();
  readonly #path: string;
  readonly #staged: StagedRecords;
  readonly #rejections: Rejections;
  readonly #zone: TimeZone;
  readonly #idsOf: Uint8Array;
  readonly #events: EventReader;
  readonly #activityCodes = new Map<Resolved, number>();
  readonly #bounces: Words;
  readonly #flags: Words;
  readonly #times: readonly { readonly field: TimeField; readonly reader: TimeReader }[];
  /** The names that the shape has, by lower case. */
  readonly #known = new Map<string, string>();
  readonly #used = new Set<string>();
  readonly #aside: readonly string[];
  readonly #propertyOfField = new Map<string, string>();
  /** How many of the file's columns are in those below. */
  #width = 0;
  readonly #columns = new Map<string, number>();
  readonly #unnamed: number[] = [];
  /** By property, with the columns that say it: of those that a record has the last counts. */
  readonly #properties = new Map<string, number[]>();
  readonly #kernel: Kernel;
  readonly #cells: KernelCells;
  readonly #special: KernelCells;
  readonly #idCells: readonly KernelCells[];
  #id = new Uint8Array(256);

  constructor(shape: Shape, { path, staged, rejections, zone, idsOf }: ShapeContext) {
    this.shape = shape;
    this.#path = path;
    this.#staged = staged;
    this.#rejections = rejections;
    this.#zone = zone;
    this.#idsOf = new TextEncoder().encode(idsOf);
    const { kernel } = staged;
    this.#kernel = kernel;
    this.#bounces = new Words(kernel, BOUNCES);
    this.#flags = new Words(kernel, FLAGS);
    this.#cells = new KernelCells(kernel);
    this.#special = new KernelCells(kernel);
    this.#events = new EventReader(kernel, shape.event, shape.eventOfPath?.(path));
    this.#times = shape.time.map((field) => ({ field, reader: new TimeReader(field.utc === true ? UTC : this.#zone, path, field.field, field.unit) }));
    this.#idCells = (shape.id?.parts ?? []).map(() => new KernelCells(kernel));
    this.#aside = (shape.aside ?? []).map((name) => name.toLowerCase());
    for (const name of usedNames(shape, this.#events)) this.#used.add(name);
    for (const names of this.#events.fields) for (const name of names) this.#known.set(name.toLowerCase(), name);
    for (const name of this.#used) this.#known.set(name.toLowerCase(), name);
    for (const [property, names] of Object.entries(shape.properties ?? {})) {
      for (const name of names) {
        this.#known.set(name.toLowerCase(), name);
        this.#propertyOfField.set(name, property);
      }
    }
  }

  /** Zoneless times so far that a clock change skips or doubles. */
  get clockChanges(): number {
    return this.#times.reduce((sum, { reader }) => sum + reader.clockChanges, 0);
  }

  /** The column that a name in a file means: the shape's own fields ignoring case, everything else as written. */
  columnOf(written: string): string {
    const name = written.trim().normalize('NFC');
    const lower = name.toLowerCase();
    return this.#known.get(lower) ?? (lower.startsWith(ATTRIBUTE) ? ATTRIBUTE + name.slice(ATTRIBUTE.length) : name);
  }

  /** How JSON of this shape becomes columns. */
  get layout(): JsonLayout {
    const firsts = [...this.#known.values()].filter((name) => name.endsWith('[0]')).map((name) => name.slice(0, -3));
    return {
      columnOf: (path) => this.columnOf(path),
      isAside: (path) => this.#isAside(path),
      envelopes: new Set(this.shape.envelopes),
      embedded: new Set(this.shape.embedded),
      exploded: this.shape.exploded ?? [],
      pairs: new Set(this.shape.pairs),
      firsts: new Set(firsts),
    };
  }

  /** Throws a ReadFailure where names are missing or occur twice. */
  checkHeader(written: readonly string[]): void {
    const names = written.map((name) => this.columnOf(name));
    this.checkRequired(names);
    for (const [index, name] of names.entries()) {
      if (name === '' || names.indexOf(name) === index) continue;
      const which = this.#known.has(name.toLowerCase()) ? `"${name}"` : `number ${index + 1}`;
      throw new ReadFailure('wrong-shape', `${this.#path}: the column ${which} has the name of an earlier one. Rename or remove one of them.`);
    }
  }

  /** Throws a ReadFailure where something that every record needs is in none of the columns. */
  checkRequired(names: readonly string[]): void {
    const { contact, time } = this.shape;
    const needed: [role: string, fields: readonly string[]][] = [
      ['contact', contact],
      ['time', time.map(({ field }) => field)],
    ];
    const [event] = this.#events.fields;
    if (event !== undefined && this.shape.eventOfPath === undefined) needed.push(['event', event]);
    const missing = needed.filter(([, fields]) => !fields.some((field) => names.includes(field)));
    if (missing.length === 0) return;
    const which = missing.map(([role, fields]) => `no ${fields.includes(role) ? `"${role}"` : label(role, fields)}`).join(', ');
    throw new ReadFailure(
      'wrong-shape',
      `${this.#path}: ${which} among the ${names.length} columns, which a file of the shape ${this.shape.name} has in its header or as fields of each JSON object. ` +
        'Name its shape with --as, or describe its columns in a source.',
    );
  }

  /** `names`: by column, as {@link columnOf} gives them. */
  take(batch: RecordBatch, names: readonly string[]): void {
    const staged = this.#staged;
    const { shape } = this;
    if (this.#width < names.length) this.#place(names);
    staged.reserve(batch.rows);
    for (const cells of [this.#cells, this.#special, ...this.#idCells]) cells.reserve(batch.rows);
    this.#kernel.input.load(batch);

    this.#events.take(batch.rows, (fields) => this.#gather(batch, fields, this.#cells));
    this.#takeContacts(batch);
    this.#takeEvents(batch);
    for (const field of FIELDS) this.#takeText(batch, field);
    this.#checkScopes(batch);
    this.#takeWords(batch, 'bounce', shape.bounce, this.#bounces, staged.bounce, 'neither "hard" nor "soft"');
    this.#takeWords(batch, 'machine', shape.machine, this.#flags, staged.machine, 'neither true nor false');
    this.#takeProperties(batch);
    for (const column of this.#unnamed) rejectFilled(batch, column);
    this.#takeTimes(batch);
    this.#takeIds(batch);

    for (let row = 0, at = staged.rows; row < batch.rows; row++, at++) {
      const fault = batch.faults[row];
      const ignored = fault === undefined && this.#events.hasIgnored ? this.#events.at(row).ignored : undefined;
      if (fault === undefined && ignored === undefined) continue;
      staged.contact.codes[at] = 0;
      if (fault !== undefined) this.#rejections.add(this.#path, batch.lines[row]!, fault);
      else if (ignored !== undefined) this.ignored.set(ignored, (this.ignored.get(ignored) ?? 0) + 1);
    }
    staged.rows += batch.rows;
    this.records += batch.rows;
  }

  #place(names: readonly string[]): void {
    for (; this.#width < names.length; this.#width++) {
      const name = names[this.#width]!;
      if (name === '') this.#unnamed.push(this.#width);
      else this.#columns.set(name, this.#width);
      if (name === '' || (!this.#propertyOfField.has(name) && (this.#used.has(name) || this.#isNamedAside(name)))) continue;
      const property = this.#propertyOf(name);
      this.#properties.set(property, [...(this.#properties.get(property) ?? []), this.#width]);
    }
    // In the order of names, not of the file: which one counts depends on nothing else. One that was renamed goes before one that is so named.
    for (const [property, columns] of this.#properties) {
      columns.sort((a, b) => Number(names[b] === property) - Number(names[a] === property) || (names[a]! < names[b]! ? -1 : 1));
    }
  }

  #propertyOf(name: string): string {
    const renamed = this.#propertyOfField.get(name);
    if (renamed !== undefined) return renamed;
    for (const [prefix, instead] of Object.entries(this.shape.prefixes ?? {})) {
      if (name.length > prefix.length && name.startsWith(prefix)) return instead + name.slice(prefix.length);
    }
    return name;
  }

  /** Not looked at: nothing that is asked for is there or below it. */
  #isAside(name: string): boolean {
    const lower = name.toLowerCase();
    return this.#isNamedAside(lower) && !this.#known.has(lower) && ![...this.#known.keys()].some((known) => known.startsWith(`${lower}.`));
  }

  #isNamedAside(name: string): boolean {
    const lower = name.toLowerCase();
    return this.#aside.some((one) => (one.endsWith('*') ? lower.startsWith(one.slice(0, -1)) : one === lower));
  }

  #isIgnored(row: number): boolean {
    return this.#events.hasIgnored && this.#events.at(row).ignored !== undefined;
  }

  #takeContacts(batch: RecordBatch): void {
    const { contact, address, contactAfter } = this.shape;
    const { dictionary, codes } = this.#staged.contact;
    const cells = this.#gather(batch, contact, this.#cells);
    if (cells !== undefined) {
      const { bytes } = this.#kernel;
      const starts = cells.starts.numbers(batch.rows);
      const ends = cells.ends.numbers(batch.rows);
      for (let row = 0; row < batch.rows && (contactAfter !== undefined || address === true); row++) {
        const end = ends[row]!;
        if (contactAfter !== undefined) starts[row]! += bytes.subarray(starts[row], end).lastIndexOf(contactAfter.charCodeAt(0)) + 1;
        if (address === true) lowerCase(bytes, starts[row]!, end);
      }
      dictionary.internAll(cells, batch.rows, codes, this.#staged.rows);
    }
    const { hasInvalid } = dictionary;
    for (let row = 0, at = this.#staged.rows; row < batch.rows; row++, at++) {
      const code = codes[at]!;
      if ((code !== 0 && !(hasInvalid && dictionary.isInvalid(code))) || batch.faults[row] !== undefined || this.#isIgnored(row)) continue;
      batch.faults[row] = `${label('contact', contact)}: ${code === 0 ? 'missing' : 'not UTF-8 text'}`;
    }
  }

  #takeEvents(batch: RecordBatch): void {
    const staged = this.#staged;
    for (let row = 0, at = staged.rows; row < batch.rows; row++, at++) {
      const resolved = this.#events.at(row);
      if (resolved.fault !== undefined) batch.faults[row] ??= resolved.fault;
      staged.event[at] = resolved.event;
      staged.bounce[at] = resolved.bounce;
      staged.machine[at] = resolved.machine;
      staged.texts.activity.codes[at] = resolved.activity === '' ? 0 : this.#activityCode(resolved);
    }
  }

  #activityCode(resolved: Resolved): number {
    let code = this.#activityCodes.get(resolved);
    if (code === undefined) {
      const bytes = new TextEncoder().encode(resolved.activity);
      code = this.#staged.texts.activity.dictionary.intern(bytes, 0, bytes.length);
      this.#activityCodes.set(resolved, code);
    }
    return code;
  }

  #takeText(batch: RecordBatch, field: ShapeField): void {
    const { fields, on } = this.shape;
    const names = fields?.[field] ?? [];
    const cells = this.#gather(batch, names, this.#cells);
    let any = cells !== undefined;
    for (const [event, own] of Object.entries(on ?? {})) {
      const special = own[field] === undefined ? undefined : this.#gather(batch, own[field], this.#special);
      if (special === undefined) continue;
      const starts = this.#cells.starts.numbers(batch.rows);
      const ends = this.#cells.ends.numbers(batch.rows);
      const ownStarts = special.starts.numbers(batch.rows);
      const ownEnds = special.ends.numbers(batch.rows);
      if (!any) starts.set(ends);
      any = true;
      const wanted = EVENTS.indexOf(event as Event);
      for (let row = 0, at = this.#staged.rows; row < batch.rows; row++, at++) {
        if (this.#staged.event[at] !== wanted || ownStarts[row] === ownEnds[row]) continue;
        starts[row] = ownStarts[row]!;
        ends[row] = ownEnds[row]!;
      }
    }
    if (any) this.#intern(batch, label(field, names), this.#cells, this.#staged.texts[field]);
  }

  #intern(batch: RecordBatch, name: string, cells: KernelCells, into: StagedColumn): void {
    const { dictionary, codes } = into;
    dictionary.internAll(cells, batch.rows, codes, this.#staged.rows);
    if (!dictionary.hasInvalid) return;
    for (let row = 0, at = this.#staged.rows; row < batch.rows; row++, at++) {
      if (dictionary.isInvalid(codes[at]!) && !this.#isIgnored(row)) batch.faults[row] ??= `${name}: not UTF-8 text`;
    }
  }

  /** A record without a channel leaves all of them, so one that leaves only one has to say which. */
  #checkScopes(batch: RecordBatch): void {
    if (!this.#events.hasScopes) return;
    const channels = this.#staged.texts.channel.codes;
    for (let row = 0, at = this.#staged.rows; row < batch.rows; row++, at++) {
      const { scope } = this.#events.at(row);
      if (scope === undefined) continue;
      if (scope === 'all') channels[at] = 0;
      else if (channels[at] === 0) batch.faults[row] ??= `${label('channel', this.shape.fields?.channel ?? [])}: missing; this record is about one of them`;
    }
  }

  #takeWords(batch: RecordBatch, role: string, names: readonly string[] | undefined, words: Words, into: Uint8Array, otherwise: string): void {
    const cells = names === undefined ? undefined : this.#gather(batch, names, this.#cells);
    if (cells === undefined) return;
    words.take(cells, batch.rows);
    for (let row = 0, at = this.#staged.rows; row < batch.rows; row++, at++) {
      const meaning = words.meaningAt(row);
      if (meaning !== undefined) into[at] ||= meaning;
      else if (!this.#isIgnored(row)) batch.faults[row] ??= `${label(role, names!)}: ${otherwise}`;
    }
  }

  /** As written: white space may be part of a property. */
  #takeProperties(batch: RecordBatch): void {
    const { stride, rows } = batch;
    const { input } = this.#kernel;
    const asked = this.#events.fields.flatMap((names, field) => names.map((name) => [this.#columns.get(name), field] as const));
    const askedColumns = new Map(asked.filter((one): one is readonly [number, number] => one[0] !== undefined));
    for (const [property, columns] of this.#properties) {
      const [only] = columns;
      if (columns.length === 1 && !askedColumns.has(only!)) {
        input.gather(batch, only!, false, false, this.#cells);
      } else {
        const starts = this.#cells.starts.numbers(rows).fill(0);
        const ends = this.#cells.ends.numbers(rows).fill(0);
        for (const column of columns) {
          const field = askedColumns.get(column);
          for (let row = 0, cell = column; row < rows; row++, cell += stride) {
            if (batch.ends[cell] === batch.starts[cell] || (field !== undefined && this.#events.at(row).asked[field] === true)) continue;
            starts[row] = batch.starts[cell]! + input.shift;
            ends[row] = batch.ends[cell]! + input.shift;
          }
        }
      }
      this.#intern(batch, 'a property', this.#cells, this.#staged.property(property));
    }
  }

  /** Late, so that a record rejected for something else has no say in a column's unit. */
  #takeTimes(batch: RecordBatch): void {
    const { bytes, stride, starts, ends, faults } = batch;
    const columns = this.#times.flatMap(({ field, reader }) => {
      const column = this.#columns.get(field.field);
      return column === undefined ? [] : [{ column, reader }];
    });
    const missing = `${label(
      'time',
      this.#times.map(({ field }) => field.field),
    )}: missing`;
    const usual = this.#usualTimes(batch, columns[0]?.column);
    for (let row = 0, at = this.#staged.rows; row < batch.rows; row++, at++) {
      if (faults[row] !== undefined || this.#isIgnored(row)) continue;
      if (usual !== undefined && !Number.isNaN(usual[row])) {
        this.#staged.time[at] = usual[row]!;
        continue;
      }
      const base = row * stride;
      faults[row] = missing;
      for (const { column, reader } of columns) {
        const [start, end] = trim(bytes, starts[base + column]!, ends[base + column]!);
        if (start === end) continue;
        const time = reader.read(bytes, start, end, batch.lines[row]!);
        this.#staged.time[at] = time;
        faults[row] = Number.isNaN(time) ? `time: ${quoted(bytes, start, end)} ${reader.fault}` : undefined;
        break;
      }
    }
  }

  /** The times of a column that are written as most are, NaN for the others. */
  #usualTimes(batch: RecordBatch, column: number | undefined): Float64Array | undefined {
    if (column === undefined) return undefined;
    const { exports, input, times } = this.#kernel;
    times.reserve(8 * batch.rows);
    input.gather(batch, column, true, false, this.#cells);
    exports.readTimes(this.#cells.starts.address, this.#cells.ends.address, batch.rows, times.address);
    return times.floats(batch.rows);
  }

  #takeIds(batch: RecordBatch): void {
    const { id } = this.shape;
    if (id === undefined) return;
    const parts = id.parts.map((names, index) => this.#gather(batch, names, this.#idCells[index]!));
    const [first, ...others] = parts;
    if (first === undefined) return;
    const { dictionary, codes } = this.#staged.id;
    const alone = others.length === 0 && id.uniqueWithinDay !== true && this.#idsOf.length === 0;
    if (alone) {
      dictionary.internAll(first, batch.rows, codes, this.#staged.rows);
      for (let row = 0, at = this.#staged.rows; row < batch.rows && dictionary.hasInvalid; row++, at++) {
        if (dictionary.isInvalid(codes[at]!)) batch.faults[row] ??= `${label('id', id.parts[0]!)}: not UTF-8 text`;
      }
      return;
    }
    for (let row = 0, at = this.#staged.rows; row < batch.rows; row++, at++) {
      const isMissing = first.starts.numbers(batch.rows)[row] === first.ends.numbers(batch.rows)[row];
      codes[at] = isMissing ? 0 : this.#joinedId(batch, row, at, parts);
    }
  }

  #joinedId(batch: RecordBatch, row: number, at: number, parts: readonly (KernelCells | undefined)[]): number {
    let length = 0;
    const add = (bytes: Uint8Array, start: number, end: number): void => {
      this.#id = grown(this.#id, length + end - start + 1);
      this.#id.set(bytes.subarray(start, end), length);
      length += end - start;
      this.#id[length++] = UNIT_SEPARATOR;
    };
    add(this.#idsOf, 0, this.#idsOf.length);
    // A record about all channels is the same whichever of them it names.
    const leavesAll = this.#events.at(row).scope === 'all';
    for (const [index, part] of parts.entries()) {
      const isLeftOut = part === undefined || (leavesAll && this.shape.id?.parts[index] === this.shape.fields?.channel);
      add(this.#kernel.bytes, isLeftOut ? 0 : part.starts.numbers(batch.rows)[row]!, isLeftOut ? 0 : part.ends.numbers(batch.rows)[row]!);
    }
    if (this.shape.id?.uniqueWithinDay === true) {
      const day = new TextEncoder().encode(String(Math.floor(this.#staged.time[at]! / MICROSECONDS_A_DAY)));
      add(day, 0, day.length);
    }
    return this.#staged.id.dictionary.intern(this.#id, 0, length);
  }

  /** For each record the first of these fields that it has, white space around it left out; undefined where the file has none of them. */
  #gather(batch: RecordBatch, names: readonly string[], into: KernelCells): KernelCells | undefined {
    let found = false;
    for (const name of names) {
      const column = this.#columns.get(name);
      if (column === undefined) continue;
      this.#kernel.input.gather(batch, column, true, found, into);
      found = true;
    }
    return found ? into : undefined;
  }
}

/** The fields that are not properties whatever the record is about. */
function usedNames(shape: Shape, events: EventReader): string[] {
  const [first] = events.fields;
  return [
    ...shape.contact,
    ...shape.time.map(({ field }) => field),
    ...(first ?? []),
    ...Object.values(shape.fields ?? {}).flat(),
    ...Object.values(shape.on ?? {}).flatMap((fields) => Object.values(fields).flat()),
    ...(shape.bounce ?? []),
    ...(shape.machine ?? []),
    ...(shape.id?.parts.flat() ?? []),
  ];
}

/** What a reason calls it: our word, with the shape's fields where they are others. */
function label(role: string, names: readonly string[]): string {
  if (names.length === 0 || names.includes(role)) return role;
  const shown = names.slice(0, 3).map((name) => `"${name}"`);
  return `${role} (${shown.join(' or ')}${names.length > 3 ? ' …' : ''})`;
}

/** What such a cell means cannot be known, and leaving it out would be silent. */
export function rejectFilled(batch: RecordBatch, column: number): void {
  for (let row = 0, cell = column; row < batch.rows; row++, cell += batch.stride) {
    if (batch.ends[cell]! > batch.starts[cell]!) batch.faults[row] ??= 'a cell in a column without a name';
  }
}

function lowerCase(bytes: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end; at++) if (bytes[at]! >= 0x41 && bytes[at]! <= 0x5a) bytes[at]! |= 0x20;
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
