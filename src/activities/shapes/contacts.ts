import type { RejectedRecord, TextColumn } from '../activity-table.ts';
import type { JsonLayouts } from '../formats/json.ts';
import { plainLayout } from '../formats/json-layout.ts';
import type { RecordBatch } from '../formats/record-batch.ts';
import { grown } from '../grown.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { KernelCells } from '../kernel/kernel-cells.ts';
import { ReadFailure } from '../read-failure.ts';
import { Rejections } from '../rejections.ts';
import { rankedTexts, sortedColumn } from '../sorted-column.ts';
import { StagedColumn } from '../staged-records.ts';
import { rejectFilled } from './shape-reader.ts';

/** The contacts' attributes: a file with one row a contact, `contact` and one column an attribute. */
export const SHAPE = 'contacts';

const CONTACT = 'contact';
const ATTRIBUTE = 'attr.';

/** The column that a name in a contacts' file means; `attr.` before an attribute's name may stay there. */
function fieldName(written: string): string {
  const name = written.trim().normalize('NFC');
  const lower = name.toLowerCase();
  if (lower === CONTACT) return CONTACT;
  return lower.startsWith(ATTRIBUTE) ? name.slice(ATTRIBUTE.length) : name;
}

/** The rows of all contacts' files. */
export class StagedContacts {
  rows = 0;
  readonly kernel: Kernel;
  readonly cells: KernelCells;
  readonly contact: StagedColumn;
  readonly attributes = new Map<string, StagedColumn>();
  readonly paths: string[] = [];
  path = new Uint32Array(0);
  line = new Uint32Array(0);
  readonly rejections = new Rejections();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.cells = new KernelCells(kernel);
    this.contact = new StagedColumn(kernel);
  }

  reserve(rows: number): void {
    this.path = grown(this.path, this.rows + rows);
    this.line = grown(this.line, this.rows + rows);
    for (const column of [this.contact, ...this.attributes.values()]) column.codes = grown(column.codes, this.path.length);
  }

  attribute(name: string): StagedColumn {
    let column = this.attributes.get(name);
    if (column === undefined) {
      column = new StagedColumn(this.kernel);
      column.codes = new Uint32Array(this.path.length);
      this.attributes.set(name, column);
    }
    return column;
  }

  /**
   * Rejects every row of a contact whose rows differ: which of them holds cannot be known. Call once, after the last row;
   * returns the first rejected rows of all, in the order of files and lines.
   */
  rejectContradictions(): RejectedRecord[] {
    const columns = [...this.attributes.values()].map((column) => column.codes);
    const firstRow = new Uint32Array(this.contact.dictionary.size);
    const contradicted = new Uint8Array(this.contact.dictionary.size);
    for (let row = 0; row < this.rows; row++) {
      const contact = this.contact.codes[row]!;
      if (contact === 0) continue;
      const first = firstRow[contact]! - 1;
      if (first < 0) firstRow[contact] = row + 1;
      else if (columns.some((codes) => codes[row] !== codes[first])) contradicted[contact] = 1;
    }
    const found = new Rejections();
    for (let row = 0; row < this.rows; row++) {
      if (contradicted[this.contact.codes[row]!] === 0) continue;
      found.add(this.paths[this.path[row]!]!, this.line[row]!, 'contact: the rows of this contact differ; keep one of them');
      this.contact.codes[row] = 0;
    }
    const place = new Map(this.paths.map((path, index) => [path, index]));
    const inOrder = [...this.rejections.first, ...found.first].sort((a, b) => place.get(a.path)! - place.get(b.path)! || a.line - b.line);
    this.rejections.count += found.count;
    return inOrder.slice(0, 100);
  }

  /** One code a contact, for the contacts of a table; contacts without a record are not in it. */
  columnsFor(contacts: readonly string[]): ReadonlyMap<string, TextColumn> {
    const rowOfText = new Map<string, number>();
    const texts = this.contact.dictionary.texts();
    for (let row = 0; row < this.rows; row++) {
      const contact = this.contact.codes[row]!;
      if (contact !== 0) rowOfText.set(texts[contact]!, row);
    }
    const attributes = new Map<string, TextColumn>();
    for (const name of [...this.attributes.keys()].sort()) {
      const { dictionary, codes } = this.attributes.get(name)!;
      const own = Uint32Array.from(contacts, (contact) => {
        const row = rowOfText.get(contact);
        return row === undefined ? 0 : codes[row]!;
      });
      const column = sortedColumn(rankedTexts(dictionary), own);
      if (column.dictionary.length > 1) attributes.set(name, column);
    }
    return attributes;
  }
}

/** Puts one file's rows into the staged contacts. */
export class ContactsShape {
  readonly #path: string;
  readonly #staged: StagedContacts;
  records = 0;

  constructor(path: string, staged: StagedContacts) {
    this.#path = path;
    this.#staged = staged;
    staged.paths.push(path);
  }

  readonly layouts: JsonLayouts = {
    fits: (value) => Object.keys(value).some((name) => fieldName(name) === CONTACT),
    layoutOf: () => plainLayout(fieldName),
  };

  columnsOf(header: readonly string[]): readonly string[] {
    const names = header.map(fieldName);
    this.#checkRequired(names);
    for (const [index, name] of names.entries()) {
      if (name === '' || names.indexOf(name) === index) continue;
      throw new ReadFailure('wrong-shape', `${this.#path}: the column number ${index + 1} has the name of an earlier one. Rename or remove one of them.`);
    }
    return names;
  }

  checkFields(names: readonly string[]): void {
    if (this.records > 0) this.#checkRequired(names);
  }

  #checkRequired(names: readonly string[]): void {
    if (names.includes(CONTACT)) return;
    throw new ReadFailure(
      'wrong-shape',
      `${this.#path}: no "contact" among the ${names.length} columns. A contacts' file has the column "contact" and one column for each attribute.`,
    );
  }

  take(batch: RecordBatch, names: readonly string[]): void {
    const staged = this.#staged;
    staged.reserve(batch.rows);
    staged.cells.reserve(batch.rows);
    staged.kernel.input.load(batch);
    for (const [column, name] of names.entries()) {
      if (name === '') rejectFilled(batch, column);
      else this.#takeColumn(batch, column, name === CONTACT ? staged.contact : staged.attribute(name), name === CONTACT);
    }
    const contact = names.indexOf(CONTACT);
    for (let row = 0, at = staged.rows; row < batch.rows; row++, at++) {
      if (contact < 0 || staged.contact.codes[at] === 0) batch.faults[row] ??= 'contact: missing';
      staged.path[at] = staged.paths.length - 1;
      staged.line[at] = batch.lines[row]!;
      const fault = batch.faults[row];
      if (fault === undefined) continue;
      staged.contact.codes[at] = 0;
      staged.rejections.add(this.#path, batch.lines[row]!, fault);
    }
    staged.rows += batch.rows;
    this.records += batch.rows;
  }

  #takeColumn(batch: RecordBatch, column: number, into: StagedColumn, trimmed: boolean): void {
    const { cells, kernel, rows } = this.#staged;
    kernel.input.gather(batch, column, trimmed, false, cells);
    into.dictionary.internAll(cells, batch.rows, into.codes, rows);
    if (!into.dictionary.hasInvalid) return;
    for (let row = 0; row < batch.rows; row++) {
      if (into.dictionary.isInvalid(into.codes[rows + row]!)) batch.faults[row] ??= trimmed ? 'contact: not UTF-8 text' : 'an attribute: not UTF-8 text';
    }
  }
}
