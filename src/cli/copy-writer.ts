import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import * as zlib from 'node:zlib';
import { CommandFailure, EXIT } from './exit-code.ts';

export type Container = 'gzip' | 'zstd' | undefined;

/**
 * Where copies of files are written: each under a name of its own beside its place, and to its place only once all of them are
 * whole. What was not finished is removed, also where the command is interrupted.
 */
export class CopyWriter {
  readonly #pending = new Map<string, string>();
  readonly #clean = (): void => {
    for (const temporary of this.#pending.values()) rmSync(temporary, { force: true });
  };

  constructor() {
    process.once('exit', this.#clean);
  }

  /** A copy at a path, or on standard output; `write` waits until there is room for more. */
  open(path: string | undefined, container: Container): { readonly write: (text: string) => Promise<void>; readonly end: () => Promise<void> } {
    if (path === undefined) return written(process.stdout, compressor(container), false);
    const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
    this.#pending.set(path, temporary);
    // Only who asked for it can read it before it is whole.
    return written(createWriteStream(temporary, { flags: 'wx', mode: 0o600 }), compressor(container), true, path);
  }

  /** Puts all copies to their places. */
  finish(): void {
    for (const [path, temporary] of this.#pending) {
      try {
        renameSync(temporary, path);
      } catch (error) {
        throw unwritable(path, error);
      }
      this.#pending.delete(path);
    }
  }

  /** Removes what was not finished. */
  close(): void {
    this.#clean();
    this.#pending.clear();
    process.off('exit', this.#clean);
  }
}

/** Whether two paths are one file. */
export function isSameFile(a: string, b: string): boolean {
  return existsSync(a) && existsSync(b) ? realpathSync(a) === realpathSync(b) : a === b;
}

function compressor(container: Container): (Writable & NodeJS.ReadableStream) | undefined {
  if (container === undefined) return undefined;
  if (container === 'gzip') return zlib.createGzip();
  if (!('createZstdCompress' in zlib))
    throw new CommandFailure(EXIT.input, 'This Node cannot write zstd. Use Node 22.15 or newer, or decompress the file first.');
  return zlib.createZstdCompress();
}

function written(
  out: Writable,
  through: (Writable & NodeJS.ReadableStream) | undefined,
  isEnded: boolean,
  path = 'standard output',
): { readonly write: (text: string) => Promise<void>; readonly end: () => Promise<void> } {
  let failure: unknown;
  out.once('error', (error) => {
    failure = error;
  });
  through?.pipe(out, { end: isEnded });
  const first = through ?? out;
  const check = (): void => {
    if (failure !== undefined) throw unwritable(path, failure);
  };
  return {
    write: async (text) => {
      check();
      if (!first.write(text)) await roomOrFailure(first, out);
      check();
    },
    end: async () => {
      check();
      if (isEnded) {
        const closed = new Promise((resolve) => out.once('close', resolve));
        first.end();
        await closed;
      } else if (through !== undefined) {
        const ended = once(through, 'end');
        through.end();
        await ended;
      }
      check();
    },
  };
}

function roomOrFailure(first: Writable, out: Writable): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      first.off('drain', settle);
      out.off('error', settle);
      resolve();
    };
    first.once('drain', settle);
    out.once('error', settle);
  });
}

function unwritable(path: string, error: unknown): CommandFailure {
  return new CommandFailure(EXIT.input, `${path}: the file cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`);
}
