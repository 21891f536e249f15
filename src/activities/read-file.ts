import type { FileBytes, FileParts } from './file-bytes.ts';
import type { Codecs } from './containers/codecs.ts';
import { decompressed } from './containers/decompressed.ts';
import { peeked } from './containers/peeked.ts';
import type { TextFormat } from './formats/detect-format.ts';
import { detectTextFormat, HEAD_BYTES, isOfAnyText, isParquet } from './formats/detect-format.ts';
import { FORM_BYTES, formLines, isForm } from './formats/form-lines.ts';
import { readParquet } from './formats/parquet/read-parquet.ts';
import { readRecords } from './formats/read-records.ts';
import type { RecordBatch } from './formats/record-batch.ts';
import type { RecordReader } from './formats/record-reader.ts';
import { MAX_HELD_BYTES } from './limits.ts';
import { ReadFailure } from './read-failure.ts';

/** Bytes of a file between two looks at what else there is to do. */
const PIECE = 1 << 17;

export interface FileSink {
  /** The reader for a file of text; `head`: its first bytes, with its first line unless that is too long. */
  readerOf(format: TextFormat, head: Uint8Array): RecordReader;
  /** A Parquet file's columns, once, before its records. */
  header(names: readonly string[]): void;
  take(batch: RecordBatch): void;
}

export interface ReadFileOptions {
  readonly codecs: Codecs;
  /** Called with the number of the file's bytes that were read since the last call. */
  readonly onBytes: (bytes: number) => void;
  /** Awaited between pieces of the work; may throw to end it. */
  readonly pause: () => Promise<void>;
}

/**
 * Reads one file of whatever container and format into batches of records. Throws a ReadFailure where the file cannot be
 * read; `path` is what messages call it.
 */
export async function readFile(path: string, file: FileBytes, sink: FileSink, { codecs, onBytes, pause }: ReadFileOptions): Promise<void> {
  const source = await decompressed(path, bytesOf(path, file.chunks, onBytes), codecs);
  const { head, chunks } = await peeked(source.chunks, HEAD_BYTES);
  if (!isParquet(head)) {
    const text = isOfAnyText(path) ? await withoutForms(chunks) : chunks;
    await readRecords(text, { open: (start) => openText(path, start, sink), take: (batch) => sink.take(batch), pause });
    return;
  }
  if (source.compressed || file.parts === undefined) {
    await readParquet(path, await held(path, chunks), sink, codecs, pause);
    return;
  }
  await chunks.return(undefined);
  await readParquet(path, named(path, file.parts, onBytes), sink, codecs, pause);
}

/** Forms as the JSON that says the same, all else as it is. */
async function withoutForms(chunks: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const text = await peeked(chunks, FORM_BYTES);
  return isForm(text.head) ? formLines(text.chunks) : text.chunks;
}

function openText(path: string, head: Uint8Array, sink: FileSink): RecordReader | undefined {
  const format = detectTextFormat(path, head);
  return format === undefined ? undefined : sink.readerOf(format, head);
}

async function* bytesOf(path: string, chunks: FileBytes['chunks'], onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  try {
    for (;;) {
      let step: IteratorResult<Uint8Array>;
      try {
        step = await iterator.next();
      } catch (error) {
        throw unreadable(path, error);
      }
      if (step.done === true) return;
      for (let from = 0; from < step.value.length; from += PIECE) {
        const piece = step.value.subarray(from, from + PIECE);
        onBytes(piece.length);
        yield piece;
      }
    }
  } finally {
    await iterator.return?.();
  }
}

function named(path: string, parts: FileParts, onBytes: (bytes: number) => void): FileParts {
  return {
    size: parts.size,
    read: async (start, end) => {
      onBytes(end - start);
      try {
        return await parts.read(start, end);
      } catch (error) {
        throw unreadable(path, error);
      }
    },
  };
}

function unreadable(path: string, error: unknown): ReadFailure {
  return new ReadFailure('unreadable', `${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
}

/** All bytes at once, for a file that is read from its end. */
async function held(path: string, chunks: AsyncIterable<Uint8Array>): Promise<FileParts> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of chunks) {
    size += piece.length;
    if (size > MAX_HELD_BYTES) {
      throw new ReadFailure('limit', `${path}: a Parquet file that is compressed as a whole is read up to 1 GiB. Decompress it, or use a smaller sample.`);
    }
    pieces.push(piece);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return { size, read: (start, end) => Promise.resolve(all.subarray(start, end)) };
}
