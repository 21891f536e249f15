import { styleText } from 'node:util';

/** Colours for a terminal; on anything else texts stay as they are. */
export interface Style {
  red(text: string): string;
  yellow(text: string): string;
  dim(text: string): string;
}

/** Follows NO_COLOR and FORCE_COLOR. */
export function styleFor(stream: NodeJS.WriteStream): Style {
  const as = (format: 'red' | 'yellow' | 'dim') => (text: string) => styleText(format, text, { stream, validateStream: true });
  return { red: as('red'), yellow: as('yellow'), dim: as('dim') };
}
