import type { ActivityTable, Event, TextColumn } from '../../activities/activity-table.ts';
import { EVENTS } from '../../activities/activity-table.ts';
import type { Activity, Channel, Email, Form, Page } from '../../model/catalogue.ts';
import type { EmailItem, EmailSelector, EventPattern, Filter, PageSelector, Pattern } from '../../model/condition.ts';
import type { Model } from '../../model/model.ts';
import type { TimeZone } from '../../time/time-zone.ts';
import type { Steps } from '../steps.ts';
import { atOnce } from '../steps.ts';
import { factsOf } from '../table-facts.ts';
import type { RecordTest } from './compare.ts';
import { filterTest, lazily } from './compare.ts';
import { FoundSignals } from './found-signals.ts';
import { fold } from './fold.ts';
import { codesNaming, indicesNamed } from './names.ts';
import { isUrl, normalUrl, urlMatcher, urlParameter } from '../../urls/url.ts';

/**
 * Something that records can be, and the records of the table that are it: their numbers, ascending. Contact `c` has
 * `records[starts[c]]` up to `records[starts[c + 1]]`, end excluded.
 */
export interface Signal {
  readonly records: Int32Array;
  /** When they are, beside them: what looks for a moment reads on in one array. */
  readonly times: Float64Array;
  readonly starts: Int32Array;
  /** How many contacts have such a record. */
  readonly contacts: number;
}

/** A test of records of certain events; without one all of them pass. */
interface SignalTest {
  readonly events: readonly Event[];
  readonly test?: RecordTest | undefined;
}

/** Which of some things a record is about; -1 for none. */
export type Identity = (record: number) => number;

/** Every event that a contact causes: not what is sent to it. */
const NOT_CAUSED: ReadonlySet<Event> = new Set<Event>(['sent', 'delivered', 'bounced']);

/**
 * Finds the records that patterns match. Texts are compared once for each dictionary entry, not each record, and what was found
 * is kept: see {@link signalsOf}.
 */
export class Signals {
  /** True where `delivered` means `sent`, because the table has no delivery. */
  readonly deliveredIsSent: boolean;
  private readonly table: ActivityTable;
  private readonly model: Model;
  private readonly zone: TimeZone;
  private readonly emailOf: Int32Array;
  /** By code of the link column, as texts are compared. */
  private linkNames: readonly string[] | undefined;
  private readonly derivedColumns = new Map<string, TextColumn>();
  private readonly identities = new Map<string, Identity>();
  private readonly found: FoundSignals;

  constructor(table: ActivityTable, model: Model, zone: TimeZone) {
    this.table = table;
    this.model = model;
    this.zone = zone;
    this.emailOf = indicesNamed(table.email, model.emails);
    this.deliveredIsSent = factsOf(table).recordsOfEvent[EVENTS.indexOf('delivered')] === 0;
    // As much as four signals that every record is: a few journeys' worth, and a fraction of the table itself.
    this.found = new FoundSignals(4 * (3 * table.time.length + table.contacts.length));
  }

  ofPattern(pattern: Pattern): Signal {
    return atOnce(this.ofPatternInSteps(pattern));
  }

  /** {@link ofPattern} in steps. */
  *ofPatternInSteps(pattern: Pattern): Steps<Signal> {
    const key = patternKey(pattern);
    const known = this.found.get(key);
    if (known) return known;
    if (asksForAddress(pattern)) yield* this.findAddresses();
    for (const property of propertiesIn(pattern.filter)) yield* this.findColumn(property);
    return this.found.add(key, yield* findRecords(this.table, this.patternTest(pattern)));
  }

  /** What at least one of some patterns matches. */
  ofPatterns(patterns: readonly Pattern[]): Signal {
    return atOnce(this.ofPatternsInSteps(patterns));
  }

  /** {@link ofPatterns} in steps. */
  *ofPatternsInSteps(patterns: readonly Pattern[]): Steps<Signal> {
    const key = `any of ${JSON.stringify(patterns.map(patternKey))}`;
    const [first, ...others] = patterns;
    if (first && others.length === 0) return yield* this.ofPatternInSteps(first);
    const known = this.found.get(key);
    if (known) return known;
    const signals: Signal[] = [];
    for (const pattern of patterns) signals.push(yield* this.ofPatternInSteps(pattern));
    return this.found.add(key, yield* eitherOf(signals, this.table));
  }

