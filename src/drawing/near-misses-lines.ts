import stringWidth from 'string-width';
import type { NearMissesResult } from '../results/trace-result.ts';
import { drawingTexts } from './drawing-texts.ts';
import { wrapText } from './fit-text.ts';
import { visibleText } from './visible-text.ts';

const INDENT = '  ';

const texts = drawingTexts();

/** Which windows the contacts missed that dropped out in a stage, as lines of text. */
export function nearMissesLines(result: NearMissesResult, { columns }: { readonly columns: number }): string[] {
  const wrapped = (text: string, indent: string): string[] => wrapText(visibleText(text), columns - indent.length, stringWidth).map((line) => indent + line);
  const contacts = `${texts.count(result.dropped)} ${result.dropped === 1 ? 'contact' : 'contacts'} dropped out in ${result.label}.`;
  if (result.windows.length === 0) return [...wrapped(contacts, ''), ...wrapped('No rule that leads on from it has a `within`.', INDENT)];
  return [
    ...wrapped(contacts, ''),
    ...result.windows.flatMap(({ rule, text, withinSeconds, missed, lateSeconds, missedByLess, wider }) => [
      '',
      ...wrapped(`${rule.stage}: ${text} (${rule.file}:${String(rule.line)})`, INDENT),
      ...wrapped(
        missed === 0
          ? 'None of them did it later.'
          : `${texts.count(missed)} did it later than ${texts.duration(withinSeconds)}: half of them by ${texts.duration(lateSeconds)} or more, ${texts.count(missedByLess.contacts)} by less than ${texts.duration(missedByLess.seconds)}.`,
        INDENT.repeat(2),
      ),
      ...wider.flatMap((window) => wrapped(`${texts.duration(window.withinSeconds)} would keep ${texts.count(window.kept)}`, INDENT.repeat(2))),
    ]),
  ];
}
