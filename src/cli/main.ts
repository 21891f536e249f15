import { Command, CommanderError } from 'commander';
import { checkCommand } from './commands/check.ts';
import { diffCommand } from './commands/diff.ts';
import { fmtCommand } from './commands/fmt.ts';
import { lspCommand } from './commands/lsp.ts';
import { mapCommand } from './commands/map.ts';
import { pseudonymiseCommand } from './commands/pseudonymise.ts';
import { sampleCommand } from './commands/sample.ts';
import { shrinkCommand } from './commands/shrink.ts';
import { simulateCommand } from './commands/simulate.ts';
import { testCommand } from './commands/test.ts';
import { traceCommand } from './commands/trace.ts';
import type { ExitCode } from './exit-code.ts';
import { CommandFailure, EXIT } from './exit-code.ts';

/** Set by the build. */
declare const __VERSION__: string;

const version = typeof __VERSION__ === 'undefined' ? '0.0.0' : __VERSION__;

const done = (code: ExitCode): void => {
  process.exitCode = code;
};

const program = new Command('journey')
  .description('Customer journeys as code: check and format them, and replay activity files through them.')
  .version(version)
  .showSuggestionAfterError()
  .showHelpAfterError('Run with --help for what there is.')
  .addCommand(checkCommand(done))
  .addCommand(fmtCommand(done))
  .addCommand(simulateCommand(new URL('../node/worker.cjs', import.meta.url), done))
  .addCommand(traceCommand(new URL('../node/worker.cjs', import.meta.url), done))
  .addCommand(testCommand(new URL('../node/worker.cjs', import.meta.url), done))
  .addCommand(diffCommand(new URL('../node/worker.cjs', import.meta.url), done))
  .addCommand(mapCommand(new URL('../node/worker.cjs', import.meta.url), done))
  .addCommand(sampleCommand(new URL('../node/worker.cjs', import.meta.url), done))
  .addCommand(pseudonymiseCommand(done))
  .addCommand(shrinkCommand(new URL('../node/worker.cjs', import.meta.url), done))
  .addCommand(lspCommand(new URL('../node/server.cjs', import.meta.url)));

for (const command of [program, ...program.commands]) command.exitOverride();

process.on('SIGINT', () => {
  process.exit(EXIT.interrupted);
});

// A reader that has seen enough, such as `head`, is no mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.fine);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): ExitCode {
  // Commander has printed its message already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
  if (error instanceof CommandFailure) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`journey ${version} made a mistake. Please report it with these lines; they hold nothing from your files.\n${detail}\n`);
  return EXIT.fault;
}
