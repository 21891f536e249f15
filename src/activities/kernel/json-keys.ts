import type { Kernel } from './kernel.ts';
import { KernelBlock } from './kernel-block.ts';

/** Numbers a key. */
const WIDTH = 3;

/** The keys that the kernel knows of a file's objects, with the columns of their values. */
export class JsonKeys {
  readonly #kernel: Kernel;
  readonly #list: KernelBlock;
  readonly #texts: KernelBlock;
  readonly #keys: { readonly bytes: Uint8Array; readonly column: number }[] = [];

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#list = new KernelBlock(kernel);
    this.#texts = new KernelBlock(kernel);
  }

  get count(): number {
    return this.#keys.length;
  }

  get address(): number {
    return this.#list.address;
  }

  add(bytes: Uint8Array, column: number): void {
    this.#keys.push({ bytes, column });
    this.#list.reserve(4 * WIDTH * this.count);
    this.#texts.reserve(this.#keys.reduce((sum, key) => sum + key.bytes.length, 1));
    const list = this.#list.numbers(WIDTH * this.count);
    let at = this.#texts.address;
    for (const [index, key] of this.#keys.entries()) {
      this.#kernel.bytes.set(key.bytes, at);
      list.set([at, key.bytes.length, key.column], WIDTH * index);
      at += key.bytes.length;
    }
  }
}
