import type { JsonKeys } from '../kernel/json-keys.ts';
import { MAX_COLUMNS } from '../limits.ts';
import { ReadFailure } from '../read-failure.ts';
import { writeUtf8 } from '../utf8.ts';
import type { JsonLayout } from './json-layout.ts';
import type { RecordBatch } from './record-batch.ts';

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const BRACE = 0x7b;
const BRACE_CLOSED = 0x7d;
const BRACKET = 0x5b;
const BRACKET_CLOSED = 0x5d;
const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;

/** Objects and lists within each other. Deeper ones are rejected before they exhaust the stack. */
const MAX_DEPTH = 64;

const LITERALS = ['true', 'false', 'null'].map((text) => ({ text, bytes: Array.from(text, (character) => character.charCodeAt(0)) }));
const ESCAPES: Readonly<Record<string, number>> = { '"': QUOTE, '\\': BACKSLASH, '/': 0x2f, b: 8, f: 12, n: LF, r: CR, t: TAB };

/** So many children of a node are looked at before the names are: fields that an object lacks are passed over. */
const NEAR = 16;
const NO_KEY = new Uint8Array(0);

/** Where a record stops being JSON that can be read. Caught by the record that it is about. */
class Fault extends Error {}

/** A place in the nesting of a file's objects. Kept, so that a path is put together and looked up once a file. */
interface Node {
  readonly path: string;
  readonly key: Uint8Array;
  /** In the order in which they were first seen, which is that of most objects of a file. */
  readonly children: Node[];
  readonly childNamed: Map<string, Node>;
  /** Which child is probably the next one of the present object. */
  next: number;
  readonly aside: boolean;
  readonly envelope: boolean;
  readonly embedded: boolean;
  /** The group of lists whose elements become records, and its rank there; -1 where it is none of them. */
  readonly group: number;
  readonly rank: number;
  readonly pairs: boolean;
  readonly first: boolean;
  /** -1 until a value was seen. */
  column: number;
  firstColumn: number;
}

/** Of one cell after the other its column, start and end. */
type Cells = number[];

/** The elements of a list that was taken apart. */
interface Elements {
  readonly rank: number;
  readonly cells: readonly Cells[];
}

/**
 * Puts the values of JSON objects into the cells of a batch. Nested objects become columns with dotted names; a list of
 * plain values becomes these with commas between them; each element of a list that the layout says so of becomes a record;
 * other lists keep their JSON text. Texts are unescaped in place, numbers and flags keep their token as text, null is a
 * missing cell.
 */
export class JsonCells {
  readonly #file: string;
  readonly #layout: JsonLayout;
  readonly #names: string[];
  readonly #root: Node;
  readonly #flatKeys: JsonKeys | undefined;
  readonly #columns = new Map<string, number>();
  readonly #lastPartOfColumn: number[] = [];
  /** Counts the records and, within them, the elements that become records. */
  #part = 0;
  /** The fields of the present record so far, for messages: their names may be somebody's. */
  #field = 0;
  #line = 1;
  #row = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #textStart = 0;
  #textEnd = 0;
  /** Where cells go while an element is read that becomes a record. */
  #element: Cells | undefined;
  /** By group. */
  readonly #elements: Elements[] = [];
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  readonly #keyDecoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

  /** `names`: by column; new ones are added at its end. `flatKeys`: gets the keys of plain values in no other object. */
  constructor(file: string, layout: JsonLayout, names: string[], flatKeys?: JsonKeys) {
    this.#flatKeys = flatKeys;
    this.#file = file;
    this.#layout = layout;
    this.#names = names;
    this.#root = node('', NO_KEY, layout);
    for (const [column, name] of names.entries()) this.#columns.set(name, column);
  }

