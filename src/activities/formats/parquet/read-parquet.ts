import { parquetMetadata } from 'hyparquet/src/metadata.js';
import type { FileMetaData } from 'hyparquet';
import type { FileParts } from '../../file-bytes.ts';
import type { Codecs } from '../../containers/codecs.ts';
import { MAX_COLUMNS, MAX_DECOMPRESSED_BYTES, MAX_RECORD_BYTES, MAX_RECORDS } from '../../limits.ts';
import { ReadFailure } from '../../read-failure.ts';
import { RecordBatch } from '../record-batch.ts';
import { CellBytes } from './cell-bytes.ts';
import type { ChunkContext } from './column-chunk.ts';
import { ColumnChunk } from './column-chunk.ts';
import type { SchemaColumn } from './schema-columns.ts';
import { schemaColumns } from './schema-columns.ts';

const MAGIC = 0x31524150;
/** At the end: the footer's length and the magic number, four bytes each. */
const TAIL = 8;
const MAX_FOOTER_BYTES = 2 ** 26;

export interface ParquetSink {
  /** The columns' names, once, before the records. */
  header(names: readonly string[]): void;
  take(batch: RecordBatch): void;
}

/**
 * Reads a Parquet file's records in the order of the file. Types become the text that CSV would have; a record's line is its
 * number, from 1. Throws a ReadFailure where the file is damaged, too big, or has what is not read.
 *
 * The footer, the headers of pages and the rarer encodings are hyparquet's; the pages themselves are ours, because its boxed
 * values cost three times as much.
 */
export async function readParquet(path: string, parts: FileParts, sink: ParquetSink, codecs: Codecs, pause: () => Promise<void>): Promise<void> {
  const metadata = await readFooter(path, parts);
  const columns = await orDamaged(path, () => schemaColumns(path, metadata.schema));
  if (columns.length > MAX_COLUMNS) throw new ReadFailure('limit', `${path}: more than ${MAX_COLUMNS} columns. Keep those the journey needs.`);
  sink.header(columns.map(({ name }) => name));

  let decompressed = 0;
  const onPage = (bytes: number): void => {
    decompressed += bytes;
    if (decompressed > MAX_DECOMPRESSED_BYTES)
      throw new ReadFailure('limit', `${path}: decompressed it is larger than 4 GiB. Split it, or use a smaller sample.`);
  };
  const cells = new CellBytes();
  const context: ChunkContext = { path, parts, codecs, cells, onPage };
  const batch = new RecordBatch();
  let record = 1;
  for (const group of metadata.row_groups) {
    const chunks = await orDamaged(path, async () => {
      cells.clear();
      const opened = group.num_rows === 0n ? [] : columns.map((column) => chunkOf(path, column, group.columns[column.index], context));
      for (const chunk of opened) await chunk.open();
      cells.fix();
      return opened;
    });
    let isFirst = true;
    for (let left = Number(group.num_rows); left > 0;) {
      batch.clear(cells.bytes, columns.length);
      const rows = Math.min(left, batch.capacity);
      await orDamaged(path, async () => {
        cells.rewind();
        for (const [column, chunk] of chunks.entries()) await chunk.fill(rows, column, batch);
      });
      batch.bytes = cells.bytes;
      batch.end = cells.end;
      if (!isFirst) batch.kept = cells.fixed;
      isFirst = false;
      batch.addRows(rows, record);
      rejectLong(batch, columns.length);
      sink.take(batch);
      await pause();
      record += rows;
      left -= rows;
    }
  }
}

async function readFooter(path: string, parts: FileParts): Promise<FileMetaData> {
  const tail = parts.size < TAIL + 4 ? new Uint8Array(0) : await parts.read(parts.size - TAIL, parts.size);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  if (tail.length < TAIL || view.getUint32(4, true) !== MAGIC) {
    throw new ReadFailure(
      'unreadable',
      `${path}: the end of this Parquet file is missing: it is not yet written, or was not copied whole. Copy or export it again.`,
    );
  }
  const length = view.getUint32(0, true);
  if (length > MAX_FOOTER_BYTES)
    throw new ReadFailure('limit', `${path}: the footer of this Parquet file is larger than 64 MiB. Write it with fewer row groups.`);
  if (length + TAIL + 4 > parts.size) throw damaged(path);
  const footer = await parts.read(parts.size - TAIL - length, parts.size);
  return orDamaged(path, () => {
    const metadata = parquetMetadata(footer, { geoparquet: false });
    const rows = metadata.row_groups.reduce((sum, group) => sum + group.num_rows, 0n);
    if (rows > BigInt(MAX_RECORDS)) throw new ReadFailure('limit', `${path}: more than ${MAX_RECORDS / 1e6} million records. Use a smaller sample.`);
    if (metadata.row_groups.some((group) => group.num_rows < 0n)) throw new Error('fewer than no rows');
    return metadata;
  });
}

function chunkOf(
  path: string,
  column: SchemaColumn,
  chunk: FileMetaData['row_groups'][number]['columns'][number] | undefined,
  context: ChunkContext,
): ColumnChunk {
  if (chunk?.crypto_metadata !== undefined)
    throw new ReadFailure('unsupported', `${path}: the column "${column.name}" is encrypted. Export the file without encryption.`);
  if (chunk?.file_path !== undefined) throw new ReadFailure('unsupported', `${path}: its data is in other files. Name these, not their summary.`);
  if (chunk?.meta_data === undefined || chunk.meta_data.type !== column.element.type) throw new Error('a column without its chunk');
  return new ColumnChunk(column, chunk.meta_data, context);
}

/** As for a line of text: what is longer is no record. */
function rejectLong(batch: RecordBatch, columns: number): void {
  if (batch.bytes.length <= MAX_RECORD_BYTES) return;
  for (let row = 0; row < batch.rows; row++) {
    let length = 0;
    for (let cell = row * batch.stride; cell < row * batch.stride + columns; cell++) length += batch.ends[cell]! - batch.starts[cell]!;
    if (length <= MAX_RECORD_BYTES) continue;
    batch.faults[row] = 'longer than 1 MiB';
    batch.starts.fill(0, row * batch.stride, row * batch.stride + columns);
    batch.ends.fill(0, row * batch.stride, row * batch.stride + columns);
  }
}

/** Whatever goes wrong in bytes that are not what they should be is the file's fault. */
async function orDamaged<Value>(path: string, work: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ReadFailure ? error : damaged(path);
  }
}

function damaged(path: string): ReadFailure {
  return new ReadFailure('unreadable', `${path}: this Parquet file is damaged. Copy or export it again.`);
}
