import type { ActivityTable, TextColumn } from '../activities/activity-table.ts';
import { EVENTS } from '../activities/activity-table.ts';
import type { Email } from '../model/catalogue.ts';
import type { Model } from '../model/model.ts';
import { TimeZone } from '../time/time-zone.ts';
import type { Signals } from './matching/signals.ts';
import { signalsOf } from './matching/signals.ts';
import type { Steps } from './steps.ts';
import { atOnce } from './steps.ts';
import { factsInSteps } from './table-facts.ts';

/** What can be left out of a simulation because no person did it. */
export const LEFT_OUT = ['machine-opens', 'bot-clicks'] as const;

export type LeftOut = (typeof LEFT_OUT)[number];

const SECOND = 1_000_000;

const CONTACTS_A_STEP = 4096;
const RECORDS_A_STEP = 1 << 18;

/** So many clicks of one contact on one email within such a time are a robot's: both ends included. */
const BURSTS = [
  { clicks: 4, within: SECOND },
  { clicks: 5, within: 10 * SECOND },
];

/** A robot that looks at a mail follows every link as soon as it is delivered. */
const AT_ONCE = 2 * SECOND;

const [OPENED, CLICKED, DELIVERED, SENT] = (['opened', 'clicked', 'delivered', 'sent'] as const).map((event) => EVENTS.indexOf(event));

/** For each record of a table what it was recognised as. */
export interface SignalQuality {
  /** 0, or 1 + the place in {@link LEFT_OUT}. */
  readonly marks: Uint8Array;
  /** How many records have each mark. */
  readonly machineOpens: number;
  readonly botClicks: number;
  /** The table without the records of some marks. */
  readonly without: (leftOut: readonly LeftOut[]) => Steps<ActivityTable>;
}

const known = new WeakMap<ActivityTable, { readonly emails: string; readonly quality: SignalQuality }>();

/**
 * Recognises opens and clicks that no person made: those that their source marks, and clicks that only a robot makes in so
 * short a time. What was recognised in a table is remembered until the model's emails change.
 */
export function signalQuality(table: ActivityTable, model: Model): SignalQuality {
  return atOnce(signalQualitySteps(table, model));
}

/** {@link signalQuality} in steps. */
export function* signalQualitySteps(table: ActivityTable, model: Model): Steps<SignalQuality> {
  const emails = JSON.stringify(model.emails.map(({ name, label, ids, links }) => [name, label, ids, links.map((link) => [link.name, link.url])]));
  const before = known.get(table);
  if (before?.emails === emails) return before.quality;
  const quality = yield* recognise(table, model);
  known.set(table, { emails, quality });
  return quality;
}

function* recognise(table: ActivityTable, model: Model): Steps<SignalQuality> {
  const { event, machine } = table;
  yield* factsInSteps(table);
  const marks = new Uint8Array(event.length);
  for (let first = 0; first < marks.length; first += RECORDS_A_STEP) {
    const end = Math.min(marks.length, first + RECORDS_A_STEP);
    for (let record = first; record < end; record++) {
      if (machine[record] === 1) marks[record] = event[record] === OPENED ? 1 : event[record] === CLICKED ? 2 : 0;
    }
    yield 0;
  }
  yield* new RobotClicks(table, model, marks).mark();
  let [machineOpens, botClicks] = [0, 0];
  for (let first = 0; first < marks.length; first += RECORDS_A_STEP) {
    const end = Math.min(marks.length, first + RECORDS_A_STEP);
    for (let record = first; record < end; record++) {
      if (marks[record] === 1) machineOpens++;
      else if (marks[record] === 2) botClicks++;
    }
    yield 0;
  }
  const tables = new Map<string, ActivityTable>();
  return {
    marks,
    machineOpens,
    botClicks,
    *without(leftOut) {
      const sorted = LEFT_OUT.filter((one) => leftOut.includes(one));
      if (sorted.length === 0) return table;
      const key = sorted.join();
      const made = tables.get(key) ?? (yield* withoutMarks(table, marks, new Set(sorted.map((one) => LEFT_OUT.indexOf(one) + 1))));
      tables.set(key, made);
      return made;
    },
  };
}

class RobotClicks {
  private readonly table: ActivityTable;
  private readonly emails: readonly Email[];
  private readonly marks: Uint8Array;
  private readonly signals: Signals;
  private readonly emailOf: (record: number) => number;
  private readonly delivery: number;
  private readonly linkTests = new Map<number, readonly ((record: number) => boolean)[]>();

  constructor(table: ActivityTable, model: Model, marks: Uint8Array) {
    const utc = TimeZone.named('UTC');
    if (!utc) throw new Error('UTC is known everywhere.');
    this.table = table;
    this.emails = model.emails;
    this.marks = marks;
    this.signals = signalsOf(table, model, utc);
    this.emailOf = this.signals.emailIdentity();
    this.delivery = (this.signals.deliveredIsSent ? SENT : DELIVERED) ?? -1;
  }