  /** Whether a record of an event that a pattern asks for matches it. */
  testOf(pattern: Pattern): RecordTest {
    return this.patternTest(pattern).test ?? (() => true);
  }

  private patternTest(pattern: Pattern): SignalTest {
    const { events, test } = this.eventTest(pattern.event);
    if (!pattern.filter) return { events, test };
    const filter = filterTest(pattern.filter, (property) => this.propertyColumn(property), this.zone);
    return { events, test: test ? (record) => test(record) && filter(record) : filter };
  }

  /** A delivery of any email. */
  delivery(): Signal {
    return this.signal('delivery', () => ({ events: [this.deliveredIsSent ? 'sent' : 'delivered'] }));
  }

  /** A word for or against being subscribed to a channel. A record that names no channel is a word on every one. */
  subscription(channel: string, kind: 'on' | 'off'): Signal {
    return this.signal(`subscription ${kind} ${channel}`, () => {
      const names = this.channelCodes([channel]);
      const { codes } = this.table.channel;
      const events: Event[] = kind === 'on' ? ['subscribed', 'confirmed'] : ['unsubscribed'];
      return { events, test: (record) => codes[record] === 0 || names[codes[record] ?? 0] === 1 };
    });
  }

  consent(kind: 'on' | 'off'): Signal {
    return this.signal(`consent ${kind}`, () => ({ events: [kind === 'on' ? 'consented' : 'consent_withdrawn'] }));
  }

  /** A record that sets an attribute of its contact; undefined where none does. */
  attribute(name: string): { readonly signal: Signal; readonly column: TextColumn } | undefined {
    const column = this.table.properties.get(`attr.${name}`);
    return column && { signal: this.signal(`attribute ${name}`, () => ({ events: EVENTS, test: (record) => column.codes[record] !== 0 })), column };
  }

  /** Which email a record is about: declared ones by their place, others by their text; the same number, the same email. */
  emailIdentity(): Identity {
    return this.kept('email', () => this.findEmailIdentity());
  }

  private findEmailIdentity(): Identity {
    const { codes, dictionary } = this.table.email;
    const unknown = new Map<string, number>();
    const identities = Int32Array.from(dictionary, (text, code) => {
      const declared = this.emailOf[code] ?? -1;
      if (declared >= 0 || code === 0) return declared;
      const name = fold(text);
      const identity = unknown.get(name) ?? this.model.emails.length + unknown.size;
      unknown.set(name, identity);
      return identity;
    });
    return (record) => identities[codes[record] ?? 0] ?? -1;
  }

  /** What distinct things are told apart by. A record without one, -1, is not counted. */
  identity(of: 'pages' | 'emails' | 'links'): Identity {
    if (of === 'emails') return this.emailIdentity();
    return this.kept(of, () => (of === 'pages' ? this.pageIdentity() : this.linkIdentity()));
  }

  /** A page is told by its address, or by its name where the record has no address. */
  private pageIdentity(): Identity {
    const { url, page } = this.table;
    const pages = identities(url, normalUrl);
    const named = identities(page, fold);
    return (record) => {
      const name = named[page.codes[record] ?? 0];
      return pages[url.codes[record] ?? 0] ?? (name === undefined ? -1 : url.dictionary.length + name);
    };
  }

  /** A declared link, named or by its address; else the email with the address, or with the text where there is no address. */
  private linkIdentity(): Identity {
    const { link, email } = this.table;
    const addresses = this.addresses();
    const emailOf = this.emailIdentity();
    const declared = this.model.emails.map(({ links }) => links.map(({ name, url }) => ({ name: fold(name), matches: urlMatcher(url) })));
    const linkNames = atOnce(this.findLinkNames());
    const known = new Map<string, number>();
    return (record) => {
      const text = linkNames[link.codes[record]!]!;
      const address = addresses.dictionary[addresses.codes[record] ?? 0] ?? '';
      if (text === '' && address === '') return -1;
      const links = declared[this.emailOf[email.codes[record] ?? 0] ?? -1] ?? [];
      const named = links.findIndex(({ name }) => name === text);
      const place = named >= 0 ? named : links.findIndex(({ matches }) => matches(address));
      const key = `${String(emailOf(record))} ${place >= 0 ? String(place) : address === '' ? `"${text}` : `@${normalUrl(address)}`}`;
      const identity = known.get(key) ?? known.size;
      known.set(key, identity);
      return identity;
    };
  }

  private signal(key: string, test: () => SignalTest): Signal {
    return this.found.get(key) ?? this.found.add(key, atOnce(findRecords(this.table, test())));
  }

