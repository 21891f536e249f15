import { grown } from '../grown.ts';
import { Utf8Source } from './encoding.ts';
import { RecordBatch } from './record-batch.ts';
import type { RecordReader } from './record-reader.ts';

/** Small pieces are gathered up to this many bytes, big ones (a decompressor's) are cut to it. */
const SLICE = 1 << 17;

export interface RecordSink {
  /** Called with the first bytes of the file (all of a short one): which format is it? Undefined: nothing in it. */
  open(head: Uint8Array): RecordReader | undefined;
  take(batch: RecordBatch): void;
  /** Awaited after each slice. */
  pause(): Promise<void>;
}

/** Reads one file's records in the order of the file. What is thrown by `chunks` comes out as it is. */
export async function readRecords(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, sink: RecordSink): Promise<void> {
  const source = new Utf8Source();
  const batch = new RecordBatch();
  let reader: RecordReader | undefined;
  let buffer = new Uint8Array(2 * SLICE);
  let start = 0;
  let end = 0;

  const append = (bytes: Uint8Array): void => {
    if (end + bytes.length > buffer.length) {
      buffer.copyWithin(0, start, end);
      end -= start;
      start = 0;
      buffer = grown(buffer, end + bytes.length);
    }
    buffer.set(bytes, end);
    end += bytes.length;
  };
  const drain = (final: boolean): void => {
    reader ??= sink.open(buffer.subarray(start, end));
    if (reader === undefined) return;
    do {
      start = reader.read(buffer, start, end, final, batch);
      if (batch.rows > 0) sink.take(batch);
    } while (batch.full);
  };

  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += SLICE) {
      const piece = chunk.subarray(from, from + SLICE);
      append(source.push(piece));
      if (end - start >= SLICE) drain(false);
      await sink.pause();
    }
  }
  append(source.end());
  drain(true);
}
