import type { ActivityRecord } from '../activities/activity-record.ts';
import type { Compare } from '../model/condition.ts';
import type { Property } from '../model/catalogue.ts';
import type { Journey } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import { OUTSIDE, sourcesOfRule } from '../model/sources-of-rule.ts';
import type { ExercisedRule, History } from './exercise-journeys.ts';
import { datesIn, exerciseJourneys } from './exercise-journeys.ts';
import type { Draft } from './fitting-record.ts';
import { FittingRecords, addressOf, recordedName } from './fitting-record.ts';
import { fittingText } from './fitting-text.ts';
import type { Planned } from './plan-history.ts';
import { DAY, HistoryPlan, SECOND } from './plan-history.ts';
import { SeededRandom } from './seeded-random.ts';
import type { Traffic } from './traffic.ts';

export interface SampleRequest {
  readonly journeys: readonly Journey[];
  readonly model: Model;
  /** How many contacts; more where the rules need more. */
  readonly contacts: number;
  readonly seed: number;
  readonly traffic: Traffic;
  /** Why the shape cannot say a record, undefined where it can. */
  readonly unsayable: (record: ActivityRecord) => string | undefined;
  /** Contacts are addresses of mail. */
  readonly isAddress: boolean;
}

export interface SyntheticSample {
  /** In the order of a file; duplicates are in it. */
  readonly records: readonly ActivityRecord[];
  readonly contacts: number;
  readonly rules: readonly ExercisedRule[];
  /** What the shape could not say, with how many records were left out for it. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/** Where nothing asks for dates: a Monday. */
const USUAL_START = Date.UTC(2026, 0, 5) * 1000;
const PERIOD = 90 * DAY;
const HOUR = 3600 * SECOND;

/**
 * Invented records that exercise every rule of some journeys both ways, among contacts that do what contacts do. The seed
 * decides all of it: only whole numbers and divisions are used, which are the same everywhere.
 */
export function makeSample(request: SampleRequest): SyntheticSample {
  const { journeys, model, unsayable, traffic } = request;
  const random = new SeededRandom(request.seed);
  const [firstDate] = datesIn(journeys, model);
  const start = (firstDate === undefined ? USUAL_START : Math.floor(firstDate / DAY) * DAY - 7 * DAY) + 6 * HOUR;
  const ofDraft = (draft: Draft): string | undefined => unsayable({ ...draft, contact: 'sample', time: start, id: 'sample' });
  const { histories, rules, end } = exerciseJourneys(journeys, model, random, ofDraft, { start, least: start + PERIOD });
  const crowd = new Crowd(model, journeys, random, traffic, ofDraft, { start, end });
  const all: History[] = [...histories];
  while (all.length < Math.max(request.contacts, histories.length + 1)) all.push(crowd.contact());
  all[all.length - 1] = crowd.last(all.at(-1) ?? []);

  const width = Math.max(5, String(all.length).length);
  const nameOf = (place: number): string => `sample-${String(place + 1).padStart(width, '0')}${request.isAddress ? '@example.com' : ''}`;
  const planned = all.flatMap((history, place) => history.map((record) => ({ ...record, contact: nameOf(place) })));
  planned.sort((a, b) => a.time - b.time || (a.contact < b.contact ? -1 : a.contact > b.contact ? 1 : 0));
  const digits = String(planned.length).length;
  const records = planned.map((record, place): ActivityRecord => ({ ...record, id: `sample-${String(place + 1).padStart(digits, '0')}` }));
  return { records: withDuplicates(records, random, traffic.duplicates), contacts: all.length, rules, leftOut: crowd.leftOut };
}

/** Webhooks are delivered at least once: some records come a second time, a little later in the file. */
function withDuplicates(records: readonly ActivityRecord[], random: SeededRandom, share: number): readonly ActivityRecord[] {
  const copies = new Map<number, ActivityRecord>();
  const written: ActivityRecord[] = [];
  for (const [place, record] of records.entries()) {
    written.push(record);
    const copy = copies.get(place);
    if (copy) written.push(copy);
    if (random.chance(share)) copies.set(Math.min(records.length - 1, place + random.between(1, 40)), record);
  }
  return written;
}

/** Contacts that do what contacts do. */
class Crowd {
  readonly leftOut = new Map<string, number>();
  private readonly model: Model;
  private readonly journeys: readonly Journey[];
  private readonly random: SeededRandom;
  private readonly traffic: Traffic;
  private readonly unsayable: (draft: Draft) => string | undefined;
  private readonly fitting: FittingRecords;
  private readonly start: number;
  private readonly end: number;
  private readonly compares: ReadonlyMap<string, readonly Compare[]>;
  private readonly emails: readonly {
    readonly name: string;
    readonly links: readonly string[];
    readonly channel: string | undefined;
    readonly waves: readonly number[];
  }[];
  private readonly pages: readonly string[];
  private records: Planned[] = [];

