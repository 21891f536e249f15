import { ByteDictionary } from '../byte-dictionary.ts';
import { MAX_COLUMNS, MAX_RECORD_BYTES } from '../limits.ts';
import { ReadFailure } from '../read-failure.ts';
import { isUtf8, writeUtf8 } from '../utf8.ts';
import type { RecordBatch } from './record-batch.ts';
import type { RecordReader } from './record-reader.ts';

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
const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;

const LITERALS = ['true', 'false', 'null'].map((text) => ({ text, bytes: Array.from(text, (character) => character.charCodeAt(0)) }));
const ESCAPES: Readonly<Record<string, number>> = { '"': QUOTE, '\\': BACKSLASH, '/': 0x2f, b: 8, f: 12, n: LF, r: CR, t: TAB };

/** Where a line stops being a JSON object of plain values. Caught by the line that it is about. */
class Fault extends Error {}

/**
 * One JSON object a line. Texts are unescaped in place, numbers and flags keep their token as text, null is a missing
 * cell. Nested values have no place in a table: such a record is rejected.
 */
export class NdjsonReader implements RecordReader {
  readonly names: string[] = [];
  readonly #file: string;
  readonly #nameOf: (key: string) => string;
  readonly #keys = new ByteDictionary();
  /** By key code: several keys can mean one column. */
  readonly #columnOfKey: number[] = [];
  readonly #columns = new Map<string, number>();
  readonly #lastRowOfColumn: number[] = [];
  #row = 0;
  #line = 1;
  #skipping = false;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #textStart = 0;
  #textEnd = 0;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  /** `nameOf` gives the column that a key means. */
  constructor(file: string, nameOf: (key: string) => string) {
    this.#file = file;
    this.#nameOf = nameOf;
  }

  read(bytes: Uint8Array, start: number, end: number, final: boolean, batch: RecordBatch): number {
    batch.clear(bytes, this.names.length);
    let at = start;
    while (at < end && !batch.full) {
      const found = bytes.indexOf(LF, at);
      const whole = found >= 0 && found < end;
      const lineEnd = whole ? found : end;
      if (!whole && !final && (this.#skipping || lineEnd - at <= MAX_RECORD_BYTES)) return this.#skipping ? end : at;
      if (!this.#skipping) {
        if (lineEnd - at > MAX_RECORD_BYTES) {
          batch.begin(this.#line);
          batch.commit('longer than 1 MiB');
          if (!whole) this.#skipping = true;
        } else {
          this.#readLine(bytes, at, lineEnd, batch);
        }
      } else if (whole) {
        this.#skipping = false;
      }
      if (whole) this.#line++;
      at = whole ? lineEnd + 1 : end;
    }
    return at;
  }

  #readLine(bytes: Uint8Array, start: number, end: number, batch: RecordBatch): void {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#skipSpace();
    if (this.#at === end) return;
    if (bytes[this.#at] === BRACKET && this.#row === 0) {
      throw new ReadFailure('unsupported', `${this.#file}: line ${this.#line}: a JSON array is not read yet. Write one JSON object a line (NDJSON).`);
    }
    this.#row++;
    batch.begin(this.#line);
    try {
      this.#readObject(batch);
      batch.commit();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      batch.commit(error.message);
    }
  }

  #readObject(batch: RecordBatch): void {
    if (!this.#take(BRACE)) throw new Fault('not a JSON object');
    this.#skipSpace();
    if (!this.#take(BRACE_CLOSED)) {
      for (let field = 1; ; field++) {
        this.#skipSpace();
        this.#expect(QUOTE);
        this.#readText();
        const column = this.#columnOf(field);
        batch.widen(this.names.length);
        this.#skipSpace();
        this.#expect(COLON);
        this.#skipSpace();
        this.#readValue(field);
        const cell = batch.rows * batch.stride + column;
        batch.starts[cell] = this.#textStart;
        batch.ends[cell] = this.#textEnd;
        this.#skipSpace();
        if (this.#take(COMMA)) continue;
        this.#expect(BRACE_CLOSED);
        break;
      }
    }
    this.#skipSpace();
    if (this.#at < this.#end) this.#fail();
  }

  /** The column of the key that was read last. */
  #columnOf(field: number): number {
    const key = this.#keys.intern(this.#bytes, this.#textStart, this.#textEnd);
    let column = this.#columnOfKey[key];
    if (column === undefined) {
      if (!isUtf8(this.#bytes, this.#textStart, this.#textEnd)) throw new Fault(`the name of field ${field} is not UTF-8 text`);
      const name = this.#nameOf(this.#decoder.decode(this.#bytes.subarray(this.#textStart, this.#textEnd)));
      column = this.#columns.get(name) ?? this.names.length;
      if (column === this.names.length) {
        if (column === MAX_COLUMNS)
          throw new ReadFailure('limit', `${this.#file}: line ${this.#line}: more than ${MAX_COLUMNS} different fields. Keep those the journey needs.`);
        this.names.push(name);
        this.#columns.set(name, column);
      }
      this.#columnOfKey[key] = column;
    }
    if (this.#lastRowOfColumn[column] === this.#row) throw new Fault(`field ${field} has the name of an earlier one`);
    this.#lastRowOfColumn[column] = this.#row;
    return column;
  }

  #readValue(field: number): void {
    const first = this.#bytes[this.#at];
    if (this.#at === this.#end) this.#fail();
    if (this.#take(QUOTE)) {
      this.#readText();
    } else if (first === MINUS || (first! >= 0x30 && first! <= 0x39)) {
      this.#readNumber();
    } else if (first === BRACE || first === BRACKET) {
      throw new Fault(`field ${field} is nested; only texts, numbers, true, false and null are read`);
    } else {
      this.#readLiteral();
    }
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
      if (byte !== SPACE && byte !== TAB && byte !== CR) return;
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
    throw new Fault(this.#at >= this.#end ? 'not valid JSON: the line ends too early' : 'not valid JSON');
  }
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
