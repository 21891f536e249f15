/** What a command's exit code says: docs/cli.md. */
export const EXIT = {
  fine: 0,
  /** The answer is no: errors found, a target missed. */
  no: 1,
  usage: 2,
  /** The input could not be read, or too much of it was rejected. */
  input: 3,
  /** A mistake of ours. */
  fault: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command with a message for the user on standard error. */
export class CommandFailure extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}
