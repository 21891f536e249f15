import type { Journey } from '../../src/model/journey.ts';
import { ask, countedFromAnchor, countedInBeginning, hasConsent } from './ask.ts';
import type { Clause } from './clauses.ts';
import { clausesFrom } from './clauses.ts';
import type { Run } from './match.ts';
import type { Moment } from './moment.ts';
import { isOver, microseconds, momentBefore } from './moment.ts';
import type { Anchor, Question } from './question.ts';
import type { ReferenceRecord } from './reference-record.ts';
import type { ReferencePass, ReferenceWay } from './reference-way.ts';

/** A journey with the moments at which answers of its conditions can change. */
export interface Replayed {
  readonly journey: Journey;
  /** Microseconds: every length of time that the model names. */
  readonly lengths: readonly number[];
  readonly dates: readonly number[];
}

/** All that is known of one contact: their records in the fixed order, those after as-of left out. */
export interface Contact {
  readonly records: readonly ReferenceRecord[];
  /** From the contacts' file. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Replays one contact's records up to `asOf`. simulation.md §2: "Deadlines up to it take effect". */
export function replayContact(replayed: Replayed, run: Run, contact: Contact, asOf: number): ReferenceWay {
  return new Replay(replayed, run, contact, asOf).way();
}

/** One pass on its way, or (without visits yet) the contact outside the journey. */
interface Traveller {
  pass: ReferencePass | undefined;
  /** Of each visit, when and by what it was entered. */
  anchors: Anchor[];
  /** Since when the pass has been over, if it is. */
  over: Anchor | undefined;
  /** Records that its moves used up. */
  readonly spent: Set<ReferenceRecord>;
  /** The time of the latest of its moments, whose deadline is part of it. */
  time: number;
  /** "a stage is entered at most once at one moment" */
  entered: Set<number>;
  /** "at most one begins at a moment" */
  hasBegun: boolean;
  /** Whether the audience or consent refused a beginning at a record of this time. */
  wasRefused: boolean;
}

/** Where the replay stands within one moment, for one traveller. */
interface Here {
  readonly now: Moment;
  /** Records of this time offered at least once. */
  readonly offered: Set<ReferenceRecord>;
  /** Records of this time offered since the last move into a path stage. */
  offeredAgain: Set<ReferenceRecord>;
}

class Replay {
  readonly #journey: Journey;
  readonly #run: Run;
  readonly #contact: Contact;
  readonly #asOf: number;
  readonly #lengths: readonly number[];
  readonly #path: readonly number[];
  readonly #passes: ReferencePass[] = [];
  readonly #keptOut = new Set<'audience' | 'consent'>();
  /** Times just after which an answer can change; more of them than needed do no harm. */
  readonly #deadlines: Set<number>;

  constructor({ journey, lengths, dates }: Replayed, run: Run, contact: Contact, asOf: number) {
    this.#journey = journey;
    this.#run = run;
    this.#contact = contact;
    this.#asOf = asOf;
    this.#lengths = lengths;
    this.#path = journey.stages.flatMap((stage, number) => (stage.kind === 'path' ? [number] : []));
    this.#deadlines = new Set(dates);
  }

