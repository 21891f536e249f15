import type { Condition, EmailSelector, Occurrence, Window } from '../model/condition.ts';
import type { Journey, Rule, Stage } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import type { Compare } from '../model/condition.ts';
import type { Draft, FittingRecords } from './fitting-record.ts';
import { recordedName } from './fitting-record.ts';
import { fittingText } from './fitting-text.ts';
import type { SeededRandom } from './seeded-random.ts';

export const SECOND = 1_000_000;
export const DAY = 86_400 * SECOND;

/** A record of a history that is being planned. */
export type Planned = Draft & { readonly time: number };

/** So many records at most stand for one condition: a score of thousands is not reached one point a time. */
const MOST_RECORDS = 60;

/** Segments can ask for segments. */
const DEEPEST = 12;

/** How long things take between one and the next, in microseconds. */
export type Pace = () => number;

/** Where a condition is asked: windows count from `anchor`, which outside a journey is not there. */
interface Place {
  readonly anchor: number | undefined;
  readonly depth: number;
}

/**
 * Plans one contact's history so that conditions come true one after the other, at random among the ways there are. It is a
 * guess, since records that serve one condition can spoil another: whoever asks for it replays it and sees what it does.
 */
export class HistoryPlan {
  readonly records: Planned[] = [];
  /** The time up to which the history is planned. */
  now: number;
  private readonly model: Model;
  private readonly random: SeededRandom;
  private readonly fitting: FittingRecords;
  private readonly pace: Pace;
  /** Of the stage that the contact is in. */
  private anchor: number | undefined;
  private readonly entered = new Map<string, number>();
  /** Attributes that the next record tells. */
  private pending: Record<string, string> = {};

  constructor(model: Model, random: SeededRandom, fitting: FittingRecords, start: number, pace: Pace) {
    this.model = model;
    this.random = random;
    this.fitting = fitting;
    this.now = start;
    this.pace = pace;
  }

  /** What has to be so before a pass can begin. */
  begin(journey: Journey): void {
    if (journey.consentRequired) this.add({ event: 'consented', texts: {}, properties: {} });
    if (journey.audience) this.satisfy(journey.audience, true, { anchor: undefined, depth: 0 });
  }

  /** What a rule asks for, and the contact in its stage. */
  follow(stage: Stage, rule: Rule, isFromOutside: boolean): void {
    if (isFromOutside) this.anchor = undefined;
    // What a rule asks for after a wait may have happened before its end.
    const isOver = (this.anchor ?? this.now) + (rule.after ?? 0) * SECOND;
    if (this.random.chance(0.5)) this.advance(isOver);
    if (rule.when) this.satisfy(rule.when, true, { anchor: this.anchor, depth: 0 });
    this.advance(isOver);
    this.carryPending();
    this.anchor = this.now;
    this.entered.set(stage.name, this.now);
  }

  /** What keeps a rule from firing that would go before another one. */
  avoid({ when }: Rule): void {
    if (when) this.satisfy(when, false, { anchor: this.anchor, depth: 0 });
  }

  /** What has happened already; the plan goes on after it. */
  goOnAfter(history: readonly Planned[]): void {
    this.records.push(...history);
    this.now = Math.max(this.now, ...history.map(({ time }) => time));
    this.step();
  }

  /** A record of its own accord, now. */
  add(draft: Draft | undefined): void {
    const sayable = draft && this.fitting.sayable(draft, true);
    if (!sayable) return;
    this.records.push({ ...sayable, properties: { ...this.pending, ...sayable.properties }, time: this.now });
    this.pending = {};
  }

  private advance(time: number): void {
    if (time > this.now) this.now = Math.ceil(time / SECOND) * SECOND;
  }

  private step(): void {
    this.now += Math.max(SECOND, Math.round(this.pace() / SECOND) * SECOND);
  }

  private carryPending(): void {
    if (Object.keys(this.pending).length === 0) return;
    const last = this.records.at(-1);
    if (last?.time === this.now) {
      this.records[this.records.length - 1] = { ...last, properties: { ...last.properties, ...this.pending } };
      this.pending = {};
      return;
    }
    // An attribute rides on a record: one that hardly anything asks for.
    const carrier = CARRIERS.find((draft) => this.fitting.sayable(draft, false));
    if (carrier) this.add(carrier);
  }

  // ---- conditions

