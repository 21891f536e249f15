import { MAX_RECORD_BYTES } from '../limits.ts';
import { ReadFailure } from '../read-failure.ts';

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

/** The names under which vendors' exports and webhooks have their list of records; compared ignoring case. */
const LISTS: ReadonlySet<string> = new Set(['events', 'items', 'batch', 'data', 'results', 'records', 'emails', 'activities']);

const TOO_LONG = 'longer than 1 MiB';

/** Where one record's JSON is, or why there is none. */
export interface RecordPlace {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly fault?: string;
}

/** What a document is within: a list of records, or the rest of the object around one, which is passed over. */
type Within = 'list' | 'rest';

/**
 * Finds the records of a JSON file without reading them: the objects of a document, of its lists, and of the list within
 * an object that wraps one. It keeps its place between calls; a record is given once all of its bytes are there.
 */
export class JsonRecords {
  /** After {@link next}: up to where the bytes are done with. */
  at = 0;
  readonly #file: string;
  readonly #lines: boolean;
  #wrapped = false;
  /** The one at {@link at}, from 1. */
  line = 1;
  #within: Within[] = [];
  /** Within a list: a value was read, so a comma or the end has to follow. */
  #afterValue = false;
  /** How deep within an object that is passed over; 0: there is none. */
  #passing = 0;
  #passingText = false;
  #passingEscape = false;
  /** The line at hand, where it is a list or an object around one. */
  #document: JsonRecords | undefined;
  /** How many bytes of that line are left. */
  #documentBytes = 0;
  #skippingLine = false;

  /** `lines`: one record, list of records or object around one a line. */
  constructor(file: string, lines: boolean) {
    this.#file = file;
    this.#lines = lines;
  }

  /** Whether the bytes at {@link at} begin a line that can be a record itself. */
  get isAtLine(): boolean {
    return this.#lines && !this.#wrapped && this.#document === undefined && !this.#skippingLine;
  }