  way(): ReferenceWay {
    const isOverlapping = this.#journey.reentry.kind === 'overlapping';
    const travellers = [newTraveller()];
    for (const { now, records } of this.#moments()) {
      if (!isOverlapping) this.#live(travellers[0]!, now, records, true);
      else {
        for (const traveller of travellers) this.#live(traveller, now, records, false);
        this.#beginOverlapping(travellers, now, records);
      }
    }
    // docs/semantics.md: "without consent if consent was ever the reason, else as kept out by the audience; and as neither once it was let in."
    if (this.#passes.length > 0 || this.#keptOut.size === 0) return { passes: this.#passes };
    return { passes: this.#passes, keptOut: this.#keptOut.has('consent') ? 'consent' : 'audience' };
  }

  /** Times of records, and after them deadlines; a move adds deadlines while this goes on. */
  *#moments(): Generator<{ now: Moment; records: readonly ReferenceRecord[] }> {
    const { records } = this.#contact;
    // docs/semantics.md: "A contact is known from its first record on."
    for (let time = records[0]!.time, next: number | undefined = time; next !== undefined;) {
      time = next;
      const ofThisTime = records.filter((record) => record.time === time);
      if (ofThisTime.length > 0) {
        this.#addDeadlines(time);
        yield { now: { time, isDeadline: false }, records: ofThisTime };
      }
      if (this.#deadlines.has(time)) yield { now: { time, isDeadline: true }, records: [] };
      const later = [...records.map((record) => record.time), ...this.#deadlines].filter((one) => one > time && one <= this.#asOf);
      next = later.length === 0 ? undefined : Math.min(...later);
    }
  }

  #addDeadlines(time: number): void {
    for (const length of this.#lengths) this.#deadlines.add(time + length);
  }

  /** Lives through one moment: the rules out of the stage, the end of the pass, and where they may the beginning of another. */
  #live(traveller: Traveller, now: Moment, records: readonly ReferenceRecord[], mayBegin: boolean, from?: Here): void {
    const here = from ?? { now, offered: new Set(), offeredAgain: new Set() };
    if (traveller.time !== now.time) Object.assign(traveller, { time: now.time, entered: new Set(), hasBegun: false, wasRefused: false });
    if (now.isDeadline) {
      this.#settle(traveller, here, undefined, mayBegin);
      return;
    }
    // "they are offered one by one in a fixed order […] After a move into a path stage the records of that time not used up are offered again".
    for (;;) {
      const record = records.find((one) => !here.offeredAgain.has(one) && !traveller.spent.has(one));
      if (!record) return;
      here.offered.add(record);
      here.offeredAgain.add(record);
      this.#offer(traveller, here, record);
      this.#settle(traveller, here, record, mayBegin);
    }
  }

  #offer({ anchors, over }: Traveller, { now }: Here, record: ReferenceRecord): void {
    for (const anchor of over ? [...anchors, over] : anchors) if (anchor.time === now.time) anchor.offeredSince.add(record);
  }

  /** "The rules out of the new stage are then tried at the same moment, with the new anchor, until none is true". */
  #settle(traveller: Traveller, here: Here, record: ReferenceRecord | undefined, mayBegin: boolean): void {
    // Only the first move is made by the record; the others follow "without a further record".
    let movedBy = record;
    for (;;) {
      const clause = this.#firstTrueClause(traveller, here);
      if (clause) this.#move(traveller, here, clause, record, movedBy, this.#question(traveller, here));
      else {
        // docs/semantics.md: "At a deadline the rules out of the stage are tried first, then the pass may expire, then a new pass may begin."
        this.#expire(traveller, here);
        const question = mayBegin && this.#mayBegin(traveller, here) ? this.#outside(traveller, here) : undefined;
        const beginning = question && this.#firstBeginning(question, traveller, (one) => one.time === here.now.time, this.#questionBefore(question));
        if (!question || !beginning) return;
        this.#begin(traveller, here, beginning, record, movedBy, question);
      }
      movedBy = undefined;
    }
  }

  // ---- moving

  #firstTrueClause(traveller: Traveller, here: Here): Clause | undefined {
    const { pass, anchors } = traveller;
    if (!pass || pass.expired !== undefined) return undefined;
    const clauses = clausesFrom(this.#journey, pass.visits.at(-1)!.stage);
    const question = this.#question(traveller, here);
    const isTrue = ({ rule }: Clause, asked: Question): boolean => {
      // "no earlier than D after entering A; what C asks about may have happened before that"
      if (rule.after !== undefined && !isOver(anchors.at(-1)!.time + microseconds(rule.after), asked.now)) return false;
      return rule.when === undefined || ask(rule.when, asked) === 'true';
    };
    const possible = clauses.filter((clause) => !traveller.entered.has(clause.stage) && isTrue(clause, question));
    // "At a deadline only rules that were not true just before it can move […] (After a move at a deadline the rules out of the new
    // stage are tried as always.)" What was held back at an earlier moment waits for a record.
    const { time, record } = anchors.at(-1)!;
    const hasJustMoved = here.now.isDeadline && time === here.now.time && record === undefined;
    if (!here.now.isDeadline || hasJustMoved) return possible[0];
    const before = this.#questionBefore(question)!;
    return possible.find((clause) => !isTrue(clause, before));
  }