  /** `period`: microseconds. */
  constructor(
    model: Model,
    journeys: readonly Journey[],
    random: SeededRandom,
    traffic: Traffic,
    unsayable: (draft: Draft) => string | undefined,
    period: { readonly start: number; readonly end: number },
  ) {
    this.model = model;
    this.journeys = journeys;
    this.random = random;
    this.traffic = traffic;
    this.unsayable = unsayable;
    this.fitting = new FittingRecords(model, random, unsayable);
    this.start = period.start;
    this.end = period.end;
    this.compares = comparesIn(model, journeys);
    const live = model.emails.filter(({ status }) => status === 'live');
    const declared = live.map(({ key, links, channel }) => ({
      name: recordedName(key, live),
      links: links.map(({ url }, place) => addressOf(url, place)),
      channel: channel === undefined ? undefined : recordedName(channel, model.channels),
    }));
    const newsletter = { name: 'sample-newsletter', links: ['https://www.example.com/news'], channel: undefined };
    // A wave is a mailing: one morning on which many get the same mail.
    const waves = (): readonly number[] => Array.from({ length: 3 }, () => period.start + random.between(0, 85) * DAY + random.between(2, 6) * HOUR);
    this.emails = [...declared, newsletter].map((email) => ({ ...email, waves: waves() }));
    const urls = model.pages.flatMap((page) => page.urls);
    this.pages = [
      ...urls.flatMap((url) => [0, 1, 2].map((variant) => addressOf(url, variant))),
      ...['', 'pricing', 'blog/news', 'about'].map((path) => `https://www.example.com/${path}`),
    ];
  }

  contact(): History {
    this.records = [];
    const { random, traffic } = this;
    const factor = 2 ** random.weighted(traffic.eagerness) / 4;
    const start = this.hourly(this.start + random.between(0, 60) * DAY);
    this.optIn(start);
    this.walk(start);
    for (let mails = this.howMany(traffic.mails * Math.min(2, factor)); mails > 0; mails--) this.mail(factor);
    for (let visits = this.howMany(traffic.visits * factor); visits > 0; visits--) this.visit(this.anyTime());
    for (let forms = this.howMany(traffic.submissions * factor); forms > 0; forms--) this.add(this.anyTime(), { kind: 'form' });
    for (let activities = this.howMany(traffic.activities * factor); activities > 0; activities--) this.add(this.anyTime(), { kind: 'activity' });
    // Nobody is known of whom nothing is known.
    if (this.records.length === 0) this.mail(1);
    if (this.records.length === 0) this.visit(this.anyTime());
    const records = this.records.filter(({ time }) => time < this.end).sort((a, b) => a.time - b.time);
    return this.withAttributes(records);
  }

  /** A contact whose last record ends the sample, so that whatever waits has come by then. */
  last(history: History): History {
    this.records = [];
    this.say(this.end, { event: 'delivered', texts: { email: 'sample-newsletter' }, properties: {} });
    if (this.records.length === 0) this.visit(this.end);
    if (this.records.length === 0) this.say(this.end, { event: 'opened', texts: { email: 'sample-newsletter' }, properties: {} });
    if (this.records.length === 0) this.say(this.end, { event: 'performed', texts: { activity: 'sample_activity' }, properties: {} });
    return [...history, ...this.records];
  }

