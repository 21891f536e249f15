const QUOTE: u32 = 0x22;
const LF: u32 = 0x0a;
const CR: u32 = 0x0d;
const SPACE: u32 = 0x20;
const TAB: u32 = 0x09;
const BACKSLASH: u32 = 0x5c;
const COMMA: u32 = 0x2c;
const COLON: u32 = 0x3a;
const BRACE: u32 = 0x7b;
const BRACE_CLOSED: u32 = 0x7d;
const MINUS: u32 = 0x2d;
const PLUS: u32 = 0x2b;
const DOT: u32 = 0x2e;

const TRUE: u32 = 0x65757274;
const NULL: u32 = 0x6c6c756e;
/** Without its first letter. */
const ALSE: u32 = 0x65736c61;

/** A key in the list of keys: the address of its text, the length of it, and its column. */
const KEY_BYTES: u32 = 12;
/** As `MAX_COLUMNS` in limits.ts, by column: the record that had it last. */
const SEEN: usize = memory.data(4096 * 4, 16);
let present: u32 = 0;

/** Where the last call of {@link scanJson} stopped, and the line there. */
let stoppedAt: usize = 0;
let stoppedLine: u32 = 0;

export function jsonStop(): usize {
  return stoppedAt;
}

export function jsonLine(): u32 {
  return stoppedLine;
}

/**
 * Finds the cells of records, one a line, from `start` on and returns how many records these are: no more than `rows`, and none from the
 * first on that is more than a flat object of known keys with texts without escapes, numbers, flags and nulls, or has a fault, or more
 * than `longest` bytes. Keys are most often in the order of their list. Cells are given as in `scanCsv`. Reads up to 16 bytes after `end`.
 */
export function scanJson(
  start: usize,
  end: usize,
  shift: u32,
  keys: usize,
  keyCount: u32,
  stride: u32,
  rows: u32,
  line: u32,
  longest: u32,
  starts: usize,
  ends: usize,
  lines: usize,
): u32 {
  let row: u32 = 0;
  let at = start;
  while (row < rows) {
    const lineStart = at;
    at = afterSpace(at, end);
    if (at < end && load<u8>(at) == LF) {
      at++;
      line++;
      continue;
    }
    const base = (row * stride) << 2;
    memory.fill(starts + base, 0, stride << 2);
    memory.fill(ends + base, 0, stride << 2);
    const after = afterRecord(at, end, shift, keys, keyCount, starts + base, ends + base);
    if (after == 0 || after - 1 - lineStart > longest) return stop(lineStart, line, row);
    store<u32>(lines + (row << 2), line);
    line++;
    at = after;
    row++;
  }
  return stop(at, line, row);
}

function stop(at: usize, line: u32, rows: u32): u32 {
  stoppedAt = at;
  stoppedLine = line;
  return rows;
}

/** After the line break that ends the record's line; 0 where it is not one that is read here. */
function afterRecord(start: usize, end: usize, shift: u32, keys: usize, keyCount: u32, starts: usize, ends: usize): usize {
  if (start >= end || load<u8>(start) != BRACE) return 0;
  present++;
  let at = start + 1;
  let next: u32 = 0;
  for (;;) {
    at = afterSpace(at, end);
    if (at >= end || load<u8>(at) != QUOTE) return 0;
    const keyStart = at + 1;
    const keyEnd = endOfText(keyStart, end);
    if (keyEnd == 0) return 0;
    const key = keyAt(keys, keyCount, next, keyStart, u32(keyEnd - keyStart));
    if (key == 0) return 0;
    next = u32((key - keys) / KEY_BYTES) + 1;
    const column = load<u32>(key, 8) << 2;
    if (load<u32>(SEEN + column) == present) return 0;
    store<u32>(SEEN + column, present);
    at = afterSpace(keyEnd + 1, end);
    if (at >= end || load<u8>(at) != COLON) return 0;
    at = afterSpace(at + 1, end);
    if (at >= end) return 0;
    let valueStart = at;
    let valueEnd: usize;
    if (load<u8>(at) == QUOTE) {
      valueStart++;
      valueEnd = endOfText(valueStart, end);
      at = valueEnd + 1;
    } else {
      at = afterWord(at, end);
      valueEnd = at != 0 && load<u8>(valueStart) == 0x6e ? valueStart : at;
    }
    if (valueEnd == 0) return 0;
    store<u32>(starts + column, u32(valueStart) - shift);
    store<u32>(ends + column, u32(valueEnd) - shift);
    at = afterSpace(at, end);
    if (at >= end) return 0;
    const byte = load<u8>(at++);
    if (byte == BRACE_CLOSED) break;
    if (byte != COMMA) return 0;
  }
  at = afterSpace(at, end);
  return at < end && load<u8>(at) == LF ? at + 1 : 0;
}

