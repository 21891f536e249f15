import stringWidth from 'string-width';
import type { Warning } from '../results/result.ts';
import { wrapText } from './fit-text.ts';
import { visibleText } from './visible-text.ts';

/** Warnings as lines of text, each with where in the text of the journey it comes from. */
export function warningLines(warnings: readonly Warning[], { columns }: { readonly columns: number }): string[] {
  return warnings.flatMap(({ message, file, line }) => {
    const place = file === undefined ? '' : `${file}:${String(line ?? 1)}: `;
    const [first = '', ...rest] = wrapText(visibleText(`${place}${message}`), columns - 4, stringWidth);
    return [`  ! ${first}`, ...rest.map((one) => `    ${one}`)];
  });
}