  private kept(name: string, make: () => Identity): Identity {
    const identity = this.identities.get(name) ?? make();
    this.identities.set(name, identity);
    return identity;
  }

  private eventTest(event: EventPattern): SignalTest {
    const { table, model } = this;
    switch (event.kind) {
      case 'email': {
        const verb = event.verb === 'delivered' && this.deliveredIsSent ? 'sent' : event.verb;
        const tests = [this.emailTest(event.emails), this.bounceTest(event.bounce), event.url === undefined ? undefined : this.linkTest(urlMatcher(event.url))];
        return { events: [verb], test: allOf(tests) };
      }
      case 'subscribed':
      case 'confirmed':
        return { events: [event.kind], test: has(table.channel, this.channelCodes([event.channel])) };
      case 'unsubscribed': {
        const { codes } = table.channel;
        if (event.scope === 'any') return { events: ['unsubscribed'] };
        // A record that names no channel leaves all of them at once.
        if (event.scope === 'all') return { events: ['unsubscribed'], test: (record) => codes[record] === 0 };
        const names = this.channelCodes([event.scope.channel]);
        return { events: ['unsubscribed'], test: (record) => codes[record] === 0 || names[codes[record] ?? 0] === 1 };
      }
      case 'submitted':
        return event.forms === 'any'
          ? { events: ['submitted'] }
          : { events: ['submitted'], test: has(table.form, codesNaming(table.form, chosen<Form>(model.forms, event.forms))) };
      case 'visited':
        return event.pages === 'any' ? { events: ['visited'] } : { events: ['visited'], test: this.pageTest(event.pages) };
      case 'performed':
        return { events: ['performed'], test: has(table.activity, codesNaming(table.activity, chosen<Activity>(model.activities, event.activities))) };
      case 'consented':
      case 'consent_withdrawn':
      case 'became_member':
        return { events: [event.kind] };
      case 'active':
        return { events: EVENTS.filter((one) => !NOT_CAUSED.has(one)) };
    }
  }

  /** For each code of the campaign column the place of the declared campaign that its text names, or -1. */
  private campaignOf(column: TextColumn): Int32Array {
    return indicesNamed(
      column,
      this.model.campaigns.map(({ name, label, utm }) => ({ name, label, ids: utm['campaign'] === undefined ? [] : [utm['campaign']] })),
    );
  }

  private sendsEmail(campaign: number, email: number): boolean {
    const key = this.model.emails[email]?.key;
    return this.model.campaigns[campaign]?.sends.some((send) => send.email === key) ?? false;
  }

  /**
   * Which campaign a record belongs to: the one it names, else the first declared one that sends its email, else its email
   * alone. The same number, the same campaign.
   */
  campaignIdentity(): Identity {
    return this.kept('campaign', () => this.findCampaignIdentity());
  }

  private findCampaignIdentity(): Identity {
    const { email, campaign } = this.table;
    const emailAlone = this.emailIdentity();
    const declared = this.campaignOf(campaign);
    const undeclared = identities(campaign, fold);
    const sender = Int32Array.from(this.emailOf, (index) => (index < 0 ? -1 : this.model.campaigns.findIndex((_, place) => this.sendsEmail(place, index))));
    const campaigns = this.model.campaigns.length;
    return (record) => {
      const code = campaign.codes[record] ?? 0;
      const place = code === 0 ? (sender[email.codes[record] ?? 0] ?? -1) : (declared[code] ?? -1);
      // Below -1, so that no email has the same number.
      if (place >= 0) return -2 - place;
      return code === 0 ? emailAlone(record) : -2 - campaigns - (undeclared[code] ?? 0);
    };
  }

  private channelCodes(keys: readonly string[]): Uint8Array {
    return codesNaming(this.table.channel, chosen<Channel>(this.model.channels, keys));
  }

  private emailTest(selector: EmailSelector): RecordTest | undefined {
    switch (selector.kind) {
      case 'any':
      case 'last':
        return undefined;
      case 'channel': {
        const inChannel = Uint8Array.from(this.emailOf, (index) => (this.model.emails[index]?.channel === selector.channel ? 1 : 0));
        const channels = this.channelCodes([selector.channel]);
        const { email, channel } = this.table;
        return (record) => inChannel[email.codes[record] ?? 0] === 1 || channels[channel.codes[record] ?? 0] === 1;
      }
      case 'campaign': {
        const campaigns = this.campaignOf(this.table.campaign);
        const wanted = this.model.campaigns.findIndex(({ key }) => key === selector.campaign);
        const sent = Uint8Array.from(this.emailOf, (index) => (this.sendsEmail(wanted, index) ? 1 : 0));
        const { email, campaign } = this.table;
        return (record) => sent[email.codes[record] ?? 0] === 1 || campaigns[campaign.codes[record] ?? 0] === wanted;
      }
      case 'listed':
        return this.emailItemsTest(selector.items);
    }
  }

