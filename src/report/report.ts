import type { JourneyResult } from '../results/result.ts';

/** A result as it is shown outside a terminal: what to read first, then tables. Every format writes the same one. */
export interface Report {
  /** What the result is of; the first column of a CSV file. */
  readonly kind: 'journey' | 'campaign' | 'experiment';
  readonly name: string;
  readonly title: string;
  readonly facts: readonly string[];
  /** What KPIs came to. */
  readonly verdicts: readonly string[];
  readonly warnings: readonly string[];
  /** Whose funnel is drawn. */
  readonly picture?: JourneyResult;
  /** The most important first; the first one is the result itself, the others are details. */
  readonly tables: readonly ReportTable[];
}

export interface ReportTable {
  /** Stable, in kebab-case. */
  readonly key: string;
  readonly title: string;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly (readonly ReportCell[])[];
  /** What is said elsewhere in words: only files of data have it. */
  readonly isData: boolean;
}

export interface ReportColumn {
  /** Stable, as in the JSON where that has it. */
  readonly key: string;
  readonly title: string;
  readonly isNumber: boolean;
  /** Only files of data have it. */
  readonly isData: boolean;
}

/** `value`: durations in seconds, rates 0 to 1, null where there is no number. `text`: for people. */
export interface ReportCell {
  readonly value: string | number | boolean | null;
  readonly text: string;
}
