import { grown } from './grown.ts';
import { MAX_TEXT_BYTES } from './limits.ts';
import { ReadFailure } from './read-failure.ts';
import { isUtf8 } from './utf8.ts';

const DECODED_AT_ONCE = 1 << 20;

/**
 * Texts as codes in the order they were first seen, straight from bytes: a text is decoded once, however often it
 * occurs. Code 0 is the empty text. A hash table with linear probing, at most half full.
 */
export class ByteDictionary {
  /** The number of codes, the empty text's included. */
  size = 1;
  #slots = new Uint32Array(64);
  #hashes = new Uint32Array(32);
  /** Text `code` is in `#pool` from `#ends[code - 1]` to `#ends[code]`. */
  #ends = new Uint32Array(32);
  #pool = new Uint8Array(256);
  readonly #invalid = new Set<number>();

  intern(bytes: Uint8Array, start: number, end: number): number {
    if (start === end) return 0;
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    hash = (hash ^ (hash >>> 15)) >>> 0;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const code = this.#slots[slot]!;
      if (code === 0) return this.#add(bytes, start, end, hash, slot);
      if (this.#hashes[code] === hash && this.#equals(code, bytes, start, end)) return code;
      slot = (slot + 1) & mask;
    }
  }

  /** The text was not valid UTF-8; {@link texts} has the empty text in its place. */
  isInvalid(code: number): boolean {
    return this.#invalid.size > 0 && this.#invalid.has(code);
  }

  /** One text a code. */
  texts(): string[] {
    const texts: string[] = [''];
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    for (let first = 1; first < this.size;) {
      const start = this.#ends[first - 1]!;
      let next = first + 1;
      while (next < this.size && this.#ends[next]! - start <= DECODED_AT_ONCE) next++;
      this.#decode(decoder, first, next, texts);
      first = next;
    }
    return texts;
  }

  /** Many short ASCII texts are cheaper to decode together and cut than one by one. */
  #decode(decoder: InstanceType<typeof TextDecoder>, first: number, next: number, texts: string[]): void {
    const start = this.#ends[first - 1]!;
    const block = this.#pool.subarray(start, this.#ends[next - 1]);
    const together = block.every((byte) => byte < 0x80) ? decoder.decode(block) : undefined;
    for (let code = first; code < next; code++) {
      const from = this.#ends[code - 1]!;
      const to = this.#ends[code]!;
      if (together !== undefined) texts.push(together.slice(from - start, to - start));
      else texts.push(this.isInvalid(code) ? '' : decoder.decode(this.#pool.subarray(from, to)));
    }
  }

  #equals(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#ends[code - 1]!;
    if (this.#ends[code]! - from !== end - start) return false;
    const pool = this.#pool;
    for (let at = start, own = from; at < end; at++, own++) if (pool[own] !== bytes[at]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const code = this.size++;
    const from = this.#ends[code - 1]!;
    const to = from + end - start;
    if (to > MAX_TEXT_BYTES) throw new ReadFailure('limit', 'The different texts of one column are more than 1 GiB. Use a smaller sample.');
    this.#pool = grown(this.#pool, to);
    for (let at = start, own = from; at < end; at++, own++) this.#pool[own] = bytes[at]!;
    this.#ends = grown(this.#ends, this.size);
    this.#ends[code] = to;
    this.#hashes = grown(this.#hashes, this.size);
    this.#hashes[code] = hash;
    this.#slots[slot] = code;
    if (!isUtf8(bytes, start, end)) this.#invalid.add(code);
    if (this.size * 2 > this.#slots.length) this.#rehash();
    return code;
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let code = 1; code < this.size; code++) {
      let slot = this.#hashes[code]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = code;
    }
    this.#slots = slots;
  }
}