  private optIn(start: number): void {
    const { random, traffic, model } = this;
    if (random.chance(traffic.consented)) this.say(start, { event: 'consented', texts: {}, properties: {} });
    for (const { key } of model.channels) {
      if (!random.chance(traffic.subscribed)) continue;
      const channel = recordedName(key, model.channels);
      this.say(start + SECOND, { event: 'subscribed', texts: { channel }, properties: {} });
      if (random.chance(0.6)) this.say(start + random.between(60, 20_000) * SECOND, { event: 'confirmed', texts: { channel }, properties: {} });
    }
  }

  /** Part of the way through a journey: fewer get further. */
  private walk(start: number): void {
    const { random, model } = this;
    const journey = random.chance(0.7) && this.journeys.length > 0 ? random.pick(this.journeys) : undefined;
    if (!journey) return;
    const pace = (): number => 2 ** random.between(0, 8) * HOUR * 0.25;
    const plan = new HistoryPlan(model, random, this.fitting, start, pace);
    plan.begin(journey);
    for (const stage of journey.stages.filter(({ kind }) => kind === 'path')) {
      const rule = stage.rules.find((one) => sourcesOfRule(journey, stage, one).includes(OUTSIDE)) ?? stage.rules[0];
      if (rule) plan.follow(stage, rule, stage === journey.stages[0]);
      if (!random.chance(0.45)) break;
    }
    this.records.push(...plan.records);
    for (const { event, texts, time } of plan.records) {
      if (event !== 'delivered') continue;
      this.say(time - random.between(1, 120) * SECOND, { event: 'sent', texts, properties: {} });
      this.opens(time, texts, 1);
    }
  }

  private mail(factor: number): void {
    const { random, traffic } = this;
    const { name: email, links, channel, waves } = random.pick(this.emails);
    const sent = random.pick(waves) + random.between(0, 1800) * SECOND;
    const draft = (event: Draft['event'], more: Partial<Draft> = {}): Draft => ({ event, texts: { email }, properties: {}, ...more });
    this.say(sent, draft('sent'));
    if (random.chance(traffic.bounced)) {
      this.say(sent + random.between(1, 300) * SECOND, draft('bounced', { bounce: random.chance(0.6) ? 'hard' : 'soft' }));
      return;
    }
    const delivered = sent + random.between(1, 120) * SECOND;
    this.say(delivered, draft('delivered'));
    this.opens(delivered, { email }, factor);
    const answer = (): number => this.answerTo(delivered);
    if (random.chance(traffic.clicked)) this.say(answer(), draft('clicked', links.length === 0 ? {} : { texts: { email, url: random.pick(links) } }));
    // A gateway follows every link of a mail as soon as it arrives.
    if (random.chance(0.004)) {
      for (const second of [0, 1]) for (const url of [...links, ...links]) this.say(delivered + second * SECOND, draft('clicked', { texts: { email, url } }));
    }
    if (random.chance(traffic.unsubscribed)) {
      const left = channel === undefined || random.chance(0.4) ? {} : { channel };
      const withEmail: Draft = { event: 'unsubscribed', texts: { ...left, email }, properties: {} };
      this.say(answer(), this.unsayable(withEmail) === undefined ? withEmail : { ...withEmail, texts: left });
    } else if (random.chance(traffic.spamReported)) this.say(answer(), draft('spam_reported'));
  }

  private opens(delivered: number, texts: Draft['texts'], factor: number): void {
    const { random, traffic } = this;
    // Half of those who do more than others open twice.
    const opens = random.chance(traffic.opened) ? 1 + (factor > 2 && random.chance(0.5) ? 1 : 0) : 0;
    for (let open = 0; open < opens; open++) {
      if (random.chance(traffic.machineOpened))
        this.say(delivered + random.between(1, 600) * SECOND, { event: 'opened', texts, properties: {}, machine: true });
      else this.say(this.answerTo(delivered), { event: 'opened', texts, properties: {} });
    }
  }

