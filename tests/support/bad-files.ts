import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { FileMetaData, SchemaElement } from 'hyparquet';
import { parquetMetadata } from 'hyparquet/src/metadata.js';
import { ByteWriter } from 'hyparquet-writer';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';

/** A file that cannot be read, with the whole of what is said of it. */
export interface BadFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly says: string;
}

const HEADER = 'contact,time,event\n';
const rows = (count: number): string => HEADER + Array.from({ length: count }, (_, index) => `c${index},2026-03-01T10:00:00Z,opened\n`).join('');
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

function changed(bytes: Uint8Array, at: number, to: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = to;
  return copy;
}

const parquet = (name: string): Uint8Array => new Uint8Array(readFileSync(join(import.meta.dirname, '..', 'cases', 'parquet', name)));
const GOOD = parquet('duckdb-zstd.parquet');
const METADATA = parquetMetadata(GOOD);

/** The bytes of a good Parquet file with another footer. */
function withFooter(change: (metadata: FileMetaData) => FileMetaData): Uint8Array {
  const writer = new ByteWriter();
  writer.appendBytes(GOOD.subarray(0, GOOD.length - METADATA.metadata_length - 8));
  const start = writer.offset;
  writeMetadata(writer, change(METADATA));
  writer.appendUint32(writer.offset - start);
  writer.appendBytes(utf8('PAR1'));
  return new Uint8Array(writer.getBuffer());
}

const withRows = (count: bigint): Uint8Array =>
  withFooter((metadata) => ({ ...metadata, num_rows: count, row_groups: metadata.row_groups.map((group) => ({ ...group, num_rows: count })) }));

const withSchema = (...schema: readonly SchemaElement[]): Uint8Array =>
  withFooter((metadata) => ({ ...metadata, schema: [{ name: 'root', num_children: 1 }, ...schema], row_groups: [] }));

const withFirstChunk = (change: object): Uint8Array =>
  withFooter((metadata) => ({
    ...metadata,
    row_groups: metadata.row_groups.map((group) => ({
      ...group,
      columns: group.columns.map((column, index) => (index === 0 ? { ...column, meta_data: { ...column.meta_data!, ...change } } : column)),
    })),
  }));

const GZIP = gzipSync(rows(2000));
const ZSTD = zstdCompressSync(rows(2000));
const DAMAGED_PARQUET = 'this Parquet file is damaged. Copy or export it again.';