  /** One object as a row of the batch, or as several; as a row with a fault where it is none. */
  readRecord(batch: RecordBatch, start: number, end: number, line: number): void {
    batch.begin(line);
    const fault = this.#attempt(batch, batch.rows, start, end, line, () => {
      this.#skipSpace();
      if (!this.#take(BRACE)) throw new Fault('not a JSON object');
      this.#readFields(this.#root, batch, 1);
    });
    if (fault === undefined) this.#commit(batch);
    else batch.commit(fault);
  }

  /** The JSON text in a cell of a row that is there already, into cells of that row. Returns what is wrong with it. */
  readCell(batch: RecordBatch, row: number, column: number): string | undefined {
    const cell = row * batch.stride + column;
    const name = this.#names[column]!;
    const fault = this.#attempt(batch, row, batch.starts[cell]!, batch.ends[cell]!, batch.lines[row]!, () => {
      this.#skipSpace();
      this.#readValue(node(name, NO_KEY, this.#layout), batch, 1);
    });
    return fault === undefined ? undefined : `${name}: ${fault}`;
  }

  /** Reads one text of JSON to its end. Returns the fault that it has. */
  #attempt(batch: RecordBatch, row: number, start: number, end: number, line: number, read: () => void): string | undefined {
    this.#bytes = batch.bytes;
    this.#row = row;
    this.#at = start;
    this.#end = end;
    this.#line = line;
    this.#part++;
    this.#field = 0;
    this.#element = undefined;
    this.#elements.length = 0;
    try {
      read();
      this.#skipSpace();
      if (this.#at < this.#end) this.#fail();
      return undefined;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return error.message;
    }
  }

  /** The open row; where lists were taken apart, one row for each choice of an element of each. */
  #commit(batch: RecordBatch): void {
    if (this.#elements.length === 0) {
      batch.commit();
      return;
    }
    let choices: Cells[] = [[]];
    for (const { cells } of this.#elements.filter((elements) => elements.cells.length > 0)) {
      choices = choices.flatMap((choice) => cells.map((own) => [...choice, ...own]));
    }
    const [first, ...others] = choices;
    const row = batch.rows;
    fill(batch, row, first!);
    batch.commit();
    for (const choice of others) {
      batch.beginLike(row);
      clear(batch, batch.rows, first!);
      fill(batch, batch.rows, choice);
      batch.commit();
    }
  }

  /** From after the opening brace to after the closing one. */
  #readFields(parent: Node, batch: RecordBatch, depth: number): void {
    this.#skipSpace();
    if (this.#take(BRACE_CLOSED)) return;
    parent.next = 0;
    for (;;) {
      this.#readKey();
      const child = this.#childOf(parent);
      this.#expectColon();
      this.#readValue(child, batch, depth);
      if (!this.#takeCommaOr(BRACE_CLOSED)) return;
    }
  }

  #readValue(place: Node, batch: RecordBatch, depth: number): void {
    if (place.aside) {
      this.#skipValue(depth);
    } else if (this.#take(BRACE)) {
      this.#checkDepth(depth);
      this.#readFields(place, batch, depth + 1);
    } else if (this.#bytes[this.#at] === BRACKET) {
      this.#checkDepth(depth);
      this.#readList(place, batch, depth + 1);
    } else {
      const isText = this.#readPlain();
      if (isText && place.embedded && this.#textEnd > this.#textStart && this.#bytes[this.#textStart] === BRACE) this.#readEmbedded(place, batch, depth);
      else this.#put(place, batch);
    }
  }

  /** A text that is a JSON object itself: it was unescaped in place, so it can be read where it stands. */
  #readEmbedded(place: Node, batch: RecordBatch, depth: number): void {
    const after = this.#at;
    const end = this.#end;
    this.#at = this.#textStart + 1;
    this.#end = this.#textEnd;
    this.#checkDepth(depth);
    this.#readFields(place, batch, depth + 1);
    this.#skipSpace();
    if (this.#at < this.#end) this.#fail();
    this.#at = after;
    this.#end = end;
  }

  /** At the opening bracket. */
  #readList(place: Node, batch: RecordBatch, depth: number): void {
    if (place.rank >= 0 && this.#element === undefined) this.#readElements(place, batch, depth);
    else if (place.pairs) this.#readPairs(place, batch, depth);
    else this.#readTexts(place, batch, depth);
  }

  /** Each element will be a record. Of several such lists of a group the one of the lowest rank is taken apart. */
  #readElements(place: Node, batch: RecordBatch, depth: number): void {
    const elements: Cells[] = [];
    this.#eachElement(() => {
      this.#part++;
      this.#element = [];
      elements.push(this.#element);
      this.#readValue(place, batch, depth);
      this.#element = undefined;
    });
    while (this.#elements.length <= place.group) this.#elements.push({ rank: Infinity, cells: [] });
    if (elements.length > 0 && place.rank < this.#elements[place.group]!.rank) this.#elements[place.group] = { rank: place.rank, cells: elements };
  }

  /** `[{"key": "a", "value": {"string_value": "b"}}]`: in the column of the key the value, or the first plain one within it. */
  #readPairs(place: Node, batch: RecordBatch, depth: number): void {
    this.#eachElement(() => {
      let key: Node | undefined;
      let value: readonly [start: number, end: number] = [0, 0];
      if (this.#bytes[this.#at] !== BRACE) throw new Fault(`field ${this.#field} is not a list of keys and values`);
      this.#eachField(() => {
        const name = this.#decoder.decode(this.#bytes.subarray(this.#textStart, this.#textEnd));
        this.#expectColon();
        if (name === 'key' && this.#bytes[this.#at] === QUOTE) {
          this.#readPlain();
          key = this.#childOf(place);
        } else if (name === 'value') {
          value = this.#readFirstPlain(depth + 1);
        } else {
          this.#skipValue(depth + 1);
        }
      });
      if (key === undefined || key.aside) return;
      [this.#textStart, this.#textEnd] = value;
      this.#put(key, batch);
    });
  }

  #readFirstPlain(depth: number): readonly [start: number, end: number] {
    let found: readonly [start: number, end: number] = [0, 0];
    if (this.#bytes[this.#at] === BRACE) {
      this.#eachField(() => {
        this.#expectColon();
        if (this.#atNested()) {
          this.#skipValue(depth + 1);
          return;
        }
        this.#readPlain();
        if (found[0] === found[1]) found = [this.#textStart, this.#textEnd];
      });
    } else if (this.#bytes[this.#at] === BRACKET) {
      this.#skipValue(depth);
    } else {
      this.#readPlain();
      found = [this.#textStart, this.#textEnd];
    }
    return found;
  }

  /** Plain values are put together in place; anything else stays as it is written. */
  #readTexts(place: Node, batch: RecordBatch, depth: number): void {
    const start = this.#at;
    this.#skipValue(depth - 1);
    const end = this.#at;
    if (this.#hasNested(start + 1, end)) {
      this.#textStart = start;
      this.#textEnd = this.#compact(start, end);
      this.#put(place, batch);
      return;
    }
    this.#at = start;
    const bytes = this.#bytes;
    let to = start;
    let firstEnd = -1;
    this.#eachElement(() => {
      this.#readPlain();
      if (this.#textStart === this.#textEnd) return;
      // The bracket or comma before the value and its quotes, if any, leave room for the comma after the last one.
      if (firstEnd >= 0) bytes[to++] = COMMA;
      bytes.copyWithin(to, this.#textStart, this.#textEnd);
      to += this.#textEnd - this.#textStart;
      if (firstEnd < 0) firstEnd = to;
    });
    this.#textStart = start;
    if (place.first && firstEnd >= 0) {
      this.#textEnd = firstEnd;
      if (place.firstColumn < 0) place.firstColumn = this.#columnNamed(`${this.#layout.columnOf(place.path)}[0]`);
      this.#putAt(place.firstColumn, batch);
    }
    this.#textEnd = to;
    this.#put(place, batch);
  }

  /** Leaves out white space between tokens, which says nothing, in place; returns the new end. */
  #compact(start: number, end: number): number {
    const bytes = this.#bytes;
    let to = start;
    let inText = false;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      if (!inText && (byte === SPACE || byte === TAB || byte === CR || byte === LF)) continue;
      bytes[to++] = byte;
      if (byte === QUOTE) inText = !inText;
      else if (inText && byte === BACKSLASH) bytes[to++] = bytes[++at]!;
    }
    return to;
  }

  /** Whether a list, seen to be JSON, holds objects or lists. */
  #hasNested(start: number, end: number): boolean {
    let inText = false;
    for (let at = start; at < end; at++) {
      const byte = this.#bytes[at]!;
      if (inText) {
        if (byte === BACKSLASH) at++;
        else if (byte === QUOTE) inText = false;
      } else if (byte === QUOTE) {
        inText = true;
      } else if (byte === BRACE || byte === BRACKET) {
        return true;
      }
    }
    return false;
  }

  /** Puts the text that was read last into its column. */
  #put(place: Node, batch: RecordBatch): void {
    if (place.column < 0) {
      place.column = this.#columnNamed(this.#layout.columnOf(place.path));
      if (!place.embedded && this.#root.childNamed.get(place.path) === place) this.#flatKeys?.add(place.key, place.column);
    }
    this.#putAt(place.column, batch);
  }

  #putAt(column: number, batch: RecordBatch): void {
    if (this.#lastPartOfColumn[column] === this.#part) throw new Fault(`field ${this.#field} has the name of an earlier one`);
    this.#lastPartOfColumn[column] = this.#part;
    if (this.#element !== undefined) {
      this.#element.push(column, this.#textStart, this.#textEnd);
      return;
    }
    batch.widen(this.#names.length);
    const cell = this.#row * batch.stride + column;
    batch.starts[cell] = this.#textStart;
    batch.ends[cell] = this.#textEnd;
  }

  #columnNamed(name: string): number {
    let column = this.#columns.get(name);
    if (column === undefined) {
      column = this.#names.length;
      if (column === MAX_COLUMNS) {
        throw new ReadFailure('limit', `${this.#file}: line ${this.#line}: more than ${MAX_COLUMNS} different fields. Keep those the journey needs.`);
      }
      this.#names.push(name);
      this.#columns.set(name, column);
    }
    return column;
  }

  /** The place below `parent` whose key was read last. */
  #childOf(parent: Node): Node {
    const { children } = parent;
    for (let at = parent.next; at < Math.min(children.length, parent.next + NEAR); at++) {
      if (!this.#isKey(children[at]!.key)) continue;
      parent.next = at + 1;
      return children[at]!;
    }
    const name = this.#keyName();
    let child = parent.childNamed.get(name);
    if (child === undefined) {
      const key = this.#bytes.slice(this.#textStart, this.#textEnd);
      child = node(parent.path === '' || parent.envelope ? name : `${parent.path}.${name}`, key, this.#layout);
      children.push(child);
      parent.childNamed.set(name, child);
    }
    parent.next = children.indexOf(child) + 1;
    return child;
  }

  #isKey(key: Uint8Array): boolean {
    if (key.length !== this.#textEnd - this.#textStart) return false;
    for (let at = 0; at < key.length; at++) if (key[at] !== this.#bytes[this.#textStart + at]) return false;
    return true;
  }

  #keyName(): string {
    try {
      return this.#keyDecoder.decode(this.#bytes.subarray(this.#textStart, this.#textEnd));
    } catch {
      throw new Fault(`the name of field ${this.#field} is not UTF-8 text`);
    }
  }

  #readKey(): void {
    this.#skipSpace();
    this.#expect(QUOTE);
    this.#field++;
    this.#readText();
  }

  #expectColon(): void {
    this.#skipSpace();
    this.#expect(COLON);
    this.#skipSpace();
  }

  /** Goes on to the next field or element; false after the last one, whose closing byte is taken. */
  #takeCommaOr(closing: number): boolean {
    this.#skipSpace();
    if (this.#take(COMMA)) return true;
    this.#expect(closing);
    return false;
  }

  /** At the opening brace; `read` is called after each key and has to read the rest of the field. */
  #eachField(read: () => void): void {
    this.#at++;
    this.#skipSpace();
    if (this.#take(BRACE_CLOSED)) return;
    do {
      this.#readKey();
      read();
    } while (this.#takeCommaOr(BRACE_CLOSED));
  }

  /** At the opening bracket; `read` is called at each element. */
  #eachElement(read: () => void): void {
    this.#at++;
    this.#skipSpace();
    if (this.#take(BRACKET_CLOSED)) return;
    do {
      this.#skipSpace();
      read();
    } while (this.#takeCommaOr(BRACKET_CLOSED));
  }

  /** Goes past a value and sees that it is JSON; changes no byte of it. */
  #skipValue(depth: number): void {
    if (this.#bytes[this.#at] === BRACE) {
      this.#checkDepth(depth);
      this.#at++;
      this.#skipSpace();
      if (this.#take(BRACE_CLOSED)) return;
      do {
        this.#skipSpace();
        this.#expect(QUOTE);
        this.#skipText();
        this.#expectColon();
        this.#skipValue(depth + 1);
      } while (this.#takeCommaOr(BRACE_CLOSED));
    } else if (this.#bytes[this.#at] === BRACKET) {
      this.#checkDepth(depth);
      this.#eachElement(() => this.#skipValue(depth + 1));
    } else if (this.#take(QUOTE)) {
      this.#skipText();
    } else {
      this.#readPlain();
    }
  }

  #skipText(): void {
    for (; this.#at < this.#end; this.#at++) {
      const byte = this.#bytes[this.#at]!;
      if (byte === QUOTE) {
        this.#at++;
        return;
      }
      if (byte < SPACE) this.#fail();
      if (byte === BACKSLASH) this.#at++;
    }
    this.#fail();
  }

  #checkDepth(depth: number): void {
    if (depth >= MAX_DEPTH) throw new Fault(`nested deeper than ${MAX_DEPTH} levels`);
  }

  #atNested(): boolean {
    return this.#bytes[this.#at] === BRACE || this.#bytes[this.#at] === BRACKET;
  }

  /** A text, number, flag or null. True for a text. */
  #readPlain(): boolean {
    if (this.#at >= this.#end) this.#fail();
    const first = this.#bytes[this.#at]!;
    if (this.#take(QUOTE)) {
      this.#readText();
      return true;
    }
    if (first === MINUS || (first >= 0x30 && first <= 0x39)) this.#readNumber();
    else this.#readLiteral();
    return false;
  }

  /** After the opening quote: to the closing one, escapes replaced in place. */
  #readText(): void {
    const bytes = this.#bytes;
    this.#textStart = this.#at;
    let to = this.#at;
    for (;;) {
      if (this.#at >= this.#end) this.#fail();
      const byte = bytes[this.#at]!;
      if (byte === QUOTE) break;
      if (byte < SPACE) this.#fail();
      if (byte === BACKSLASH) {
        to = this.#readEscape(to);
      } else {
        bytes[to++] = byte;
        this.#at++;
      }
    }
    this.#at++;
    this.#textEnd = to;
  }

  /** No escape is shorter than its UTF-8. */
  #readEscape(to: number): number {
    const kind = String.fromCharCode(this.#bytes[this.#at + 1] ?? 0);
    const simple = ESCAPES[kind];
    if (this.#at + 1 < this.#end && simple !== undefined) {
      this.#at += 2;
      this.#bytes[to] = simple;
      return to + 1;
    }
    let codePoint = this.#readUnicodeEscape();
    if (codePoint >= 0xd800 && codePoint <= 0xdbff && this.#bytes[this.#at] === BACKSLASH) {
      const low = this.#readUnicodeEscape();
      if (low < 0xdc00 || low > 0xdfff) throw new Fault('half of a surrogate pair');
      codePoint = 0x10000 + ((codePoint - 0xd800) << 10) + (low - 0xdc00);
    }
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) throw new Fault('half of a surrogate pair');
    return writeUtf8(codePoint, this.#bytes, to);
  }

  /** `\uXXXX` at the present position. */
  #readUnicodeEscape(): number {
    if (this.#bytes[this.#at + 1] !== 0x75) this.#fail();
    if (this.#at + 6 > this.#end) {
      this.#at = this.#end;
      this.#fail();
    }
    let value = 0;
    for (let at = this.#at + 2; at < this.#at + 6; at++) {
      const digit = hexDigit(this.#bytes[at]!);
      if (digit < 0) this.#fail();
      value = value * 16 + digit;
    }
    this.#at += 6;
    return value;
  }

  #readNumber(): void {
    this.#textStart = this.#at;
    this.#take(MINUS);
    if (!this.#take(0x30)) this.#takeDigits();
    if (this.#take(DOT)) this.#takeDigits();
    if (this.#at < this.#end && (this.#bytes[this.#at]! | 0x20) === 0x65) {
      this.#at++;
      if (!this.#take(PLUS)) this.#take(MINUS);
      this.#takeDigits();
    }
    this.#textEnd = this.#at;
  }

  #takeDigits(): void {
    const first = this.#at;
    while (this.#at < this.#end && this.#bytes[this.#at]! >= 0x30 && this.#bytes[this.#at]! <= 0x39) this.#at++;
    if (this.#at === first) this.#fail();
  }

  #readLiteral(): void {
    for (const { text, bytes } of LITERALS) {
      const after = this.#at + bytes.length;
      if (after > this.#end || bytes.some((byte, index) => this.#bytes[this.#at + index] !== byte)) continue;
      this.#textStart = this.#at;
      this.#textEnd = text === 'null' ? this.#at : after;
      this.#at = after;
      return;
    }
    this.#fail();
  }

  #skipSpace(): void {
    for (; this.#at < this.#end; this.#at++) {
      const byte = this.#bytes[this.#at]!;
      if (byte !== SPACE && byte !== TAB && byte !== CR && byte !== LF) return;
    }
  }

  #take(byte: number): boolean {
    if (this.#at >= this.#end || this.#bytes[this.#at] !== byte) return false;
    this.#at++;
    return true;
  }

  #expect(byte: number): void {
    if (!this.#take(byte)) this.#fail();
  }

  #fail(): never {
    throw new Fault(this.#at >= this.#end ? 'not valid JSON: it ends too early' : 'not valid JSON');
  }
}

function node(path: string, key: Uint8Array, layout: JsonLayout): Node {
  const group = layout.exploded.findIndex((lists) => lists.includes(path));
  return {
    path,
    key,
    children: [],
    childNamed: new Map(),
    next: 0,
    aside: layout.isAside(path),
    envelope: layout.envelopes.has(path),
    embedded: layout.embedded.has(path) || layout.envelopes.has(path),
    group,
    rank: layout.exploded[group]?.indexOf(path) ?? -1,
    pairs: layout.pairs.has(path),
    first: layout.firsts.has(path),
    column: -1,
    firstColumn: -1,
  };
}

function fill(batch: RecordBatch, row: number, cells: Cells): void {
  batch.widen(Math.max(0, ...cells.filter((_, index) => index % 3 === 0)) + 1);
  for (let at = 0; at < cells.length; at += 3) {
    const cell = row * batch.stride + cells[at]!;
    batch.starts[cell] = cells[at + 1]!;
    batch.ends[cell] = cells[at + 2]!;
  }
}

/** Makes the columns of these cells missing. */
function clear(batch: RecordBatch, row: number, cells: Cells): void {
  for (let at = 0; at < cells.length; at += 3) {
    const cell = row * batch.stride + cells[at]!;
    batch.starts[cell] = 0;
    batch.ends[cell] = 0;
  }
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
