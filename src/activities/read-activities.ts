import type { InputFacts, LoadedActivities } from './activity-table.ts';
import { buildTable } from './build-table.ts';
import { CsvReader } from './formats/csv.ts';
import { NdjsonReader } from './formats/ndjson.ts';
import { readRecords } from './formats/read-records.ts';
import type { RecordBatch } from './formats/record-batch.ts';
import type { RecordReader } from './formats/record-reader.ts';
import type { ReadProblem } from './read-failure.ts';
import { ReadFailure } from './read-failure.ts';
import { ReadingCancelled } from './reading-cancelled.ts';
import { Rejections } from './rejections.ts';
import { ContactsShape, SHAPE as CONTACTS, StagedContacts, fieldName as contactsFieldName } from './shapes/contacts.ts';
import { JourneyShape, SHAPE as JOURNEY, fieldName as journeyFieldName } from './shapes/journey.ts';
import { StagedRecords } from './staged-records.ts';
import { TimeReader } from './time.ts';
import { TimeZone } from '../time/time-zone.ts';

/** A file by what the user calls it. Its bytes may come in pieces of any size; an error that they throw means the file cannot be read. */
export interface ActivityFile {
  readonly name: string;
  readonly chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

export interface ReadActivitiesOptions {
  /** IANA zone of the times that have no offset. */
  readonly timezone: string;
  /** The reading fails where more than this share of the records, 0 to 1, is rejected. */
  readonly maxRejected: number;
  /** Files with the contacts' attributes, one row a contact. */
  readonly contacts?: readonly ActivityFile[];
  /** Called with the bytes read so far of all files. */
  readonly onProgress?: (bytes: number) => void;
  readonly signal?: AbortSignal;
  /** Awaited between slices of the work: where the caller lets other work of its thread go first. */
  readonly pause?: () => Promise<void>;
}

export type ReadResult = { readonly ok: true; readonly loaded: LoadedActivities } | { readonly ok: false; readonly problem: ReadProblem };

/**
 * Reads activity files of our own shape into one table. docs/formats.md says what is read, rejected and removed. The
 * table does not depend on the order of files and records, on the pieces the bytes come in, or on the format.
 *
 * What is wrong with the input is a problem. Throws {@link ReadingCancelled} once the signal is aborted.
 */
export async function readActivities(files: readonly ActivityFile[], options: ReadActivitiesOptions): Promise<ReadResult> {
  try {
    return { ok: true, loaded: await read(files, options) };
  } catch (error) {
    if (error instanceof ReadFailure) return { ok: false, problem: error.problem };
    throw error;
  }
}

async function read(files: readonly ActivityFile[], options: ReadActivitiesOptions): Promise<LoadedActivities> {
  const zone = TimeZone.named(options.timezone);
  if (zone === undefined) {
    throw new ReadFailure('unsupported', `The time zone "${options.timezone}" is not known. Give an IANA name such as "Europe/Prague" or "UTC".`);
  }
  const pause = async (): Promise<void> => {
    if (options.signal?.aborted === true) throw new ReadingCancelled();
    await options.pause?.();
  };
  let bytesRead = 0;
  const progress = async (bytes: number): Promise<void> => {
    bytesRead += bytes;
    options.onProgress?.(bytesRead);
    await pause();
  };

  const staged = new StagedRecords();
  const rejections = new Rejections();
  const inputs: InputFacts[] = [];
  let clockChanges = 0;
  for (const { name, chunks } of files) {
    const path = shownPath(name);
    const time = new TimeReader(zone, path);
    const shape = new JourneyShape(path, staged, time, rejections);
    await readFile(path, chunks, shape, journeyFieldName, progress);
    clockChanges += time.clockChanges;
    inputs.push({ path, shape: JOURNEY, records: shape.records });
  }

  const contacts = new StagedContacts();
  for (const { name, chunks } of options.contacts ?? []) {
    const path = shownPath(name);
    const shape = new ContactsShape(path, contacts);
    await readFile(path, chunks, shape, contactsFieldName, progress);
    inputs.push({ path, shape: CONTACTS, records: shape.records });
  }
  const firstRejectedContacts = contacts.rejectContradictions();

  if (staged.rows === rejections.count) throw noRecords(files, rejections);
  checkShare('records', rejections, staged.rows, options.maxRejected);
  checkShare("rows of the contacts' files", { count: contacts.rejections.count, first: firstRejectedContacts }, contacts.rows, options.maxRejected);

  const { table, duplicates } = await buildTable(staged, pause);
  const rejected = rejections.count + contacts.rejections.count;
  const kept = table.time.length;
  return {
    table: { ...table, attributes: contacts.columnsFor(table.contacts) },
    inputs,
    counts: { read: kept + duplicates + rejected, kept, duplicates, rejected },
    rejected: [...rejections.first, ...firstRejectedContacts].slice(0, 100),
    clockChanges,
  };
}

/** What a shape must do for a file to be read into it. */
interface Shape {
  checkHeader(names: readonly string[]): void;
  checkRequired(names: readonly string[]): void;
  take(batch: RecordBatch, names: readonly string[]): void;
  readonly records: number;
}

async function readFile(
  path: string,
  chunks: ActivityFile['chunks'],
  shape: Shape,
  fieldName: (written: string) => string,
  progress: (bytes: number) => Promise<void>,
): Promise<void> {
  checkExtension(path);
  let reader: RecordReader | undefined;
  let names: readonly string[] = [];
  await readRecords(readable(path, chunks), {
    open(head) {
      checkMagic(path, head);
      const format = formatOf(path, head);
      if (format === undefined) return undefined;
      if (format === 'ndjson') {
        const ndjson = new NdjsonReader(path, fieldName);
        names = ndjson.names;
        reader = ndjson;
      } else {
        reader = new CsvReader(path, (header) => {
          shape.checkHeader(header);
          names = header.map(fieldName);
        });
      }
      return reader;
    },
    take: (batch) => shape.take(batch, names),
    progress,
  });
  if (reader instanceof NdjsonReader && shape.records > 0) shape.checkRequired(names);
}

async function* readable(path: string, chunks: ActivityFile['chunks']): AsyncGenerator<Uint8Array> {
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  try {
    for (;;) {
      let step: IteratorResult<Uint8Array>;
      try {
        step = await iterator.next();
      } catch (error) {
        throw new ReadFailure('unreadable', `${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      }
      if (step.done === true) return;
      yield step.value;
    }
  } finally {
    await iterator.return?.();
  }
}

function formatOf(path: string, head: Uint8Array): 'csv' | 'ndjson' | undefined {
  const first = head.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  if (first === undefined) return undefined;
  switch (extension(path)) {
    case 'csv':
    case 'tsv':
      return 'csv';
    case 'ndjson':
    case 'jsonl':
      return 'ndjson';
    default:
      return first === 0x7b || first === 0x5b ? 'ndjson' : 'csv';
  }
}

const UNSUPPORTED: Readonly<Record<string, string>> = {
  gz: 'gzip files are not read yet. Decompress it first',
  zst: 'zstd files are not read yet. Decompress it first',
  parquet: 'Parquet files are not read yet. Export it as CSV or NDJSON',
  xlsx: 'Excel workbooks are not read. Save the sheet as CSV',
};

/** First bytes that say what a file is, whatever its name. */
const MAGIC: readonly (readonly [kind: string, bytes: readonly number[]])[] = [
  ['gz', [0x1f, 0x8b]],
  ['zst', [0x28, 0xb5, 0x2f, 0xfd]],
  ['parquet', [0x50, 0x41, 0x52, 0x31]],
  ['xlsx', [0x50, 0x4b, 0x03, 0x04]],
];

function checkExtension(path: string): void {
  const kind = extension(path);
  if (Object.hasOwn(UNSUPPORTED, kind)) throw unsupported(path, kind);
}

function checkMagic(path: string, head: Uint8Array): void {
  for (const [kind, bytes] of MAGIC) if (bytes.every((byte, index) => head[index] === byte)) throw unsupported(path, kind);
}

function unsupported(path: string, kind: string): ReadFailure {
  return new ReadFailure('unsupported', `${path}: ${UNSUPPORTED[kind]}.`);
}

function extension(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.includes('.') ? name.slice(name.lastIndexOf('.') + 1).toLowerCase() : '';
}

function checkShare(what: string, rejections: Pick<Rejections, 'count' | 'first'>, read: number, maxRejected: number): void {
  if (rejections.count <= read * maxRejected) return;
  throw new ReadFailure(
    'too-many-rejected',
    `${rejections.count} of ${read} ${what} were rejected, more than the ${percent(maxRejected)} that may be. ${firstReasons(rejections)} ` +
      'Mend the file, or allow a larger share of rejected records.',
  );
}

function noRecords(files: readonly ActivityFile[], rejections: Rejections): ReadFailure {
  const names = files.map(({ name }) => shownPath(name)).join(', ');
  if (files.length === 0) return new ReadFailure('no-records', 'No activity file was given.');
  if (rejections.count === 0) return new ReadFailure('no-records', `${names}: no records. Is this the right file?`);
  return new ReadFailure('no-records', `${names}: no record can be used, all ${rejections.count} were rejected. ${firstReasons(rejections)}`);
}

function firstReasons(rejections: Pick<Rejections, 'first'>): string {
  return `The first: ${rejections.first
    .slice(0, 3)
    .map(({ path, line, reason }) => `${path}:${line}: ${reason}`)
    .join('; ')}.`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

function shownPath(name: string): string {
  return name.replaceAll('\\', '/');
}
