import stringWidth from 'string-width';

/** The widest that letters of these kinds are in the usual sans-serif fonts (DejaVu Sans is the widest of them), in parts of the font's size. */
const WIDTHS: readonly (readonly [letters: RegExp, width: number])[] = [
  [/[ijltfrI.,:;'|!()[\]/\\ ]/, 0.42],
  [/[mwMW@%]/, 1],
  [/[A-Z&=<>+~]/, 0.84],
  [/[\x20-\x7e]/, 0.64],
];

/** The width of a text in pixels without fonts to ask: slightly wide, so that nothing runs over. What is not ASCII is judged by the cells that it takes in a terminal. */
export function estimateWidth(text: string, size: number, bold: boolean): number {
  const others = text.replaceAll(/[\x20-\x7e]/g, '');
  let width = stringWidth(others) * 0.64;
  if (others.length < text.length) {
    for (const letter of text) width += letter > '\x7e' ? 0 : (WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? 0);
  }
  return width * size * (bold ? 1.1 : 1);
}
