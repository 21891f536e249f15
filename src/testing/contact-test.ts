import type { Event, LoadedActivities, TextColumn } from '../activities/activity-table.ts';
import { EVENTS } from '../activities/activity-table.ts';
import type { Key, PropertyType } from '../model/catalogue.ts';
import { comparesOf } from '../model/compares-of.ts';
import type { Compare, EventPattern, Pattern, Value } from '../model/condition.ts';
import type { Expectation, JourneyTest, TestContact, TestRecord } from '../model/journey-test.ts';
import type { Journey } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import { journeyPatterns } from '../simulator/journey-patterns.ts';
import { cellTest } from '../simulator/matching/compare.ts';
import { fold } from '../simulator/matching/fold.ts';
import type { Signal } from '../simulator/matching/signals.ts';
import { Signals } from '../simulator/matching/signals.ts';
import type { SimulateFailure, SimulateOptions } from '../simulator/simulation.ts';
import { Simulation } from '../simulator/simulation.ts';
import type { Steps } from '../simulator/steps.ts';
import type { ContactWay } from '../simulator/way.ts';
import { civilFromDays } from '../time/calendar.ts';
import type { TimeZone } from '../time/time-zone.ts';
import { normalUrl } from '../urls/url.ts';
import { runTest } from './run-test.ts';
import { TestClock } from './test-clock.ts';
import { testTable } from './test-table.ts';

const MICROSECONDS = 1_000_000;
const DAY = 86_400;

/** What becomes of a text that a journey asks nothing of but that it is there. */
const SOME_TEXT = 'other';

export interface ContactTestRequest {
  readonly journey: string;
  /** The contact's id in the data. */
  readonly contact: string;
  /** What the test calls the contact, which must not be its id. */
  readonly name: string;
  /** By default one that says which way the contact goes. */
  readonly title?: string;
}

/**
 * A test that replays what of a contact's records says anything to a journey, and expects the contact's moves at their times. No
 * text of the records is in it that the model does not have itself, and the contact has another name. The test was run and passes.
 */
export function* contactTest(
  model: Model,
  { journey, contact, name, title }: ContactTestRequest,
  loaded: LoadedActivities,
  options: SimulateOptions,
): Steps<{ readonly ok: true; readonly test: JourneyTest } | SimulateFailure> {
  const made = yield* Simulation.named(model, journey, loaded, options);
  if (!made.ok) return made;
  const { simulation } = made;
  const place = simulation.table.contacts.indexOf(contact);
  const way = place < 0 ? undefined : simulation.wayOf(place);
  if (!way) {
    return failure('unknown-name', 'The data has no record of such a contact up to the as-of moment. Give its id as it stands in the data, case and all.');
  }
  const maker = new Maker(simulation, place, way, name, title);
  // Most often the records that a pattern asks for say all. Sometimes the first one counts, from which a wait begins, sometimes any.
  for (const which of ['asked', 'and the first', 'all'] as const) {
    for (const isDated of [false, true]) {
      const test = maker.test(which, isDated);
      if (test === undefined) continue;
      const outcome = yield* runTest(test, model, undefined);
      if (outcome.test.status === 'passed') return { ok: true, test };
    }
  }
  return failure('unsupported', maker.problem());
}

const failure = (kind: 'unknown-name' | 'unsupported', message: string): SimulateFailure => ({ ok: false, problem: { kind, message } });

interface Candidate {
  readonly event: EventPattern;
  readonly properties: Readonly<Record<string, Value>>;
}

class Maker {
  readonly #model: Model;
  readonly #journey: Journey;
  readonly #simulation: Simulation;
  readonly #way: ContactWay;
  readonly #name: string;
  readonly #title: string | undefined;
  readonly #contact: number;
  readonly #first: number;
  readonly #end: number;
  readonly #signals: Signals;
  readonly #patterns: readonly Pattern[];
  readonly #attributes: ReadonlySet<string>;
  readonly #channels: readonly Key[];
  readonly #asksConsent: boolean;
  readonly #asksLast: boolean;
  /** By record: how a test says it; undefined where it cannot. */
  readonly #said: ReadonlyMap<number, Candidate | undefined>;

