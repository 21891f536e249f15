import type { TextColumn } from './activity-table.ts';
import type { ByteDictionary } from './byte-dictionary.ts';

/** Texts with their order, ascending by UTF-16 code units. The empty text, code 0, comes first. */
export interface RankedTexts {
  readonly texts: readonly string[];
  /** Codes in the order of their texts. */
  readonly order: Uint32Array;
  /** By code: its place in `order`. */
  readonly places: Uint32Array;
}

/** `texts`: those of the dictionary, for whoever lets others in between taking them out and ordering them. */
export function rankedTexts(dictionary: ByteDictionary, texts: readonly string[] = dictionary.texts()): RankedTexts {
  const order = dictionary.order() ?? Uint32Array.from(texts.keys()).sort((a, b) => (texts[a]! < texts[b]! ? -1 : texts[a] === texts[b] ? 0 : 1));
  const places = new Uint32Array(texts.length);
  for (let place = 0; place < order.length; place++) places[order[place]!] = place;
  return { texts, order, places };
}

/**
 * A column with only the texts that occur in it, ascending by UTF-16 code units: it shows nothing of the order of reading
 * or of records that were left out. `codes` are changed in place.
 */
export function sortedColumn({ texts, order }: RankedTexts, codes: Uint32Array): TextColumn {
  const used = new Uint8Array(texts.length);
  used[0] = 1;
  for (let row = 0; row < codes.length; row++) used[codes[row]!] = 1;
  const dictionary: string[] = [];
  const final = new Uint32Array(texts.length);
  for (const code of order) {
    if (used[code] === 0) continue;
    final[code] = dictionary.length;
    dictionary.push(texts[code]!);
  }
  for (let row = 0; row < codes.length; row++) codes[row] = final[codes[row]!]!;
  return { dictionary, codes };
}
