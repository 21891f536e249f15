import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { SHAPE_NAMES } from '../activities/shapes/known-shapes.ts';
import type { LeftOut } from '../simulator/signal-quality.ts';
import { LEFT_OUT } from '../simulator/signal-quality.ts';

/** What every command asks that replays activity files. */
export interface SampleOptions {
  readonly on: readonly string[];
  readonly as?: string;
  readonly contacts?: readonly string[];
  readonly asOf?: string;
  readonly timezone: string;
  readonly maxRejected: number;
  readonly without: readonly LeftOut[];
  readonly out?: string;
  readonly progress: boolean;
  readonly root?: string;
}

/** Gives a command these options. `data`: whether it does anything without activity files. */
export function addSampleOptions(command: Command, data: 'required' | 'optional' = 'required'): Command {
  const on = new Option('--on <data...>', 'activity files, patterns or sources of the file: CSV, TSV, NDJSON, JSON, Parquet, also as .gz or .zst');
  return command
    .addOption(on.makeOptionMandatory(data === 'required'))
    .addOption(new Option('--as <shape>', 'what shape the files are of; recognised by their fields where it is not given').choices(SHAPE_NAMES))
    .option('--contacts <files...>', "files with the contacts' attributes, one row a contact")
    .option('--as-of <moment>', "when the simulation ends, such as 2026-03-31T22:00Z; the latest record's time where it is not given", moment)
    .option('--timezone <zone>', 'in which times without an offset are read', 'UTC')
    .addOption(new Option('--max-rejected <percent>', 'fail where more of the records are rejected').argParser(percent).default(0.1, '10%'))
    .addOption(
      new Option('--without <what>', 'leave out what no person did: machine-opens, bot-clicks, or both with a comma').argParser(leftOut).default([], 'nothing'),
    )
    .option('--out <file>', 'write to a file instead of standard output')
    .option('--no-progress', 'show no progress, not even on a terminal')
    .option('--root <folder>', "the folder that imports may not leave; the repository's root, else the file's folder");
}

function percent(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(text);
  const share = match ? Number(match[1]) / 100 : NaN;
  if (!(share <= 1)) throw new InvalidArgumentError('It is a percentage from 0% to 100%.');
  return share;
}

function moment(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text) || Number.isNaN(Date.parse(text))) {
    throw new InvalidArgumentError('It is a date-time with an offset, such as 2026-03-31T22:00Z.');
  }
  return text;
}

function leftOut(text: string): readonly LeftOut[] {
  return text.split(',').map((word) => {
    const known = LEFT_OUT.find((one) => one === word.trim());
    if (known === undefined) throw new InvalidArgumentError(`"${word.trim()}" cannot be left out. There is ${LEFT_OUT.join(' and ')}.`);
    return known;
  });
}