  constructor(simulation: Simulation, contact: number, way: ContactWay, name: string, title: string | undefined) {
    const { model, journey, table, asOf, zone } = simulation;
    this.#simulation = simulation;
    this.#model = model;
    this.#journey = journey;
    this.#contact = contact;
    this.#way = way;
    this.#name = name;
    this.#title = title;
    this.#signals = new Signals(table, model, zone);
    const asked = journeyPatterns(journey, model);
    this.#patterns = asked.patterns.map(({ pattern }) => pattern);
    this.#attributes = asked.attributes;
    const parts = [...partsOf({ ...journey, segments: model.segments, scores: model.scores })];
    this.#channels = [...new Set(parts.flatMap((part) => (part['kind'] === 'subscribed' && typeof part['channel'] === 'string' ? [part['channel']] : [])))];
    this.#asksConsent = journey.consentRequired || parts.some(({ kind }) => kind === 'consented');
    this.#asksLast = parts.some((part) => part['kind'] === 'last');
    this.#first = table.starts[contact] ?? 0;
    let end = this.#first;
    while (end < (table.starts[contact + 1] ?? 0) && (table.time[end] ?? 0) <= asOf) end++;
    this.#end = end;
    this.#said = this.#sayAll();
  }

  test(which: 'asked' | 'and the first' | 'all', isDated: boolean): JourneyTest | undefined {
    const records = this.#places().filter((record, place) => which === 'all' || this.#isAsked(record) || (place === 0 && which === 'and the first'));
    // What a test cannot say and nothing asks for may be left out; what is asked for may not.
    if (records.some((record) => this.#asks(record).length > 0 && this.#said.get(record) === undefined)) return undefined;
    const day = Math.floor(this.#time(records[0] ?? this.#first) / (DAY * MICROSECONDS));
    const seconds = this.#seconds(records, day * DAY * MICROSECONDS);
    const { journey, asOf } = this.#simulation;
    const contact: TestContact = {
      source: journey.source,
      name: this.#name,
      attributes: this.#fixedAttributes(),
      records: records.flatMap((record, place) => this.#records(record, seconds[place] ?? 0)),
    };
    const end = Math.max(Math.ceil((asOf - day * DAY * MICROSECONDS) / MICROSECONDS), seconds.at(-1) ?? 0);
    const test: JourneyTest = {
      source: journey.source,
      name: this.#title ?? this.#titleOf(),
      journey: journey.key,
      ...(isDated ? { starts: dateText(day) } : {}),
      contacts: [contact],
      expectations: [],
    };
    const clock = new TestClock(test);
    const way = this.#wayIn(test, clock, end);
    if (way === undefined || !this.#isSameWay(way, clock.start - day * DAY * MICROSECONDS, records.length + 1)) return undefined;
    return { ...test, expectations: this.#expectations(way, (time) => (time - clock.start) / MICROSECONDS, seconds[0] ?? 0, end) };
  }

  /** When a test says that the records happened: at whole seconds, and those that were not at one time still are not. */
  #seconds(records: readonly number[], start: number): number[] {
    const seconds: number[] = [];
    for (const [place, record] of records.entries()) {
      const before = seconds[place - 1];
      const own = Math.floor((this.#time(record) - start) / MICROSECONDS);
      const isLater = before !== undefined && this.#time(record) > this.#time(records[place - 1] ?? record);
      seconds.push(before === undefined ? own : Math.max(own, before + (isLater ? 1 : 0)));
    }
    return seconds;
  }

  /** The way of the test's contact. */
  #wayIn(test: JourneyTest, clock: TestClock, end: number): ContactWay | undefined {
    const made = testTable(test, this.#model, clock);
    if (!made.ok) return undefined;
    const again = Simulation.ofJourney(this.#model, this.#journey, made.loaded, { asOf: clock.at(end) });
    return again.ok ? (again.simulation.wayOf(0) ?? { passes: [], keptOut: undefined }) : undefined;
  }

  /** Whether the contact takes the same steps by the same rules, each at most so many seconds apart. */
  #isSameWay({ passes }: ContactWay, later: number, slack: number): boolean {
    const near = (time: number, own: number): boolean => Math.abs(time - own - later) <= slack * MICROSECONDS;
    return (
      passes.length === this.#way.passes.length &&
      this.#way.passes.every(({ visits, expired }, index) => {
        const other = passes[index];
        if (other?.visits.length !== visits.length || (other.expired === undefined) !== (expired === undefined)) return false;
        if (expired !== undefined && !near(other.expired ?? 0, expired)) return false;
        return visits.every(({ stage, rule, entered }, place) => {
          const visit = other.visits[place];
          return visit?.stage === stage && visit.rule === rule && near(visit.entered, entered);
        });
      })
    );
  }

  problem(): string {
    const unsaid = this.#places().find((record) => this.#asks(record).length > 0 && this.#said.get(record) === undefined);
    if (unsaid !== undefined) {
      const event = EVENTS[this.#simulation.table.event[unsaid] ?? 0] ?? '';
      const number = unsaid - this.#first + 1;
      return `A test cannot say record ${String(number)} of the contact (${event}) so that the journey sees the same in it: it is about something that the file does not declare. Declare it, or write this test by hand.`;
    }
    return 'The contact goes another way when its records are written as a test, which has whole seconds and declared things only. Write this test by hand, from the trace.';
  }

  #places(): number[] {
    return Array.from({ length: this.#end - this.#first }, (_, place) => this.#first + place);
  }

  #time(record: number): number {
    return this.#simulation.table.time[record] ?? 0;
  }

  #event(record: number): Event {
    return EVENTS[this.#simulation.table.event[record] ?? 0] ?? 'performed';
  }

  // ---- what is asked of a record

  /** Everything that the journey sees of the records of a table, as signals. */
  #asked(signals: Signals): Signal[] {
    return [
      ...this.#patterns.map((pattern) => signals.ofPattern(pattern)),
      ...this.#channels.flatMap((channel) => [signals.subscription(channel, 'on'), signals.subscription(channel, 'off')]),
      ...(this.#asksLast ? [signals.delivery()] : []),
    ];
  }

  #own: readonly ReadonlySet<number>[] | undefined;

  /** The places of the signals that a record belongs to. */
  #asks(record: number): number[] {
    this.#own ??= this.#asked(this.#signals).map(({ records, starts }) => new Set(records.subarray(starts[this.#contact], starts[this.#contact + 1])));
    const found = this.#own.flatMap((records, place) => (records.has(record) ? [place] : []));
    const event = this.#event(record);
    return this.#asksConsent && (event === 'consented' || event === 'consent_withdrawn') ? [...found, -1] : found;
  }

  #isAsked(record: number): boolean {
    return this.#asks(record).length > 0 || this.#setsOf(record).length > 0;
  }

  // ---- attributes

  #setsOf(record: number): (readonly [name: string, value: Value])[] {
    return [...this.#attributes].flatMap((name) => {
      const text = textOf(this.#simulation.table.properties.get(`attr.${name}`), record);
      const value = text === '' ? undefined : this.#attributeValue(name, text);
      return value === undefined ? [] : [[name, value] as const];
    });
  }

  #fixedAttributes(): Record<string, Value> {
    const found = [...this.#attributes].flatMap((name) => {
      const column = this.#simulation.table.attributes.get(name);
      const text = column?.dictionary[column.codes[this.#contact] ?? 0] ?? '';
      const value = text === '' ? undefined : this.#attributeValue(name, text);
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(found);
  }

  #attributeValue(name: string, text: string): Value | undefined {
    const compares = [...partsOf({ ...this.#journey, segments: this.#model.segments })].flatMap((part) =>
      part['kind'] === 'attribute' && (part['compare'] as Compare).property === name ? [part['compare'] as Compare] : [],
    );
    const type = this.#model.attributes.find((one) => one.name === name)?.type ?? 'text';
    return valueFor(text, type, compares, this.#simulation.zone);
  }

  // ---- how a test says a record

  #records(record: number, seconds: number): TestRecord[] {
    const said = this.#said.get(record);
    const sets = Object.fromEntries(this.#setsOf(record));
    const base = { source: this.#journey.source, seconds };
    // What is set holds for all records of its time, so it is read first.
    return [
      ...(Object.keys(sets).length === 0 ? [] : [{ ...base, properties: {}, sets }]),
      ...(said === undefined || (this.#asks(record).length === 0 && Object.keys(sets).length > 0) ? [] : [{ ...base, ...said, sets: {} }]),
    ];
  }

  #sayAll(): Map<number, Candidate | undefined> {
    const places = this.#places();
    const candidates = places.map((record) => this.#candidates(record));
    const source = this.#journey.source;
    const contacts = candidates.flatMap((own, place) =>
      own.map((candidate, index) => ({
        source,
        name: `${String(place).padStart(6, '0')} ${String(index).padStart(4, '0')}`,
        attributes: {},
        records: [{ source, seconds: 0, ...candidate, sets: {} }],
      })),
    );
    // Where the data has deliveries, what is delivered is not what is sent.
    const [email] = this.#model.emails;
    if (!this.#signals.deliveredIsSent && email !== undefined) {
      const event: EventPattern = { kind: 'email', verb: 'delivered', emails: { kind: 'listed', items: [{ email: email.key }] } };
      contacts.push({ source, name: 'z', attributes: {}, records: [{ source, seconds: 0, event, properties: {}, sets: {} }] });
    }
    const test: JourneyTest = { source, name: '', contacts, expectations: [] };
    const made = testTable(test, this.#model, new TestClock(test));
    if (!made.ok) throw new Error('Records of one event each need no carrier.');
    const { table } = made.loaded;
    const signals = this.#asked(new Signals(table, this.#model, this.#simulation.zone));
    const asks = new Map(
      table.contacts.map((name, contact) => [
        name,
        signals.flatMap(({ starts }, place) => ((starts[contact] ?? 0) < (starts[contact + 1] ?? 0) ? [place] : [])).join(),
      ]),
    );
    return new Map(
      places.map((record, place) => {
        const wanted = this.#asks(record)
          .filter((one) => one >= 0)
          .join();
        const index = candidates[place]!.findIndex((_, number) => asks.get(`${String(place).padStart(6, '0')} ${String(number).padStart(4, '0')}`) === wanted);
        return [record, candidates[place]![index]];
      }),
    );
  }

  /** Ways to say a record, the closest to it first. */
  #candidates(record: number): Candidate[] {
    const { table } = this.#simulation;
    const event = this.#event(record);
    const named = <Thing extends { readonly name: string; readonly label: string; readonly ids: readonly string[] }>(
      things: readonly Thing[],
      column: TextColumn,
    ): Thing[] => {
      const text = fold(textOf(column, record));
      const own = things.filter(({ name, label, ids }) => [...ids, name, label].some((one) => fold(one) === text));
      return [...own, ...things.filter((thing) => !own.includes(thing))];
    };
    const properties = this.#properties(record);
    const of = (pattern: EventPattern): Candidate[] => [
      { event: pattern, properties: Object.fromEntries(Object.entries(properties).filter(([name]) => this.#mayHave(pattern, name))) },
      ...(Object.keys(properties).length === 0 ? [] : [{ event: pattern, properties: {} }]),
    ];
    switch (event) {
      case 'sent':
      case 'delivered':
      case 'bounced':
      case 'opened':
      case 'clicked':
      case 'spam_reported': {
        const bounce = event === 'bounced' && table.bounce[record] !== 0 ? ({ bounce: table.bounce[record] === 1 ? 'hard' : 'soft' } as const) : {};
        return [
          ...(event === 'spam_reported' && textOf(table.email, record) === '' ? of({ kind: 'email', verb: event, emails: { kind: 'any' } }) : []),
          ...named(this.#model.emails, table.email).flatMap((email) => {
            const plain: EventPattern = { kind: 'email', verb: event, ...bounce, emails: { kind: 'listed', items: [{ email: email.key }] } };
            if (event !== 'clicked') return of(plain);
            const text = fold(textOf(table.link, record));
            const links = [...email.links].sort((a, b) => Number(fold(b.name) === text) - Number(fold(a.name) === text));
            return [
              ...links.flatMap((link) => of({ ...plain, emails: { kind: 'listed', items: [{ email: email.key, link: link.name }] } })),
              ...of(plain),
              ...this.#addresses(record).flatMap((url) => of({ ...plain, url })),
            ];
          }),
        ];
      }
      case 'subscribed':
      case 'confirmed':
        return named(this.#model.channels, table.channel).flatMap(({ key }) => of({ kind: event, channel: key }));
      case 'unsubscribed':
        return textOf(table.channel, record) === ''
          ? of({ kind: 'unsubscribed', scope: 'all' })
          : named(this.#model.channels, table.channel).flatMap(({ key }) => of({ kind: 'unsubscribed', scope: { channel: key } }));
      case 'submitted':
        return named(this.#model.forms, table.form).flatMap(({ key }) => of({ kind: 'submitted', forms: [key] }));
      case 'visited':
        return [
          ...this.#addresses(record).flatMap((url) => of({ kind: 'visited', pages: [{ url }] })),
          ...named(this.#model.pages, table.page).flatMap(({ key }) => of({ kind: 'visited', pages: [{ page: key }] })),
        ];
      case 'performed':
        return named(this.#model.activities, table.activity).flatMap(({ key }) => of({ kind: 'performed', activities: [key] }));
      case 'consented':
      case 'consent_withdrawn':
      case 'became_member':
        return of({ kind: event });
    }
  }

  #pages: ReadonlyMap<string, number> | undefined;

  /** Addresses that fit the patterns of the file; each address of the contact has a number of its own in them. */
  #addresses(record: number): string[] {
    const column = this.#signals.propertyColumn('url');
    const address = (one: number): string => normalUrl(textOf(column, one));
    this.#pages ??= new Map([...new Set(this.#places().map(address))].filter((url) => url !== '').map((url, place) => [url, place + 1]));
    const number = this.#pages.get(address(record));
    if (number === undefined) return [];
    const globs = new Set([
      ...this.#patterns.flatMap(({ event }) => (event.kind === 'email' && event.url !== undefined ? [event.url] : [])),
      ...this.#patterns.flatMap(({ event }) =>
        event.kind === 'visited' && event.pages !== 'any' ? event.pages.flatMap((page) => ('url' in page ? [page.url] : [])) : [],
      ),
      ...this.#model.pages.flatMap(({ urls }) => urls),
      ...this.#model.emails.flatMap(({ links }) => links.map(({ url }) => url)),
      '*',
    ]);
    return [...globs].map((glob) => {
      const within = /^[a-z]+:\/\//i.test(glob) ? glob : glob.replace(/^\*?\/*/, 'https://example.invalid/*');
      return within.replaceAll('*', `page-${String(number)}`);
    });
  }

  /** What the journey's patterns ask of its properties, each with a value that answers as the record's own. */
  #properties(record: number): Record<string, Value> {
    const asked = new Map<string, Compare[]>();
    for (const { filter } of this.#patterns) {
      for (const compare of filter ? comparesOf(filter) : [])
        if (compare.property !== 'url') asked.set(compare.property, [...(asked.get(compare.property) ?? []), compare]);
    }
    const found = [...asked].flatMap(([name, compares]) => {
      const text = textOf(this.#signals.propertyColumn(name), record);
      const value = text === '' ? undefined : valueFor(text, compares[0]?.type ?? 'text', compares, this.#simulation.zone);
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(found);
  }

  #mayHave(pattern: EventPattern, property: string): boolean {
    if (/^(?:utm_\w+|value|title)$/.test(property)) return true;
    if (pattern.kind !== 'performed') return false;
    return this.#model.activities.find(({ key }) => key === pattern.activities[0])?.properties.some(({ name }) => name === property) ?? false;
  }

  // ---- what is expected

  #expectations({ passes }: ContactWay, secondsOf: (time: number) => number, begin: number, end: number): Expectation[] {
    const { journey } = this.#simulation;
    const base = { source: journey.source, contact: this.#name } as const;
    const stage = (place: number): { journey: Key; stage: string } => ({ journey: journey.key, stage: journey.stages[place]?.name ?? '' });
    const found: Expectation[] = [];
    const expectIn = (place: number, seconds: number, negated = false): void => {
      found.push({ ...base, kind: 'in-stage', negated, stage: stage(place), moment: { seconds, wholeDay: false } });
    };
    for (const { visits, expired } of passes) {
      for (const [index, visit] of visits.entries()) {
        const seconds = Math.ceil(secondsOf(visit.entered));
        const before = visits[index - 1];
        const next = visits[index + 1];
        // Not a second too early.
        if (seconds - 1 >= begin && journey.reentry.kind !== 'overlapping') {
          if (before === undefined) expectIn(visit.stage, seconds - 1, true);
          else if (secondsOf(before.entered) < seconds) expectIn(before.stage, seconds - 1);
        }
        if (next === undefined || Math.ceil(secondsOf(next.entered)) > seconds) expectIn(visit.stage, seconds);
      }
      const last = visits.at(-1);
      if (expired !== undefined && last !== undefined) expectIn(last.stage, Math.ceil(secondsOf(expired)), true);
    }
    const last = passes.at(-1);
    const lastStage = last?.visits.at(-1)?.stage;
    expectIn(lastStage ?? 0, end, lastStage === undefined || last?.expired !== undefined);
    const visited = new Set(passes.flatMap(({ visits }) => visits.map((visit) => visit.stage)));
    const furthest = Math.max(-1, ...[...visited].filter((place) => journey.stages[place]?.kind === 'path'));
    const nextOnPath = journey.stages.findIndex(({ kind }, place) => kind === 'path' && place > furthest);
    for (const [place, { kind }] of journey.stages.entries()) {
      if (place === nextOnPath || (kind === 'side' && !visited.has(place))) found.push({ ...base, kind: 'reached-by', negated: true, stage: stage(place) });
    }
    const texts = found.map((one) => JSON.stringify(one));
    // What contradicts itself, as where one pass leaves a stage when another enters it, says nothing that the test could hold on to.
    return found.filter(
      (one, index) =>
        texts.indexOf(texts[index] ?? '') === index && !texts.includes(JSON.stringify('negated' in one ? { ...one, negated: !one.negated } : one)),
    );
  }

  #titleOf(): string {
    const stages = this.#way.passes.flatMap(({ visits }) => visits.map(({ stage }) => this.#journey.stages[stage]?.name ?? ''));
    return `${this.#name}: ${stages.length === 0 ? 'never in the journey' : stages.join(', ')}`;
  }
}

const textOf = (column: TextColumn | undefined, record: number): string => column?.dictionary[column.codes[record] ?? 0] ?? '';

/** A value that says to each compare what the text says, and of a text no more than the compares themselves have. */
function valueFor(text: string, type: PropertyType, compares: readonly Compare[], zone: TimeZone): Value | undefined {
  const tests = compares.map((compare) => cellTest(compare, zone));
  const answers = tests.map((test) => test(text));
  const literals = compares.flatMap((compare): Value[] => ('values' in compare ? [...compare.values] : 'value' in compare ? [compare.value] : []));
  const own = literals.filter((literal) => fold(String(literal)) === fold(text));
  const typed: Value[] =
    type === 'number'
      ? Number.isFinite(Number(text)) && text.trim() !== ''
        ? [Number(text)]
        : []
      : type === 'flag'
        ? [true, false]
        : type === 'date'
          ? /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))?$/.test(text)
            ? [text]
            : []
          : [
              SOME_TEXT,
              ...literals.map((literal) => String(literal).replaceAll('*', '')),
              literals.map((literal) => String(literal).replaceAll('*', '')).join(' '),
            ];
  return [...own, ...typed].find((value) => tests.every((test, index) => test(String(value)) === answers[index]));
}

/** All objects within a value. */
function* partsOf(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (typeof value !== 'object' || value === null) return;
  yield value as Readonly<Record<string, unknown>>;
  for (const inner of Object.values(value)) yield* partsOf(inner);
}

function dateText(day: number): string {
  const { year, month, day: ofMonth } = civilFromDays(day);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(ofMonth).padStart(2, '0')}`;
}