  private emailItemsTest(items: readonly EmailItem[]): RecordTest {
    const { email } = this.table;
    /** By code of the email column: what a record about that email has to be besides. */
    const tests: RecordTest[][] = [];
    for (const item of items) {
      const named = chosen<Email>(this.model.emails, [item.email]);
      const test = named[0] && item.link !== undefined ? this.linkOfEmailTest(named[0], item.link) : () => true;
      codesNaming(email, named).forEach((isNamed, code) => {
        if (isNamed === 1) (tests[code] ??= []).push(test);
      });
    }
    return (record) => tests[email.codes[record]!]?.some((test) => test(record)) ?? false;
  }

  /** A click on a link of an email, whatever email the record is about. */
  private linkOfEmailTest({ links }: Email, name: string): RecordTest {
    const link = links.find((one) => one.name === name);
    if (!link) return () => true;
    const folded = fold(link.name);
    const names = passing(this.table.link, (text) => fold(text) === folded);
    const address = this.linkTest(urlMatcher(link.url));
    return (record) => names(record) || address(record);
  }

  private linkTest(matches: (url: string) => boolean): RecordTest {
    return passing(this.addresses(), matches);
  }

  /** What was clicked or visited: `url`, else an address in `link`, else the address of the declared link that `link` names. */
  private addresses(): TextColumn {
    return atOnce(this.findAddresses());
  }

  /** Finds them in steps; afterwards they are known. */
  *findAddresses(): Steps<TextColumn> {
    const known = this.derivedColumns.get('address');
    if (known) return known;
    const { url, link, email } = this.table;
    const written = yield* fallback(url, link, (text) => (isUrl(text) ? text : ''));
    const declared = this.model.emails.map(({ links }) => new Map(links.map((one) => [fold(one.name), one.url])));
    const linkNames = yield* this.findLinkNames();
    const [dictionary, codeOf] = yield* extended(
      written,
      declared.flatMap((links) => [...links.values()]),
    );
    const codes = written.codes.slice();
    for (const [from, to] of slices(codes.length)) {
      yield 0;
      for (let record = from; record < to; record++) {
        const name = link.codes[record]!;
        if (codes[record] !== 0 || name === 0) continue;
        const address = declared[this.emailOf[email.codes[record]!]!]?.get(linkNames[name]!);
        if (address !== undefined) codes[record] = codeOf.get(address)!;
      }
    }
    const addresses = { dictionary, codes };
    this.derivedColumns.set('address', addresses);
    return addresses;
  }

  private *findLinkNames(): Steps<readonly string[]> {
    return (this.linkNames ??= yield* mapped(this.table.link.dictionary, fold));
  }

  private bounceTest(bounce: 'hard' | 'soft' | undefined): RecordTest | undefined {
    if (bounce === undefined) return undefined;
    const wanted = bounce === 'hard' ? 1 : 2;
    return (record) => this.table.bounce[record] === wanted;
  }

  private pageTest(selectors: readonly PageSelector[]): RecordTest {
    const { page, url } = this.table;
    const pages = chosen<Page>(
      this.model.pages,
      selectors.flatMap((selector) => ('page' in selector ? [selector.page] : [])),
    );
    const globs = [...pages.flatMap((one) => one.urls), ...selectors.flatMap((selector) => ('url' in selector ? [selector.url] : []))].map(urlMatcher);
    const byName = has(page, codesNaming(page, pages));
    const byUrl = passing(url, (text) => globs.some((matches) => matches(text)));
    return (record) => byName(record) || byUrl(record);
  }

  /** `url` is the address; `utm_…` falls back to a parameter of the address. */
  propertyColumn(property: string): TextColumn | undefined {
    return atOnce(this.findColumn(property));
  }

