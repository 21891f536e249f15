import { writeUtf8 } from '../utf8.ts';

/** Stands for what is not text in the source: no UTF-8 has it, so that the record it is in is rejected. */
const NOT_TEXT = 0xff;

/** Takes a file piece by piece and gives UTF-8 without a byte-order mark: UTF-16 is recognised by its mark, all else is left as it is. */
export class Utf8Source {
  #head: Uint8Array | undefined = new Uint8Array(0);
  #utf16: Utf16Decoder | undefined;

  /** The bytes given may be the piece itself or a part of it. */
  push(piece: Uint8Array): Uint8Array {
    if (this.#head === undefined) return this.#utf16 === undefined ? piece : this.#utf16.push(piece);
    const head = joined(this.#head, piece);
    if (head.length < 3) {
      this.#head = head;
      return head.subarray(0, 0);
    }
    return this.#start(head);
  }

  /** What is left at the end of the file. */
  end(): Uint8Array {
    const start = this.#head === undefined ? new Uint8Array(0) : this.#start(this.#head);
    return this.#utf16 === undefined ? start : joined(start, this.#utf16.end());
  }

  #start(head: Uint8Array): Uint8Array {
    this.#head = undefined;
    if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return head.subarray(3);
    const littleEndian = head[0] === 0xff && head[1] === 0xfe;
    if (!littleEndian && !(head[0] === 0xfe && head[1] === 0xff)) return head;
    this.#utf16 = new Utf16Decoder(littleEndian);
    return this.#utf16.push(head.subarray(2));
  }
}

class Utf16Decoder {
  readonly #littleEndian: boolean;
  #half: number | undefined;
  #high: number | undefined;

  constructor(littleEndian: boolean) {
    this.#littleEndian = littleEndian;
  }

  push(piece: Uint8Array): Uint8Array {
    // A unit is two bytes and at most three of UTF-8; one unit and one surrogate may come from before.
    const out = new Uint8Array(Math.ceil(piece.length / 2) * 3 + 6);
    let to = 0;
    for (const byte of piece) {
      if (this.#half === undefined) {
        this.#half = byte;
        continue;
      }
      const unit = this.#littleEndian ? (byte << 8) | this.#half : (this.#half << 8) | byte;
      this.#half = undefined;
      to = this.#unit(unit, out, to);
    }
    return out.subarray(0, to);
  }

  end(): Uint8Array {
    return this.#half === undefined && this.#high === undefined ? new Uint8Array(0) : Uint8Array.of(NOT_TEXT);
  }

  #unit(unit: number, out: Uint8Array, to: number): number {
    const high = this.#high;
    this.#high = undefined;
    const isLow = unit >= 0xdc00 && unit <= 0xdfff;
    if (high !== undefined) {
      if (isLow) return writeUtf8(0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00), out, to);
      out[to++] = NOT_TEXT;
    }
    if (unit >= 0xd800 && unit <= 0xdbff) {
      this.#high = unit;
      return to;
    }
    if (!isLow) return writeUtf8(unit, out, to);
    out[to] = NOT_TEXT;
    return to + 1;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
