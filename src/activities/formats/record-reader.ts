import type { RecordBatch } from './record-batch.ts';

/** One file's format. It keeps its place in the file between calls. */
export interface RecordReader {
  /** The columns' names as the file has them; NDJSON may add some with every batch. */
  readonly names: readonly string[];
  /**
   * Reads whole records from `bytes[start, end)` into the batch until it is full or no whole record is left, and returns
   * the position after the last one. `final`: nothing comes after `end`, so what is left is a whole record too. The bytes
   * may be changed in place where records have been read.
   */
  read(bytes: Uint8Array, start: number, end: number, final: boolean, batch: RecordBatch): number;
}