  private satisfy(condition: Condition, wanted: boolean, place: Place): void {
    switch (condition.kind) {
      case 'and':
      case 'or':
        if ((condition.kind === 'and') === wanted) {
          // What takes time comes first now and then, since records age while others are waited for.
          const operands = this.random.chance(0.5) ? condition.operands : condition.operands.toReversed();
          for (const operand of operands) this.satisfy(operand, wanted, place);
        } else this.satisfy(this.random.pick(condition.operands), wanted, place);
        return;
      case 'not':
        this.satisfy(condition.operand, !wanted, place);
        return;
      case 'occurrence':
        this.occur(condition, wanted, place.anchor);
        return;
      case 'chain':
        this.chain(condition.links, wanted, place.anchor);
        return;
      case 'in-segment': {
        const segment = this.model.segments.find(({ key }) => key === condition.segment);
        if (segment && place.depth < DEEPEST) this.satisfy(segment.condition, wanted, { anchor: undefined, depth: place.depth + 1 });
        return;
      }
      case 'attribute':
        this.attribute(condition.compare, wanted, condition.heldFor);
        return;
      case 'score':
        this.gather(condition.score, wanted ? condition.operator : INVERSE[condition.operator], condition.points);
        return;
      case 'subscribed':
        this.step();
        this.add({ event: wanted ? 'subscribed' : 'unsubscribed', texts: { channel: recordedName(condition.channel, this.model.channels) }, properties: {} });
        return;
      case 'consented':
        this.step();
        this.add({ event: wanted ? 'consented' : 'consent_withdrawn', texts: {}, properties: {} });
        return;
    }
  }

  private occur(occurrence: Occurrence, wanted: boolean, anchor: number | undefined): void {
    const { pattern, count, window } = occurrence;
    const { operator, number } = count;
    if (pattern.event.kind === 'email' && pattern.event.emails.kind === 'last') {
      this.lastEmails(occurrence, pattern.event.emails, wanted);
      return;
    }
    const base =
      typeof window === 'object' && 'of' in window && typeof window.of === 'object' ? (this.entered.get(window.of.stage) ?? this.now) : (anchor ?? this.now);
    const records =
      wanted === (operator !== 'at-most') ? number : operator === 'at-least' ? 0 : operator === 'at-most' ? (wanted ? 0 : number + 1) : number + 1;
    if (records > 0) this.happen(occurrence, records, base);
    const endsIt = operator === 'at-least' ? !wanted : wanted;
    if (endsIt) this.pass(window, base, records > 0);
  }

  /** So many records that match, within the window. */
  private happen({ pattern, count, window }: Occurrence, records: number, base: number): void {
    const times = this.timesFor(window, Math.min(records, MOST_RECORDS), base, count.of === 'days');
    const first = this.random.between(0, 2);
    for (const [place, time] of times.entries()) {
      this.advance(time);
      this.add(this.fitting.of(pattern, count.of === 'times' || count.of === 'days' ? first : first + place));
    }
  }

  private timesFor(window: Window, records: number, base: number, onDays: boolean): readonly number[] {
    const least = onDays ? DAY : SECOND;
    const spaced = (from: number, gap: number): readonly number[] => Array.from({ length: records }, (_, place) => from + place * Math.max(least, gap));
    switch (window.kind) {
      case 'within': {
        const from = Math.max(this.now, base);
        const left = base + window.seconds * SECOND - from;
        if (left <= 0) return spaced(from, least);
        // At once, somewhere, or as late as can be.
        const at = this.random.pick([0.02, 0.2, 0.5, 1]);
        return spaced(from + Math.max(SECOND, Math.floor((left * at) / records)), Math.min(this.pace(), (left * at) / records));
      }
      case 'in-last': {
        this.step();
        return spaced(this.now, Math.min(this.pace(), (window.seconds * SECOND) / (records + 1)));
      }
      case 'dates': {
        const since = window.since === undefined ? undefined : momentOf(window.since);
        if (since !== undefined && since > this.now) this.advance(since);
        const until = window.until === undefined ? Infinity : momentOf(window.until);
        this.step();
        return spaced(this.now, Math.min(this.pace(), Math.max(SECOND, (until - this.now) / (records + 1))));
      }
      default:
        this.step();
        return spaced(this.now, this.pace());
    }
  }

  /** Until a window is over and nothing can be counted any more. */
  private pass(window: Window, base: number, hasRecords: boolean): void {
    switch (window.kind) {
      case 'within':
        this.advance(base + window.seconds * SECOND);
        return;
      case 'for':
        this.advance((hasRecords ? this.now : Math.max(base, this.records.at(-1)?.time ?? base)) + window.seconds * SECOND);
        return;
      case 'in-last':
        // What was there before is older than that then.
        if (this.records.length > 0) this.advance(this.records.at(-1)!.time + window.seconds * SECOND + SECOND);
        return;
      case 'dates':
        if (window.since !== undefined) this.advance(momentOf(window.since));
        if (window.until !== undefined) this.advance(momentOf(window.until) + DAY);
        return;
      default:
        return;
    }
  }

