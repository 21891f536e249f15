import type { Stats } from 'node:fs';
import { createReadStream, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { OpenedFile } from './worker.ts';

const PIECE = 256 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder; name a file in it, or all of them as in "folder/*.csv"',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  EBUSY: 'another program has locked it; close it there',
  ELOOP: 'it is a link that leads to itself',
  EIO: 'the disk reports an error',
  EMFILE: 'too many files are open; name fewer at once',
};

/** A file of the file system as the worker reads it. What goes wrong is thrown by its bytes, in words without the path. */
export function openFile(path: string): OpenedFile {
  const before = statOf(path);
  // Of a pipe nothing is known before it is read, and nothing can be read twice.
  if (before?.isFile() !== true) return { length: 0, chunks: inWords(() => bytesOf(path)) };
  const parts = { size: before.size, read: (start: number, end: number) => partOf(path, before, start, end) };
  return { length: before.size, chunks: inWords(() => unchangedBytesOf(path, before)), parts };
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // Reading it will say why.
    return undefined;
  }
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path, { highWaterMark: PIECE })) yield chunk as Uint8Array;
}

async function* unchangedBytesOf(path: string, before: Stats): AsyncGenerator<Uint8Array> {
  yield* bytesOf(path);
  checkUnchanged(path, before);
}

async function partOf(path: string, before: Stats, start: number, end: number): Promise<Uint8Array> {
  try {
    const file = await open(path);
    try {
      const bytes = new Uint8Array(end - start);
      for (let at = 0; at < bytes.length;) {
        const { bytesRead } = await file.read(bytes, at, bytes.length - at, start + at);
        if (bytesRead === 0) throw changed();
        at += bytesRead;
      }
      checkUnchanged(path, before);
      return bytes;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw worded(error);
  }
}

/** A file that is written while it is read gives numbers that nobody can check. */
function checkUnchanged(path: string, before: Stats): void {
  const now = statOf(path);
  if (now === undefined || now.size !== before.size || now.mtimeMs !== before.mtimeMs) throw changed();
}

function changed(): Error {
  return new Error('it changed while it was read; wait until it is written, or read a copy');
}

async function* inWords(bytes: () => AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes();
  } catch (error) {
    throw worded(error);
  }
}

function worded(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  return new Error(REASONS[error.code] ?? `the system says ${error.code}`, { cause: error });
}
