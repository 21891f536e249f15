import type { InputFacts, LoadedActivities } from './activity-table.ts';
import { buildTable } from './build-table.ts';
import type { Codecs } from './containers/codecs.ts';
import { PORTABLE_CODECS } from './containers/codecs.ts';
import type { FileBytes } from './file-bytes.ts';
import { CsvReader } from './formats/csv.ts';
import type { TextFormat } from './formats/detect-format.ts';
import type { JsonLayouts } from './formats/json.ts';
import { JsonReader } from './formats/json.ts';
import type { RecordBatch } from './formats/record-batch.ts';
import type { RecordReader } from './formats/record-reader.ts';
import { Kernel } from './kernel/kernel.ts';
import type { ReadProblem } from './read-failure.ts';
import { ReadFailure } from './read-failure.ts';
import type { ReadFileOptions } from './read-file.ts';
import { readFile } from './read-file.ts';
import { ReadingCancelled } from './reading-cancelled.ts';
import { Rejections } from './rejections.ts';
import { ContactsShape, SHAPE as CONTACTS, StagedContacts } from './shapes/contacts.ts';
import { FileShape } from './shapes/file-shape.ts';
import { headerlessColumns } from './shapes/headerless-columns.ts';
import { StagedRecords } from './staged-records.ts';
import { TimeZone } from '../time/time-zone.ts';
import type { SourceDeclaration } from '../model/source-declaration.ts';

export interface ActivityFile extends FileBytes {
  /** The name of its shape; recognised by its fields where it is not given. */
  readonly as?: string;
  /** The source that it is a file of; its time zone goes before the one of the options. */
  readonly source?: SourceDeclaration;
}

export interface ReadActivitiesOptions {
  /** IANA zone of the times that have no offset. */
  readonly timezone: string;
  /** The reading fails where more than this share of the records, 0 to 1, is rejected. */
  readonly maxRejected: number;
  /** Files with the contacts' attributes, one row a contact. */
  readonly contacts?: readonly FileBytes[];
  /** The platform's own decompression; by default what runs everywhere. */
  readonly codecs?: Codecs;
  /** Called with the bytes read so far of all files. */
  readonly onProgress?: (bytes: number) => void;
  readonly signal?: AbortSignal;
  /** Awaited between slices of the work: where the caller lets other work of its thread go first. */
  readonly pause?: () => Promise<void>;
}

export type ReadResult = { readonly ok: true; readonly loaded: LoadedActivities } | { readonly ok: false; readonly problem: ReadProblem };

/**
 * Reads activity files of any known shape into one table. docs/formats.md says what is read, rejected and removed. The
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
  const zone = zoneNamed(options.timezone);
  const pause = async (): Promise<void> => {
    if (options.signal?.aborted === true) throw new ReadingCancelled();
    await options.pause?.();
  };
  let bytesRead = 0;
  const onBytes = (bytes: number): void => {
    bytesRead += bytes;
    options.onProgress?.(bytesRead);
  };
  const fileOptions: ReadFileOptions = { codecs: options.codecs ?? PORTABLE_CODECS, onBytes, pause };

  const size = files.reduce((sum, { parts }) => sum + (parts?.size ?? 0), 0);
  // A little more, since it is a guess and an array that is too short by one is copied.
  const kernel = new Kernel();
  const staged = new StagedRecords(kernel, (rows) => (bytesRead === 0 ? 0 : Math.ceil((rows / bytesRead) * size * 1.02)));
  const rejections = new Rejections();
  const inputs: InputFacts[] = [];
  const ignored = new Map<string, number>();
  const notes: string[] = [];
  let clockChanges = 0;
  for (const file of files) {
    const path = shownPath(file.name);
    const own = file.source?.timezone === undefined ? zone : zoneNamed(file.source.timezone);
    const shape = new FileShape(file, { path, staged, rejections, zone: own });
    await readInto(shape, path, file, kernel, fileOptions);
    const { reader } = shape;
    clockChanges += reader?.clockChanges ?? 0;
    for (const [what, count] of reader?.ignored ?? []) ignored.set(what, (ignored.get(what) ?? 0) + count);
    if (shape.note !== undefined) notes.push(shape.note);
    inputs.push({ path, shape: shape.name, records: shape.records });
  }
  const ignoredCount = [...ignored.values()].reduce((sum, count) => sum + count, 0);

  const contacts = new StagedContacts(kernel);
  for (const file of options.contacts ?? []) {
    const path = shownPath(file.name);
    const shape = new ContactsShape(path, contacts);
    await readInto(shape, path, file, kernel, fileOptions);
    inputs.push({ path, shape: CONTACTS, records: shape.records });
  }
  const firstRejectedContacts = contacts.rejectContradictions();

  if (staged.rows === rejections.count + ignoredCount) throw noRecords(files, rejections, ignoredCount);
  checkShare('records', rejections, staged.rows, options.maxRejected);
  checkShare("rows of the contacts' files", { count: contacts.rejections.count, first: firstRejectedContacts }, contacts.rows, options.maxRejected);

  const { table, duplicates } = await buildTable(staged, pause);
  const rejected = rejections.count + contacts.rejections.count;
  const kept = table.time.length;
  return {
    table: { ...table, attributes: contacts.columnsFor(table.contacts) },
    inputs,
    counts: { read: kept + duplicates + rejected + ignoredCount, kept, duplicates, rejected, ignored: ignoredCount },
    ignored: [...ignored].map(([what, count]) => ({ what, count })).sort((a, b) => b.count - a.count || (a.what < b.what ? -1 : 1)),
    notes,
    rejected: [...rejections.first, ...firstRejectedContacts].slice(0, 100),
    clockChanges,
  };
}

/** What is done with a file's records. */
interface Target {
  /** The columns that a header means; throws a ReadFailure where it is of the wrong shape. */
  columnsOf(header: readonly string[]): readonly string[];
  readonly layouts: JsonLayouts;
  take(batch: RecordBatch, names: readonly string[]): void;
  /** After the last record: throws a ReadFailure where the fields of all records together are of the wrong shape. */
  checkFields(names: readonly string[]): void;
}

