import type { ActivityTable, Event, TextColumn } from '../activities/activity-table.ts';
import { EVENTS } from '../activities/activity-table.ts';
import type { Email } from '../model/catalogue.ts';
import type { EventPattern, Pattern } from '../model/condition.ts';
import type { Journey } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import { wordsOf } from '../model/model-names.ts';
import type { Words } from '../model/words.ts';
import type { Warning } from '../results/result.ts';
import type { JourneyPattern, JourneyPatterns } from './journey-patterns.ts';
import { nearestText } from './nearest-text.ts';
import { indicesNamed } from './matching/names.ts';
import type { Signals } from './matching/signals.ts';
import { factsOf } from './table-facts.ts';

/**
 * What a journey asks for and the data does not have, with the nearest that they do have. `matched`: by pattern, how many
 * records match. No text holds a contact's id or an address of mail.
 */
export function dataWarnings(
  journey: Journey,
  patterns: JourneyPatterns,
  matched: readonly number[],
  model: Model,
  table: ActivityTable,
  signals: Signals,
): Warning[] {
  const search = new Search(model, table, signals);
  const unmatched = patterns.patterns.filter((_, place) => matched[place] === 0).map((pattern) => search.noMatch(pattern));
  const attributes = [...patterns.attributes].filter((name) => !hasAttribute(table, name)).map((name) => search.noAttribute(name));
  return [
    ...(signals.deliveredIsSent && patterns.asksForDeliveries ? [deliveredFromSent(journey)] : []),
    ...(journey.consentRequired && !hasEvent(table, 'consented') ? [noConsentRecords(journey)] : []),
    ...attributes,
    ...unmatched,
  ];
}

const deliveredFromSent = (journey: Journey): Warning => ({
  code: 'delivered-from-sent',
  message: `No record says that an email was delivered, so in "${journey.label}" \`delivered\` asks for \`sent\`, and the e-mail statistics take as delivered what was sent and did not bounce.`,
});

const noConsentRecords = (journey: Journey): Warning => ({
  code: 'no-consent-records',
  message: `"${journey.label}" requires consent, but no record says that a contact gave it, so nobody can enter. Add the file with the consents.`,
});

const hasEvent = (table: ActivityTable, event: Event): boolean => factsOf(table).recordsOfEvent[EVENTS.indexOf(event)]! > 0;

const hasAttribute = (table: ActivityTable, name: string): boolean => table.attributes.has(name) || table.properties.has(`attr.${name}`);

class Search {
  private readonly model: Model;
  private readonly table: ActivityTable;
  private readonly signals: Signals;
  private readonly emailOf: Int32Array;
  private readonly words: Words;

  constructor(model: Model, table: ActivityTable, signals: Signals) {
    this.model = model;
    this.words = wordsOf(model);
    this.table = table;
    this.signals = signals;
    this.emailOf = indicesNamed(table.email, model.emails);
  }

  noMatch({ pattern, stage }: JourneyPattern): Warning {
    const { source } = pattern;
    return {
      code: 'no-match',
      ...(stage === undefined ? {} : { stage }),
      file: this.model.files[source.file] ?? '',
      line: source.line,
      message: `No record matches \`${this.words.pattern(pattern)}\`: ${this.why(pattern)}`,
    };
  }

  noAttribute(name: string): Warning {
    const names = [...this.table.attributes.keys(), ...[...this.table.properties.keys()].flatMap((one) => (one.startsWith('attr.') ? [one.slice(5)] : []))];
    return {
      code: 'no-attribute',
      message: `No record and no contacts' file has the attribute \`contact.${name}\`.${this.nearest('The nearest attribute of the data is', [name], names)}`,
    };
  }

