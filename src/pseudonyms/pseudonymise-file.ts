import type { Codecs } from '../activities/containers/codecs.ts';
import type { FileBytes } from '../activities/file-bytes.ts';
import { ReadFailure } from '../activities/read-failure.ts';
import type { ReadProblem } from '../activities/read-failure.ts';
import { readFile } from '../activities/read-file.ts';
import { chooseByColumns, chooseByRecords, chooseGeneric, isRecordOf } from '../activities/shapes/choose-shape.ts';
import { givenShape } from '../activities/shapes/file-shape.ts';
import { GENERIC } from '../activities/shapes/known-shapes.ts';
import type { Shape } from '../activities/shapes/shape.ts';
import type { SourceDeclaration } from '../model/source-declaration.ts';
import type { TimeZone } from '../time/time-zone.ts';
import type { ColumnRule, ColumnsOf } from './column-rules.ts';
import { columnsOfContacts, columnsOfShape } from './column-rules.ts';
import type { CsvCell } from './csv-rows.ts';
import { csvRow, CsvRows } from './csv-rows.ts';
import type { JourneyNeeds } from './journey-needs.ts';
import { JsonTexts } from './json-texts.ts';
import type { CellContext, Outcome, Rewritten } from './rewrite-cell.ts';
import { rewriteCell } from './rewrite-cell.ts';
import type { JsonRules } from './rewrite-json.ts';
import { isJson, rewriteJson } from './rewrite-json.ts';
import type { StandIns } from './stand-ins.ts';

/** Texts of one column whose stand-ins are remembered: many are met again and again. */
const REMEMBERED = 50_000;

/** Names of a table's columns that are plain words are no data. */
const PLAIN = /^[\p{L}\p{N}_$][\p{L}\p{N}_$ .:[\]()-]{0,63}$/u;

export interface PseudonymiseOptions {
  readonly standIns: StandIns;
  readonly needs: JourneyNeeds;
  /** By so many weeks the times are later in the copy. */
  readonly weeks: number;
  /** Of times without an offset; a source's own goes before it. */
  readonly zone: TimeZone;
  /** Columns and properties that are kept, in lower case. */
  readonly keep: ReadonlySet<string>;
  readonly codecs: Codecs;
  /** Called with the next piece of the copy, and awaited before more is read. */
  readonly write: (text: string) => Promise<void>;
}

export interface InputFile extends FileBytes {
  /** The name of its shape; recognised by its fields where it is not given. */
  readonly as?: string;
  readonly source?: SourceDeclaration;
  /** It has the contacts' attributes. */
  readonly isOfContacts: boolean;
}

/** What became of a file. */
export interface CopyFacts {
  readonly shape: string;
  readonly records: number;
  /** The lines of records that could not be read, the first 100; `leftOut` counts all. */
  readonly leftOutLines: readonly number[];
  readonly leftOut: number;
  /** By column: how many of its cells became what. Columns whose names are data are one, under the empty name. */
  readonly columns: ReadonlyMap<string, Readonly<Partial<Record<Outcome, number>>>>;
}

export type CopyResult = { readonly ok: true; readonly facts: CopyFacts } | { readonly ok: false; readonly problem: ReadProblem };

/**
 * Writes a copy of an activity file, or of a file of attributes, that holds of its texts what a journey needs and stand-ins for
 * all else (docs/pseudonymise.md). Text formats stay what they are, Parquet becomes CSV. Nothing is held but some records.
 */
export async function pseudonymiseFile(file: InputFile, options: PseudonymiseOptions): Promise<CopyResult> {
  try {
    const copy = new Copy(file, options);
    await copy.run();
    return { ok: true, facts: copy.facts() };
  } catch (error) {
    if (error instanceof ReadFailure) return { ok: false, problem: error.problem };
    throw error;
  }
}

class Copy {
  readonly #file: InputFile;
  readonly #options: PseudonymiseOptions;
  readonly #path: string;
  readonly #given: Shape | undefined;
  readonly #leftOutLines: number[] = [];
  readonly #columns = new Map<string, Partial<Record<Outcome, number>>>();
  readonly #rules = new Map<string, ColumnRule>();
  readonly #remembered = new Map<string, Map<string, Rewritten>>();
  #shape: Shape | undefined;
  #columnsOf: ColumnsOf;
  #context: CellContext;
  #leftOut = 0;
  #records = 0;
  #out: string[] = [];

