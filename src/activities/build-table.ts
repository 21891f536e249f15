import type { ActivityTable, TextColumn } from './activity-table.ts';
import { placesOf, sortedColumn } from './sorted-column.ts';
import type { StagedColumn, StagedRecords, TextField } from './staged-records.ts';
import { TEXT_FIELDS } from './staged-records.ts';

/** Contacts of one partition of the grouping: small enough for the counters to stay in the cache. */
const PARTITION_BITS = 12;

export interface BuiltTable {
  readonly table: Omit<ActivityTable, 'attributes'>;
  readonly duplicates: number;
}

/**
 * Groups the staged records by contact, orders them within a contact, removes duplicates, and gives every column its
 * final dictionary. The table is a function of the set of records: no order of reading shows in it.
 *
 * `pause` is awaited between steps, so that the caller can stop or let others run.
 */
export async function buildTable(staged: StagedRecords, pause: () => Promise<void>): Promise<BuiltTable> {
  const contactTexts = staged.contact.dictionary.texts();
  const contactPlaces = placesOf(contactTexts);
  await pause();

  const content = await rankedContent(staged, pause);
  const dropped = new Uint8Array(staged.rows);
  const compare = comparison(staged, content);
  let duplicates = dropRepeatedIds(
    staged,
    dropped,
    (a, b) => compare(a, b) || contactPlaces[staged.contact.codes[a]!]! - contactPlaces[staged.contact.codes[b]!]!,
  );
  await pause();

  const grouped = groupByContact(staged, dropped, contactPlaces);
  await pause();
  duplicates += await orderAndDropRepeated(staged, grouped, compare, pause);

  return { table: await gather(staged, grouped, contactTexts, contactPlaces, pause), duplicates };
}

/** A column with the place of each code's text in the order of texts. */
interface Ranked {
  readonly codes: Uint32Array;
  readonly places: Uint32Array;
}

interface Content {
  readonly fields: readonly Ranked[];
  readonly properties: readonly Ranked[];
}

async function rankedContent(staged: StagedRecords, pause: () => Promise<void>): Promise<Content> {
  const ranked = async ({ codes, dictionary }: StagedColumn): Promise<Ranked> => {
    await pause();
    return { codes, places: placesOf(dictionary.texts()) };
  };
  const fields: Ranked[] = [];
  for (const field of TEXT_FIELDS) fields.push(await ranked(staged.texts[field]));
  const properties: Ranked[] = [];
  for (const name of propertyNames(staged)) properties.push(await ranked(staged.properties.get(name)!));
  return { fields, properties };
}

function propertyNames(staged: StagedRecords): string[] {
  return [...staged.properties.keys()].sort();
}

/** Orders two rows by time, event and content; 0 only where all of them are equal. */
function comparison(staged: StagedRecords, { fields, properties }: Content): (a: number, b: number) => number {
  const { time, event, bounce, machine } = staged;
  return (a, b) => {
    if (time[a] !== time[b]) return time[a]! - time[b]!;
    if (event[a] !== event[b]) return event[a]! - event[b]!;
    for (const { codes, places } of fields) if (codes[a] !== codes[b]) return places[codes[a]!]! - places[codes[b]!]!;
    if (bounce[a] !== bounce[b]) return bounce[a]! - bounce[b]!;
    if (machine[a] !== machine[b]) return machine[a]! - machine[b]!;
    for (const { codes, places } of properties) if (codes[a] !== codes[b]) return places[codes[a]!]! - places[codes[b]!]!;
    return 0;
  };
}