  private answerTo(delivered: number): number {
    const least = 2 ** this.random.weighted(this.traffic.answerDelays);
    return delivered + (least + this.random.between(0, least - 1)) * SECOND;
  }

  private visit(time: number): void {
    const utm: Readonly<Record<string, string>> = this.random.chance(0.3) ? { utm_source: this.random.pick(['newsletter', 'search', 'social']) } : {};
    this.say(time, { event: 'visited', texts: { url: this.random.pick(this.pages) }, properties: utm });
  }

  private add(time: number, { kind }: { readonly kind: 'form' | 'activity' }): void {
    const { random, model } = this;
    if (kind === 'form' && model.forms.length > 0) {
      this.say(time, { event: 'submitted', texts: { form: recordedName(random.pick(model.forms).key, model.forms) }, properties: {} });
    } else if (kind === 'activity' && model.activities.length > 0) {
      const { key, properties } = random.pick(model.activities);
      this.say(time, { event: 'performed', texts: { activity: recordedName(key, model.activities) }, properties: this.valuesOf(properties, '') });
    }
  }

  /** Values that conditions compare with, and others; some are missing. */
  private valuesOf(properties: readonly Property[], prefix: string): Record<string, string> {
    const { random } = this;
    const values: Record<string, string> = {};
    for (const { name, type } of properties) {
      if (random.chance(0.15)) continue;
      const compares = this.compares.get(name)?.filter((compare) => compare.type === type) ?? [];
      const compared = compares.length === 0 ? undefined : fittingText([{ compare: random.pick(compares), wanted: random.chance(0.7) }], random);
      const text = compared ?? { text: 'sample', number: String(2 ** random.between(0, 9) + random.between(0, 9)), flag: 'true', date: '2026-02-14' }[type];
      if (text !== '') values[prefix + name] = text;
    }
    return values;
  }

  private withAttributes(history: readonly Planned[]): History {
    const [first, ...others] = history;
    if (!first || this.model.attributes.length === 0) return history;
    const properties = { ...this.valuesOf(this.model.attributes, 'attr.'), ...first.properties };
    const told = { ...first, properties };
    return this.unsayable(told) === undefined ? [told, ...others] : history;
  }

  private say(time: number, draft: Draft): void {
    const reason = this.unsayable(draft);
    if (reason === undefined) this.records.push({ ...draft, time });
    else if (draft.machine !== undefined || draft.bounce !== undefined) this.say(time, withoutKind(draft));
    else this.leftOut.set(reason, (this.leftOut.get(reason) ?? 0) + 1);
  }

  private howMany(average: number): number {
    const whole = Math.floor(average);
    // Around the average, not always it.
    return this.random.between(0, 2 * whole) + (this.random.chance(average - whole) ? 1 : 0);
  }

  private anyTime(): number {
    return this.hourly(this.start + this.random.between(0, 89) * DAY);
  }

  private hourly(time: number): number {
    const { random, traffic } = this;
    return Math.floor(time / DAY) * DAY + random.weighted(traffic.hours) * HOUR + random.between(0, 3599) * SECOND;
  }
}

/** Of what kind a bounce is or who opened a mail is more than some shapes can say. */
function withoutKind({ machine: _machine, bounce: _bounce, ...draft }: Draft): Draft {
  return draft;
}

/** The compares of conditions by the property that they are about. */
function comparesIn(model: Model, journeys: readonly Journey[]): ReadonlyMap<string, readonly Compare[]> {
  const found = new Map<string, Compare[]>();
  const look = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if ((part as { readonly kind?: unknown }).kind === 'compare') {
      const compare = part as Compare;
      found.set(compare.property, [...(found.get(compare.property) ?? []), compare]);
    }
    for (const inner of Object.values(part)) look(inner);
  };
  look([journeys, model.segments, model.scores]);
  return found;
}
