import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Model } from '../../model/model.ts';
import { declaredRules } from '../../testing/rule-coverage.ts';
import type { FiredRules, TestResult, TestRun } from '../../testing/test-result.ts';
import { testRun } from '../../testing/test-run.ts';
import { diagnosticsText } from '../diagnostics-text.ts';
import type { ExitCode } from '../exit-code.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import { findJourneyFiles } from '../find-files.ts';
import { junitXml } from '../junit-xml.ts';
import { outputColumns } from '../output-columns.ts';
import { shownPath } from '../paths.ts';
import { progressLine } from '../progress.ts';
import type { Diagnostic } from '../read-journeys.ts';
import { readJourneys } from '../read-journeys.ts';
import type { Style } from '../style.ts';
import { styleFor } from '../style.ts';
import { tap } from '../tap.ts';
import { testLines } from '../test-lines.ts';
import { TestWorker } from '../test-worker.ts';
import { writeResult } from '../write-result.ts';

interface TestOptions {
  readonly format: 'text' | 'json' | 'junit' | 'tap';
  readonly coverage?: true;
  /** 0 to 1. */
  readonly minCoverage?: number;
  readonly out?: string;
  readonly progress: boolean;
  readonly root?: string;
}

/** `workerEntry`: the bundled entry of the simulation worker. */
export function testCommand(workerEntry: URL, done: (code: ExitCode) => void): Command {
  return new Command('test')
    .description('Run the tests in .journey files.')
    .argument('[paths...]', 'files or folders; the current folder where none is given')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json', 'junit', 'tap']).default('text'))
    .option('--coverage', 'show which rules of the journeys no test and no sample fired')
    .option('--min-coverage <percent>', 'exit with 1 where a smaller part of the rules fired', percent)
    .option('--out <file>', 'write to a file instead of standard output')
    .option('--no-progress', 'show no progress, not even on a terminal')
    .option('--root <folder>', "the folder that imports may not leave; the repository's root, else the file's folder")
    .addHelpText('after', '\nExamples:\n  journey test journeys/ --min-coverage 80\n  journey test --format junit --out journey-tests.xml')
    .action(async (paths: string[], options: TestOptions) => {
      done(await test(paths.length > 0 ? paths : ['.'], options, workerEntry));
    });
}

async function test(paths: readonly string[], options: TestOptions, workerEntry: URL): Promise<ExitCode> {
  const found = findJourneyFiles(paths);
  if (found.length === 0) throw new CommandFailure(EXIT.input, `${paths.join(', ')}: there is no .journey file here.`);
  const { diagnostics, modelOf } = await readJourneys(found, options.root);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  for (const line of diagnosticsText(errors, styleFor(process.stderr))) process.stderr.write(`${line}\n`);
  const models = found.map((file) => {
    const model = modelOf(file);
    return { path: shownPath(file, process.cwd()), model, problem: problemOf(model, errors) };
  });
  if (models.every(({ model, problem }) => problem === undefined && model.tests.length === 0)) {
    throw new CommandFailure(EXIT.input, `${paths.join(', ')}: there is no test here. A test is declared in a .journey file: test "…" { … }.`);
  }
  const { files, journeys, isWithoutSample } = await runAll(models, options, workerEntry);
  const wantsCoverage = options.coverage === true || options.minCoverage !== undefined;
  const run = testRun(files, wantsCoverage ? journeys : undefined);
  writeResult(options.out, textOf(run, options));
  const share = run.coverage?.share ?? 1;
  if (options.minCoverage !== undefined && share < options.minCoverage) {
    process.stderr.write(`Fewer than ${String(Number((options.minCoverage * 100).toPrecision(12)))} % of the rules fired.\n`);
    return EXIT.no;
  }
  // Where every test that could be run has passed, the answer is not known.
  if (run.failed > 0 || files.some(({ problem }) => problem !== undefined)) return EXIT.no;
  if (isWithoutSample) return EXIT.input;
  return run.errors > 0 ? EXIT.no : EXIT.fine;
}

interface ModelOfFile {
  readonly path: string;
  readonly model: Model;
  /** Why its tests cannot be run. */
  readonly problem: string | undefined;
}

/** The first error of a file or of what it imports. */
function problemOf({ files }: Model, errors: readonly Diagnostic[]): string | undefined {
  const own = new Set(files.map((file) => resolve(file)));
  const [first, ...more] = errors.filter(({ path }) => own.has(path));
  if (!first) return undefined;
  const others = more.length === 0 ? '' : ` And ${String(more.length)} more ${more.length === 1 ? 'error' : 'errors'}.`;
  return `Its tests were not run, since there are errors: ${shownPath(first.path, process.cwd())}:${String(first.line)}:${String(first.column)}: ${first.message} [${first.code}]${others}`;
}

interface RunFiles {
  /** Those with a test or a problem. */
  readonly files: TestRun['files'];
  readonly journeys: readonly FiredRules[];
  /** The sample of a test could not be read. */
  readonly isWithoutSample: boolean;
}

async function runAll(models: readonly ModelOfFile[], { progress }: TestOptions, workerEntry: URL): Promise<RunFiles> {
  const line = progressLine(process.stderr, progress);
  const worker = new TestWorker(workerEntry, line);
  const files: TestRun['files'] = [];
  const journeys: FiredRules[] = [];
  let isWithoutSample = false;
  try {
    for (const { path, model, problem } of models) {
      if (problem !== undefined) {
        files.push({ path, problem, tests: [] });
        continue;
      }
      journeys.push(...declaredRules(model));
      const tests: TestResult[] = [];
      for (const one of model.tests) {
        const { outcome, hasNoSample } = await worker.run(one, model);
        tests.push(outcome.test);
        journeys.push(...outcome.journeys);
        isWithoutSample ||= hasNoSample;
      }
      if (tests.length > 0) files.push({ path, tests });
    }
  } finally {
    line.clear();
    await worker.stop();
  }
  return { files, journeys, isWithoutSample };
}

function textOf(run: TestRun, { format, out }: TestOptions): string {
  switch (format) {
    case 'text':
      return `${testLines(run, { columns: outputColumns(), style: out === undefined ? styleFor(process.stdout) : PLAIN }).join('\n')}\n`;
    case 'json':
      return `${JSON.stringify(run, null, 2)}\n`;
    case 'junit':
      return junitXml(run);
    case 'tap':
      return tap(run);
  }
}

/** Of a file. */
const PLAIN: Style = { red: (text) => text, yellow: (text) => text, dim: (text) => text };

/** `80` and `80%` are the same. */
function percent(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*%?$/.exec(text);
  const share = match ? Number(match[1]) / 100 : NaN;
  if (!(share <= 1)) throw new InvalidArgumentError('It is a percentage from 0 to 100.');
  return share;
}
