import { createHmac } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { NODE_CODECS } from '../../activities/containers/codecs-node.ts';
import { SHAPE_NAMES } from '../../activities/shapes/known-shapes.ts';
import type { Model } from '../../model/model.ts';
import { dateConflicts } from '../../pseudonyms/date-conflicts.ts';
import { headOf } from '../../pseudonyms/file-head.ts';
import { needsOf } from '../../pseudonyms/journey-needs.ts';
import { pseudonymiseFile } from '../../pseudonyms/pseudonymise-file.ts';
import type { KeyedHash } from '../../pseudonyms/stand-ins.ts';
import { StandIns } from '../../pseudonyms/stand-ins.ts';
import { TimeZone } from '../../time/time-zone.ts';
import { openFile } from '../../worker/open-file-node.ts';
import type { SampleFile } from '../../worker/protocol.ts';
import { CopyWriter, isSameFile } from '../copy-writer.ts';
import { copyTable } from '../copy-table.ts';
import type { ExitCode } from '../exit-code.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import { findDataFiles } from '../find-files.ts';
import { findSamples } from '../find-samples.ts';
import { shownPath } from '../paths.ts';
import { pseudonymKey } from '../pseudonyms.ts';
import { readModel } from '../read-model.ts';

/** Two years back at most: further would show. */
const MOST_WEEKS = 104;

interface PseudonymiseOptions {
  readonly journey?: string;
  readonly contacts?: readonly string[];
  readonly as?: string;
  readonly timezone: string;
  readonly out?: string;
  readonly keep?: readonly string[];
  readonly shiftWeeks?: number;
  readonly pseudonymKeyEnv?: string;
  readonly root?: string;
}

export function pseudonymiseCommand(done: (code: ExitCode) => void): Command {
  return new Command('pseudonymise')
    .description('Copy activity files so that they can be committed: pseudonyms for people, shifted times, and nothing that the journey does not need.')
    .argument('<file...>', 'activity files or patterns: CSV, TSV, NDJSON, JSON, also as .gz or .zst; Parquet is written as CSV')
    .option('--journey <file>', 'the .journey file whose funnel stays the same; what it does not name is replaced')
    .option('--contacts <files...>', "files with the contacts' attributes, one row a contact")
    .addOption(new Option('--as <shape>', 'what shape the files are of; recognised by their fields where it is not given').choices(SHAPE_NAMES))
    .option('--timezone <zone>', 'in which times without an offset are read', 'UTC')
    .option('--out <path>', 'the file, or the folder for several, to write to; standard output where it is not given')
    .option('--keep <columns...>', 'columns or properties whose texts are kept, but for addresses of mail in them')
    .addOption(
      new Option('--shift-weeks <n>', 'by how many weeks times are later (earlier: below 0); by default 1 to 104 weeks earlier, as the key says').argParser(
        weeks,
      ),
    )
    .option('--pseudonym-key-env <variable>', 'the environment variable with the key of the pseudonyms; a new key each run where it is not given')
    .option('--root <folder>', "the folder that imports may not leave; the repository's root, else the file's folder")
    .addHelpText(
      'after',
      '\nExamples:\n  journey pseudonymise export.csv --journey lead-nurturing.journey --out samples/q1.csv\n  journey pseudonymise events.ndjson.gz --contacts people.csv --journey lead-nurturing.journey --out samples/',
    )
    .action(async (files: string[], options: PseudonymiseOptions) => {
      done(await pseudonymise(files, options));
    });
}

function weeks(text: string): number {
  if (!/^-?\d{1,4}$/.test(text)) throw new InvalidArgumentError('It is a whole number of weeks.');
  return Number(text);
}

