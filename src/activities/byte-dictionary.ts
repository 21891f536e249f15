import { byteOrder } from './byte-order.ts';
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
  /** Slot `s` has a code at `2 * s`, 0 where it is free, and the hash of its text after it: one look at the memory for both. */
  #slots = new Uint32Array(128);
  /** Text `code` is in `#pool` from `#ends[code - 1]` to `#ends[code]`. */
  #ends = new Uint32Array(32);
  #pool: Uint8Array = new Uint8Array(256);
  #poolView = new DataView(this.#pool.buffer);
  /** The bytes given last, and a view of them. */
  #bytes: Uint8Array = this.#pool;
  #view = this.#poolView;
  /** Some of the short texts seen last, four numbers each: what they are made of, and their code. */
  readonly #recent = new Int32Array(4 * 128);
  readonly #invalid = new Set<number>();

  intern(bytes: Uint8Array, start: number, end: number): number {
    if (start === end) return 0;
    this.#look(bytes);
    return this.#find(start, end, hashOf(this.#view, start, end));
  }

  /**
   * The codes of many texts at once: text `i`, from `starts[i]` to `ends[i]`, has its code in `codes[first + i]`. Short texts are
   * looked for among the last ones first. The others are taken in three steps, each over all of them: what has to be fetched
   * from memory for one text is then fetched for several at a time.
   */
  internAll(bytes: Uint8Array, starts: Uint32Array, ends: Uint32Array, count: number, codes: Uint32Array, first: number): void {
    this.#look(bytes);
    const view = this.#view;
    const recent = this.#recent;
    if (LONGER.length < count) {
      LONGER = new Uint32Array(count);
      HASHES = new Uint32Array(count);
    }
    const longer = LONGER;
    const hashes = HASHES;
    let longerCount = 0;
    for (let index = 0; index < count; index++) {
      const start = starts[index]!;
      const end = ends[index]!;
      const length = end - start;
      if (length === 0) {
        codes[first + index] = 0;
      } else if (length > 8) {
        longer[longerCount] = index;
        hashes[longerCount++] = hashOf(view, start, end);
      } else {
        // These and the length are all of the text.
        const head = length < 4 ? shortHead(view, start, end) : view.getInt32(start, true);
        const tail = length < 4 ? 0 : view.getInt32(end - 4, true);
        const at = ((Math.imul(head, 0x9e3779b1) + Math.imul(tail, 0x85ebca6b)) >>> 25) << 2;
        if (recent[at] !== head || recent[at + 1] !== tail || recent[at + 2] !== length) {
          recent[at] = head;
          recent[at + 1] = tail;
          recent[at + 2] = length;
          recent[at + 3] = this.#find(start, end, hashOf(view, start, end));
        }
        codes[first + index] = recent[at + 3]!;
      }
    }
    for (let at = 0; at < longerCount; at++) {
      const index = longer[at]!;
      const hash = hashes[at]!;
      const slots = this.#slots;
      const slot = (hash << 1) & (slots.length - 1);
      // Another text may have this hash, so that is looked at in the last step.
      codes[first + index] = slots[slot] !== 0 && slots[slot + 1] === hash ? slots[slot]! : this.#find(starts[index]!, ends[index]!, hash);
    }
    for (let at = 0; at < longerCount; at++) {
      const index = longer[at]!;
      const start = starts[index]!;
      const end = ends[index]!;
      if (!this.#equals(codes[first + index]!, start, end)) codes[first + index] = this.#find(start, end, hashes[at]!);
    }
  }

  /** Whether any text was not valid UTF-8. */
  get hasInvalid(): boolean {
    return this.#invalid.size > 0;
  }

  /** The text was not valid UTF-8; {@link texts} has the empty text in its place. */
  isInvalid(code: number): boolean {
    return this.#invalid.size > 0 && this.#invalid.has(code);
  }

  /** Codes in the order of their bytes, which is that of their UTF-16 code units; undefined where it may be another one. */
  order(): Uint32Array | undefined {
    const end = this.#ends[this.size - 1]!;
    // A surrogate comes before U+E000 and its UTF-8 after it.
    for (let at = 0; at < end; at++) if (this.#pool[at]! >= 0xf0 || this.#pool[at] === 0) return undefined;
    return byteOrder(this.#pool, this.#ends, this.size);
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

  #look(bytes: Uint8Array): void {
    if (bytes === this.#bytes) return;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  #find(start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = (hash << 1) & mask; ; slot = (slot + 2) & mask) {
      const code = slots[slot]!;
      if (code === 0) return this.#add(start, end, hash, slot);
      if (slots[slot + 1] === hash && this.#equals(code, start, end)) return code;
    }
  }

  /** In the same steps as the hash. */
  #equals(code: number, start: number, end: number): boolean {
    const own = this.#ends[code - 1]!;
    const ownEnd = this.#ends[code]!;
    const length = end - start;
    if (ownEnd - own !== length) return false;
    const view = this.#view;
    const pool = this.#poolView;
    if (length < 4) {
      const middle = length >> 1;
      return (
        view.getUint8(start) === pool.getUint8(own) &&
        view.getUint8(start + middle) === pool.getUint8(own + middle) &&
        view.getUint8(end - 1) === pool.getUint8(ownEnd - 1)
      );
    }
    if (view.getInt32(start, true) !== pool.getInt32(own, true) || view.getInt32(end - 4, true) !== pool.getInt32(ownEnd - 4, true)) return false;
    if (length <= 8) return true;
    if (view.getInt32(start + 4, true) !== pool.getInt32(own + 4, true) || view.getInt32(end - 8, true) !== pool.getInt32(ownEnd - 8, true)) return false;
    for (let at = 8; at < length - 8; at += 4) if (view.getInt32(start + at, true) !== pool.getInt32(own + at, true)) return false;
    return true;
  }

  #add(start: number, end: number, hash: number, slot: number): number {
    const bytes = this.#bytes;
    const code = this.size++;
    const from = this.#ends[code - 1]!;
    const to = from + end - start;
    if (to > MAX_TEXT_BYTES) throw new ReadFailure('limit', 'The different texts of one column are more than 1 GiB. Use a smaller sample.');
    if (to > this.#pool.length) {
      this.#pool = grown(this.#pool, to);
      this.#poolView = new DataView(this.#pool.buffer);
    }
    for (let at = start, own = from; at < end; at++, own++) this.#pool[own] = bytes[at]!;
    this.#ends = grown(this.#ends, this.size);
    this.#ends[code] = to;
    this.#slots[slot] = code;
    this.#slots[slot + 1] = hash;
    if (!isUtf8(bytes, start, end)) this.#invalid.add(code);
    if (this.size * 4 > this.#slots.length) this.#rehash();
    return code;
  }

  #rehash(): void {
    const old = this.#slots;
    const slots = new Uint32Array(old.length * 2);
    const mask = slots.length - 1;
    for (let from = 0; from < old.length; from += 2) {
      if (old[from] === 0) continue;
      let slot = (old[from + 1]! << 1) & mask;
      while (slots[slot] !== 0) slot = (slot + 2) & mask;
      slots[slot] = old[from]!;
      slots[slot + 1] = old[from + 1]!;
    }
    this.#slots = slots;
  }
}

/** The longer texts of one call, and their hashes; kept, so that a call needs no memory of its own. */
let LONGER = new Uint32Array(0);
let HASHES = new Uint32Array(0);

/**
 * Without a loop up to 16 bytes, which most texts have: the first and the last four, then those beside them; they overlap
 * where the text is short. Every bit of the text can change every bit of the hash.
 */
function hashOf(view: DataView, start: number, end: number): number {
  const length = end - start;
  let hash = length;
  if (length < 4) {
    hash += shortHead(view, start, end) << 2;
  } else {
    hash = hash + Math.imul(view.getInt32(start, true), 0x9e3779b1) + Math.imul(view.getInt32(end - 4, true), 0x85ebca6b);
    if (length > 8) {
      hash = hash + Math.imul(view.getInt32(start + 4, true), 0xc2b2ae35) + Math.imul(view.getInt32(end - 8, true), 0x27d4eb2f);
      for (let at = start + 8; at < end - 8; at += 4) hash = Math.imul((hash << 13) | (hash >>> 19), 0x165667b1) ^ view.getInt32(at, true);
    }
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x7feb352d);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** All of a text of one to three bytes. */
function shortHead(view: DataView, start: number, end: number): number {
  return view.getUint8(start) | (view.getUint8(start + ((end - start) >> 1)) << 8) | (view.getUint8(end - 1) << 16);
}