  #move(
    traveller: Traveller,
    here: Here,
    { stage, index, rule }: Clause,
    record: ReferenceRecord | undefined,
    movedBy: ReferenceRecord | undefined,
    question: Question,
  ): void {
    const { now } = here;
    const isPath = this.#journey.stages[stage]!.kind === 'path';
    if (!now.isDeadline) {
      // "A record is *used up* when it made a move, or was counted after the anchor by the clause that moved."
      if (movedBy) traveller.spent.add(movedBy);
      const counted = rule.when === undefined ? [] : countedFromAnchor(rule.when, question);
      for (const one of counted) if (one.time === now.time) traveller.spent.add(one);
      // "After a move into a side stage nothing already offered is offered again, and all of it is before the anchor"; after earlier anchors
      // of this time it is as it would be had it been offered again.
      here.offeredAgain = isPath ? new Set() : new Set(here.offered);
      if (!isPath) for (const one of here.offered) this.#offer(traveller, here, one);
    }
    const before = new Set([...traveller.spent, ...(isPath ? [] : here.offered)]);
    const anchor: Anchor = { time: now.time, record, before, offeredSince: new Set() };
    const pass = traveller.pass!;
    pass.visits.push({ stage, entered: now.time, rule: index });
    traveller.anchors.push(anchor);
    traveller.entered.add(stage);
    this.#addDeadlines(now.time);
    const isLast = stage === this.#path.at(-1);
    // "reached neither the goal nor the last path stage"; simulation.md §3: `reached` is this far or further.
    const goal = this.#path.findIndex((one) => this.#journey.stages[one]!.name === this.#journey.goal);
    if (isPath && this.#path.indexOf(stage) >= goal) pass.isSafe = true;
    // "Over = in the last path stage, in a side stage, or expired."
    if (isLast || !isPath) traveller.over ??= { ...anchor, offeredSince: new Set() };
    else traveller.over = undefined;
  }

  /**
   * "a pass that has reached neither the goal nor the last path stage within D of its beginning is closed, just after that time
   * and after the rules have been tried".
   */
  #expire(traveller: Traveller, { now }: Here): void {
    const { pass } = traveller;
    const { expiresAfter } = this.#journey;
    if (!pass || pass.isSafe || pass.expired !== undefined || expiresAfter === undefined) return;
    const end = pass.began + microseconds(expiresAfter);
    if (!isOver(end, now)) return;
    pass.expired = end;
    traveller.over ??= { time: end, record: undefined, before: new Set(), offeredSince: new Set() };
  }

  // ---- beginning

