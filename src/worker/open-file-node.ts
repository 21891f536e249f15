import { createReadStream, statSync } from 'node:fs';
import type { OpenedFile } from './worker.ts';

const PIECE = 256 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder; name a file in it',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
};

/** A file of the file system as the worker reads it. What goes wrong is thrown by its bytes, in words without the path. */
export function openFile(path: string): OpenedFile {
  return { length: statSync(path, { throwIfNoEntry: false })?.size ?? 0, chunks: bytesOf(path) };
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: PIECE })) yield chunk as Uint8Array;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error;
    throw new Error(REASONS[error.code] ?? `the system says ${error.code}`, { cause: error });
  }
}
