import stringWidth from 'string-width';

/** The text with spaces after it, so that it takes at least so many cells of a terminal. */
export const padEnd = (text: string, cells: number): string => text + ' '.repeat(Math.max(0, cells - stringWidth(text)));

/** The text with spaces before it, so that it takes at least so many cells of a terminal. */
export const padStart = (text: string, cells: number): string => ' '.repeat(Math.max(0, cells - stringWidth(text))) + text;
