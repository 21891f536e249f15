import type { Kernel } from './kernel.ts';

/** Bytes in the kernel's memory that grow as needed. */
export class KernelBlock {
  /** 0 until there is room. */
  address = 0;
  readonly #kernel: Kernel;
  #size = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Makes room for so many bytes. True where that was less before, and what was there is gone. */
  reserve(bytes: number): boolean {
    if (bytes <= this.#size) return false;
    const size = Math.max(bytes, 2 * this.#size);
    this.release();
    this.#size = size;
    this.address = this.#kernel.allocate(this.#size);
    return true;
  }

  /** Gives the room back. */
  release(): void {
    if (this.#size > 0) this.#kernel.exports.release(this.address, this.#size);
    this.#size = 0;
  }

  /** `count` numbers of eight bytes with a fraction. Only valid until room is taken in the memory. */
  floats(count: number): Float64Array {
    return new Float64Array(this.#kernel.exports.memory.buffer, this.address, count);
  }

  /** `count` numbers of four bytes. Only valid until room is taken in the memory. */
  numbers(count: number): Uint32Array {
    return this.#kernel.numbers.subarray(this.address >>> 2, (this.address >>> 2) + count);
  }
}
