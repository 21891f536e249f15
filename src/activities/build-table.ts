import type { ActivityTable, TextColumn } from './activity-table.ts';
import type { RankedTexts } from './sorted-column.ts';
import { rankedTexts, sortedColumn } from './sorted-column.ts';
import type { StagedColumn, StagedRecords, TextField } from './staged-records.ts';
import { TEXT_FIELDS } from './staged-records.ts';

/** So many places can be written to in turns without the processor's cache losing one of them. */
const PARTITIONS = 256;
/** So many rows are in the processor's cache anyway. */
const FEW = 1 << 21;
/** Contacts between two looks at what else there is to do. */
const TURN = 0x3fff;
/** As {@link TURN}, for rows that are only put into their places. */
const ROWS_A_TURN = 0xfffff;
/** Longer lists that are out of order are sorted by the platform. */
const SHORT = 64;
/** Where a row goes that is left out. */
const NOWHERE = 0xffffffff;

export interface BuiltTable {
  readonly table: Omit<ActivityTable, 'attributes'>;
  readonly duplicates: number;
}

/**
 * Groups the staged records by contact, orders them within a contact, removes duplicates, and gives every column its
 * final dictionary. The table is a function of the set of records: no order of reading shows in it. Takes the records with
 * it: a staged column is let go once its place in the table is filled, since there is not always memory for both.
 *
 * `pause` is awaited between steps, so that the caller can stop or let others run.
 */
export async function buildTable(staged: StagedRecords, pause: () => Promise<void>): Promise<BuiltTable> {
  const contactTexts = staged.contact.dictionary.texts();
  await pause();
  const contacts = rankedTexts(staged.contact.dictionary, contactTexts);
  await pause();

  const content = await rankedContent(staged, pause);
  const dropped = new Uint8Array(staged.rows);
  const byContent = comparison(staged, content);
  let duplicates = dropRepeatedIds(
    staged,
    dropped,
    (a, b) => byContent(a, b) || contacts.places[staged.contact.codes[a]!]! - contacts.places[staged.contact.codes[b]!]!,
  );
  await pause();

  placeContacts(staged, dropped, contacts.places);
  if (staged.rows > FEW) await partition(staged, contacts.places.length, pause);
  const grouped = await groupByContact(staged, contacts.places.length, pause);
  await pause();
  duplicates += await orderAndDropRepeated(staged, grouped, comparison(staged, content), pause);

  return { table: await gather(staged, grouped, contacts, content, pause), duplicates };
}

/** A column that has texts, with their order. */
interface Ranked extends RankedTexts {
  readonly column: StagedColumn;
}

interface Content {
  readonly fields: ReadonlyMap<TextField, Ranked>;
  /** In the order of their names. */
  readonly properties: ReadonlyMap<string, Ranked>;
}