  /** {@link propertyColumn} in steps; afterwards it is known. */
  private *findColumn(property: string): Steps<TextColumn | undefined> {
    if (property === 'url') return yield* this.findAddresses();
    const column = this.table.properties.get(property);
    if (!property.startsWith('utm_')) return column;
    const known = this.derivedColumns.get(property);
    if (known) return known;
    const addresses = yield* this.findAddresses();
    const fromUrl = yield* fallback(emptyLike(addresses), addresses, (text) => urlParameter(text, property));
    const found = column ? yield* fallback(column, fromUrl, (text) => text) : fromUrl;
    this.derivedColumns.set(property, found);
    return found;
  }
}

/**
 * The signals of a table. Those found before serve on while the table and the catalogue are the same, so an edit of a window or a
 * count finds nothing anew, and an edit of a pattern that pattern alone. `zone`: in which dates in filters are read.
 */
export function signalsOf(table: ActivityTable, model: Model, zone: TimeZone): Signals {
  const { channels, emails, forms, pages, activities, campaigns } = model;
  const catalogue = JSON.stringify([zone.name, channels, emails, forms, pages, activities, campaigns], withoutSource);
  const last = latest.get(table);
  if (last?.catalogue === catalogue) return last.signals;
  const signals = new Signals(table, model, zone);
  latest.set(table, { catalogue, signals });
  return signals;
}

const latest = new WeakMap<ActivityTable, { readonly catalogue: string; readonly signals: Signals }>();

/** Where something stands in the text changes nothing of what it matches. */
const withoutSource = (key: string, value: unknown): unknown => (key === 'source' ? undefined : value);

const patternKey = ({ event, filter }: Pattern): string => `pattern ${JSON.stringify([event, filter], withoutSource)}`;

const chosen = <Thing extends { readonly key: string }>(things: readonly Thing[], keys: readonly string[]): Thing[] =>
  things.filter((thing) => keys.includes(thing.key));

const has =
  ({ codes }: TextColumn, wanted: Uint8Array): RecordTest =>
  (record) =>
    wanted[codes[record] ?? 0] === 1;

/** {@link has}, each text tested when it is met: there can be millions of them. */
function passing(column: TextColumn, test: (text: string) => boolean): RecordTest {
  const { codes } = column;
  const passes = lazily(column, (text) => text !== '' && test(text));
  return (record) => passes(codes[record]!);
}

/** Whether a pattern asks for a link, by whatever a record says of it. */
const asksForAddress = ({ event }: Pattern): boolean =>
  event.kind === 'email' && (event.url !== undefined || (event.emails.kind === 'listed' && event.emails.items.some(({ link }) => link !== undefined)));

function propertiesIn(filter: Filter | undefined): readonly string[] {
  switch (filter?.kind) {
    case undefined:
      return [];
    case 'and':
    case 'or':
      return filter.operands.flatMap(propertiesIn);
    case 'not':
      return propertiesIn(filter.operand);
    case 'compare':
      return [filter.property];
  }
}

function allOf(tests: readonly (RecordTest | undefined)[]): RecordTest {
  const given = tests.filter((test) => test !== undefined);
  const [only] = given;
  return only && given.length === 1 ? only : (record) => given.every((test) => test(record));
}

const emptyLike = (column: TextColumn): TextColumn => ({ dictionary: [''], codes: new Uint32Array(column.codes.length) });

/** A column with, for each cell that it lacks, what another column's text gives. */
function* fallback(column: TextColumn, other: TextColumn, text: (other: string) => string): Steps<TextColumn> {
  const given = yield* mapped(other.dictionary, (each) => (each === '' ? '' : text(each)));
  const [dictionary, codeOf] = yield* extended(column, given);
  const mappedCodes = Uint32Array.from(given, (value) => (value === '' ? 0 : codeOf.get(value)!));
  const codes = column.codes.slice();
  for (const [from, to] of slices(codes.length)) {
    yield 0;
    for (let record = from; record < to; record++) if (codes[record] === 0) codes[record] = mappedCodes[other.codes[record]!]!;
  }
  return { dictionary, codes };
}

