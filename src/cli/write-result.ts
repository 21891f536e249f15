import { writeFileSync } from 'node:fs';
import { CommandFailure, EXIT } from './exit-code.ts';

/** Writes what a command found out to a file, or to standard output where none is named. */
export function writeResult(out: string | undefined, text: string): void {
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(out, text);
  } catch (error) {
    throw new CommandFailure(EXIT.input, `${out}: the file cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`);
  }
}
