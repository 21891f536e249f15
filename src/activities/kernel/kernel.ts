import { ReadFailure } from '../read-failure.ts';
import { KernelBlock } from './kernel-block.ts';
import { KernelCells } from './kernel-cells.ts';
import { KERNEL_CODE } from './kernel-code.ts';
import { KernelInput } from './kernel-input.ts';

/** What `kernel/index.ts` exports; addresses and counts are 32 bits, which come out with a sign. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  allocate(bytes: number): number;
  release(block: number, bytes: number): void;
  isUtf8(start: number, end: number): number;
  newDictionary(): number;
  intern(dictionary: number, starts: number, ends: number, count: number, codes: number): number;
  orderTexts(dictionary: number, to: number): number;
  gather(starts: number, ends: number, stride: number, rows: number, shift: number, trimmed: number, others: number, toStarts: number, toEnds: number): void;
  scanCsv(
    start: number,
    end: number,
    shift: number,
    delimiter: number,
    columns: number,
    stride: number,
    rows: number,
    line: number,
    longest: number,
    starts: number,
    ends: number,
    lines: number,
  ): number;
  csvStop(): number;
  csvLine(): number;
  scanJson(
    start: number,
    end: number,
    shift: number,
    keys: number,
    keyCount: number,
    stride: number,
    rows: number,
    line: number,
    longest: number,
    starts: number,
    ends: number,
    lines: number,
  ): number;
  readTimes(starts: number, ends: number, count: number, times: number): void;
  jsonStop(): number;
  jsonLine(): number;
}

let compiled: WebAssembly.Module | undefined;

/**
 * The loops over bytes, in WebAssembly, with a memory of its own: one for each reading, so that the memory goes with it. Whatever takes
 * room in the memory may move it: views of it are to be asked for again after that.
 */
export class Kernel {
  readonly exports: Exports;
  /** The batch at hand. */
  readonly input: KernelInput;
  /** Room for the codes of a batch's cells. */
  readonly codes: KernelBlock;
  /** Room for the times of a batch. */
  readonly times: KernelBlock;
  /** Room for a text from elsewhere. */
  readonly text: { readonly bytes: KernelBlock; readonly cells: KernelCells };
  #bytes = new Uint8Array(0);
  #numbers = new Uint32Array(0);

  constructor() {
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_CODE), (character) => character.charCodeAt(0)));
    this.exports = new WebAssembly.Instance(compiled, {}).exports as unknown as Exports;
    this.input = new KernelInput(this);
    this.codes = new KernelBlock(this);
    this.times = new KernelBlock(this);
    this.text = { bytes: new KernelBlock(this), cells: new KernelCells(this) };
  }

  /** All of the memory. */
  get bytes(): Uint8Array {
    // A view is without a length once the memory was moved.
    if (this.#bytes.length === 0) this.#bytes = new Uint8Array(this.exports.memory.buffer);
    return this.#bytes;
  }

  /** All of the memory, four bytes a number. */
  get numbers(): Uint32Array {
    if (this.#numbers.length === 0) this.#numbers = new Uint32Array(this.exports.memory.buffer);
    return this.#numbers;
  }

  /** The address of so many bytes. Throws a ReadFailure where the memory is full. */
  allocate(bytes: number): number {
    const block = this.exports.allocate(bytes) >>> 0;
    if (block === 0) throw memoryFull();
    return block;
  }
}

export function memoryFull(): ReadFailure {
  return new ReadFailure('limit', 'The different texts of all columns take more than 4 GiB of memory. Use a smaller sample, or leave out columns.');
}
