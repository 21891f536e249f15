const QUOTE: u32 = 0x22;
const LF: u32 = 0x0a;
const CR: u32 = 0x0d;
const SPACE: u32 = 0x20;
const TAB: u32 = 0x09;

/** Where the last call of {@link scanCsv} stopped, and the line there. */
let stoppedAt: usize = 0;
let stoppedLine: u32 = 0;

export function csvStop(): usize {
  return stoppedAt;
}

export function csvLine(): u32 {
  return stoppedLine;
}

/**
 * Finds the cells of whole records from `start` on and returns how many records these are: no more than `rows`, and none from the first
 * on that has more cells than columns, a doubled quote, a fault, nothing but white space, or more than `longest` bytes. Cells are given
 * as addresses less `shift`, `stride` of them a row, those that a row lacks as 0. Reads up to 16 bytes after `end`.
 */
export function scanCsv(
  start: usize,
  end: usize,
  shift: u32,
  delimiter: u32,
  columns: u32,
  stride: u32,
  rows: u32,
  line: u32,
  longest: u32,
  starts: usize,
  ends: usize,
  lines: usize,
): u32 {
  const delimiters = i8x16.splat(i8(delimiter));
  const lineFeeds = i8x16.splat(i8(LF));
  let row: u32 = 0;
  let record = start;
  let recordLine = line;
  /** The block of 16 bytes at hand and what is left of it that separates cells. */
  let block = start;
  let mask: u32 = start < end ? separators(block, delimiters, lineFeeds) : 0;
  while (row < rows && record < end) {
    const base = (row * stride) << 2;
    let cell: u32 = 0;
    let from = record;
    let nextLine = recordLine + 1;
    for (;;) {
      if (from < end && load<u8>(from) == QUOTE) {
        // To the closing quote; what separates cells before it does not.
        let at = from + 1;
        while (at < end && load<u8>(at) != QUOTE) {
          if (load<u8>(at) == LF) nextLine++;
          at++;
        }
        // What follows has to be at hand too, or it cannot be told whether the quote is doubled.
        if (at + 2 >= end) return stop(record, recordLine, row);
        store<u32>(starts + base + (cell << 2), u32(from + 1) - shift);
        store<u32>(ends + base + (cell << 2), u32(at) - shift);
        at++;
        if (load<u8>(at) == CR && load<u8>(at + 1) == LF) at++;
        const after = load<u8>(at);
        if (after != LF && after != delimiter) return stop(record, recordLine, row);
        cell++;
        from = at + 1;
        block = from;
        mask = separators(block, delimiters, lineFeeds);
        if (after == LF) break;
        if (cell == columns) return stop(record, recordLine, row);
        continue;
      }
      while (mask == 0) {
        block += 16;
        if (block >= end) return stop(record, recordLine, row);
        mask = separators(block, delimiters, lineFeeds);
      }
      const at = block + ctz<u32>(mask);
      mask &= mask - 1;
      if (at >= end) return stop(record, recordLine, row);
      const isLast = load<u8>(at) == LF;
      store<u32>(starts + base + (cell << 2), u32(from) - shift);
      store<u32>(ends + base + (cell << 2), u32(isLast && at > from && load<u8>(at - 1) == CR ? at - 1 : at) - shift);
      cell++;
      from = at + 1;
      if (isLast) break;
      if (cell == columns) return stop(record, recordLine, row);
    }
    if (from - 1 - record > longest) return stop(record, recordLine, row);
    if (cell == 1 && isBlank(load<u32>(starts + base) + shift, load<u32>(ends + base) + shift)) return stop(record, recordLine, row);
    for (; cell < stride; cell++) {
      store<u32>(starts + base + (cell << 2), 0);
      store<u32>(ends + base + (cell << 2), 0);
    }
    store<u32>(lines + (row << 2), recordLine);
    recordLine = nextLine;
    record = from;
    row++;
  }
  return stop(record, recordLine, row);
}

function stop(record: usize, line: u32, rows: u32): u32 {
  stoppedAt = record;
  stoppedLine = line;
  return rows;
}

function separators(block: usize, delimiters: v128, lineFeeds: v128): u32 {
  const bytes = v128.load(block);
  return u32(i8x16.bitmask(v128.or(i8x16.eq(bytes, delimiters), i8x16.eq(bytes, lineFeeds))));
}

function isBlank(start: usize, end: usize): bool {
  for (let at = start; at < end; at++) {
    const byte = load<u8>(at);
    if (byte != SPACE && byte != TAB) return false;
  }
  return true;
}