  private why(pattern: Pattern): string {
    const { event, filter, source } = pattern;
    if (filter !== undefined) {
      const without = this.count({ event, source });
      if (without > 0) return `${String(without)} ${without === 1 ? 'record does' : 'records do'} without the \`where\`, and none of them passes it.`;
    }
    const verbs = verbsOf(event, this.signals.deliveredIsSent);
    const some = verbs.some((verb) => hasEvent(this.table, verb));
    if (!some) return `the data has no record of the event ${verbs.map((verb) => `\`${verb}\``).join(' or ')}.`;
    switch (event.kind) {
      case 'email':
        return this.whyNoEmail(event, verbs);
      case 'submitted':
        return this.whyNoName('form', this.table.form, event.forms === 'any' ? [] : this.named(this.model.forms, event.forms), verbs);
      case 'performed':
        return this.whyNoName('activity', this.table.activity, this.named(this.model.activities, event.activities), verbs);
      case 'visited': {
        const pages = event.pages === 'any' ? [] : event.pages;
        const names = this.named(
          this.model.pages,
          pages.flatMap((page) => ('page' in page ? [page.page] : [])),
        );
        const urls = pages.flatMap((page) => ('url' in page ? [page.url] : (this.model.pages.find(({ key }) => key === page.page)?.urls ?? [])));
        const visits = this.textsOf(this.table.url, verbs).map(withoutQuery);
        if (visits.length === 0) return this.whyNoName('page', this.table.page, names, verbs);
        return `no visited URL fits.${this.nearest('The nearest of the data is', urls.length === 0 ? names : urls, visits)}`;
      }
      case 'subscribed':
      case 'confirmed':
        return this.whyNoName('channel', this.table.channel, this.named(this.model.channels, [event.channel]), verbs);
      case 'unsubscribed': {
        if (event.scope === 'all') return 'every unsubscribe of the data names a channel; only one that names none leaves all at once.';
        return this.whyNoName('channel', this.table.channel, event.scope === 'any' ? [] : this.named(this.model.channels, [event.scope.channel]), verbs);
      }
      case 'consented':
      case 'consent_withdrawn':
      case 'became_member':
      case 'active':
        return 'no such record lies before the as-of moment.';
    }
  }

  private whyNoEmail(event: Extract<EventPattern, { kind: 'email' }>, verbs: readonly Event[]): string {
    const { emails } = event;
    if (emails.kind === 'channel') return this.whyNoName('channel', this.table.channel, this.named(this.model.channels, [emails.channel]), verbs);
    if (emails.kind === 'campaign') return this.whyNoName('campaign', this.table.campaign, this.named(this.model.campaigns, [emails.campaign]), verbs);
    if (event.url !== undefined) return this.whyNoUrl('such a URL', [event.url], verbs, () => true);
    if (event.bounce !== undefined) return `no bounce in the data is marked as ${event.bounce}.`;
    if (emails.kind !== 'listed') return 'no such record lies before the as-of moment.';
    const asked = this.model.emails.filter(({ key }) => emails.items.some(({ email }) => email === key));
    const places = new Set(asked.map((email) => this.model.emails.indexOf(email)));
    const isAsked = (record: number): boolean => places.has(this.emailOf[this.table.email.codes[record] ?? 0] ?? -1);
    if (!this.some(verbs, isAsked)) {
      const elsewhere = this.some(EVENTS, isAsked);
      if (elsewhere) return `records name the email, but none with the event ${verbs.map((verb) => `\`${verb}\``).join(' or ')}.`;
      return this.whyNoName('email', this.table.email, asked.flatMap(namesOf), verbs);
    }
    const links = emails.items.flatMap(({ email, link }) => asked.find(({ key }) => key === email)?.links.filter(({ name }) => name === link) ?? []);
    return this.whyNoUrl(
      'that link or its URL',
      links.flatMap(({ name, url }) => [name, url]),
      verbs,
      isAsked,
    );
  }

  private whyNoUrl(what: string, wanted: readonly string[], verbs: readonly Event[], isAsked: (record: number) => boolean): string {
    const found = [...this.textsOf(this.table.link, verbs, isAsked), ...this.textsOf(this.table.url, verbs, isAsked)].map(withoutQuery);
    return `no click names ${what}.${this.nearest('The nearest link of the data is', wanted, found)}`;
  }

  private whyNoName(what: string, column: TextColumn, names: readonly string[], verbs: readonly Event[]): string {
    const found = this.textsOf(column, verbs);
    if (names.length === 0) return 'no such record lies before the as-of moment.';
    return `no such record names the ${what} ${names.map((name) => `"${name}"`).join(', ')}.${this.nearest(`The nearest ${what} of the data is`, names, found)}`;
  }

  /** ` INTRODUCTION "TEXT".`; nothing where the data has no text that may be shown. */
  private nearest(introduction: string, wanted: readonly string[], texts: readonly string[]): string {
    const shown = [...new Set(texts)].filter((text) => text !== '' && !this.isPersonal(text));
    const nearest = nearestText(wanted, shown);
    return nearest === undefined ? '' : ` ${introduction} "${nearest}".`;
  }

  /** A file can have its contacts' addresses or ids where names of emails, links or pages belong. */
  private isPersonal(text: string): boolean {
    return /@|%40/.test(text) || this.isContact(text);
  }

  private isContact(text: string): boolean {
    const { contacts } = this.table;
    let [low, high] = [0, contacts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((contacts[middle] ?? '') < text) low = middle + 1;
      else high = middle;
    }
    return contacts[low] === text;
  }

  private named(
    things: readonly (Pick<Email, 'key' | 'name' | 'label' | 'ids'> | { readonly key: string; readonly name: string; readonly label: string })[],
    keys: readonly string[],
  ): string[] {
    return things.filter(({ key }) => keys.includes(key)).flatMap((thing) => namesOf({ ids: [], ...thing }));
  }

  private count(pattern: Pattern): number {
    return this.signals.ofPattern(pattern).records.length;
  }

  private some(verbs: readonly Event[], test: (record: number) => boolean): boolean {
    const wanted = wantedEvents(verbs);
    const { event } = this.table;
    for (let record = 0; record < event.length; record++) if (wanted[event[record]!] === 1 && test(record)) return true;
    return false;
  }

  /** The texts of a column on records of some events, each once. */
  private textsOf({ codes, dictionary }: TextColumn, verbs: readonly Event[], test?: (record: number) => boolean): string[] {
    const wanted = wantedEvents(verbs);
    const seen = new Uint8Array(dictionary.length);
    const { event } = this.table;
    for (let record = 0; record < event.length; record++) if (wanted[event[record]!] === 1 && (!test || test(record))) seen[codes[record]!] = 1;
    return dictionary.filter((text, code) => seen[code] === 1 && text !== '');
  }
}

const wantedEvents = (verbs: readonly Event[]): Uint8Array => Uint8Array.from(EVENTS, (event) => (verbs.includes(event) ? 1 : 0));

const namesOf = ({ name, label, ids }: Pick<Email, 'name' | 'label' | 'ids'>): string[] => [...new Set([name, label, ...ids])];

const withoutQuery = (url: string): string => url.split(/[?#]/, 1)[0] ?? '';

function verbsOf(event: EventPattern, deliveredIsSent: boolean): readonly Event[] {
  switch (event.kind) {
    case 'email':
      return [event.verb === 'delivered' && deliveredIsSent ? 'sent' : event.verb];
    case 'active':
      return EVENTS.filter((one) => one !== 'sent' && one !== 'delivered' && one !== 'bounced');
    default:
      return [event.kind];
  }
}
