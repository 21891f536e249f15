import stringWidth from 'string-width';

/** How many cells of a monospaced font a text without line breaks takes: a CJK character takes two, a combining mark none. */
export function cellWidth(text: string): number {
  // Nearly every token is ASCII, of which each character takes one cell.
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}