async function readInto(target: Target, path: string, file: FileBytes, kernel: Kernel, options: ReadFileOptions): Promise<void> {
  let names: readonly string[] = [];
  let json: JsonReader | undefined;
  const header = (written: readonly string[]): void => {
    names = target.columnsOf(written);
  };
  const readerOf = (format: TextFormat, head: Uint8Array): RecordReader => {
    if (format === 'csv') return new CsvReader(path, kernel, header, headerlessColumns(head));
    json = new JsonReader(path, kernel, target.layouts);
    names = json.names;
    return json;
  };
  await readFile(path, file, { readerOf, header, take: (batch) => target.take(batch, names) }, options);
  if (json !== undefined) target.checkFields(names);
}

function checkShare(what: string, rejections: Pick<Rejections, 'count' | 'first'>, read: number, maxRejected: number): void {
  if (rejections.count <= read * maxRejected) return;
  throw new ReadFailure(
    'too-many-rejected',
    `${rejections.count} of ${read} ${what} were rejected, more than the ${percent(maxRejected)} that may be. ${firstReasons(rejections)} ` +
      'Mend the file, or allow a larger share of rejected records.',
  );
}

function noRecords(files: readonly ActivityFile[], rejections: Rejections, ignored: number): ReadFailure {
  const names = files.map(({ name }) => shownPath(name)).join(', ');
  if (files.length === 0) return new ReadFailure('no-records', 'No activity file was given.');
  if (rejections.count === 0 && ignored > 0) {
    return new ReadFailure('no-records', `${names}: none of the ${ignored} records says anything that a journey could ask for. Is this the right file?`);
  }
  if (rejections.count === 0) return new ReadFailure('no-records', `${names}: no records. Is this the right file?`);
  const others = ignored === 0 ? '' : `, the ${ignored} others say nothing that a journey could ask for`;
  return new ReadFailure('no-records', `${names}: no record can be used, all ${rejections.count} were rejected${others}. ${firstReasons(rejections)}`);
}

function firstReasons(rejections: Pick<Rejections, 'first'>): string {
  return `The first: ${rejections.first
    .slice(0, 3)
    .map(({ path, line, reason }) => `${path}:${line}: ${reason}`)
    .join('; ')}.`;
}

function zoneNamed(name: string): TimeZone {
  const zone = TimeZone.named(name);
  if (zone === undefined) throw new ReadFailure('unsupported', `The time zone "${name}" is not known. Give an IANA name such as "Europe/Prague" or "UTC".`);
  return zone;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

function shownPath(name: string): string {
  return name.replaceAll('\\', '/');
}
