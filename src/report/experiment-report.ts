import { differenceText, experimentMeasure, experimentNotes, verdictText } from '../drawing/experiment-texts.ts';
import { drawingTexts } from '../drawing/drawing-texts.ts';
import { visibleText } from '../drawing/visible-text.ts';
import type { ExperimentResult } from '../results/experiment-result.ts';
import { warningTexts, warningsTable } from './journey-report.ts';
import type { Report } from './report.ts';
import { countColumn, dataOnly, rateColumn, tableOf, textColumn } from './table-of.ts';

const texts = drawingTexts();

type Arm = ExperimentResult['arms'][number];

/** What came of an experiment. */
export function experimentReport(result: ExperimentResult): Report {
  return {
    kind: 'experiment',
    name: result.experiment,
    title: visibleText(result.label),
    facts: [experimentMeasure(result), ...experimentNotes(result)].map(visibleText),
    verdicts: result.arms.flatMap((arm) => (arm.verdict === 'control' ? [] : [`${visibleText(arm.label)}: ${verdictText(arm.verdict, result.confidence)}`])),
    warnings: warningTexts(result.warnings),
    tables: [
      tableOf('arms', 'Arms', result.arms, [
        dataOnly(textColumn('email', 'Name', ({ email }: Arm) => email)),
        textColumn('label', 'Arm', ({ label }) => label),
        dataOnly(textColumn('control', 'Control', ({ control }) => String(control))),
        countColumn('contacts', 'Contacts', ({ contacts }) => contacts),
        countColumn('notYet', 'Not yet', ({ notYet }) => notYet),
        countColumn('reached', 'Reached', ({ reached }) => reached),
        {
          ...rateColumn('rate', 'Rate', ({ rate }: Arm) => rate),
          cell: ({ rate, interval }) => ({ value: rate, text: texts.rateWithInterval(rate, interval) }),
        },
        dataOnly(rateColumn('intervalLow', 'from', ({ interval }) => interval?.[0] ?? null)),
        dataOnly(rateColumn('intervalHigh', 'to', ({ interval }) => interval?.[1] ?? null)),
        {
          ...textColumn('difference', 'Difference', () => null),
          cell: ({ difference }: Arm) => ({ value: difference?.rate ?? null, text: difference ? differenceText(difference) : '' }),
        },
        dataOnly(rateColumn('differenceLow', 'from', ({ difference }) => difference?.interval?.[0] ?? null)),
        dataOnly(rateColumn('differenceHigh', 'to', ({ difference }) => difference?.interval?.[1] ?? null)),
        dataOnly(textColumn('test', 'Test', ({ difference }) => difference?.test)),
        dataOnly(rateColumn('pValue', 'p', ({ difference }) => difference?.pValue ?? null)),
        dataOnly(textColumn('verdict', 'Verdict', ({ verdict }) => verdict)),
      ]),
      warningsTable(result.warnings),
    ],
  };
}
