import type { ActivityTable, Event, LoadedActivities, TextColumn } from '../activities/activity-table.ts';
import { EVENTS } from '../activities/activity-table.ts';
import type { Declaration, Key } from '../model/catalogue.ts';
import type { EventPattern, Value } from '../model/condition.ts';
import type { JourneyTest, TestContact, TestRecord } from '../model/journey-test.ts';
import type { Model } from '../model/model.ts';
import type { TestClock } from './test-clock.ts';

const TEXT_FIELDS = ['activity', 'email', 'link', 'url', 'channel', 'form', 'page', 'campaign'] as const;

/** A record that is one thing that happened, in the words that an activity file would have for it. */
interface Row {
  readonly time: number;
  readonly event: Event;
  readonly texts: Readonly<Partial<Record<(typeof TEXT_FIELDS)[number], string>>>;
  readonly bounce: 0 | 1 | 2;
  readonly properties: Readonly<Record<string, string>>;
  /** It is there only because an attribute is set when nothing else happens. */
  readonly isCarrier: boolean;
}

export type TestTable = { readonly ok: true; readonly loaded: LoadedActivities } | { readonly ok: false; readonly problem: string };

/**
 * The records of a test's own contacts, in the order that a table has. Each record that is written has happened, also where
 * two are the same: a file of events would have an id for each of them.
 */
export function testTable(test: JourneyTest, model: Model, clock: TestClock): TestTable {
  const contacts = [...test.contacts].sort((a, b) => compareTexts(a.name, b.name));
  const carrier = carrierOf(model);
  const rowsOf = contacts.map((contact) => rowsOfContact(contact, model, clock, carrier ?? 'bounced'));
  if (carrier === undefined && rowsOf.some((own) => own.some(({ isCarrier }) => isCarrier))) return { ok: false, problem: NO_CARRIER };
  const rows = rowsOf.flat();
  const starts = [0];
  for (const own of rowsOf) starts.push((starts.at(-1) ?? 0) + own.length);
  const names = [...new Set(rows.flatMap(({ properties }) => Object.keys(properties)))].sort(compareTexts);
  const attributes = [...new Set(contacts.flatMap((contact) => Object.keys(contact.attributes)))].sort(compareTexts);
  const texts = Object.fromEntries(TEXT_FIELDS.map((field) => [field, columnOf(rows.map((row) => row.texts[field]))])) as Record<
    (typeof TEXT_FIELDS)[number],
    TextColumn
  >;
  const table: ActivityTable = {
    contacts: contacts.map(({ name }) => name),
    starts: Uint32Array.from(starts),
    time: Float64Array.from(rows, ({ time }) => time),
    event: Uint8Array.from(rows, ({ event }) => EVENTS.indexOf(event)),
    ...texts,
    bounce: Uint8Array.from(rows, ({ bounce }) => bounce),
    machine: new Uint8Array(rows.length),
    properties: new Map(names.map((name) => [name, columnOf(rows.map((row) => row.properties[name]))])),
    attributes: new Map(attributes.map((name) => [name, columnOf(contacts.map((contact) => textOf(contact.attributes[name])))])),
  };
  const counts = { read: rows.length, kept: rows.length, duplicates: 0, rejected: 0, ignored: 0 };
  return { ok: true, loaded: { table, inputs: [], counts, rejected: [], ignored: [], notes: [], clockChanges: 0 } };
}

function rowsOfContact({ records }: TestContact, model: Model, clock: TestClock, carrier: Event): Row[] {
  const rows = records.flatMap((record) => (record.event ? [rowOf(record, record.event, model, clock)] : [])).sort(compareRows);
  for (const { seconds, event, sets } of records) {
    if (event) continue;
    const time = clock.at(seconds);
    const properties = Object.fromEntries(Object.entries(sets).map(([name, value]) => [`attr.${name}`, String(value)]));
    // What is set rides on a record of its time, the first, so that it holds for all of them.
    const place = rows.findIndex((row) => row.time === time);
    const row = rows[place];
    if (row) rows[place] = { ...row, properties: { ...row.properties, ...properties } };
    else rows.push({ time, event: carrier, texts: {}, bounce: 0, properties, isCarrier: true });
    rows.sort((a, b) => a.time - b.time);
  }
  return rows;
}

/**
 * A table has no record that only sets attributes, so another has to carry them: one that no condition of the model counts.
 * A bounce of an unnamed email is counted by `bounced any email` alone, an unnamed activity by `been active`. Undefined where
 * the model asks for both.
 */
