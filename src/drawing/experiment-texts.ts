import type { ExperimentResult } from '../results/experiment-result.ts';
import { drawingTexts } from './drawing-texts.ts';

const texts = drawingTexts();

type Arm = ExperimentResult['arms'][number];

/** What is measured. */
export function experimentMeasure({ journey, stage, withinSeconds }: ExperimentResult): string {
  return `reached ${journey}.${stage}${withinSeconds === undefined ? '' : ` within ${texts.duration(withinSeconds)}`}`;
}

/** How its numbers are to be read. */
export function experimentNotes({ confidence, severalVariants }: ExperimentResult): string[] {
  return [
    `Intervals at ${confidenceText(confidence)}.`,
    ...(severalVariants === 0 ? [] : [`${texts.count(severalVariants)} contacts got more than one of the emails; each is in the arm of the first.`]),
  ];
}

export function differenceText({ rate, interval, test, pValue }: NonNullable<Arm['difference']>): string {
  const points = (share: number): string => `${share < 0 ? '−' : '+'}${(Math.abs(share) * 100).toFixed(1)}`;
  const range = interval ? ` (${points(interval[0])} to ${points(interval[1])})` : '';
  return `${points(rate)} percentage points${range}, p ${pValue < 0.001 ? '< 0.001' : `= ${pValue.toFixed(3)}`} (${test === 'fisher' ? "Fisher's exact test" : 'z-test'})`;
}

export function verdictText(verdict: Exclude<Arm['verdict'], 'control'>, confidence: number): string {
  return VERDICTS[verdict].replace('{0}', confidenceText(confidence));
}

const VERDICTS = {
  'too-few': 'Too few: an arm has under 30 contacts',
  higher: 'Higher than the control at a confidence of {0}',
  lower: 'Lower than the control at a confidence of {0}',
  'no-difference': 'No difference from the control at a confidence of {0}',
} as const;

const confidenceText = (confidence: number): string => `${String(Math.round(confidence * 1000) / 10)} %`;