  copy(): JsonRecords {
    const copy = new JsonRecords(this.#file, this.#lines);
    copy.#wrapped = this.#wrapped;
    copy.line = this.line;
    copy.#within = [...this.#within];
    copy.#afterValue = this.#afterValue;
    copy.#passing = this.#passing;
    copy.#passingText = this.#passingText;
    copy.#passingEscape = this.#passingEscape;
    copy.#document = this.#document?.copy();
    copy.#documentBytes = this.#documentBytes;
    copy.#skippingLine = this.#skippingLine;
    return copy;
  }

  /**
   * Decides by the first object of the file whether its objects have the records in a list within them. `fits` knows
   * records. False where more bytes are needed.
   */
  decideWrapping(bytes: Uint8Array, start: number, end: number, final: boolean, fits: (value: object) => boolean): boolean {
    let at = start;
    while (at < end && (isSpace(bytes[at]!) || bytes[at] === BRACKET)) at++;
    if (at === end || bytes[at] !== BRACE) return at < end || final;
    const stop = endOfValue(bytes, at, end);
    if (stop < 0 && !final && end - at <= MAX_RECORD_BYTES) return false;
    // An object that is longer than any record can only be something around records.
    const value = stop < 0 ? undefined : this.objectAt(bytes, at, stop);
    this.#wrapped = (value === undefined || !fits(value)) && listWithin(bytes, at, stop < 0 ? end : stop) >= 0;
    return true;
  }

  /** The object that these bytes are, undefined where they are none. */
  objectAt(bytes: Uint8Array, start: number, end: number): object | undefined {
    try {
      const value: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(start, end)));
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * The next record from `start` on; undefined where more bytes are needed or, with `final`, none is left. Throws a
   * ReadFailure where a document breaks off, so that what comes after cannot be told apart.
   */
  next(bytes: Uint8Array, start: number, end: number, final: boolean): RecordPlace | undefined {
    this.at = start;
    return this.#lines ? this.#nextOfLines(bytes, end, final) : this.#nextOfDocument(bytes, end, final);
  }

  #nextOfLines(bytes: Uint8Array, end: number, final: boolean): RecordPlace | undefined {
    while (this.at < end) {
      if (this.#document !== undefined) {
        const place = this.#nextInLine(this.#document, bytes);
        if (place !== undefined) return place;
        continue;
      }
      const start = this.at;
      const found = bytes.indexOf(LF, start);
      const whole = found >= 0 && found < end;
      const stop = whole ? found : end;
      const line = this.line;
      const tooLong = !this.#skippingLine && stop - start > MAX_RECORD_BYTES;
      if (!whole && !final && !tooLong && !this.#skippingLine) return undefined;
      const skipped = this.#skippingLine;
      this.#skippingLine = (skipped || tooLong) && !whole;
      let first = start;
      while (first < stop && isSpace(bytes[first]!)) first++;
      const byte = first < stop ? bytes[first] : undefined;
      if (!skipped && !tooLong && (byte === BRACKET || (byte === BRACE && this.#wrapped))) {
        this.#document = new JsonRecords(this.#file, false);
        this.#document.#wrapped = this.#wrapped;
        this.#document.line = line;
        this.#documentBytes = stop - start;
        continue;
      }
      this.at = whole ? stop + 1 : end;
      if (whole) this.line++;
      if (tooLong) return { start, end: start, line, fault: TOO_LONG };
      if (!skipped && byte !== undefined) return { start: first, end: stop, line };
    }
    return undefined;
  }

  /** A line that breaks off costs what is left of it, no more. */
  #nextInLine(document: JsonRecords, bytes: Uint8Array): RecordPlace | undefined {
    const start = this.at;
    const end = start + this.#documentBytes;
    try {
      const place = document.next(bytes, start, end, true);
      this.at = document.at;
      this.#documentBytes = end - this.at;
      if (place !== undefined) return place;
    } catch (error) {
      if (!(error instanceof ReadFailure)) throw error;
      this.at = end;
      this.#documentBytes = 0;
      document.#within = [];
      document.#passing = 0;
      return { start, end: start, line: this.line, fault: 'not valid JSON' };
    }
    this.#document = undefined;
    // The line's end, or that of the file.
    this.at = end;
    if (bytes[end] === LF) this.#skippingLine = true;
    return undefined;
  }

  #nextOfDocument(bytes: Uint8Array, end: number, final: boolean): RecordPlace | undefined {
    for (;;) {
      if (this.#passing > 0) this.#pass(bytes, end);
      this.#skipSpace(bytes, end);
      if (this.at === end) {
        if (final && (this.#within.length > 0 || this.#passing > 0)) this.#breakOff('the file ends within a list or an object. Is it whole?');
        return undefined;
      }
      const byte = bytes[this.at]!;
      const within = this.#within.at(-1);
      if (within === 'rest') {
        this.#within.pop();
        this.#passing = 1;
      } else if (within === 'list' && byte === BRACKET_CLOSED) {
        this.#within.pop();
        this.at++;
        this.#afterValue = true;
      } else if (within === 'list' && this.#afterValue) {
        if (byte !== COMMA) this.#notJson();
        this.at++;
        this.#afterValue = false;
      } else if (byte === BRACKET) {
        this.#within.push('list');
        this.at++;
        this.#afterValue = false;
      } else {
        // Only once: a record in a list can have lists of its own.
        const list = byte === BRACE && this.#wrapped && !this.#within.includes('rest') ? listWithin(bytes, this.at, end) : NONE;
        if (list < 0) return this.#place(bytes, end, final, list === UNDECIDED);
        this.#advance(bytes, list + 1);
        this.#within.push('rest', 'list');
        this.#afterValue = false;
      }
    }
  }

  /** The value that begins here, if all of it is there. */
  #place(bytes: Uint8Array, end: number, final: boolean, undecided: boolean): RecordPlace | undefined {
    const start = this.at;
    const line = this.line;
    const stop = endOfValue(bytes, start, end);
    if (stop < 0 || undecided) {
      if (end - start <= MAX_RECORD_BYTES) {
        if (final) this.#breakOff('the file ends within a record. Is it whole?');
        return undefined;
      }
      if (bytes[start] !== BRACE) this.#notJson();
      this.at++;
      this.#passing = 1;
    } else {
      if (stop === start) this.#notJson();
      // A number or a word may go on.
      if (stop === end && !final && isPlain(bytes[start]!)) return undefined;
      this.#advance(bytes, stop);
    }
    this.#afterValue = true;
    return stop < 0 || stop - start > MAX_RECORD_BYTES ? { start, end: start, line, fault: TOO_LONG } : { start, end: stop, line };
  }

  /** Passes over bytes until the object that is passed over ends. */
  #pass(bytes: Uint8Array, end: number): void {
    for (; this.at < end && this.#passing > 0; this.at++) {
      const byte = bytes[this.at]!;
      if (byte === LF) this.line++;
      if (this.#passingText) {
        if (this.#passingEscape) this.#passingEscape = false;
        else if (byte === BACKSLASH) this.#passingEscape = true;
        else if (byte === QUOTE) this.#passingText = false;
      } else if (byte === QUOTE) {
        this.#passingText = true;
      } else if (byte === BRACE || byte === BRACKET) {
        this.#passing++;
      } else if (byte === BRACE_CLOSED || byte === BRACKET_CLOSED) {
        this.#passing--;
      }
    }
    this.#afterValue = true;
  }

  #skipSpace(bytes: Uint8Array, end: number): void {
    let at = this.at;
    while (at < end && isSpace(bytes[at]!)) at++;
    this.#advance(bytes, at);
  }

  #advance(bytes: Uint8Array, to: number): void {
    for (let at = this.at; at < to; at++) if (bytes[at] === LF) this.line++;
    this.at = to;
  }

  #notJson(): never {
    this.#breakOff('not valid JSON, and what comes after cannot be told apart. Mend the file, or write one JSON object a line (NDJSON).');
  }

