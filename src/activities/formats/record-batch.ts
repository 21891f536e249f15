import { grown } from '../grown.ts';
import type { KernelInput } from '../kernel/kernel-input.ts';

/** How many cells a batch holds, unless one record alone has more. */
const CELLS = 1 << 16;

/**
 * Some consecutive records of one file, not yet interpreted: where each cell's bytes lie. Formats fill it row by row,
 * shapes read it column by column, so that one column's dictionary stays in the processor's cache.
 */
export class RecordBatch {
  /** What the cells point into. Only valid until the batch is filled again. */
  bytes: Uint8Array = new Uint8Array(0);
  /** The cells' bytes are between these. */
  first = 0;
  end = 0;
  /** Up to here the bytes are those of the batch before. */
  kept = 0;
  /** Its bytes and cells are in the kernel's memory already. */
  isLoaded = false;
  rows = 0;
  /** Cell (row, column) is at `row * stride + column`. */
  stride = 0;
  /** Equal to the cell's end where the cell is missing. */
  starts = new Uint32Array(0);
  ends = new Uint32Array(0);
  /** The line on which each record begins, from 1. */
  lines = new Uint32Array(0);
  /** What is wrong with a record as such; a shape leaves such a record's cells alone. */
  readonly faults: (string | undefined)[] = [];
  #capacity = 1;

  clear(bytes: Uint8Array, columns: number, first = 0, end = bytes.length): void {
    this.bytes = bytes;
    this.first = first;
    this.end = end;
    this.kept = first;
    this.isLoaded = false;
    this.rows = 0;
    this.faults.length = 0;
    if (columns > this.stride) this.stride = columns;
    this.#capacity = Math.max(1, Math.floor(CELLS / Math.max(1, this.stride)));
    this.#allocate(this.#capacity);
  }

  /** How many rows it holds. */
  get capacity(): number {
    return this.#capacity;
  }

  get full(): boolean {
    return this.rows >= this.#capacity;
  }

  /** Adds rows whose cells are filled in already, one line each. */
  addRows(rows: number, firstLine: number): void {
    for (let row = this.rows; row < this.rows + rows; row++) {
      this.lines[row] = firstLine + row - this.rows;
      this.faults[row] = undefined;
    }
    this.rows += rows;
  }

  /** Adds rows that the kernel found, and has at their places. */
  addLoadedRows(rows: number, { starts, ends, lines }: KernelInput): void {
    const first = this.rows * this.stride;
    const end = first + rows * this.stride;
    this.starts.set(starts.numbers(end).subarray(first), first);
    this.ends.set(ends.numbers(end).subarray(first), first);
    this.lines.set(lines.numbers(this.rows + rows).subarray(this.rows), this.rows);
    for (let row = 0; row < rows; row++) this.faults.push(undefined);
    this.isLoaded ||= this.rows === 0;
    this.rows += rows;
  }

  /** Opens a row of missing cells and returns where its cells begin. */
  begin(line: number): number {
    // A record that was taken apart into several may go beyond what a batch is full with.
    if (this.rows >= this.lines.length || (this.rows + 1) * this.stride > this.starts.length) this.#allocate(this.rows + 1);
    const base = this.rows * this.stride;
    this.lines[this.rows] = line;
    this.starts.fill(0, base, base + this.stride);
    this.ends.fill(0, base, base + this.stride);
    return base;
  }

  /** Opens a row with the cells and the line of another one. */
  beginLike(row: number): void {
    const base = this.begin(this.lines[row]!);
    const from = row * this.stride;
    this.starts.copyWithin(base, from, from + this.stride);
    this.ends.copyWithin(base, from, from + this.stride);
  }

  /** Closes the row that {@link begin} opened. */
  commit(fault?: string): void {
    this.faults[this.rows++] = fault;
    this.isLoaded = false;
  }

  /** Makes room for more columns, the open row's cells kept. */
  widen(columns: number): void {
    if (columns <= this.stride) return;
    const old = { stride: this.stride, starts: this.starts, ends: this.ends };
    this.stride = Math.max(columns, old.stride * 2);
    this.starts = new Uint32Array(0);
    this.ends = new Uint32Array(0);
    this.#capacity = Math.max(this.rows + 1, Math.floor(CELLS / this.stride));
    this.#allocate(this.#capacity);
    for (let row = 0; row <= this.rows; row++) {
      this.starts.set(old.starts.subarray(row * old.stride, (row + 1) * old.stride), row * this.stride);
      this.ends.set(old.ends.subarray(row * old.stride, (row + 1) * old.stride), row * this.stride);
    }
  }

  #allocate(rows: number): void {
    this.starts = grown(this.starts, rows * this.stride);
    this.ends = grown(this.ends, rows * this.stride);
    this.lines = grown(this.lines, rows);
  }
}
