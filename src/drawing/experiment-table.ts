import stringWidth from 'string-width';
import type { ExperimentResult } from '../results/experiment-result.ts';
import { drawingTexts } from './drawing-texts.ts';
import { differenceText, experimentMeasure, experimentNotes, verdictText } from './experiment-texts.ts';
import { wrapText } from './fit-text.ts';
import { visibleText } from './visible-text.ts';

const INDENT = '  ';

const texts = drawingTexts();

/** An experiment's result as lines of text: two or three an arm. */
export function experimentTable(result: ExperimentResult, { columns }: { readonly columns: number }): string[] {
  const wrapped = (text: string, indent: string): string[] => wrapText(visibleText(text), columns - indent.length, stringWidth).map((line) => indent + line);
  const head = [visibleText(result.label), experimentMeasure(result), ...(result.asOf === null ? [] : [`as of ${texts.moment(result.asOf)}`])].join(' · ');
  const arms = result.arms.flatMap((arm) => [
    '',
    ...wrapped(
      `${arm.label}${arm.control ? ' (control)' : ''}: ${texts.count(arm.reached)} of ${texts.count(arm.contacts)}, ${texts.rateWithInterval(arm.rate, arm.interval)}`,
      INDENT,
    ),
    ...(arm.notYet === 0 ? [] : wrapped(`${texts.count(arm.notYet)} more whose time is not over`, INDENT.repeat(2))),
    ...(arm.difference ? wrapped(differenceText(arm.difference), INDENT.repeat(2)) : []),
    ...(arm.verdict === 'control' ? [] : wrapped(verdictText(arm.verdict, result.confidence), INDENT.repeat(2))),
  ]);
  const notes = [...experimentNotes(result), ...result.warnings.map(({ message }) => message)];
  return [...wrapText(head, columns, stringWidth), ...arms, '', ...notes.flatMap((note) => wrapped(note, INDENT))];
}