async function pseudonymise(paths: readonly string[], options: PseudonymiseOptions): Promise<ExitCode> {
  const zone = TimeZone.named(options.timezone);
  if (zone === undefined) throw new CommandFailure(EXIT.usage, `The time zone "${options.timezone}" is not known. Give an IANA name such as "Europe/Prague".`);
  const key = pseudonymKey(options.pseudonymKeyEnv);
  const hash: KeyedHash = (text) => createHmac('sha256', key).update(text).digest();
  const shift = options.shiftWeeks ?? -1 - (((hash('shift')[0] ?? 0) * 256 + (hash('shift')[1] ?? 0)) % MOST_WEEKS);
  const model =
    options.journey === undefined
      ? undefined
      : await readModel(options.journey, options.root, 'Nothing was copied: what a file with errors needs is not known.');
  if (options.journey !== undefined && model === undefined) return EXIT.no;
  if (model !== undefined && shift !== 0) refuseDates(model);
  const files = inputs(paths, options, model);
  const targets = targetsOf(files, options.out);
  const keep = new Set((options.keep ?? []).map((name) => name.toLowerCase()));
  const needs = needsOf(model);
  const writer = new CopyWriter();
  try {
    for (const [index, file] of files.entries()) {
      const source = file.source?.timezone === undefined ? zone : (TimeZone.named(file.source.timezone) ?? zone);
      const head = await headOrFailure(file);
      const target = targetFor(targets[index], head.isParquet);
      if (files.some(({ path }) => target !== undefined && isSameFile(path, target))) throw replaces(target);
      const copy = writer.open(target, head.container);
      if (head.hasMark && !head.isParquet) await copy.write('\uFEFF');
      const result = await pseudonymiseFile(
        { ...file, ...openFile(file.path) },
        { standIns: new StandIns(hash), needs, weeks: shift, zone: source, keep, codecs: NODE_CODECS, write: copy.write },
      );
      if (!result.ok) throw new CommandFailure(EXIT.input, result.problem.message);
      await copy.end();
      process.stderr.write(`${copyTable(file.name, target === undefined ? 'standard output' : shown(target), result.facts).join('\n')}\n`);
    }
    writer.finish();
  } finally {
    writer.close();
  }
  if (model === undefined)
    process.stderr.write(
      'Without --journey the names of emails, pages and activities are replaced too. With it, what the journey names is kept and its funnel is the same.\n',
    );
  return EXIT.fine;
}

interface Input {
  readonly name: string;
  readonly path: string;
  readonly as?: string;
  readonly source?: NonNullable<SampleFile['source']>;
  readonly isOfContacts: boolean;
}

function inputs(paths: readonly string[], { contacts = [], as }: PseudonymiseOptions, model: Model | undefined): Input[] {
  if (model === undefined) {
    const input = (path: string): { name: string; path: string } => ({ name: shownPath(path, process.cwd()), path });
    return [
      ...findDataFiles(paths).map((path) => ({ ...input(path), ...(as === undefined ? {} : { as }), isOfContacts: false })),
      ...findDataFiles(contacts).map((path) => ({ ...input(path), isOfContacts: true })),
    ];
  }
  const found = findSamples(paths, contacts, model, as);
  const opened = (file: SampleFile, isOfContacts: boolean): Input => {
    if (!('path' in file)) throw new Error('A file of the command line has a path.');
    const { name, path, as: said, source } = file;
    return { name, path, ...(said === undefined ? {} : { as: said }), ...(source === undefined ? {} : { source }), isOfContacts };
  };
  return [...found.files.map((file) => opened(file, false)), ...found.contacts.map((file) => opened(file, true))];
}

/** The path to write each file to; undefined: standard output. */
function targetsOf(files: readonly Input[], out: string | undefined): readonly (string | undefined)[] {
  const [first, ...others] = files;
  if (first === undefined) throw new CommandFailure(EXIT.usage, 'Name a file.');
  if (out === undefined) {
    if (others.length > 0) throw new CommandFailure(EXIT.usage, 'Several files are copied into a folder. Name it with --out.');
    return [undefined];
  }
  const isFolder = statSync(out, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isFolder && others.length > 0)
    throw new CommandFailure(EXIT.usage, `${out}: there is no such folder, and several files are copied into one. Create it first.`);
  const targets = files.map(({ path }) => resolve(isFolder ? join(out, basename(path)) : out));
  for (const [index, target] of targets.entries()) {
    if (targets.indexOf(target) !== index) throw new CommandFailure(EXIT.usage, `${shown(target)}: two of the files have this name. Copy them one by one.`);
  }
  return targets;
}

const replaces = (target = ''): CommandFailure =>
  new CommandFailure(EXIT.usage, `${shown(target)}: this is a file to be copied, and a copy never replaces it. Name another one with --out.`);

/** In a folder the copy of a Parquet file is called what it is. */
function targetFor(target: string | undefined, isParquet: boolean): string | undefined {
  return isParquet ? target?.replace(/\.parquet$/i, '.csv') : target;
}

async function headOrFailure(file: Input): ReturnType<typeof headOf> {
  try {
    return await headOf(file.name, openFile(file.path).chunks, NODE_CODECS);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(EXIT.input, message.startsWith(file.name) ? message : `${file.name}: cannot be read: ${message}`);
  }
}

function refuseDates(model: Model): void {
  const conflicts = dateConflicts(model);
  if (conflicts.length === 0) return;
  const lines = conflicts.map(({ file, line, what }) => `${file}:${String(line)}: ${what}`);
  throw new CommandFailure(
    EXIT.usage,
    `${lines.join('\n')}\nRecords moved by weeks would no longer meet these dates. Leave the times as they are with --shift-weeks 0, or take a journey without them.`,
  );
}

const shown = (path: string): string => shownPath(path, process.cwd());