  private chain(links: readonly { readonly negated: boolean; readonly occurrence: Occurrence }[], wanted: boolean, anchor: number | undefined): void {
    const [first] = links;
    if (!wanted) {
      const missing = this.random.chance(0.5) ? first : links.at(-1);
      if (missing === first && first) this.pass(first.occurrence.window, anchor ?? this.now, false);
      else {
        for (const { occurrence } of links.slice(0, -1)) this.occur(occurrence, true, anchor);
        for (const { occurrence, negated } of links.slice(-1)) this.occur(occurrence, negated, this.now);
        if (first) this.pass(first.occurrence.window, anchor ?? this.now, true);
      }
      return;
    }
    let from = anchor;
    for (const { negated, occurrence } of links) {
      this.occur(occurrence, !negated, from);
      from = this.now;
    }
  }

  /** Deliveries of so many emails, and what is asked of them. */
  private lastEmails({ pattern, count, window }: Occurrence, { count: last, of }: Extract<EmailSelector, { kind: 'last' }>, wanted: boolean): void {
    // Two emails can be of one campaign.
    const emails = last + (of === 'campaigns' ? this.random.between(0, 3) : 0);
    const delivered: Draft[] = [];
    for (let variant = 0; variant < emails; variant++) {
      this.step();
      const mail = this.fitting.email({ kind: 'any' }, variant);
      const draft = this.fitting.sayable({ event: 'delivered', ...mail, properties: {} }, true);
      if (!draft) return;
      this.add(draft);
      delivered.push(draft);
    }
    const answers = wanted === (count.operator !== 'at-most');
    const records = !answers ? (count.operator === 'at-most' ? count.number + 1 : 0) : count.operator === 'at-most' ? 0 : count.number;
    for (let place = 0; place < Math.min(records, MOST_RECORDS); place++) {
      this.now += SECOND;
      const draft = this.fitting.of(pattern, 0);
      const mail = delivered[place % delivered.length];
      if (draft && mail) this.add({ ...draft, texts: { ...mail.texts } });
    }
    if (window.kind === 'within') this.advance(this.now + window.seconds * SECOND + SECOND);
  }

  private attribute(compare: Compare, wanted: boolean, heldFor: number | undefined): void {
    const text = fittingText([{ compare, wanted }], this.random);
    if (text === undefined) return;
    if (text !== '') {
      this.pending[`attr.${compare.property}`] = text;
      if (this.records.length > 0 || heldFor !== undefined) {
        this.step();
        this.carryPending();
      }
    }
    if (heldFor !== undefined) this.advance(this.now + heldFor * SECOND);
  }

  private gather(key: string, operator: Compare['operator'], points: number): void {
    const rules = this.model.scores.find((score) => score.key === key)?.rules ?? [];
    const upwards = operator === '>' || operator === '>=' || (operator === '==' && points > 0) || (operator === '!=' && points === 0);
    const isEnough = (sum: number): boolean => {
      if (operator === '>' || operator === '!=') return sum > points;
      if (operator === '>=' || operator === '==') return sum >= points;
      return operator === '<' ? sum < points : sum <= points;
    };
    const useful = rules.filter((rule) => (upwards ? rule.points > 0 : rule.points < 0));
    for (let sum = 0, made = 0; useful.length > 0 && !isEnough(sum) && made < MOST_RECORDS; made++) {
      const left = Math.abs(points - sum);
      const exact = operator === '==' ? useful.filter((rule) => Math.abs(rule.points) <= left) : useful;
      const rule = this.random.pick(exact.length > 0 ? exact : useful);
      this.step();
      this.add(this.fitting.of(rule.pattern, made));
      sum += rule.points;
    }
  }
}

const INVERSE = { '==': '!=', '!=': '==', '<': '>=', '>=': '<', '>': '<=', '<=': '>' } as const;

const CARRIERS: readonly Draft[] = [
  { event: 'visited', texts: { url: 'https://www.example.com/' }, properties: {} },
  { event: 'opened', texts: { email: 'sample-email' }, properties: {} },
  { event: 'sent', texts: { email: 'sample-email' }, properties: {} },
];

/** Of a date its beginning in UTC: near enough for a plan. In microseconds. */
export function momentOf(text: string): number {
  const moment = Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text);
  return Number.isNaN(moment) ? 0 : moment * 1000;
}
