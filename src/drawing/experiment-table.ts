import stringWidth from 'string-width';
import type { ExperimentResult } from '../results/experiment-result.ts';
import { drawingTexts } from './drawing-texts.ts';
import { wrapText } from './fit-text.ts';
import { visibleText } from './visible-text.ts';

const INDENT = '  ';

const texts = drawingTexts();

/** An experiment's result as lines of text: two or three an arm. */
export function experimentTable(result: ExperimentResult, { columns }: { readonly columns: number }): string[] {
  const wrapped = (text: string, indent: string): string[] => wrapText(visibleText(text), columns - indent.length, stringWidth).map((line) => indent + line);
  const within = result.withinSeconds === undefined ? '' : ` within ${texts.duration(result.withinSeconds)}`;
  const head = [
    visibleText(result.label),
    `reached ${result.journey}.${result.stage}${within}`,
    ...(result.asOf === null ? [] : [`as of ${texts.moment(result.asOf)}`]),
  ].join(' · ');
  const confidence = `${String(Math.round(result.confidence * 1000) / 10)} %`;
  const arms = result.arms.flatMap((arm) => [
    '',
    ...wrapped(
      `${arm.label}${arm.control ? ' (control)' : ''}: ${texts.count(arm.reached)} of ${texts.count(arm.contacts)}, ${texts.rateWithInterval(arm.rate, arm.interval)}`,
      INDENT,
    ),
    ...(arm.notYet === 0 ? [] : wrapped(`${texts.count(arm.notYet)} more whose time is not over`, INDENT.repeat(2))),
    ...(arm.difference ? wrapped(differenceText(arm.difference), INDENT.repeat(2)) : []),
    ...(arm.verdict === 'control' ? [] : wrapped(VERDICTS[arm.verdict].replace('{0}', confidence), INDENT.repeat(2))),
  ]);
  const notes = [
    `Intervals at ${confidence}.`,
    ...(result.severalVariants === 0
      ? []
      : [`${texts.count(result.severalVariants)} contacts got more than one of the emails; each is in the arm of the first.`]),
    ...result.warnings.map(({ message }) => message),
  ];
  return [...wrapText(head, columns, stringWidth), ...arms, '', ...notes.flatMap((note) => wrapped(note, INDENT))];
}

const VERDICTS = {
  'too-few': 'Too few: an arm has under 30 contacts',
  higher: 'Higher than the control at a confidence of {0}',
  lower: 'Lower than the control at a confidence of {0}',
  'no-difference': 'No difference from the control at a confidence of {0}',
} as const;

type Difference = NonNullable<ExperimentResult['arms'][number]['difference']>;

function differenceText({ rate, interval, test, pValue }: Difference): string {
  const points = (share: number): string => `${share < 0 ? '−' : '+'}${(Math.abs(share) * 100).toFixed(1)}`;
  const range = interval ? ` (${points(interval[0])} to ${points(interval[1])})` : '';
  return `${points(rate)} percentage points${range}, p ${pValue < 0.001 ? '< 0.001' : `= ${pValue.toFixed(3)}`} (${test === 'fisher' ? "Fisher's exact test" : 'z-test'})`;
}