/** Of the records with one id the first in the order given stays. */
function dropRepeatedIds(staged: StagedRecords, dropped: Uint8Array, compare: (a: number, b: number) => number): number {
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

/** Two passes: by groups of contacts, then by contact within each, so that the writes of a pass stay close to each other. */
function groupByContact(staged: StagedRecords, dropped: Uint8Array, contactPlaces: Uint32Array): Grouped {
  const contacts = staged.contact.codes;
  const lengths = new Uint32Array(contactPlaces.length);
  const partitionStarts = new Uint32Array((contactPlaces.length >>> PARTITION_BITS) + 2);
  let used = 0;
  for (let row = 0; row < staged.rows; row++) {
    if (contacts[row] === 0 || dropped[row] === 1) continue;
    const place = contactPlaces[contacts[row]!]!;
    lengths[place]!++;
    partitionStarts[(place >>> PARTITION_BITS) + 1]!++;
    used++;
  }
  for (let partition = 1; partition < partitionStarts.length; partition++) partitionStarts[partition]! += partitionStarts[partition - 1]!;
  const starts = new Uint32Array(contactPlaces.length);
  for (let place = 1; place < starts.length; place++) starts[place] = starts[place - 1]! + lengths[place - 1]!;

  const partitioned = new Uint32Array(used);
  const next = partitionStarts.slice();
  for (let row = 0; row < staged.rows; row++) {
    if (contacts[row] === 0 || dropped[row] === 1) continue;
    partitioned[next[contactPlaces[contacts[row]!]! >>> PARTITION_BITS]!++] = row;
  }
  const order = new Uint32Array(used);
  const nextOfContact = starts.slice();
  for (const row of partitioned) order[nextOfContact[contactPlaces[contacts[row]!]!]!++] = row;
  return { order, starts, lengths };
}

/** Most files are in the order of time already, so most contacts need one look and no sort. Shortens `lengths` by the duplicates. */
async function orderAndDropRepeated(
  staged: StagedRecords,
  { order, starts, lengths }: Grouped,
  compare: (a: number, b: number) => number,
  pause: () => Promise<void>,
): Promise<number> {
  const ids = staged.id.codes;
  let duplicates = 0;
  for (let contact = 0; contact < starts.length; contact++) {
    if ((contact & 0x3fff) === 0) await pause();
    const rows = order.subarray(starts[contact], starts[contact]! + lengths[contact]!);
    for (let at = 1; at < rows.length; at++) {
      if (compare(rows[at - 1]!, rows[at]!) <= 0) continue;
      rows.sort(compare);
      break;
    }
    let kept = 0;
    /** The present run of equal records has one without an id already. */
    let seen = false;
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at]!;
      if (at === 0 || compare(rows[kept - 1]!, row) !== 0) seen = false;
      if (ids[row] === 0) {
        if (seen) {
          duplicates++;
          continue;
        }
        seen = true;
      }
      rows[kept++] = row;
    }
    lengths[contact] = kept;
  }
  return duplicates;
}

async function gather(
  staged: StagedRecords,
  { order, starts: from, lengths }: Grouped,
  contactTexts: readonly string[],
  contactPlaces: Uint32Array,
  pause: () => Promise<void>,
): Promise<BuiltTable['table']> {
  const textAt = new Uint32Array(contactPlaces.length);
  for (let code = 0; code < contactPlaces.length; code++) textAt[contactPlaces[code]!] = code;
  const contacts: string[] = [];
  const starts = [0];
  let kept = 0;
  for (let place = 0; place < from.length; place++) {
    const length = lengths[place]!;
    if (length === 0) continue;
    order.copyWithin(kept, from[place]!, from[place]! + length);
    kept += length;
    contacts.push(contactTexts[textAt[place]!]!);
    starts.push(kept);
  }
  const rows = order.subarray(0, kept);
  const column = async ({ dictionary, codes }: StagedColumn): Promise<TextColumn> => {
    await pause();
    return sortedColumn(dictionary.texts(), gathered(new Uint32Array(kept), codes, rows));
  };

  const texts = {} as Record<TextField, TextColumn>;
  for (const field of TEXT_FIELDS) texts[field] = await column(staged.texts[field]);
  const properties = new Map<string, TextColumn>();
  for (const name of propertyNames(staged)) {
    const property = await column(staged.properties.get(name)!);
    if (property.dictionary.length > 1) properties.set(name, property);
  }
  return {
    contacts,
    starts: Uint32Array.from(starts),
    time: gathered(new Float64Array(kept), staged.time, rows),
    event: gathered(new Uint8Array(kept), staged.event, rows),
    ...texts,
    bounce: gathered(new Uint8Array(kept), staged.bounce, rows),
    machine: gathered(new Uint8Array(kept), staged.machine, rows),
    properties,
  };
}

function gathered<A extends Uint8Array | Uint32Array | Float64Array>(into: A, column: A, rows: Uint32Array): A {
  for (let at = 0; at < rows.length; at++) into[at] = column[rows[at]!]!;
  return into;
}
