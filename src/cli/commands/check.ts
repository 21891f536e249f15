import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Profile } from '../../../language-server/checks/codes.ts';
import { PROFILES } from '../../../language-server/checks/codes.ts';
import { diagnosticsSummary, diagnosticsText } from '../diagnostics-text.ts';
import type { ExitCode } from '../exit-code.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import { findJourneyFiles } from '../find-files.ts';
import { rootOf, shownPath } from '../paths.ts';
import type { Diagnostic } from '../read-journeys.ts';
import { readJourneys } from '../read-journeys.ts';
import { styleFor } from '../style.ts';

interface CheckOptions {
  readonly format: 'text' | 'json';
  readonly profile: Profile;
  readonly maxWarnings?: number;
  readonly root?: string;
}

export function checkCommand(done: (code: ExitCode) => void): Command {
  return new Command('check')
    .description('Validate .journey files and what they import.')
    .argument('[paths...]', 'files or folders; the current folder where none is given')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--max-warnings <n>', 'exit with 1 where there are more warnings', wholeNumber)
    .addOption(new Option('--profile <profile>', 'what journeys have to be expressible in').choices(PROFILES).default('auto', 'as `provider` says'))
    .option('--root <folder>', "the folder that imports may not leave; the repository's root, else the file's folder")
    .addHelpText('after', '\nExample:\n  journey check journeys/ --max-warnings 0')
    .action(async (paths: string[], options: CheckOptions) => {
      done(await check(paths.length > 0 ? paths : ['.'], options));
    });
}

async function check(paths: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const found = findJourneyFiles(paths);
  if (found.length === 0) throw new CommandFailure(EXIT.input, `${paths.join(', ')}: there is no .journey file here.`);
  const { diagnostics, files } = await readJourneys(found, options.root, options.profile);
  if (options.format === 'json') {
    process.stdout.write(
      `${JSON.stringify(
        diagnostics.map((diagnostic) => withRelativePath(diagnostic, options.root)),
        null,
        2,
      )}\n`,
    );
  } else {
    const lines = [...diagnosticsText(diagnostics, styleFor(process.stdout)), diagnosticsSummary(diagnostics, files.length)];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length;
  const tooMany = options.maxWarnings !== undefined && warnings > options.maxWarnings;
  return tooMany || diagnostics.some(({ severity }) => severity === 'error') ? EXIT.no : EXIT.fine;
}

/** In JSON paths are relative to the root, so that the same files give the same text wherever the command was started. */
function withRelativePath(diagnostic: Diagnostic, root: string | undefined): Diagnostic {
  const folder = rootOf(diagnostic.path, root === undefined ? undefined : resolve(root), existsSync);
  return { ...diagnostic, path: shownPath(diagnostic.path, folder) };
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It is a whole number from 0.');
  return Number(text);
}
