import type { ActivityTable, Event, TextColumn } from '../../activities/activity-table.ts';
import { EVENTS } from '../../activities/activity-table.ts';
import type { Activity, Channel, Email, Form, Page } from '../../model/catalogue.ts';
import type { EmailItem, EmailSelector, EventPattern, PageSelector, Pattern } from '../../model/condition.ts';
import type { Model } from '../../model/model.ts';
import type { TimeZone } from '../../time/time-zone.ts';
import { factsOf } from '../table-facts.ts';
import type { RecordTest } from './compare.ts';
import { filterTest } from './compare.ts';
import { FoundSignals } from './found-signals.ts';
import { fold } from './fold.ts';
import { codesNaming, codesWhere, indicesNamed } from './names.ts';
import { isUrl, normalUrl, urlMatcher, urlParameter } from '../../urls/url.ts';

/**
 * Something that records can be, and the records of the table that are it: their numbers, ascending. Contact `c` has
 * `records[starts[c]]` up to `records[starts[c + 1]]`, end excluded.
 */
export interface Signal {
  readonly records: Int32Array;
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
    this.found = new FoundSignals(4 * (table.time.length + table.contacts.length));
  }

  ofPattern(pattern: Pattern): Signal {
    return this.signal(patternKey(pattern), () => this.patternTest(pattern));
  }

  /** What at least one of some patterns matches. */
  ofPatterns(patterns: readonly Pattern[]): Signal {
    const key = `any of ${JSON.stringify(patterns.map(patternKey))}`;
    const [first, ...others] = patterns;
    if (first && others.length === 0) return this.ofPattern(first);
    return (
      this.found.get(key) ??
      this.found.add(
        key,
        eitherOf(
          patterns.map((pattern) => this.ofPattern(pattern)),
          this.table,
        ),
      )
    );
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
    const linkNames = (this.linkNames ??= link.dictionary.map(fold));
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
    return this.found.get(key) ?? this.found.add(key, findRecords(this.table, test()));
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
    this.linkNames ??= this.table.link.dictionary.map(fold);
    const names = has(
      this.table.link,
      Uint8Array.from(this.linkNames, (text, code) => (code !== 0 && text === folded ? 1 : 0)),
    );
    const address = this.linkTest(urlMatcher(link.url));
    return (record) => names(record) || address(record);
  }

  private linkTest(matches: (url: string) => boolean): RecordTest {
    const addresses = this.addresses();
    return has(addresses, codesWhere(addresses, matches));
  }

  /** What was clicked or visited: `url`, else an address in `link`, else the address of the declared link that `link` names. */
  private addresses(): TextColumn {
    return this.derived('address', () => {
      const { url, link, email } = this.table;
      const written = fallback(url, link, (text) => (isUrl(text) ? text : ''));
      const declared = this.model.emails.map(({ links }) => new Map(links.map((one) => [fold(one.name), one.url])));
      const dictionary = [...written.dictionary];
      const codeOf = new Map(dictionary.map((text, code) => [text, code]));
      this.linkNames ??= link.dictionary.map(fold);
      const codes = written.codes.slice();
      for (let record = 0; record < codes.length; record++) {
        const name = link.codes[record]!;
        if (codes[record] !== 0 || name === 0) continue;
        const address = declared[this.emailOf[email.codes[record]!]!]?.get(this.linkNames[name]!);
        if (address === undefined) continue;
        const known = codeOf.get(address) ?? dictionary.length;
        if (known === dictionary.length) dictionary.push(address);
        codeOf.set(address, known);
        codes[record] = known;
      }
      return { dictionary, codes };
    });
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
    const byUrl = has(
      url,
      codesWhere(url, (text) => globs.some((matches) => matches(text))),
    );
    return (record) => byName(record) || byUrl(record);
  }

  /** `url` is the address; `utm_…` falls back to a parameter of the address. */
  propertyColumn(property: string): TextColumn | undefined {
    if (property === 'url') return this.addresses();
    const column = this.table.properties.get(property);
    if (!property.startsWith('utm_')) return column;
    return this.derived(property, () => {
      const addresses = this.addresses();
      const fromUrl = fallback(emptyLike(addresses), addresses, (text) => urlParameter(text, property));
      return column ? fallback(column, fromUrl, (text) => text) : fromUrl;
    });
  }

  private derived(name: string, make: () => TextColumn): TextColumn {
    const column = this.derivedColumns.get(name) ?? make();
    this.derivedColumns.set(name, column);
    return column;
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

function allOf(tests: readonly (RecordTest | undefined)[]): RecordTest {
  const given = tests.filter((test) => test !== undefined);
  const [only] = given;
  return only && given.length === 1 ? only : (record) => given.every((test) => test(record));
}

const emptyLike = (column: TextColumn): TextColumn => ({ dictionary: [''], codes: new Uint32Array(column.codes.length) });

/** A column with, for each cell that it lacks, what another column's text gives. */
function fallback(column: TextColumn, other: TextColumn, text: (other: string) => string): TextColumn {
  const dictionary = [...column.dictionary];
  const codeOf = new Map(dictionary.map((each, code) => [each, code]));
  const mapped = Uint32Array.from(other.dictionary, (each) => {
    const value = each === '' ? '' : text(each);
    const known = codeOf.get(value);
    if (known !== undefined) return known;
    codeOf.set(value, dictionary.length);
    return dictionary.push(value) - 1;
  });
  const codes = column.codes.slice();
  for (let record = 0; record < codes.length; record++) if (codes[record] === 0) codes[record] = mapped[other.codes[record]!]!;
  return { dictionary, codes };
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

function findRecords(table: ActivityTable, { events, test }: SignalTest): Signal {
  const wanted = new Uint8Array(EVENTS.length);
  for (const event of events) wanted[EVENTS.indexOf(event)] = 1;
  const most = factsOf(table).recordsOfEvent.reduce((sum, records, event) => sum + (wanted[event] === 1 ? records : 0), 0);
  const records = new Int32Array(most);
  const { event } = table;
  let found = 0;
  for (let record = 0; record < event.length; record++) {
    if (wanted[event[record]!] === 1 && (test === undefined || test(record))) records[found++] = record;
  }
  return signalOf(found < most ? records.slice(0, found) : records, table);
}

/** All records of some signals, each once. */
function eitherOf(signals: readonly Signal[], table: ActivityTable): Signal {
  const marked = new Uint8Array(table.event.length);
  let found = 0;
  for (const { records } of signals) {
    for (let index = 0; index < records.length; index++) {
      const record = records[index]!;
      if (marked[record] === 0) found++;
      marked[record] = 1;
    }
  }
  const records = new Int32Array(found);
  for (let record = 0, index = 0; index < found; record++) if (marked[record] === 1) records[index++] = record;
  return signalOf(records, table);
}

function signalOf(records: Int32Array, table: ActivityTable): Signal {
  const starts = new Int32Array(table.starts.length);
  let contacts = 0;
  for (let contact = 0, index = 0; contact < starts.length; contact++) {
    starts[contact] = index;
    const end = table.starts[contact + 1] ?? 0;
    while (index < records.length && records[index]! < end) index++;
    if (index > starts[contact]!) contacts++;
  }
  return { records, starts, contacts };
}