  /** "may a contact start again: never; once its pass is over and D has gone by since it began; once it is over". */
  #mayBegin({ pass, over, hasBegun }: Traveller, { now }: Here): boolean {
    if (!pass) return true;
    const { reentry } = this.#journey;
    if (!over || hasBegun || reentry.kind === 'never') return false;
    return reentry.kind !== 'after' || isOver(pass.began + microseconds(reentry.seconds), now);
  }

  /**
   * "A pass begins at a moment when the first stage's condition (or that of a path stage `from outside`) is true and either was
   * not true at the moment before or counts a record of this moment". `isOfThisMoment`: which records are.
   */
  #firstBeginning(
    question: Question,
    traveller: Traveller,
    isOfThisMoment: (record: ReferenceRecord) => boolean,
    before: Question | undefined,
  ): Clause | undefined {
    const clauses = clausesFrom(this.#journey, undefined).filter(({ stage }) => !traveller.entered.has(stage));
    const beginning = clauses.find(({ rule }) => {
      const condition = rule.when!;
      if (ask(condition, question) !== 'true') return false;
      if (!before || ask(condition, before) !== 'true') return true;
      // Whoever was refused at a record is not asked again because of that record at the deadline of its time.
      return !(question.now.isDeadline && traveller.wasRefused) && countedInBeginning(condition, question).some(isOfThisMoment);
    });
    if (!beginning || this.#isLetIn(question)) return beginning;
    traveller.wasRefused = true;
    return undefined;
  }

  /** "`audience when C`: asked at each moment at which a pass could begin"; "`consent required`: checked at entry". */
  #isLetIn(question: Question): boolean {
    const { audience, consentRequired } = this.#journey;
    if (audience && ask(audience, { ...question, previousPassOver: undefined, usedUp: new Set(), comingAgain: new Set() }) !== 'true') {
      this.#keptOut.add('audience');
      return false;
    }
    if (consentRequired && !hasConsent(question)) {
      this.#keptOut.add('consent');
      return false;
    }
    return true;
  }

  #begin(
    traveller: Traveller,
    here: Here,
    clause: Clause,
    record: ReferenceRecord | undefined,
    movedBy: ReferenceRecord | undefined,
    question: Question,
  ): void {
    traveller.pass = { began: here.now.time, visits: [], isSafe: false };
    traveller.anchors = [];
    traveller.over = undefined;
    traveller.hasBegun = true;
    this.#passes.push(traveller.pass);
    this.#move(traveller, here, clause, record, movedBy, question);
  }

  /**
   * "`overlapping`, at any time, every pass running independently of the others"; "at most one begins at a moment (`overlapping`:
   * for each record)". docs/semantics.md: "a record begins a pass if the condition counts that record, or became true with it.
   * A deadline begins one only if it makes the condition true."
   */
  #beginOverlapping(travellers: Traveller[], now: Moment, records: readonly ReferenceRecord[]): void {
    const offered: ReferenceRecord[] = [];
    let before: Question | undefined;
    for (const record of now.isDeadline ? [undefined] : records) {
      if (record) offered.push(record);
      const traveller = newTraveller(now.time);
      const here: Here = { now, offered: new Set(offered), offeredAgain: new Set(offered) };
      const question = this.#outside(traveller, here);
      before ??= this.#questionBefore(question);
      const beginning = this.#firstBeginning(question, traveller, (one) => one === record, before);
      before = question;
      if (!beginning) continue;
      this.#begin(traveller, here, beginning, record, record, question);
      travellers.push(traveller);
      this.#settle(traveller, here, record, false);
      this.#live(traveller, now, records, false, here);
    }
  }

  // ---- questions

  #question({ anchors, pass, spent, over }: Traveller, { now, offered, offeredAgain }: Here): Question {
    const comingAgain = [...offered].filter((record) => !offeredAgain.has(record) && !spent.has(record));
    return {
      run: this.#run,
      zone: this.#journey.timezone,
      now,
      seen: this.#contact.records.filter((record) => record.time < now.time || (record.time === now.time && (now.isDeadline || offered.has(record)))),
      attributes: this.#contact.attributes,
      anchor: anchors.at(-1),
      previousPassOver: over,
      enteredStage: (name) => anchors[pass?.visits.findLastIndex((visit) => this.#journey.stages[visit.stage]!.name === name) ?? -1],
      usedUp: this.#stillUsed(spent, now, anchors.at(-1)),
      comingAgain: new Set(comingAgain),
    };
  }

  #outside(traveller: Traveller, here: Here): Question {
    const usedUp = this.#stillUsed(traveller.spent, here.now, traveller.over);
    return { ...this.#question(traveller, here), anchor: undefined, enteredStage: () => undefined, usedUp };
  }

  /** What moves at other times than now and the anchor's used up is no longer of any weight. */
  #stillUsed(records: ReadonlySet<ReferenceRecord>, now: Moment, anchor: Anchor | undefined): ReadonlySet<ReferenceRecord> {
    return new Set([...records].filter(({ time }) => time === now.time || time === anchor?.time));
  }

  /** The same question before the records of this time, or before its deadline; undefined where the contact was not known yet. */
  #questionBefore(question: Question): Question | undefined {
    const now = momentBefore(question.now);
    const seen = this.#contact.records.filter((record) => record.time <= now.time);
    return seen.length === 0 ? undefined : { ...question, now, seen, comingAgain: new Set() };
  }
}

const newTraveller = (time = NaN): Traveller => ({
  pass: undefined,
  anchors: [],
  over: undefined,
  spent: new Set(),
  time,
  entered: new Set(),
  hasBegun: false,
  wasRefused: false,
});
