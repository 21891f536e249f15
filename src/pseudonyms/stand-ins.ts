import { fold } from '../simulator/matching/fold.ts';

/** A keyed hash: nobody without the key can tell of which text it is. At least 16 bytes. */
export type KeyedHash = (text: string) => Uint8Array;

const LETTERS = 16;

/** A journey may ask for texts that begin with one of them, so the attempts take turns. */
const PREFIXES = ['p', 'x', 'q', 'z'];

/** RFC 2606: no mail will ever be delivered there. */
const DOMAIN = '@pseudonym.invalid';

/** Whether a text is an address of mail, also as a query has it. */
export function isMailAddress(text: string): boolean {
  if (/[\s/?#]/.test(text)) return false;
  const name = text.split(/@|%40/i, 1)[0] ?? '';
  return name !== '' && text.length > name.length + 1 && !/(?:@|%40)$/i.test(text);
}

/**
 * What stands in a copy where a text stood: of one key the same for one text, in whatever column and file, so that what was
 * equal is equal still. Texts that differ in case alone have stand-ins that differ in case alone, since many compares ignore it.
 */
export class StandIns {
  readonly #hash: KeyedHash;

  constructor(hash: KeyedHash) {
    this.#hash = hash;
  }

  /** `attempt`: another one for the same text. */
  ofText(text: string, attempt = 0): string {
    const bytes = this.#hash(`text ${String(attempt)} ${fold(text)}`);
    const letters = Array.from({ length: LETTERS }, (_, place) => {
      const byte = bytes[place >> 1] ?? 0;
      return String.fromCharCode(0x61 + (place % 2 === 0 ? byte >> 4 : byte & 15));
    });
    const name = `${PREFIXES[attempt % PREFIXES.length] ?? ''}-${text === fold(text) ? letters.join('') : this.#inCase(letters, text)}`;
    return isMailAddress(text) ? name + DOMAIN : name;
  }

  /** Fifteen digits: every program reads them exactly. */
  ofNumber(text: string): string {
    const bytes = this.#hash(`number ${text}`);
    const number = bytes.subarray(0, 6).reduce((sum, byte) => sum * 256 + byte, 0);
    return String(100_000_000_000_000 + (number % 900_000_000_000_000));
  }

  #inCase(letters: readonly string[], text: string): string {
    const bytes = this.#hash(`case ${text}`);
    // The first letter stays as it is in none of the variants, so that each differs from the text that is all lower case.
    return letters.map((letter, place) => (place === 0 || ((bytes[place >> 3] ?? 0) >> (place & 7)) % 2 === 1 ? letter.toUpperCase() : letter)).join('');
  }
}
