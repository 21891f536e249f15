import type { ActivityTable, Event, TextColumn } from '../../activities/activity-table.ts';
import { EVENTS } from '../../activities/activity-table.ts';
import type { Activity, Channel, Email, Form, Page } from '../../model/catalogue.ts';
import type { EmailItem, EmailSelector, EventPattern, PageSelector, Pattern } from '../../model/condition.ts';
import type { Model } from '../../model/model.ts';
import type { TimeZone } from '../../time/time-zone.ts';
import type { RecordTest } from './compare.ts';
import { filterTest } from './compare.ts';
import { fold } from './fold.ts';
import { codesNaming, codesWhere, indicesNamed } from './names.ts';
import { isUrl, normalUrl, urlMatcher, urlParameter } from './url.ts';

/** Something that a record can be: a number that stands for a test of records of certain events. */
export type Signal = number;

interface SignalTest {
  readonly events: ReadonlySet<number>;
  readonly test: RecordTest;
}

/** Every event that a contact causes: not what is sent to it. */
const NOT_CAUSED: ReadonlySet<Event> = new Set<Event>(['sent', 'delivered', 'bounced']);

/** Turns patterns into tests of a table's records. Texts are compared once for each dictionary entry, not each record. */
export class Signals {
  /** By {@link Signal}. */
  readonly tests: SignalTest[] = [];
  /** True where `delivered` means `sent`, because the table has no delivery. */
  readonly deliveredIsSent: boolean;
  private readonly table: ActivityTable;
  private readonly model: Model;
  private readonly zone: TimeZone;
  private readonly emailOf: Int32Array;
  private readonly derivedColumns = new Map<string, TextColumn>();

  constructor(table: ActivityTable, model: Model, zone: TimeZone) {
    this.table = table;
    this.model = model;
    this.zone = zone;
    this.emailOf = indicesNamed(table.email, model.emails);
    this.deliveredIsSent = !table.event.includes(EVENTS.indexOf('delivered'));
  }

  /** For each event the signals that a record of it can be. */
  byEvent(): readonly (readonly Signal[])[] {
    return EVENTS.map((_, event) => this.tests.flatMap((one, signal) => (one.events.has(event) ? [signal] : [])));
  }

  ofPattern(pattern: Pattern): Signal {
    const { events, test } = this.eventTest(pattern.event);
    if (!pattern.filter) return this.add(events, test);
    const filter = filterTest(pattern.filter, (property) => this.propertyColumn(property), this.zone);
    return this.add(events, test ? (record) => test(record) && filter(record) : filter);
  }

  /** A delivery of any email. */
  delivery(): Signal {
    return this.add([this.deliveredIsSent ? 'sent' : 'delivered']);
  }

  /** A word for or against being subscribed to a channel. A record that names no channel is a word on every one. */
  subscription(channel: string, kind: 'on' | 'off'): Signal {
    const names = this.channelCodes([channel]);
    const { codes } = this.table.channel;
    const events: Event[] = kind === 'on' ? ['subscribed', 'confirmed'] : ['unsubscribed'];
    return this.add(events, (record) => codes[record] === 0 || names[codes[record] ?? 0] === 1);
  }

  consent(kind: 'on' | 'off'): Signal {
    return this.add([kind === 'on' ? 'consented' : 'consent_withdrawn']);
  }

  /** A record that sets an attribute of its contact; undefined where none does. */
  attribute(name: string): { readonly signal: Signal; readonly column: TextColumn } | undefined {
    const column = this.table.properties.get(`attr.${name}`);
    return column && { signal: this.add(EVENTS, (record) => column.codes[record] !== 0), column };
  }

  /** Which email a record is about: declared ones by their place, others by their text; the same number, the same email. */
  emailIdentity(): (record: number) => number {
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
  identity(of: 'pages' | 'emails' | 'links'): (record: number) => number {
    const { url } = this.table;
    if (of === 'emails') return this.emailIdentity();
    if (of === 'pages') {
      const pages = identities(url, normalUrl);
      const named = identities(this.table.page, fold);
      // A page is told by its address, or by its name where the record has no address.
      return (record) => {
        const name = named[this.table.page.codes[record] ?? 0];
        return pages[url.codes[record] ?? 0] ?? (name === undefined ? -1 : url.dictionary.length + name);
      };
    }
    return this.linkIdentity();
  }

  /** A declared link, named or by its address; else the email with the address, or with the text where there is no address. */
  private linkIdentity(): (record: number) => number {
    const { link, email } = this.table;
    const addresses = this.addresses();
    const emailOf = this.emailIdentity();
    const declared = this.model.emails.map(({ links }) => links.map(({ name, url }) => ({ name: fold(name), matches: urlMatcher(url) })));
    const known = new Map<string, number>();
    return (record) => {
      const text = fold(link.dictionary[link.codes[record] ?? 0] ?? '');
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

  private add(events: readonly Event[], test: RecordTest = () => true): Signal {
    this.tests.push({ events: new Set(events.map((event) => EVENTS.indexOf(event))), test });
    return this.tests.length - 1;
  }

  private eventTest(event: EventPattern): { readonly events: readonly Event[]; readonly test?: RecordTest } {
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
  campaignIdentity(): (record: number) => number {
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
        return anyOf(selector.items.map((item) => this.emailItemTest(item)));
    }
  }

  private emailItemTest({ email: key, link: linkName }: EmailItem): RecordTest {
    const [email] = chosen<Email>(this.model.emails, [key]);
    const isEmail = has(this.table.email, codesNaming(this.table.email, email ? [email] : []));
    const link = email?.links.find((one) => one.name === linkName);
    if (linkName === undefined || !link) return isEmail;
    const named = fold(link.name);
    const names = has(
      this.table.link,
      codesWhere(this.table.link, (text) => fold(text) === named),
    );
    const address = this.linkTest(urlMatcher(link.url));
    return (record) => isEmail(record) && (names(record) || address(record));
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
      const codes = written.codes.map((code, record) => {
        if (code !== 0) return code;
        const links = declared[this.emailOf[email.codes[record] ?? 0] ?? -1];
        const address = links?.get(fold(link.dictionary[link.codes[record] ?? 0] ?? ''));
        if (address === undefined) return 0;
        const known = codeOf.get(address) ?? dictionary.length;
        if (known === dictionary.length) dictionary.push(address);
        codeOf.set(address, known);
        return known;
      });
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
  private propertyColumn(property: string): TextColumn | undefined {
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

const anyOf =
  (tests: readonly RecordTest[]): RecordTest =>
  (record) =>
    tests.some((test) => test(record));

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
  const codes = column.codes.map((code, record) => (code === 0 ? (mapped[other.codes[record] ?? 0] ?? 0) : code));
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
  let unknown = 0;
  for (const code of table.activity.codes) if (code !== 0 && declared[code] === 0) unknown++;
  return unknown;
}
