import type { TextColumn } from './activity-table.ts';

/** By code: the place of its text among all texts, ascending by UTF-16 code units. The empty text's place is 0. */
export function placesOf(texts: readonly string[]): Uint32Array {
  const order = Uint32Array.from(texts.keys()).sort((a, b) => (texts[a]! < texts[b]! ? -1 : texts[a] === texts[b] ? 0 : 1));
  const places = new Uint32Array(texts.length);
  for (let place = 0; place < order.length; place++) places[order[place]!] = place;
  return places;
}

/**
 * A column with only the texts that occur in it, ascending by UTF-16 code units: it shows nothing of the order of reading
 * or of records that were left out. `codes` are changed in place.
 */
export function sortedColumn(texts: readonly string[], codes: Uint32Array): TextColumn {
  const used = new Uint8Array(texts.length);
  used[0] = 1;
  for (const code of codes) used[code] = 1;
  const kept: number[] = [];
  for (let code = 0; code < texts.length; code++) if (used[code] === 1) kept.push(code);
  const dictionary = kept.map((code) => texts[code]!);
  const places = placesOf(dictionary);
  const sorted = new Array<string>(dictionary.length);
  const final = new Uint32Array(texts.length);
  for (const [index, code] of kept.entries()) {
    sorted[places[index]!] = dictionary[index]!;
    final[code] = places[index]!;
  }
  for (let row = 0; row < codes.length; row++) codes[row] = final[codes[row]!]!;
  return { dictionary: sorted, codes };
}
