import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { BehaviourDiff } from '../../diff/behaviour-diff.ts';
import { diffModels } from '../../diff/diff-models.ts';
import type { ModelDiff } from '../../diff/model-diff.ts';
import { DIFF_SCHEMA } from '../../diff/model-diff.ts';
import type { Model } from '../../model/model.ts';
import { diffLines } from '../../report/diff-lines.ts';
import { diffMarkdown } from '../../report/diff-markdown.ts';
import { diagnosticsText } from '../diagnostics-text.ts';
import type { DiffSide } from '../diff-sides.ts';
import { diffSides } from '../diff-sides.ts';
import type { ExitCode } from '../exit-code.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import { outputColumns } from '../output-columns.ts';
import { shownPath } from '../paths.ts';
import { pseudonyms } from '../pseudonyms.ts';
import { readJourneys } from '../read-journeys.ts';
import type { SampleOptions } from '../sample-options.ts';
import { addSampleOptions } from '../sample-options.ts';
import { styleFor } from '../style.ts';
import { testChanges } from '../test-changes.ts';
import { withSample } from '../with-sample.ts';
import { writeResult } from '../write-result.ts';

interface DiffOptions extends Omit<SampleOptions, 'on'> {
  readonly on?: readonly string[];
  readonly listContacts?: true;
  readonly showContacts?: true;
  readonly pseudonymKeyEnv?: string;
  readonly format: 'text' | 'markdown' | 'json';
  readonly exitCode?: true;
}

const PATHS_FOLLOW = '--';

/** `workerEntry`: the bundled entry of the simulation worker. */
export function diffCommand(workerEntry: URL, done: (code: ExitCode) => void): Command {
  const command = new Command('diff')
    .description('Say in words what a change of .journey files means: layout, comments and order without meaning left out.')
    .usage('[options] OLD NEW  |  REVISION[..REVISION] [-- PATH...]')
    .argument('[what...]', 'two files or folders; or one or two git revisions, or a range of them, and the paths to compare')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'markdown', 'json']).default('text'))
    .option('--exit-code', 'exit with 1 where the meaning changed')
    .option('--list-contacts', 'with --on: list the contacts that move, by pseudonym')
    .option('--show-contacts', 'list them by their ids')
    .option('--pseudonym-key-env <variable>', 'the environment variable with the key of the pseudonyms; a new key each run where it is not given');
  return addSampleOptions(command, 'optional')
    .addHelpText(
      'after',
      '\nExamples:\n  journey diff HEAD\n  journey diff main...HEAD --format markdown -- journeys\n  journey diff old.journey new.journey\n  journey diff HEAD --on samples/q1.csv',
    )
    .action(async (words: string[], options: DiffOptions) => {
      // The parser takes the mark away.
      const mark = process.argv.indexOf(PATHS_FOLLOW);
      const paths = mark < 0 ? undefined : process.argv.slice(mark + 1);
      done(await diff(words.slice(0, words.length - (paths?.length ?? 0)), paths, options, workerEntry));
    });
}

async function diff(words: readonly string[], paths: readonly string[] | undefined, options: DiffOptions, workerEntry: URL): Promise<ExitCode> {
  const { before, after } = diffSides(words, paths);
  if (before.files.length + after.files.length === 0) {
    throw new CommandFailure(EXIT.input, `${before.title}, ${after.title}: there is no .journey file here.`);
  }
  const old = await readSide(before, 'old', options.root);
  const now = await readSide(after, 'new', options.root);
  const changes = diffModels(old.model, now.model);
  const incomplete = [...old.incomplete, ...now.incomplete];
  const behaviour = await behaviourOf(old.model, now.model, incomplete.length > 0, after.base, options, workerEntry);
  const tests = behaviour === undefined ? undefined : await testChanges(old.model, now.model, after.base, options.progress, workerEntry);
  const found: ModelDiff = {
    schema: DIFF_SCHEMA,
    old: before.title,
    new: after.title,
    meaning: changes.some(({ meaning }) => meaning),
    incomplete,
    changes,
    ...(behaviour === undefined ? {} : { behaviour }),
    ...(tests === undefined ? {} : { tests }),
  };
  writeResult(options.out, diffText(found, options));
  return now.incomplete.length > 0 || (options.on !== undefined && behaviour === undefined) || (options.exitCode && found.meaning) ? EXIT.no : EXIT.fine;
}

/** Undefined where no sample is given, and where what cannot be read whole cannot be replayed, which is told. */
async function behaviourOf(
  old: Model,
  model: Model,
  isIncomplete: boolean,
  base: string,
  options: DiffOptions,
  workerEntry: URL,
): Promise<BehaviourDiff | undefined> {
  const { on, listContacts, showContacts, pseudonymKeyEnv } = options;
  if (on === undefined) return undefined;
  if (isIncomplete) {
    process.stderr.write('Nothing was simulated: numbers from a file with errors would mislead.\n');
    return undefined;
  }
  const pseudonymOf = showContacts ? (id: string) => id : pseudonyms(pseudonymKeyEnv);
  const listsContacts = listContacts === true || showContacts === true;
  // Sources say where their files are from the folder of their own.
  const placed = { ...model, files: model.files.map((file) => resolve(base, file)) };
  const { behaviour } = await withSample(workerEntry, placed, { ...options, on }, (sample) => sample.ask({ kind: 'behaviour', old, listsContacts }));
  const journeys = behaviour.journeys.map((journey) => ({
    ...journey,
    moves: journey.moves.map(({ ids, ...move }) => ({ ...move, ...(ids ? { ids: ids.map(pseudonymOf) } : {}) })),
  }));
  return { ...behaviour, journeys };
}

function diffText(found: ModelDiff, { format, out }: DiffOptions): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(found, null, 2)}\n`;
    case 'markdown':
      return diffMarkdown(found);
    case 'text': {
      const style = styleFor(process.stdout);
      return `${diffLines(found, outputColumns(), (text) => (out === undefined ? style.dim(text) : text)).join('\n')}\n`;
    }
  }
}

interface ReadSide {
  readonly model: Model;
  readonly incomplete: ModelDiff['incomplete'];
}

/** What could not be read is told on standard error, and the rest is compared. */
async function readSide({ files, base, prefix, fileSystem }: DiffSide, side: 'old' | 'new', root: string | undefined): Promise<ReadSide> {
  // What a vendor's product cannot express is of no matter here.
  const { diagnostics, modelOf } = await readJourneys(files, root, 'none', fileSystem);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const shown = errors.map((error) => ({ ...error, path: resolve(`${prefix}${shownPath(error.path, process.cwd())}`) }));
  if (shown.length > 0) process.stderr.write(`${diagnosticsText(shown, styleFor(process.stderr)).join('\n')}\n`);
  const byFile = Map.groupBy(errors, ({ path }) => path);
  return { model: modelOf(files, base), incomplete: [...byFile].map(([path, { length }]) => ({ side, file: shownPath(path, base), errors: length })) };
}