  #breakOff(what: string): never {
    throw new ReadFailure('unreadable', `${this.#file}: line ${this.line}: ${what}`);
  }
}

/**
 * Whether a file is one of lines: its first line is a whole JSON object or list, or its name says so and it begins with
 * an object.
 */
export function isOfLines(head: Uint8Array, isNamedSo: boolean): boolean {
  const start = afterSpace(head, 0, head.length);
  const lineEnd = head.indexOf(LF, start);
  if (isNamedSo && head[start] !== BRACKET) return true;
  return lineEnd >= 0 && endOfValue(head, start, lineEnd) >= 0;
}

/** After the value that begins at `start`; -1 where it goes on after `end`. Looks at quotes and brackets only. */
function endOfValue(bytes: Uint8Array, start: number, end: number): number {
  if (isPlain(bytes[start]!)) {
    let at = start;
    while (at < end && !isSpace(bytes[at]!) && bytes[at] !== COMMA && bytes[at] !== BRACE_CLOSED && bytes[at] !== BRACKET_CLOSED) at++;
    return at;
  }
  let depth = 0;
  let inText = false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (inText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) {
        inText = false;
        if (depth === 0) return at + 1;
      }
    } else if (byte === QUOTE) {
      inText = true;
    } else if (byte === BRACE || byte === BRACKET) {
      depth++;
    } else if ((byte === BRACE_CLOSED || byte === BRACKET_CLOSED) && --depth === 0) {
      return at + 1;
    }
  }
  return -1;
}

const NONE = -1;
const UNDECIDED = -2;

/** Where in the object at `start` the list of records begins; or that it has none, or that its end is not there yet. */
function listWithin(bytes: Uint8Array, start: number, end: number): number {
  let at = start + 1;
  for (;;) {
    at = afterSpace(bytes, at, end);
    if (at === end) return UNDECIDED;
    if (bytes[at] === COMMA) at = afterSpace(bytes, at + 1, end);
    if (bytes[at] !== QUOTE) return at === end ? UNDECIDED : NONE;
    const keyEnd = endOfValue(bytes, at, end);
    if (keyEnd < 0) return UNDECIDED;
    const name = keyEnd - at > 32 ? '' : String.fromCharCode(...bytes.subarray(at + 1, keyEnd - 1)).toLowerCase();
    at = afterSpace(bytes, keyEnd, end);
    if (at === end) return UNDECIDED;
    if (bytes[at] !== COLON) return NONE;
    at = afterSpace(bytes, at + 1, end);
    if (at === end) return UNDECIDED;
    if (bytes[at] === BRACKET && LISTS.has(name)) {
      const inside = afterSpace(bytes, at + 1, end);
      if (inside === end) return UNDECIDED;
      if (bytes[inside] === BRACE || bytes[inside] === BRACKET_CLOSED) return at;
    }
    const stop = endOfValue(bytes, at, end);
    if (stop < 0) return UNDECIDED;
    if (stop === at) return NONE;
    at = stop;
  }
}

function afterSpace(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(bytes[at]!)) at++;
  return at;
}

function isPlain(byte: number): boolean {
  return byte !== BRACE && byte !== BRACKET && byte !== QUOTE;
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === TAB || byte === CR || byte === LF;
}
