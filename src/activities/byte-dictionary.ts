import type { Kernel } from './kernel/kernel.ts';
import { memoryFull } from './kernel/kernel.ts';
import { KernelBlock } from './kernel/kernel-block.ts';
import type { KernelCells } from './kernel/kernel-cells.ts';
import { ReadFailure } from './read-failure.ts';

const DECODED_AT_ONCE = 1 << 20;

// Where `kernel/dictionary.ts` has what.
const SIZE = 0;
const ENDS = 3;
const POOL = 5;
const MARKS = 7;
const NOT_ASCII = 1;
const OTHER_ORDER = 2;
const NOT_UTF8 = 4;
const TOO_MUCH_TEXT = 2;

/**
 * Texts as codes in the order they were first seen, straight from bytes: a text is decoded once, however often it
 * occurs. Code 0 is the empty text.
 */
export class ByteDictionary {
  readonly #kernel: Kernel;
  readonly #address: number;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#address = kernel.exports.newDictionary() >>> 0;
    if (this.#address === 0) throw memoryFull();
  }

  /** The number of codes, the empty text's included. */
  get size(): number {
    return this.#field(SIZE);
  }

  intern(bytes: Uint8Array, start: number, end: number): number {
    const { text } = this.#kernel;
    text.cells.reserve(1);
    text.bytes.reserve(end - start);
    this.#kernel.bytes.set(bytes.subarray(start, end), text.bytes.address);
    text.cells.starts.numbers(1)[0] = text.bytes.address;
    text.cells.ends.numbers(1)[0] = text.bytes.address + end - start;
    const code = new Uint32Array(1);
    this.internAll(text.cells, 1, code, 0);
    return code[0]!;
  }

  /** The codes of the first `count` cells go to `codes`, from `first` on. Takes room in the kernel's memory. */
  internAll({ starts, ends }: KernelCells, count: number, codes: Uint32Array, first: number): void {
    const { exports, codes: into } = this.#kernel;
    into.reserve(4 * count);
    const problem = exports.intern(this.#address, starts.address, ends.address, count, into.address);
    if (problem === TOO_MUCH_TEXT) throw new ReadFailure('limit', 'The different texts of one column are more than 1 GiB. Use a smaller sample.');
    if (problem !== 0) throw memoryFull();
    codes.set(into.numbers(count), first);
  }

  /** Whether any text was not valid UTF-8. */
  get hasInvalid(): boolean {
    return (this.#field(MARKS) & NOT_UTF8) !== 0;
  }

  /** The text was not valid UTF-8; {@link texts} has the empty text in its place. */
  isInvalid(code: number): boolean {
    if (code === 0 || !this.hasInvalid) return false;
    const { pool, ends } = this.#content;
    return this.#kernel.exports.isUtf8(pool.byteOffset + ends[code - 1]!, pool.byteOffset + ends[code]!) === 0;
  }

  /** Codes in the order of their bytes, which is that of their UTF-16 code units; undefined where it may be another one. */
  order(): Uint32Array | undefined {
    // A surrogate comes before U+E000 and its UTF-8 after it.
    if ((this.#field(MARKS) & OTHER_ORDER) !== 0) return undefined;
    const { exports } = this.#kernel;
    const { size } = this;
    const order = new KernelBlock(this.#kernel);
    order.reserve(4 * size);
    if (exports.orderTexts(this.#address, order.address) === 0) throw memoryFull();
    const codes = order.numbers(size).slice();
    order.release();
    return codes;
  }

  /** One text a code. */
  texts(): string[] {
    const texts: string[] = [''];
    const { pool, ends } = this.#content;
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const isAscii = (this.#field(MARKS) & NOT_ASCII) === 0;
    for (let first = 1; first < ends.length;) {
      const start = ends[first - 1]!;
      let next = first + 1;
      while (next < ends.length && ends[next]! - start <= DECODED_AT_ONCE) next++;
      // Many short ASCII texts are cheaper to decode together and cut than one by one.
      const together = isAscii ? decoder.decode(pool.subarray(start, ends[next - 1])) : undefined;
      for (let code = first; code < next; code++) {
        const from = ends[code - 1]!;
        const to = ends[code]!;
        if (together !== undefined) texts.push(together.slice(from - start, to - start));
        else texts.push(this.isInvalid(code) ? '' : decoder.decode(pool.subarray(from, to)));
      }
      first = next;
    }
    return texts;
  }

  #field(at: number): number {
    return this.#kernel.numbers[(this.#address >>> 2) + at]!;
  }

  /** Text `code` is in the pool from `ends[code - 1]` to `ends[code]`. Only valid until room is taken in the memory. */
  get #content(): { readonly pool: Uint8Array; readonly ends: Uint32Array } {
    const ends = this.#field(ENDS) >>> 2;
    const size = this.size;
    const pool = this.#field(POOL);
    const numbers = this.#kernel.numbers.subarray(ends, ends + size);
    return { pool: this.#kernel.bytes.subarray(pool, pool + numbers[size - 1]!), ends: numbers };
  }
}