/** A column's dictionary with more texts, and the code of each of these. */
function* extended({ dictionary }: TextColumn, more: readonly string[]): Steps<[dictionary: readonly string[], codeOf: ReadonlyMap<string, number>]> {
  const codeOf = new Map<string, number>();
  for (const [from, to] of slices(more.length)) {
    yield 0;
    for (let index = from; index < to; index++) if (more[index] !== '') codeOf.set(more[index]!, -1);
  }
  if (codeOf.size === 0) return [dictionary, codeOf];
  let size = dictionary.length;
  for (const [from, to] of slices(size)) {
    yield 0;
    for (let code = from; code < to; code++) if (codeOf.has(dictionary[code]!)) codeOf.set(dictionary[code]!, code);
  }
  for (const [text, code] of codeOf) if (code < 0) codeOf.set(text, size++);
  // Of its full size at once: one that grows is copied as a whole, which takes long.
  const all = new Array<string>(size);
  for (const [from, to] of slices(dictionary.length)) {
    yield 0;
    for (let code = from; code < to; code++) all[code] = dictionary[code]!;
  }
  for (const [text, code] of codeOf) all[code] = text;
  return [all, codeOf];
}

function* mapped(dictionary: readonly string[], text: (one: string) => string): Steps<string[]> {
  const texts: string[] = [];
  for (const [from, to] of slices(dictionary.length)) {
    yield 0;
    for (let code = from; code < to; code++) texts.push(text(dictionary[code]!));
  }
  return texts;
}

/** So many records or texts take some milliseconds, also where each has an address of its own. */
const A_STEP = 1 << 15;

function* slices(size: number): Generator<readonly [from: number, to: number]> {
  for (let from = 0; from < size; from += A_STEP) yield [from, Math.min(size, from + A_STEP)];
}

/** For each code of a column a number that equal things share; undefined for the missing text. */
function identities(column: TextColumn, normal: (text: string) => string): (number | undefined)[] {
  const known = new Map<string, number>();
  return column.dictionary.map((text, code) => {
    if (code === 0) return undefined;
    const name = normal(text);
    const identity = known.get(name) ?? known.size;
    known.set(name, identity);
    return identity;
  });
}

/** Records of activities that the model does not declare. */
export function countUnknownActivities(table: ActivityTable, model: Model): number {
  const declared = codesNaming(table.activity, model.activities);
  return factsOf(table).recordsOfActivity.reduce((unknown, records, code) => (code === 0 || declared[code] === 1 ? unknown : unknown + records), 0);
}

function* findRecords(table: ActivityTable, { events, test }: SignalTest): Steps<Signal> {
  const wanted = new Uint8Array(EVENTS.length);
  for (const event of events) wanted[EVENTS.indexOf(event)] = 1;
  const most = factsOf(table).recordsOfEvent.reduce((sum, records, event) => sum + (wanted[event] === 1 ? records : 0), 0);
  const records = new Int32Array(most);
  let found = 0;
  for (const [from, to] of slices(table.event.length)) {
    found = findBetween(from, to, table.event, wanted, test, records, found);
    yield 0;
  }
  return yield* signalOf(found < most ? records.slice(0, found) : records, table);
}

/** Puts into `records` from the index `found` on; returns the index after the last one. */
function findBetween(
  from: number,
  to: number,
  event: Uint8Array,
  wanted: Uint8Array,
  test: RecordTest | undefined,
  records: Int32Array,
  found: number,
): number {
  let index = found;
  for (let record = from; record < to; record++) {
    if (wanted[event[record]!] === 1 && (test === undefined || test(record))) records[index++] = record;
  }
  return index;
}

/** All records of some signals, each once. */
function* eitherOf(signals: readonly Signal[], table: ActivityTable): Steps<Signal> {
  const marked = new Uint8Array(table.event.length);
  let found = 0;
  for (const { records } of signals) {
    for (const [from, to] of slices(records.length)) {
      yield 0;
      for (let index = from; index < to; index++) {
        const record = records[index]!;
        if (marked[record] === 0) found++;
        marked[record] = 1;
      }
    }
  }
  const records = new Int32Array(found);
  let next = 0;
  for (const [from, to] of slices(marked.length)) {
    yield 0;
    for (let record = from; record < to; record++) if (marked[record] === 1) records[next++] = record;
  }
  return yield* signalOf(records, table);
}

function* signalOf(records: Int32Array, table: ActivityTable): Steps<Signal> {
  const starts = new Int32Array(table.starts.length);
  const times = new Float64Array(records.length);
  let contacts = 0;
  let index = 0;
  for (const [from, to] of slices(starts.length)) {
    yield 0;
    for (let contact = from; contact < to; contact++) {
      starts[contact] = index;
      const end = table.starts[contact + 1] ?? 0;
      for (; index < records.length && records[index]! < end; index++) times[index] = table.time[records[index]!]!;
      if (index > starts[contact]!) contacts++;
    }
  }
  return { records, times, starts, contacts };
}