function afterSpace(start: usize, end: usize): usize {
  let at = start;
  for (; at < end; at++) {
    const byte = load<u8>(at);
    if (byte != SPACE && byte != TAB && byte != CR) break;
  }
  return at;
}

/** Its closing quote; 0 where there is none, or something before it that has to be looked at. */
function endOfText(start: usize, end: usize): usize {
  for (let at = start; at < end; at += 16) {
    const bytes = v128.load(at);
    const special = v128.or(
      v128.or(i8x16.eq(bytes, i8x16.splat(i8(QUOTE))), i8x16.eq(bytes, i8x16.splat(i8(BACKSLASH)))),
      i8x16.lt_u(bytes, i8x16.splat(i8(SPACE))),
    );
    const mask = u32(i8x16.bitmask(special));
    if (mask == 0) continue;
    const found = at + ctz<u32>(mask);
    return found < end && load<u8>(found) == QUOTE ? found : 0;
  }
  return 0;
}

/** The key with this text, looked for from number `next` on; 0 where it is none of them. */
function keyAt(keys: usize, count: u32, next: u32, start: usize, length: u32): usize {
  for (let tried: u32 = 0; tried < count; tried++, next++) {
    if (next >= count) next = 0;
    const key = keys + next * KEY_BYTES;
    if (load<u32>(key, 4) == length && isSame(load<u32>(key), start, length)) return key;
  }
  return 0;
}

function isSame(one: usize, other: usize, length: u32): bool {
  let at: u32 = 0;
  for (; at + 4 <= length; at += 4) if (load<u32>(one + at) != load<u32>(other + at)) return false;
  for (; at < length; at++) if (load<u8>(one + at) != load<u8>(other + at)) return false;
  return true;
}

/** After a number, a flag or a null; 0 where there is none. */
function afterWord(start: usize, end: usize): usize {
  const first = load<u8>(start);
  if (first == MINUS || isDigit(first)) return afterNumber(start, end);
  let after: usize = 0;
  if (load<u32>(start) == TRUE || load<u32>(start) == NULL) after = start + 4;
  else if (first == 0x66 && load<u32>(start + 1) == ALSE) after = start + 5;
  return after < end ? after : 0;
}

function afterNumber(start: usize, end: usize): usize {
  let at = start;
  if (load<u8>(at) == MINUS) at++;
  if (at < end && load<u8>(at) == 0x30) at++;
  else {
    const first = at;
    at = afterDigits(at, end);
    if (at == first) return 0;
  }
  if (at < end && load<u8>(at) == DOT) {
    const first = ++at;
    at = afterDigits(at, end);
    if (at == first) return 0;
  }
  if (at < end && (load<u8>(at) | 0x20) == 0x65) {
    at++;
    if (at < end && (load<u8>(at) == PLUS || load<u8>(at) == MINUS)) at++;
    const first = at;
    at = afterDigits(at, end);
    if (at == first) return 0;
  }
  return at;
}

function afterDigits(start: usize, end: usize): usize {
  let at = start;
  while (at < end && isDigit(load<u8>(at))) at++;
  return at;
}

function isDigit(byte: u32): bool {
  return byte - 0x30 <= 9;
}