  *mark(): Steps<void> {
    const { table } = this;
    // The tests of links look for them.
    if (this.emails.some(({ links }) => links.length > 0)) yield* this.signals.findAddresses();
    for (let contact = 0; contact < table.contacts.length; contact++) {
      if (contact % CONTACTS_A_STEP === 0) yield 0;
      const start = table.starts[contact] ?? 0;
      const end = table.starts[contact + 1] ?? start;
      const clicks = this.byEmail(start, end, CLICKED ?? -1);
      if (!clicks) continue;
      for (const records of clicks.values()) this.markBursts(records);
      if ([...clicks.keys()].some((email) => this.emails[email]?.links.length)) this.markAtOnce(clicks, this.byEmail(start, end, this.delivery));
    }
  }

  /** The records of an event by the email that they are about, in the order of time; undefined where there is none. */
  private byEmail(start: number, end: number, event: number): Map<number, number[]> | undefined {
    let found: Map<number, number[]> | undefined;
    for (let record = start; record < end; record++) {
      if (this.table.event[record] !== event) continue;
      const email = this.emailOf(record);
      if (email < 0) continue;
      found ??= new Map<number, number[]>();
      const records = found.get(email);
      if (records) records.push(record);
      else found.set(email, [record]);
    }
    return found;
  }

  private markBursts(records: readonly number[]): void {
    for (const { clicks, within } of BURSTS) {
      for (let first = 0; first + clicks <= records.length; first++) {
        const burst = records.slice(first, first + clicks);
        if (this.timeOf(burst.at(-1)) - this.timeOf(burst[0]) <= within) for (const record of burst) this.marks[record] = 2;
      }
    }
  }

  private markAtOnce(clicks: ReadonlyMap<number, readonly number[]>, deliveries: ReadonlyMap<number, readonly number[]> | undefined): void {
    for (const [email, delivered] of deliveries ?? []) {
      const links = this.emails[email]?.links.length ?? 0;
      const records = clicks.get(email);
      if (!records || links === 0) continue;
      for (const delivery of delivered) {
        const time = this.timeOf(delivery);
        const soon = records.filter((record) => this.timeOf(record) >= time && this.timeOf(record) <= time + AT_ONCE);
        if (soon.length < links) continue;
        if (this.testsOf(email).every((test) => soon.some(test))) for (const record of soon) this.marks[record] = 2;
      }
    }
  }

  /** For each link of an email whether a record is a click on it. */
  private testsOf(place: number): readonly ((record: number) => boolean)[] {
    const made = this.linkTests.get(place);
    if (made) return made;
    const email = this.emails[place];
    const tests = (email?.links ?? []).map(({ name, source }) => {
      const items = [{ email: email?.key ?? '', link: name }];
      return this.signals.testOf({ event: { kind: 'email', verb: 'clicked', emails: { kind: 'listed', items } }, source });
    });
    this.linkTests.set(place, tests);
    return tests;
  }

  private timeOf(record: number | undefined): number {
    return this.table.time[record ?? -1] ?? NaN;
  }
}

function* withoutMarks(table: ActivityTable, marks: Uint8Array, unwanted: ReadonlySet<number>): Steps<ActivityTable> {
  const isKept = Uint8Array.from({ length: LEFT_OUT.length + 1 }, (_, mark) => (unwanted.has(mark) ? 0 : 1));
  const starts = new Uint32Array(table.starts.length);
  const records = new Uint32Array(marks.length);
  let kept = 0;
  for (let contact = 0; contact + 1 < table.starts.length; contact++) {
    for (let record = table.starts[contact]!; record < table.starts[contact + 1]!; record++) if (isKept[marks[record]!] === 1) records[kept++] = record;
    starts[contact + 1] = kept;
  }
  const gather = <Column extends Uint8Array | Uint32Array | Float64Array>(from: Column, into: Column): Column => {
    for (let place = 0; place < kept; place++) into[place] = from[records[place]!]!;
    return into;
  };
  // A step a column.
  const bytes = function* (from: Uint8Array): Steps<Uint8Array> {
    yield 0;
    return gather(from, new Uint8Array(kept));
  };
  const texts = function* ({ dictionary, codes }: TextColumn): Steps<TextColumn> {
    yield 0;
    return { dictionary, codes: gather(codes, new Uint32Array(kept)) };
  };
  const properties = new Map<string, TextColumn>();
  for (const [name, column] of table.properties) properties.set(name, yield* texts(column));
  return {
    contacts: table.contacts,
    starts,
    time: gather(table.time, new Float64Array(kept)),
    event: yield* bytes(table.event),
    email: yield* texts(table.email),
    link: yield* texts(table.link),
    url: yield* texts(table.url),
    channel: yield* texts(table.channel),
    form: yield* texts(table.form),
    page: yield* texts(table.page),
    campaign: yield* texts(table.campaign),
    activity: yield* texts(table.activity),
    bounce: yield* bytes(table.bounce),
    machine: yield* bytes(table.machine),
    properties,
    attributes: table.attributes,
  };
}
