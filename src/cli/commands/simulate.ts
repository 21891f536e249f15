import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { funnelTable } from '../../drawing/funnel-table.ts';
import type { Model } from '../../model/model.ts';
import type { JourneyResult } from '../../results/result.ts';
import type { WorkerClient, WorkerTask } from '../../worker/worker-client.ts';
import { startWorkerThread } from '../../worker/worker-client-node.ts';
import { diagnosticsText } from '../diagnostics-text.ts';
import type { ExitCode } from '../exit-code.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import { findJourneyFiles } from '../find-files.ts';
import { shownPath } from '../paths.ts';
import { progressLine } from '../progress.ts';
import { readJourneys } from '../read-journeys.ts';
import { styleFor } from '../style.ts';

interface SimulateOptions {
  readonly on: readonly string[];
  readonly journey?: string;
  readonly format: 'table' | 'json';
  readonly contacts?: readonly string[];
  readonly asOf?: string;
  readonly timezone: string;
  readonly maxRejected?: number;
  readonly out?: string;
  readonly progress: boolean;
  readonly root?: string;
}

const SAMPLE = 'sample';
const MOST_COLUMNS = 100;
/** A share of the records. */
const DEFAULT_MAX_REJECTED = 0.1;

/** `workerEntry`: the bundled entry of the simulation worker. */
export function simulateCommand(workerEntry: URL, done: (code: ExitCode) => void): Command {
  return new Command('simulate')
    .description('Replay activity files through a journey and show the funnel.')
    .argument('<file>', 'a .journey file')
    .requiredOption('--on <data...>', 'activity files: CSV, TSV or NDJSON')
    .option('--journey <name>', 'one journey; all of the file where it is not given')
    .addOption(new Option('--format <format>', 'how to print').choices(['table', 'json']).default('table'))
    .option('--contacts <files...>', "files with the contacts' attributes, one row a contact")
    .option('--as-of <moment>', "when the simulation ends, such as 2026-03-31T22:00Z; the latest record's time where it is not given", moment)
    .option('--timezone <zone>', 'in which times without an offset are read', 'UTC')
    .option('--max-rejected <percent>', 'fail where more of the records are rejected; 10% where it is not given', percent)
    .option('--out <file>', 'write to a file instead of standard output')
    .option('--no-progress', 'show no progress, not even on a terminal')
    .option('--root <folder>', "the folder that imports may not leave; the repository's root, else the file's folder")
    .addHelpText('after', '\nExample:\n  journey simulate lead-nurturing.journey --on samples/q1.csv')
    .action(async (file: string, options: SimulateOptions) => {
      done(await simulate(file, options, workerEntry));
    });
}

async function simulate(file: string, options: SimulateOptions, workerEntry: URL): Promise<ExitCode> {
  const model = await readModel(file, options);
  if (!model) return EXIT.no;
  const worker = startWorkerThread(workerEntry);
  try {
    const results = await evaluate(worker, model, options);
    const text = options.format === 'json' ? asJson(results) : results.map((result) => asTable(result)).join('\n');
    if (options.out === undefined) process.stdout.write(text);
    else writeOut(options.out, text);
    return EXIT.fine;
  } finally {
    await worker.stop();
  }
}

/** Undefined where the file has errors, which are then printed. */
async function readModel(file: string, { journey, root }: SimulateOptions): Promise<Model | undefined> {
  const [found, ...others] = findJourneyFiles([file]);
  if (found === undefined || others.length > 0 || !found.endsWith('.journey')) throw new CommandFailure(EXIT.usage, `${file}: name one .journey file.`);
  const { diagnostics, modelOf } = await readJourneys([found], root);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const lines = [...diagnosticsText(errors, styleFor(process.stderr)), 'Nothing was simulated: numbers from a file with errors would mislead.'];
    process.stderr.write(`${lines.join('\n')}\n`);
    return undefined;
  }
  const model = modelOf(found);
  if (model.journeys.length === 0) throw new CommandFailure(EXIT.input, `${file}: the file declares no journey.`);
  if (journey !== undefined && !model.journeys.some(({ name }) => name === journey)) {
    throw new CommandFailure(EXIT.usage, `${file}: there is no journey "${journey}". It has ${model.journeys.map(({ name }) => name).join(', ')}.`);
  }
  return model;
}

async function evaluate(worker: WorkerClient, model: Model, options: SimulateOptions): Promise<readonly JourneyResult[]> {
  const line = progressLine(process.stderr, options.progress);
  const files = options.on.map(fileOf);
  const contacts = options.contacts?.map(fileOf);
  const readOptions = { timezone: options.timezone, maxRejected: options.maxRejected ?? DEFAULT_MAX_REJECTED };
  const load = worker.load(SAMPLE, contacts ? { files, contacts } : { files }, readOptions, ({ done, total }) => line.show('Reading', done, total));
  await outcomeOf(load);
  const evaluateOptions = {
    ...(options.journey === undefined ? {} : { journeys: [options.journey] }),
    ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
  };
  const task = worker.evaluate(SAMPLE, model, evaluateOptions, ({ done, total }) => line.show('Simulating', done, total));
  const results = await outcomeOf(task);
  line.clear();
  return results;
}

const fileOf = (path: string): { name: string; path: string } => ({ name: shownPath(resolve(path), process.cwd()), path: resolve(path) });

async function outcomeOf<Value>(task: WorkerTask<Value>): Promise<Value> {
  const outcome = await task.done;
  if (outcome.ok) return outcome.value;
  if ('problem' in outcome) throw new CommandFailure(outcome.problem.kind === 'unknown-journey' ? EXIT.usage : EXIT.input, outcome.problem.message);
  throw new CommandFailure(EXIT.interrupted, 'Interrupted.');
}

function asJson(results: readonly JourneyResult[]): string {
  const [only] = results;
  return `${JSON.stringify(results.length === 1 ? only : results, null, 2)}\n`;
}

function asTable(result: JourneyResult): string {
  const columns = Math.min(process.stdout.columns > 0 ? process.stdout.columns : 80, MOST_COLUMNS);
  const warnings = result.warnings.map(({ message }) => `  ${message}`);
  return `${[...funnelTable(result, { columns }), ...warnings].join('\n')}\n`;
}

function writeOut(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new CommandFailure(EXIT.input, `${path}: the file cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`);
  }
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