/** Each is read with 10 % of its records allowed to be rejected, in UTC. */
export const BAD_FILES: readonly BadFile[] = [
  { name: 'empty.csv', bytes: utf8(''), says: 'empty.csv: no records. Is this the right file?' },
  { name: 'white-space.ndjson', bytes: utf8(' \n\n'), says: 'white-space.ndjson: no records. Is this the right file?' },
  { name: 'header-only.csv', bytes: utf8(HEADER), says: 'header-only.csv: no records. Is this the right file?' },
  { name: 'empty.csv.gz', bytes: gzipSync(''), says: 'empty.csv.gz: no records. Is this the right file?' },
  {
    name: 'unclosed.csv',
    bytes: utf8(`${HEADER}"c1,2026-03-01,opened\nc2,2026-03-01,opened\n`),
    says: '1 of 2 records were rejected, more than the 10 % that may be. The first: unclosed.csv:2: a quote is opened and not closed. Mend the file, or allow a larger share of rejected records.',
  },
  {
    name: 'broken-utf-8.csv',
    bytes: joined(utf8(HEADER), utf8('caf'), Uint8Array.of(0xe9), utf8(',2026-03-01,opened\n')),
    says: 'broken-utf-8.csv: no record can be used, all 1 were rejected. The first: broken-utf-8.csv:2: contact: not UTF-8 text.',
  },
  {
    name: 'broken-header.csv',
    bytes: joined(utf8('contact,time,event,caf'), Uint8Array.of(0xe9), utf8('\nc1,2026-03-01,opened,x\n')),
    says: 'broken-header.csv: line 1: the header is not UTF-8 text. Save the file as UTF-8.',
  },
  {
    name: 'nan.csv',
    bytes: utf8(`${HEADER}c1,NaN,opened\nc2,,opened\nc3,Infinity,opened\n`),
    says: 'nan.csv: no record can be used, all 3 were rejected. The first: nan.csv:2: time: the cell is not a date; nan.csv:3: time: missing; nan.csv:4: time: the cell is not a date.',
  },
  {
    name: 'mixed-units.csv',
    bytes: utf8(`${HEADER}c1,1772323200,opened\nc1,1772323200000,opened\n`),
    says: 'mixed-units.csv: the numbers in the column "time" have two units: line 2 is in seconds, line 3 in milliseconds. Write the whole column in one unit, or as ISO 8601 date-times.',
  },
  {
    name: 'half-written.ndjson',
    bytes: utf8('{"contact":"c1","time":"2026-03-01","event":"opened"}\n{"contact":"c2","ti'),
    says: '1 of 2 records were rejected, more than the 10 % that may be. The first: half-written.ndjson:2: not valid JSON: it ends too early. Mend the file, or allow a larger share of rejected records.',
  },
  {
    name: 'columns.csv',
    bytes: utf8(`contact,time,event${Array.from({ length: 4094 }, (_, index) => `,p${index}`).join('')}\n`),
    says: 'columns.csv: more than 4096 columns. Keep those the journey needs.',
  },
  {
    name: 'one-line.csv',
    bytes: utf8(`contact,time,event${'x'.repeat(1024 * 1024)}`),
    says: 'one-line.csv: the header is longer than 1 MiB. Is this a CSV file?',
  },
  {
    name: 'truncated.csv.gz',
    bytes: GZIP.subarray(0, GZIP.length - 20),
    says: 'truncated.csv.gz: the gzip data is damaged or incomplete. Copy or compress the file again.',
  },
  {
    name: 'wrong-checksum.csv.gz',
    bytes: changed(GZIP, GZIP.length - 8, GZIP.at(-8)! ^ 1),
    says: 'wrong-checksum.csv.gz: the gzip data is damaged or incomplete. Copy or compress the file again.',
  },
  {
    name: 'more-after.csv.gz',
    bytes: joined(GZIP, utf8('more')),
    says: 'more-after.csv.gz: the gzip data is damaged or incomplete. Copy or compress the file again.',
  },
  {
    name: 'truncated.csv.zst',
    bytes: ZSTD.subarray(0, ZSTD.length - 20),
    says: 'truncated.csv.zst: the zstd data is damaged or incomplete. Copy or compress the file again.',
  },
  {
    name: 'bomb.csv.gz',
    bytes: gzipSync(new Uint8Array(20_000_000)),
    says: 'bomb.csv.gz: it decompresses to more than 200 times its size, as a decompression bomb does. If you trust it, decompress it yourself and use the result.',
  },
  {
    name: 'bomb.csv.zst',
    bytes: zstdCompressSync(new Uint8Array(20_000_000)),
    says: 'bomb.csv.zst: it decompresses to more than 200 times its size, as a decompression bomb does. If you trust it, decompress it yourself and use the result.',
  },
  { name: 'twice.csv.gz', bytes: gzipSync(GZIP), says: 'twice.csv.gz: this is compressed twice. Decompress it once.' },
  {
    name: 'workbook.xlsx',
    bytes: Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 20, 0),
    says: 'workbook.xlsx: this is an Excel workbook or another ZIP file. Save the sheet as CSV, or unpack the file.',
  },
  {
    name: 'renamed.csv',
    bytes: Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1),
    says: 'renamed.csv: this is a workbook of an old Excel. Save the sheet as CSV.',
  },
  {
    name: 'a.csv.bz2',
    bytes: utf8('BZh91AY&SY'),
    says: 'a.csv.bz2: bzip2 files are not read. Decompress it, or compress it with gzip or zstd.',
  },
  {
    name: 'a.avro',
    bytes: joined(utf8('Obj'), Uint8Array.of(1, 4)),
    says: 'a.avro: Avro files are not read. Export it as Parquet, CSV or NDJSON.',
  },
  {
    name: 'text.parquet',
    bytes: utf8(rows(1)),
    says: 'text.parquet: this is not a Parquet file: its first bytes are others. Copy or export the file again.',
  },
  {
    name: 'encrypted.parquet',
    bytes: utf8('PARE....PARE'),
    says: 'encrypted.parquet: this Parquet file is encrypted. Export it without encryption.',
  },
  {
    name: 'half-written.parquet',
    bytes: GOOD.subarray(0, GOOD.length / 2),
    says: 'half-written.parquet: the end of this Parquet file is missing: it is not yet written, or was not copied whole. Copy or export it again.',
  },
  { name: 'short-footer.parquet', bytes: joined(utf8('PAR1'), Uint8Array.of(0, 0, 0, 0), utf8('PAR1')), says: `short-footer.parquet: ${DAMAGED_PARQUET}` },
  {
    name: 'damaged-footer.parquet',
    bytes: changed(GOOD, GOOD.length - 8 - METADATA.metadata_length, 0xff),
    says: `damaged-footer.parquet: ${DAMAGED_PARQUET}`,
  },
  {
    name: 'long-footer.parquet',
    bytes: changed(GOOD, GOOD.length - 6, 0xff),
    says: 'long-footer.parquet: this Parquet file is damaged. Copy or export it again.',
  },
  {
    name: 'huge-footer.parquet',
    bytes: changed(GOOD, GOOD.length - 5, 0x7f),
    says: 'huge-footer.parquet: the footer of this Parquet file is larger than 64 MiB. Write it with fewer row groups.',
  },
  { name: 'damaged-page.parquet', bytes: changed(GOOD, 4, 0xff), says: `damaged-page.parquet: ${DAMAGED_PARQUET}` },
  { name: 'more-rows-than-values.parquet', bytes: withRows(4_000_000n), says: `more-rows-than-values.parquet: ${DAMAGED_PARQUET}` },
  {
    name: 'bomb.parquet',
    bytes: withRows(10_000_000_000n),
    says: 'bomb.parquet: more than 50 million records. Use a smaller sample.',
  },
  {
    name: 'chunk-outside.parquet',
    bytes: withFirstChunk({ data_page_offset: 1_000_000n, dictionary_page_offset: undefined }),
    says: `chunk-outside.parquet: ${DAMAGED_PARQUET}`,
  },
  {
    name: 'other-codec.parquet',
    bytes: withFirstChunk({ codec: 'LZO' }),
    says: 'other-codec.parquet: it is compressed with LZO, which is not read. Write it with zstd, snappy or gzip.',
  },
  {
    name: 'lists-of-lists.parquet',
    bytes: withSchema(
      { name: 'tags', num_children: 1, repetition_type: 'OPTIONAL', converted_type: 'LIST' },
      { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
      { name: 'element', num_children: 1, repetition_type: 'OPTIONAL', converted_type: 'LIST' },
      { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
      { name: 'element', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
    ),
    says: 'lists-of-lists.parquet: the column "tags" holds lists of lists. Export the file without it, or as NDJSON.',
  },
  {
    name: 'maps.parquet',
    bytes: withSchema(
      { name: 'properties', num_children: 1, repetition_type: 'OPTIONAL', converted_type: 'MAP' },
      { name: 'key_value', num_children: 2, repetition_type: 'REPEATED' },
      { name: 'key', type: 'BYTE_ARRAY', repetition_type: 'REQUIRED' },
      { name: 'value', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
    ),
    says: 'maps.parquet: the column "properties" holds maps. Export the file without it, or as NDJSON.',
  },
];