async function rankedContent(staged: StagedRecords, pause: () => Promise<void>): Promise<Content> {
  const ranked = async <Name>(columns: Iterable<readonly [Name, StagedColumn]>): Promise<Map<Name, Ranked>> => {
    const all = new Map<Name, Ranked>();
    for (const [name, column] of columns) {
      if (column.isEmpty) continue;
      const texts = column.dictionary.texts();
      await pause();
      all.set(name, { column, ...rankedTexts(column.dictionary, texts) });
      await pause();
    }
    return all;
  };
  return {
    fields: await ranked(TEXT_FIELDS.map((field) => [field, staged.texts[field]] as const)),
    properties: await ranked([...staged.properties].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** Orders two rows by time, event and content; 0 only where all of them are equal. Holds until rows are moved. */
function comparison(staged: StagedRecords, content: Content): (a: number, b: number) => number {
  const { time, event, bounce, machine } = staged;
  const fields = [...content.fields.values()];
  const properties = [...content.properties.values()];
  return (a, b) => {
    if (time[a] !== time[b]) return time[a]! - time[b]!;
    if (event[a] !== event[b]) return event[a]! - event[b]!;
    return compareTexts(fields, a, b) || bounce[a]! - bounce[b]! || machine[a]! - machine[b]! || compareTexts(properties, a, b);
  };
}

function compareTexts(columns: readonly Ranked[], a: number, b: number): number {
  for (const { column, places } of columns) {
    const { codes } = column;
    if (codes[a] !== codes[b]) return places[codes[a]!]! - places[codes[b]!]!;
  }
  return 0;
}

/** Of the records with one id the first in the order given stays. */
function dropRepeatedIds(staged: StagedRecords, dropped: Uint8Array, compare: (a: number, b: number) => number): number {
  if (staged.id.isEmpty) return 0;
  const ids = staged.id.codes;
  const contacts = staged.contact.codes;
  /** By id: its first row so far, plus 1. */
  const firstRows = new Uint32Array(staged.id.dictionary.size);
  let duplicates = 0;
  for (let row = 0; row < staged.rows; row++) {
    const id = ids[row]!;
    if (id === 0 || contacts[row] === 0) continue;
    const first = firstRows[id]! - 1;
    const better = first < 0 || compare(row, first) < 0;
    if (first >= 0) {
      dropped[better ? first : row] = 1;
      duplicates++;
    }
    if (better) firstRows[id] = row + 1;
  }
  return duplicates;
}

/** Rows by contact: contact number `c`, in the order of texts, has `order[starts[c]]` up to `order[starts[c] + lengths[c]]`. */
interface Grouped {
  readonly order: Uint32Array;
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;
}

/** Puts the contacts' places where their codes were, and place 0, that of no contact, on rows that are left out. */
function placeContacts({ rows, contact: { codes } }: StagedRecords, dropped: Uint8Array, places: Uint32Array): void {
  for (let row = 0; row < rows; row++) codes[row] = dropped[row] === 1 ? 0 : places[codes[row]!]!;
}

/**
 * Moves the rows of one partition of the contacts next to each other, in the order they have, and those that are left out away:
 * what follows then asks for memory that is near what it asked for before.
 */
async function partition(staged: StagedRecords, contacts: number, pause: () => Promise<void>): Promise<void> {
  const { contact } = staged;
  const shift = Math.max(0, Math.ceil(Math.log2(contacts / PARTITIONS)));
  const next = new Uint32Array(PARTITIONS + 1);
  for (let row = 0; row < staged.rows; row++) {
    const place = contact.codes[row]!;
    if (place !== 0) next[(place >>> shift) + 1]!++;
  }
  for (let at = 1; at <= PARTITIONS; at++) next[at]! += next[at - 1]!;
  const used = next[PARTITIONS]!;
  const target = new Uint32Array(staged.rows);
  for (let row = 0; row < staged.rows; row++) {
    const place = contact.codes[row]!;
    target[row] = place === 0 ? NOWHERE : next[place >>> shift]!++;
  }
  for (const column of [contact, staged.id, ...Object.values(staged.texts), ...staged.properties.values()]) {
    await pause();
    column.codes = column.isEmpty ? new Uint32Array(used) : moved(column.codes, target, new Uint32Array(used));
  }
  staged.time = moved(staged.time, target, new Float64Array(used));
  staged.event = moved(staged.event, target, new Uint8Array(used));
  for (const flags of ['bounce', 'machine'] as const) {
    staged[flags] = hasFlags(staged, flags) ? moved(staged[flags], target, new Uint8Array(used)) : new Uint8Array(used);
  }
  staged.rows = used;
}

/** Most files say nothing of bounces and machines. */
function hasFlags(staged: StagedRecords, flags: 'bounce' | 'machine'): boolean {
  const column = staged[flags].subarray(0, staged.rows);
  return column.includes(1) || column.includes(2);
}

function moved<A extends Uint8Array | Uint32Array | Float64Array>(from: A, target: Uint32Array, into: A): A {
  for (let row = 0; row < target.length; row++) {
    const to = target[row]!;
    if (to !== NOWHERE) into[to] = from[row]!;
  }
  return into;
}

async function groupByContact({ rows, contact: { codes } }: StagedRecords, contacts: number, pause: () => Promise<void>): Promise<Grouped> {
  const lengths = new Uint32Array(contacts);
  for (let row = 0; row < rows; row++) lengths[codes[row]!]!++;
  // Those of no contact are in no group.
  lengths[0] = 0;
  const starts = new Uint32Array(contacts);
  for (let place = 1; place < contacts; place++) starts[place] = starts[place - 1]! + lengths[place - 1]!;
  const last = contacts - 1;
  const order = new Uint32Array(starts[last]! + lengths[last]!);
  const next = starts.slice();
  for (let row = 0; row < rows; row++) {
    if ((row & ROWS_A_TURN) === 0) await pause();
    const place = codes[row]!;
    if (place !== 0) order[next[place]!++] = row;
  }
  return { order, starts, lengths };
}

/** Most files are in the order of time already, so most contacts need one look and no sort. Shortens `lengths` by the duplicates. */
async function orderAndDropRepeated(
  staged: StagedRecords,
  { order, starts, lengths }: Grouped,
  compare: (a: number, b: number) => number,
  pause: () => Promise<void>,
): Promise<number> {
  const { time } = staged;
  let duplicates = 0;
  for (let contact = 0; contact < starts.length; contact++) {
    if ((contact & TURN) === 0) await pause();
    const first = starts[contact]!;
    const end = first + lengths[contact]!;
    let at = first + 1;
    while (at < end && time[order[at - 1]!]! < time[order[at]!]!) at++;
    if (at >= end) continue;
    sortRows(order, first, end, compare);
    const kept = withoutRepeated(staged, order, first, end, compare);
    duplicates += end - first - kept;
    lengths[contact] = kept;
  }
  return duplicates;
}

function sortRows(order: Uint32Array, first: number, end: number, compare: (a: number, b: number) => number): void {
  if (end - first > SHORT) {
    order.subarray(first, end).sort(compare);
    return;
  }
  for (let at = first + 1; at < end; at++) {
    const row = order[at]!;
    let to = at;
    for (; to > first && compare(order[to - 1]!, row) > 0; to--) order[to] = order[to - 1]!;
    order[to] = row;
  }
}

/** Moves the rows that stay to the front, and returns how many they are. */
function withoutRepeated(staged: StagedRecords, order: Uint32Array, first: number, end: number, compare: (a: number, b: number) => number): number {
  const ids = staged.id.codes;
  let kept = first;
  /** The present run of equal records has one without an id already. */
  let seen = false;
  for (let at = first; at < end; at++) {
    const row = order[at]!;
    if (at === first || compare(order[kept - 1]!, row) !== 0) seen = false;
    if (ids[row] === 0) {
      if (seen) continue;
      seen = true;
    }
    order[kept++] = row;
  }
  return kept - first;
}

async function gather(
  staged: StagedRecords,
  { order, starts: from, lengths }: Grouped,
  contactTexts: RankedTexts,
  content: Content,
  pause: () => Promise<void>,
): Promise<BuiltTable['table']> {
  staged.contact.release();
  const contacts: string[] = [];
  const starts = [0];
  let kept = 0;
  for (let place = 0; place < from.length; place++) {
    const length = lengths[place]!;
    if (length === 0) continue;
    if (kept !== from[place]) order.copyWithin(kept, from[place]!, from[place]! + length);
    kept += length;
    contacts.push(contactTexts.texts[contactTexts.order[place]!]!);
    starts.push(kept);
  }
  const rows = order.subarray(0, kept);
  await pause();

  const time = gathered(new Float64Array(kept), staged.time, rows);
  staged.time = new Float64Array(0);
  await pause();
  const event = gathered(new Uint8Array(kept), staged.event, rows);
  const bounce = hasFlags(staged, 'bounce') ? gathered(new Uint8Array(kept), staged.bounce, rows) : new Uint8Array(kept);
  const machine = hasFlags(staged, 'machine') ? gathered(new Uint8Array(kept), staged.machine, rows) : new Uint8Array(kept);
  await pause();

  /** Of all columns without a text. */
  const empty: TextColumn = { dictionary: [''], codes: new Uint32Array(kept) };
  const column = async (ranked: Ranked | undefined): Promise<TextColumn> => {
    if (ranked === undefined) return empty;
    const codes = gathered(new Uint32Array(kept), ranked.column.codes, rows);
    ranked.column.release();
    await pause();
    const sorted = sortedColumn(ranked, codes);
    return sorted.dictionary.length === 1 ? empty : sorted;
  };
  const texts = {} as Record<TextField, TextColumn>;
  for (const field of TEXT_FIELDS) texts[field] = await column(content.fields.get(field));
  const properties = new Map<string, TextColumn>();
  for (const [name, ranked] of content.properties) {
    const property = await column(ranked);
    if (property !== empty) properties.set(name, property);
  }
  return {
    contacts,
    starts: Uint32Array.from(starts),
    time,
    event,
    ...texts,
    bounce,
    machine,
    properties,
  };
}

function gathered<A extends Uint8Array | Uint32Array | Float64Array>(into: A, column: A, rows: Uint32Array): A {
  for (let at = 0; at < rows.length; at++) into[at] = column[rows[at]!]!;
  return into;
}
