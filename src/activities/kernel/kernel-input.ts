import type { RecordBatch } from '../formats/record-batch.ts';
import type { Kernel } from './kernel.ts';
import { KernelBlock } from './kernel-block.ts';
import type { KernelCells } from './kernel-cells.ts';

/** The kernel reads blocks of 16 bytes, so that it looks at some after the end. */
const PADDING = 32;

/** The bytes and cells of the batch at hand, in the kernel's memory. */
export class KernelInput {
  readonly starts: KernelBlock;
  readonly ends: KernelBlock;
  readonly lines: KernelBlock;
  /** To be added to a place in the batch's bytes to have its address. */
  shift = 0;
  readonly #kernel: Kernel;
  readonly #bytes: KernelBlock;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.starts = new KernelBlock(kernel);
    this.ends = new KernelBlock(kernel);
    this.lines = new KernelBlock(kernel);
    this.#bytes = new KernelBlock(kernel);
  }

  /** Room for the cells of so many rows. */
  reserve(rows: number, stride: number): void {
    this.starts.reserve(4 * rows * stride);
    this.ends.reserve(4 * rows * stride);
    this.lines.reserve(4 * rows);
  }

  /** Copies the bytes from `start` to `end`. Those before `kept` are there already. */
  loadBytes(bytes: Uint8Array, start: number, end: number, kept = start): void {
    const moved = this.#bytes.reserve(end - start + PADDING);
    const { address } = this.#bytes;
    const from = moved ? start : kept;
    this.#kernel.bytes.set(bytes.subarray(from, end), address + from - start);
    this.shift = address - start;
  }

  /** Copies a batch, unless it was filled from here and is as it was. */
  load(batch: RecordBatch): void {
    if (batch.isLoaded) return;
    const cells = batch.rows * batch.stride;
    this.reserve(batch.rows, batch.stride);
    this.loadBytes(batch.bytes, batch.first, batch.end, batch.kept);
    this.starts.numbers(cells).set(batch.starts.subarray(0, cells));
    this.ends.numbers(cells).set(batch.ends.subarray(0, cells));
  }

  /** The cells of one column. `others`: only for the rows that have none yet; `trimmed`: without white space around them. */
  gather({ stride, rows }: RecordBatch, column: number, trimmed: boolean, others: boolean, into: KernelCells): void {
    this.#kernel.exports.gather(
      this.starts.address + 4 * column,
      this.ends.address + 4 * column,
      stride,
      rows,
      this.shift,
      Number(trimmed),
      Number(others),
      into.starts.address,
      into.ends.address,
    );
  }
}