function carrierOf(model: Model): Event | undefined {
  if (!hasPart(model, ({ kind, verb, emails }) => kind === 'email' && verb === 'bounced' && emails?.kind !== 'listed')) return 'bounced';
  return hasPart(model, ({ kind }) => kind === 'active') ? undefined : 'performed';
}

const NO_CARRIER =
  'It sets an attribute when nothing else happens, which cannot be told from a bounce or an activity, and the file asks for both `bounced any email` and `been active`. ' +
  'Give the `set` the time of another record of the contact.';

type Part = Readonly<Record<string, unknown>> & { readonly emails?: { readonly kind?: unknown } };

function hasPart(value: unknown, is: (part: Part) => boolean): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return is(value as Part) || Object.values(value).some((part) => hasPart(part, is));
}

function rowOf({ seconds, properties }: TestRecord, event: EventPattern, model: Model, clock: TestClock): Row {
  const { url, ...others } = properties;
  const row = { time: clock.at(seconds), bounce: 0, ...eventOf(event, model), properties: mapValues(others), isCarrier: false } as const;
  return url === undefined ? row : { ...row, texts: { ...row.texts, url: String(url) } };
}

function eventOf(event: EventPattern, model: Model): Pick<Row, 'event' | 'texts'> & Partial<Pick<Row, 'bounce'>> {
  switch (event.kind) {
    case 'email': {
      const [item] = event.emails.kind === 'listed' ? event.emails.items : [];
      const texts = {
        ...(item ? { email: nameOf(item.email, model.emails) } : {}),
        ...(item?.link === undefined ? {} : { link: item.link }),
        ...(event.url === undefined ? {} : { url: event.url }),
      };
      return { event: event.verb, texts, bounce: event.bounce === undefined ? 0 : event.bounce === 'hard' ? 1 : 2 };
    }
    case 'subscribed':
    case 'confirmed':
      return { event: event.kind, texts: { channel: nameOf(event.channel, model.channels) } };
    case 'unsubscribed':
      // A record without a channel leaves all of them at once.
      return { event: 'unsubscribed', texts: typeof event.scope === 'object' ? { channel: nameOf(event.scope.channel, model.channels) } : {} };
    case 'submitted':
      return { event: 'submitted', texts: { form: nameOf(event.forms[0] ?? '', model.forms) } };
    case 'visited': {
      const [page] = event.pages === 'any' ? [] : event.pages;
      return { event: 'visited', texts: page === undefined ? {} : 'page' in page ? { page: nameOf(page.page, model.pages) } : { url: page.url } };
    }
    case 'performed':
      return { event: 'performed', texts: { activity: nameOf(event.activities[0] ?? '', model.activities) } };
    case 'consented':
    case 'consent_withdrawn':
    case 'became_member':
      return { event: event.kind, texts: {} };
    case 'active':
      throw new Error('A record of a model without errors is one thing that happened.');
  }
}

const nameOf = (key: Key, declarations: readonly Declaration[]): string => declarations.find((one) => one.key === key)?.name ?? key;

const mapValues = (values: Readonly<Record<string, Value>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

const textOf = (value: Value | undefined): string | undefined => (value === undefined ? undefined : String(value));

function columnOf(texts: readonly (string | undefined)[]): TextColumn {
  const codeOf = new Map([['', 0]]);
  const codes = Uint32Array.from(texts, (text = '') => {
    const code = codeOf.get(text) ?? codeOf.size;
    codeOf.set(text, code);
    return code;
  });
  return { dictionary: [...codeOf.keys()], codes };
}

/** The order of the records of a contact: simulation.md §2. */
function compareRows(a: Row, b: Row): number {
  if (a.time !== b.time) return a.time - b.time;
  if (a.event !== b.event) return EVENTS.indexOf(a.event) - EVENTS.indexOf(b.event);
  for (const field of TEXT_FIELDS) {
    const order = compareTexts(a.texts[field] ?? '', b.texts[field] ?? '');
    if (order !== 0) return order;
  }
  if (a.bounce !== b.bounce) return a.bounce - b.bounce;
  for (const name of [...new Set([...Object.keys(a.properties), ...Object.keys(b.properties)])].sort(compareTexts)) {
    const order = compareTexts(a.properties[name] ?? '', b.properties[name] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