  constructor(file: InputFile, options: PseudonymiseOptions) {
    this.#file = file;
    this.#options = options;
    this.#path = file.name.replaceAll('\\', '/');
    const { standIns, needs, weeks, zone } = options;
    this.#context = { standIns, needs, weeks, zone };
    this.#columnsOf = columnsOfContacts(needs, options.keep);
    this.#given = file.isOfContacts ? undefined : givenShape(file);
  }

  async run(): Promise<void> {
    let names: readonly string[] = [];
    await readFile(
      this.#path,
      this.#file,
      {
        readerOf: (format) => (format === 'csv' ? this.#csv() : this.#json()),
        header: (columns) => {
          names = columns;
          this.#write(`${csvRow(this.#header(columns.map((text) => ({ text, quoted: false }))), ',')}\n`);
        },
        take: (batch) => {
          const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
          for (let row = 0; row < batch.rows; row++) {
            const cells = names.map((_, column) => {
              const cell = row * batch.stride + column;
              return { text: decoder.decode(batch.bytes.subarray(batch.starts[cell], batch.ends[cell])), quoted: false };
            });
            const written = batch.faults[row] === undefined ? this.#row(cells, batch.lines[row]!) : undefined;
            if (written === undefined) this.#leaveOut(batch.lines[row]!);
            else this.#write(`${csvRow(written, ',')}\n`);
          }
        },
      },
      { codecs: this.#options.codecs, onBytes: () => undefined, pause: () => this.#flush() },
    );
    await this.#flush();
    if (this.#names.length === 0 && this.#records === 0) throw new ReadFailure('no-records', `${this.#path}: no records. Is this the right file?`);
  }

  facts(): CopyFacts {
    return {
      shape: this.#file.isOfContacts ? 'contacts' : (this.#shape?.name ?? ''),
      records: this.#records,
      leftOut: this.#leftOut,
      leftOutLines: this.#leftOutLines,
      columns: this.#columns,
    };
  }

  #use(shape: Shape): void {
    this.#shape = shape;
    this.#columnsOf = columnsOfShape(shape, this.#options.needs, this.#options.keep);
    this.#context = { ...this.#context, ...(shape.contactAfter === undefined ? {} : { contactAfter: shape.contactAfter }) };
  }

  // ---- tables

  #names: readonly string[] = [];

  #csv(): CsvRows {
    return new CsvRows({
      header: (cells) => this.#header(cells),
      row: (cells, line) => this.#row(cells, line),
      leftOut: (line) => {
        this.#leaveOut(line);
      },
      write: (text) => {
        this.#write(text);
      },
    });
  }

  #header(cells: readonly CsvCell[]): readonly CsvCell[] {
    const written = cells.map(({ text }) => text);
    if (!this.#file.isOfContacts) this.#use(this.#given ?? (this.#isGeneric ? chooseGeneric(this.#path, written) : chooseByColumns(this.#path, written)).shape);
    this.#names = written.map((name) => this.#columnsOf.canonical(name));
    const contact = this.#shape?.contact ?? ['contact'];
    if (!contact.some((name) => this.#names.includes(name))) {
      throw new ReadFailure(
        'wrong-shape',
        `${this.#path}: none of the ${cells.length} columns has the contact. Name the shape with --as, or describe the columns in a source.`,
      );
    }
    for (const name of this.#names) if (name !== '') this.#columns.set(this.#shownName(name), {});
    return cells.map(({ text, quoted }) => ({ text: text === '' || this.#isName(text) ? text : this.#options.standIns.ofText(text), quoted }));
  }

  #isName(name: string): boolean {
    return PLAIN.test(name.trim()) || this.#columnsOf.isKnown(this.#columnsOf.canonical(name));
  }

  #row(cells: readonly CsvCell[], line: number): readonly CsvCell[] | undefined {
    // What a cell without a column means nobody knows, and the reader rejects such records.
    if (cells.some(({ text }, column) => text !== '' && (this.#names[column] ?? '') === '')) return undefined;
    this.#records++;
    return cells.map(({ text, quoted }, column) => ({ text: this.#tableCell(this.#names[column] ?? '', text, line), quoted }));
  }

  #tableCell(name: string, text: string, line: number): string {
    const isOfJson = [this.#shape?.embedded, this.#shape?.pairs].some((names) => names?.includes(name) ?? false);
    return isOfJson && isJson(text) ? rewriteJson(text, this.#jsonRules(), name) : this.#cell(name, text, `line ${String(line)}`);
  }

  // ---- JSON

  #json(): JsonTexts {
    const rules = this.#jsonRules();
    return new JsonTexts(this.#path, {
      fits: (value) =>
        this.#file.isOfContacts ? Object.keys(value).some((key) => this.#columnsOf.canonical(key) === 'contact') : isRecordOf(value, this.#given),
      begin: (sample) => {
        if (!this.#file.isOfContacts) this.#use(this.#given ?? chooseByRecords(this.#path, sample, this.#isGeneric).shape);
      },
      record: (text) => {
        this.#records++;
        return rewriteJson(text, rules);
      },
      leftOut: (line) => {
        this.#leaveOut(line);
      },
      write: (text) => {
        this.#write(text);
      },
    });
  }

  #jsonRules(): JsonRules {
    const has = (names: readonly string[] | undefined, path: string): boolean => names?.includes(path) ?? false;
    return {
      isEnvelope: (path) => has(this.#shape?.envelopes, path),
      isEmbedded: (path) => has(this.#shape?.embedded, path) || has(this.#shape?.envelopes, path),
      isPairs: (path) => has(this.#shape?.pairs, path),
      isDropped: (path) => this.#rule(this.#columnsOf.canonical(path)).kind === 'dropped',
      key: (path, key) => this.#key(path, key),
      value: (path, text) => this.#cell(this.#columnsOf.canonical(path), text, `record ${String(this.#records)}`),
    };
  }

  #key(path: string, key: string): string {
    if (this.#columnsOf.isKnown(path) || this.#columnsOf.isKnown(this.#columnsOf.canonical(path))) return key;
    const { standIns } = this.#options;
    return /^attr\../i.test(key) ? `attr.${standIns.ofText(key.slice(5))}` : standIns.ofText(key);
  }

  // ---- both

  get #isGeneric(): boolean {
    return (this.#file.as ?? this.#file.source?.shape) === GENERIC;
  }

  #cell(name: string, text: string, place: string): string {
    if (text === '') return text;
    let remembered = this.#remembered.get(name);
    if (remembered === undefined || remembered.size > REMEMBERED) {
      remembered = new Map<string, Rewritten>();
      this.#remembered.set(name, remembered);
    }
    let rewritten = remembered.get(text);
    if (rewritten === undefined) {
      rewritten = this.#rewritten(name, text, place);
      remembered.set(text, rewritten);
    }
    const shown = this.#shownName(name);
    const counts = this.#columns.get(shown) ?? {};
    counts[rewritten.outcome] = (counts[rewritten.outcome] ?? 0) + 1;
    this.#columns.set(shown, counts);
    return rewritten.text;
  }

  #rewritten(name: string, text: string, place: string): Rewritten {
    try {
      return rewriteCell(text, this.#rule(name), this.#context, this.#shownName(name));
    } catch (error) {
      throw error instanceof ReadFailure ? new ReadFailure(error.problem.kind, `${this.#path}: ${place}: ${error.message}`) : error;
    }
  }

  #rule(name: string): ColumnRule {
    let rule = this.#rules.get(name);
    if (rule === undefined) this.#rules.set(name, (rule = this.#columnsOf.rule(name)));
    return rule;
  }

  /** A key that nobody knows can be data. */
  #shownName(name: string): string {
    return this.#names.length > 0 ? (this.#isName(name) ? name : '') : this.#columnsOf.isKnown(name) ? name : '';
  }

  #leaveOut(line: number): void {
    this.#leftOut++;
    if (this.#leftOutLines.length < 100) this.#leftOutLines.push(line);
  }

  #write(text: string): void {
    this.#out.push(text);
  }

  async #flush(): Promise<void> {
    if (this.#out.length === 0) return;
    const text = this.#out.join('');
    this.#out = [];
    await this.#options.write(text);
  }
}
