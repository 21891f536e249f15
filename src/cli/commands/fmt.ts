import { readFileSync, writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { Command } from 'commander';
import { NodeFileSystem } from 'langium/node';
import type { JourneyServices } from '../../../language-server/core-services.ts';
import { createJourneyServices } from '../../../language-server/core-services.ts';
import { formatText } from '../../../language-server/formatting/format-text.ts';
import type { ExitCode } from '../exit-code.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import { findJourneyFiles } from '../find-files.ts';
import { shownPath } from '../paths.ts';

interface FmtOptions {
  readonly check?: true;
}

const STANDARD_INPUT = '-';

export function fmtCommand(done: (code: ExitCode) => void): Command {
  return new Command('fmt')
    .description('Give .journey files their canonical layout.')
    .argument('[paths...]', 'files or folders; the current folder where none is given; - for standard input')
    .option('--check', 'change nothing: list the files that would change, and exit with 1 where there are any')
    .addHelpText('after', '\nExample:\n  journey fmt journeys/ --check')
    .action(async (paths: string[], options: FmtOptions) => {
      const { journey } = createJourneyServices(NodeFileSystem);
      const isPiped = paths.includes(STANDARD_INPUT);
      if (isPiped && paths.length > 1) throw new CommandFailure(EXIT.usage, 'Standard input (-) is formatted alone: name no files beside it.');
      done(isPiped ? await formatStandardInput(journey, options) : formatFiles(paths.length > 0 ? paths : ['.'], journey, options));
    });
}

async function formatStandardInput(services: JourneyServices, { check }: FmtOptions): Promise<ExitCode> {
  const name = 'standard input';
  const text = decoded(await buffer(process.stdin), name);
  const formatted = format(text, name, services);
  if (!check) process.stdout.write(formatted);
  else if (formatted !== text) process.stdout.write(`${name}\n`);
  return check && formatted !== text ? EXIT.no : EXIT.fine;
}

function formatFiles(paths: readonly string[], services: JourneyServices, { check }: FmtOptions): ExitCode {
  const files = findJourneyFiles(paths);
  if (files.length === 0) throw new CommandFailure(EXIT.input, `${paths.join(', ')}: there is no .journey file here.`);
  const other = files.find((file) => !file.endsWith('.journey'));
  if (other !== undefined) throw new CommandFailure(EXIT.usage, `${nameOf(other)}: this is no .journey file.`);
  let [changed, failed] = [0, 0];
  for (const file of files) {
    try {
      if (!formatFile(file, services, check !== true)) continue;
      process.stdout.write(`${nameOf(file)}\n`);
      changed++;
    } catch (error) {
      // One bad file does not keep the others from being formatted.
      if (!(error instanceof CommandFailure)) throw error;
      process.stderr.write(`${error.message}\n`);
      failed++;
    }
  }
  process.stderr.write(`${String(changed)} of ${String(files.length)} ${files.length === 1 ? 'file' : 'files'} ${check ? 'would change' : 'formatted'}\n`);
  if (failed > 0) return EXIT.input;
  return check && changed > 0 ? EXIT.no : EXIT.fine;
}

/** Whether the file is not in its canonical layout, or was not until now. */
function formatFile(file: string, services: JourneyServices, writes: boolean): boolean {
  const name = nameOf(file);
  const text = decoded(
    orFailure(name, 'read', () => readFileSync(file)),
    name,
  );
  const formatted = format(text, name, services);
  if (formatted === text) return false;
  if (writes) orFailure(name, 'written', () => writeFileSync(file, formatted));
  return true;
}

const nameOf = (file: string): string => shownPath(file, process.cwd());

function orFailure<Result>(name: string, done: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw new CommandFailure(EXIT.input, `${name}: it cannot be ${done} (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`);
  }
}

/** Bytes that are no text would be lost when it is written back. */
function decoded(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CommandFailure(EXIT.input, `${name}: this is no UTF-8 text, so it was left as it is. Save it as UTF-8 first.`);
  }
}

/** The canonical form of a text. What could not be formatted is reported. */
function format(text: string, name: string, services: JourneyServices): string {
  const { text: formatted, leftAlone } = formatText(text, services);
  for (const { start } of leftAlone) {
    const first = start + (/\S/.exec(text.slice(start))?.index ?? 0);
    const line = text.slice(0, first).split('\n').length;
    process.stderr.write(`${name}:${String(line)}: left as it is, for it holds an error of syntax, which \`journey check\` explains\n`);
  }
  return formatted;
}
