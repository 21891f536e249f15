import type { ActivityTable } from '../activities/activity-table.ts';
import { TRUE } from './answer.ts';
import { ask, lastWord, segmentView } from './ask.ts';
import type { ContactHistory } from './contact-history.ts';
import { countsAny, usedBy } from './counted-records.ts';
import { nextChange } from './next-change.ts';
import { LAST_MOMENT, deadlineAt } from './lookout.ts';
import { LookoutOfOne } from './lookout-of-one.ts';
import type { Program, ProgramRule } from './program.ts';
import type { ContactWay, Pass, Visit } from './way.ts';
import type { Anchor, Moment, View } from './view.ts';
import { hasPassed } from './view.ts';

const NEVER = Infinity;

/** A rule that is true, and whether it begins a pass or moves one on. */
interface Step {
  readonly rule: ProgramRule;
  readonly begins: boolean;
}

/** One time: its records, which of them moves have used up, which stages were entered. */
class Now {
  /** Its records stand at the places `first` to `end`, end excluded. */
  readonly first: number;
  readonly end: number;
  readonly time: number;
  readonly used: number[] = [];
  readonly entered: number[] = [];
  /** Anchors of this time; records of this time come within their reach as they are offered. */
  readonly anchors: Anchor[] = [];
  /** Its deadlines have taken effect. */
  late = false;
  begun = false;
  /** The audience or the lack of consent kept a pass from beginning at one of its records. */
  refused = false;

  constructor(time: number, history: ContactHistory) {
    this.time = time;
    this.first = history.firstAt(time);
    this.end = history.firstAfter(time);
  }
}

/**
 * Replays contacts' histories through a journey: language.md §7 and simulation.md "Order". `asOf` in microseconds; what is later has
 * not happened.
 */
export class Replay {
  private readonly program: Program;
  private readonly history: ContactHistory;
  private readonly table: ActivityTable;
  private readonly lookout: LookoutOfOne;
  private asOf = -Infinity;
  private passes: Pass[] = [];
  private keptOut: 'audience' | 'consent' | undefined;
  /** Where the contact is: the pass, undefined before the first one, its stay in a stage, and what windows count from. */
  private pass: Pass | undefined;
  private visit = NOWHERE;
  private anchor: Anchor | undefined;
  private stageAnchors: (Anchor | undefined)[] = [];
  /** Where the pass became over: in the last stage of the path, in a side stage, or expired; undefined while it is not. */
  private over: Anchor | undefined;
  /** Places below it are visible. */
  private high = 0;
  /** Outside the years 1827 to 2112 moments have no exact numbers, so that every time is gone through: wrong clocks write such times. */
  private looksAhead = true;
  /** The rule that {@link nextMoment} found to be the first true one at its moment, where it is known that nothing else happens then. */
  private due: ProgramRule | undefined;

  /** `history`: of the contact that is replayed. */
  constructor(program: Program, table: ActivityTable, history: ContactHistory) {
    this.program = program;
    this.table = table;
    this.history = history;
    this.lookout = new LookoutOfOne(program, table, history);
  }

  /** The way of the contact that the history was read of. */
  run(asOf: number): ContactWay {
    const known = this.history.known();
    this.begin(asOf);
    // Nothing is true of a contact before its first record.
    if (this.program.reentry.kind === 'overlapping') this.runOverlapping(known);
    else this.runFrom(undefined, known);
    return { passes: this.passes, keptOut: this.keptOut };
  }

  private begin(asOf: number): void {
    this.asOf = asOf;
    this.passes = [];
    this.keptOut = undefined;
    this.pass = undefined;
    this.visit = NOWHERE;
    this.anchor = undefined;
    this.stageAnchors = [];
    this.over = undefined;
    this.high = this.history.start;
    this.looksAhead = this.history.known() >= -LAST_MOMENT && asOf <= LAST_MOMENT;
  }

  /** Goes through all moments from one on; `last`: the time that was gone through before it. */
  private runFrom(last: Now | undefined, first: number): void {
    let now = last;
    let lone: Anchor | undefined;
    let from = first;
    for (;;) {
      const next = this.nextMoment(from);
      const time = Math.floor(next);
      if (time > this.asOf || time === NEVER) return;
      if (lone?.time === time) {
        now = this.turnBackTo(lone);
        this.goOnAfter(lone, now, next);
        lone = undefined;
      } else {
        if (now?.time !== time) {
          lone = this.moveAlone(next);
          // Then what the new stage asks is tried at the same moment.
          from = next;
          if (lone) continue;
          now = this.turnTo(time);
        }
        // At one time the records come first, then the deadlines.
        if (next === time) this.offer(now, now.first);
        if (next !== time || !this.looksAhead) this.takeDeadline(now);
      }
      from = next === time && this.looksAhead ? deadlineAt(time) : time + 1;
    }
  }

  /** What was before a time and could change nothing is visible. */
  private turnTo(time: number): Now {
    const now = new Now(time, this.history);
    this.high = now.first;
    return now;
  }

  // ---- moves that happen alone

  /**
   * Makes the move of the rule that is due at a moment, where it needs no further look: no other record has its time. Returns the
   * anchor of the move, undefined where none was made.
   */
  private moveAlone(moment: number): Anchor | undefined {
    const { due, history } = this;
    if (due === undefined) return undefined;
    const { times, end } = history;
    const time = Math.floor(moment);
    let place = this.high;
    while (place < end && times[place]! < moment) place++;
    const isRecord = moment === time;
    if (isRecord) {
      if (place + 1 < end && times[place + 1] === time) return undefined;
      place++;
    }
    this.high = place;
    const anchor = { time, start: place, excluded: NO_PLACES, used: NO_PLACES, reach: place, entry: isRecord ? place - 1 : -1 };
    this.enter(due, this.pass === undefined, anchor);
    return anchor;
  }

  /** The time of a lone move, at which more happens after all. */
  private turnBackTo({ time, entry }: Anchor): Now {
    const now = new Now(time, this.history);
    if (entry >= 0) now.used.push(entry);
    else now.late = true;
    now.entered.push(this.visit.stage);
    if (this.anchor) now.anchors.push(this.anchor);
    now.begun = this.pass?.visits.length === 1;
    return now;
  }

  private goOnAfter({ time, entry }: Anchor, now: Now, next: number): void {
    if (entry < 0) this.finishDeadline(now, this.stepOut(now, this.momentOf(now)));
    else if (next !== time) this.takeDeadline(now);
    else {
      const place = this.moveAt(now, entry, false);
      if (place !== undefined) this.offer(now, place);
    }
  }

  // ---- records

  private momentOf({ time, late }: Now): Moment {
    return { time, late, high: this.high };
  }

  /** Offers the records of one time, one by one; after a move into a path stage those not used up again. */
  private offer(now: Now, from: number): void {
    let place = from;
    while (place < now.end) {
      if (now.used.includes(place)) {
        place++;
        continue;
      }
      this.high = Math.max(this.high, place + 1);
      for (const anchor of now.anchors) anchor.reach = Math.max(anchor.reach, place + 1);
      place = this.moveAt(now, place, true) ?? place + 1;
    }
    this.high = Math.max(this.high, now.end);
    for (const anchor of now.anchors) anchor.reach = now.end;
  }

  /**
   * Makes the moves that a record brings; where it is not `offered` now, those that follow from it without a further record.
   * Returns the place at which to go on, undefined where nothing moved.
   */
  private moveAt(now: Now, place: number, offered: boolean): number | undefined {
    let goOn: number | undefined;
    for (let further = offered; ; further = false) {
      const moment = this.momentOf(now);
      const step = this.stepOut(now, moment) ?? this.stepIn(now, moment, place);
      if (!step) return goOn;
      if (further) use(now, place);
      goOn = this.take(now, step, moment, place);
    }
  }

  /** Takes a step at a record. Returns the place from which records of this time are offered (again). */
  private take(now: Now, step: Step, moment: Moment, entry: number): number {
    for (const used of usedBy(step.rule.when, step.begins ? this.viewOutside(moment) : this.viewIn(moment), now.first)) use(now, used);
    const isSide = (this.program.stages[step.rule.stage]?.path ?? -1) < 0;
    const start = isSide ? this.high : now.first;
    const used = [...now.used];
    // What a side stage does not offer again is after the anchors before its own all the same.
    if (isSide) for (const anchor of now.anchors) anchor.reach = this.high;
    this.enterAt(now, step, { time: now.time, start, excluded: isSide ? NO_PLACES : used, used, reach: start, entry });
    return start;
  }

  // ---- deadlines

  /** Rules first, then expiry, then what can begin. */
  private takeDeadline(now: Now): void {
    this.high = now.end;
    const before = this.momentOf(now);
    now.late = true;
    this.finishDeadline(now, this.stepOutAnew(now, before, this.momentOf(now)));
  }

  private finishDeadline(now: Now, first: Step | undefined): void {
    this.followDeadline(now, first);
    this.expire(now);
    this.followDeadline(now, this.stepIn(now, this.momentOf(now), -1));
    // A pass that began just now may have no time at all.
    this.expire(now);
  }

  /** Takes a step at a deadline and those that follow at once. */
  private followDeadline(now: Now, first: Step | undefined): void {
    for (let step = first; step; step = this.stepOut(now, this.momentOf(now))) this.enterAt(now, step, this.anchorAtDeadline(now));
  }

  /** Every record of a deadline's time is before it. */
  private anchorAtDeadline({ time, used }: Now): Anchor {
    return { time, start: this.high, excluded: NO_PLACES, used: [...used], reach: this.high, entry: -1 };
  }

  private expire(now: Now): void {
    const { pass, program } = this;
    if (!pass || pass.isSafe || pass.expired !== undefined || program.expiresAfter === undefined) return;
    if (!hasPassed(pass.began + program.expiresAfter, this.momentOf(now))) return;
    pass.expired = now.time;
    this.over ??= this.anchorAtDeadline(now);
  }

  // ---- rules

  /** The first rule out of the stage that is true and whose stage was not entered at this moment. */
  private stepOut(now: Now, moment: Moment): Step | undefined {
    const rule = this.rulesOut().find((one) => this.isTrue(one, moment) && !now.entered.includes(one.stage));
    return rule && { rule, begins: false };
  }

  /** As {@link stepOut}, of the rules that were not true just before: one that was held back waits for a record. */
  private stepOutAnew(now: Now, before: Moment, moment: Moment): Step | undefined {
    const rule = this.rulesOut().find((one) => this.isTrue(one, moment) && !this.isTrue(one, before) && !now.entered.includes(one.stage));
    return rule && { rule, begins: false };
  }

  /** The rules out of the stage that the contact is in. */
  private rulesOut(): readonly ProgramRule[] {
    const { pass } = this;
    return pass && pass.expired === undefined ? this.program.stages[this.visit.stage]!.rulesOut : NO_RULES;
  }

  private isTrue({ after, when }: ProgramRule, moment: Moment): boolean {
    if (after !== undefined && !hasPassed(this.visit.entered + after, moment)) return false;
    return when === undefined || ask(when, this.viewIn(moment)) === TRUE;
  }

  /** The first rule that begins a pass now. `place`: the record just offered, -1 where there is none. */
  private stepIn(now: Now, moment: Moment, place: number): Step | undefined {
    if (now.begun || !this.mayBeginAgain()) return undefined;
    const { pass, program } = this;
    if (pass && program.reentry.kind === 'after' && !hasPassed(pass.began + program.reentry.length, moment)) return undefined;
    const view = this.viewOutside(moment);
    const rule = program.rulesIn.find((one) => !now.entered.includes(one.stage) && this.isTrueAnew(one, view, now, place));
    if (!rule) return undefined;
    if (this.isLetIn(view)) return { rule, begins: true };
    now.refused = true;
    return undefined;
  }

  /**
   * True now, and either not true just before or for a record of now. With `overlapping` each record can begin a pass of
   * its own, so that now is the record just offered, and a deadline only brings what it makes true.
   */
  private isTrueAnew({ when }: ProgramRule, view: View, now: Now, place: number): boolean {
    if (!when || ask(when, view) !== TRUE) return false;
    const overlapping = this.program.reentry.kind === 'overlapping';
    const from = overlapping ? (place < 0 ? this.high : place) : now.first;
    // Who was refused at a record is not asked again because of it when the deadlines of its time take effect.
    if (!(now.late && now.refused) && countsAny(when, view, from)) return true;
    // Before its first record a contact is not known, and nothing is true of it.
    if (from === this.history.start && !now.late) return true;
    return ask(when, { ...view, moment: { time: now.time, late: false, high: now.late ? this.high : from } }) !== TRUE;
  }

  private isLetIn(view: View): boolean {
    const { audience, consent } = this.program;
    if (audience && ask(audience, segmentView(view)) !== TRUE) {
      this.keptOut ??= 'audience';
      return false;
    }
    if (consent && !lastWord(consent, view)) {
      this.keptOut = 'consent';
      return false;
    }
    return true;
  }

  private mayBeginAgain(): boolean {
    const { pass, over, program } = this;
    return pass === undefined || (over !== undefined && program.reentry.kind !== 'never' && program.reentry.kind !== 'overlapping');
  }

  // ---- moves

  private enterAt(now: Now, { rule, begins }: Step, anchor: Anchor): void {
    now.entered.push(rule.stage);
    now.anchors.push(anchor);
    if (begins) now.begun = true;
    this.enter(rule, begins, anchor);
  }

  private enter({ stage: number, index }: ProgramRule, begins: boolean, anchor: Anchor): void {
    const { time } = anchor;
    const { hasReachedGoal, isLastOfPath, path } = this.program.stages[number]!;
    const visit: Visit = { stage: number, entered: time, rule: index, anchor };
    if (begins) {
      this.pass = { began: time, visits: [visit], isSafe: false, expired: undefined };
      this.passes.push(this.pass);
      this.stageAnchors = [];
      this.over = undefined;
    } else this.pass?.visits.push(visit);
    if (this.pass && (hasReachedGoal || isLastOfPath)) this.pass.isSafe = true;
    this.visit = visit;
    this.anchor = anchor;
    this.stageAnchors[number] = anchor;
    const isOver = isLastOfPath || path < 0;
    this.over = isOver ? (this.over ?? anchor) : undefined;
  }

  // ---- views

  private viewIn(moment: Moment): View {
    const { history, anchor, stageAnchors } = this;
    return { history, moment, anchor, origin: anchor, outside: false, earlierLinks: NO_PLACES, stageAnchors };
  }

  private viewOutside(moment: Moment): View {
    const { history, over } = this;
    return { history, moment, anchor: over, origin: over, outside: true, earlierLinks: NO_PLACES, stageAnchors: NO_ANCHORS };
  }

  // ---- what comes next

  /**
   * The first moment, `from` or later, at which a rule can be true, a wait or a pass can end. At that moment possibly nothing
   * happens, but before it nothing does.
   */
  private nextMoment(from: number): number {
    this.due = undefined;
    if (!this.looksAhead) return this.nextTime(from);
    const { pass, program, lookout } = this;
    let next = NEVER;
    if (pass !== undefined && pass.expired === undefined) {
      lookout.standIn(this.anchor, this.stageAnchors, this.asOf);
      for (const rule of program.stages[this.visit.stage]!.rulesOut) {
        const one = this.nextTrue(rule, from);
        if (one === from && Number.isInteger(from)) next = this.orSooner(next, this.nextAnew(rule, from), from);
        else if (one < next) {
          next = one;
          this.due = rule;
        }
      }
      if (program.expiresAfter !== undefined && !pass.isSafe) next = this.orSooner(next, deadlineAt(pass.began + program.expiresAfter), from);
    }
    return this.mayBeginAgain() ? this.nextBeginning(next, from) : next;
  }

  /** When a rule out of the stage can next be true. */
  private nextTrue({ after, outlook }: ProgramRule, from: number): number {
    const start = after === undefined ? from : Math.max(from, deadlineAt(this.visit.entered + after));
    return outlook === undefined ? start : this.lookout.nextTrue(outlook, start);
  }

  /** A rule that is true already was held back, because its stage had been entered: it waits for a record, or until it becomes true again. */
  private nextAnew({ outlook }: ProgramRule, from: number): number {
    return Math.min(this.nextRecord(from), outlook === undefined ? NEVER : this.lookout.nextTouch(outlook, from));
  }

  /** When a pass can next begin; `next` if not before that. */
  private nextBeginning(soonest: number, from: number): number {
    const { pass, program, lookout } = this;
    let next = soonest;
    lookout.standOutside(this.over, this.asOf);
    for (const rule of program.rulesIn) {
      const { outlook } = rule;
      if (outlook === undefined) continue;
      const one = lookout.nextTrue(outlook, from);
      // What is true already begins a pass only with a further record that it counts, or if it becomes true again.
      if (one === from && Number.isInteger(from) && this.nextRecord(from) !== from) next = this.orSooner(next, lookout.nextTouch(outlook, from), from);
      else if (one < next && pass === undefined && program.audience === undefined && program.consent === undefined && Number.isInteger(one)) {
        next = one;
        this.due = rule;
      } else next = this.orSooner(next, one, from);
    }
    if (pass && program.reentry.kind === 'after') next = this.orSooner(next, deadlineAt(pass.began + program.reentry.length), from);
    return next;
  }

  /** The sooner of two moments; if it is the other one, or both are at once, no rule alone is due. */
  private orSooner(next: number, other: number, from: number): number {
    if (other < from || other > next) return next;
    this.due = undefined;
    return other;
  }

  /** The first time, `from` or later, with a record or a deadline of any condition: {@link nextMoment} without looking ahead. */
  private nextTime(from: number): number {
    const { pass, program, history } = this;
    const before: Moment = { time: from - 1, late: true, high: history.firstAt(from) };
    let next = this.nextRecord(from);
    const view = this.viewIn(before);
    for (const { after, when } of this.rulesOut()) {
      if (after !== undefined) next = this.orSooner(next, this.visit.entered + after, from);
      if (when) next = Math.min(next, nextChange(when, view));
    }
    if (program.expiresAfter !== undefined && pass && !pass.isSafe) next = this.orSooner(next, pass.began + program.expiresAfter, from);
    if (!this.mayBeginAgain()) return next;
    const outside = this.viewOutside(before);
    for (const { when } of program.rulesIn) if (when) next = Math.min(next, nextChange(when, outside));
    return pass && program.reentry.kind === 'after' ? this.orSooner(next, pass.began + program.reentry.length, from) : next;
  }

  /** The time of the first record at `from` or later. */
  private nextRecord(from: number): number {
    const place = this.history.firstAt(from);
    return place < this.history.end ? this.history.times[place]! : NEVER;
  }

  // ---- overlapping passes

  /** Each record can begin a pass, which then runs on its own. */
  private runOverlapping(first: number): void {
    let now: Now | undefined;
    let from = first;
    for (;;) {
      const next = this.looksAhead ? this.nextBeginning(NEVER, from) : this.nextTime(from);
      const time = Math.floor(next);
      if (time > this.asOf || time === NEVER) return;
      if (now?.time !== time) now = this.turnTo(time);
      const isRecord = next === time;
      while (isRecord && this.high < now.end) this.beginPass(now, this.high++);
      if (!isRecord || !this.looksAhead) {
        now.late = true;
        this.high = now.end;
        this.beginPass(now, -1);
      }
      from = isRecord && this.looksAhead ? deadlineAt(time) : time + 1;
    }
  }

  private beginPass(now: Now, place: number): void {
    now.begun = false;
    const step = this.stepIn(now, this.momentOf(now), place);
    if (step) this.passes.push(...this.passBegunBy(step, now, place));
  }

  private passBegunBy(step: Step, { time, late }: Now, place: number): Pass[] {
    const one = new Replay({ ...this.program, reentry: { kind: 'never' } }, this.table, this.history);
    one.begin(this.asOf);
    const now = one.turnTo(time);
    one.high = this.high;
    if (late) {
      now.late = true;
      one.followDeadline(now, step);
      one.expire(now);
    } else {
      use(now, place);
      const start = one.take(now, step, one.momentOf(now), place);
      one.offer(now, one.moveAt(now, place, false) ?? start);
      if (!one.looksAhead) one.takeDeadline(now);
    }
    one.runFrom(now, late || !one.looksAhead ? time + 1 : deadlineAt(time));
    return one.passes;
  }
}

function use(now: Now, place: number): void {
  if (!now.used.includes(place)) now.used.push(place);
}

const NOWHERE: Visit = { stage: -1, entered: NaN, rule: -1, anchor: { time: NaN, start: -1, excluded: [], used: [], reach: -1, entry: -1 } };
const NO_PLACES: readonly number[] = [];
const NO_RULES: readonly ProgramRule[] = [];
const NO_ANCHORS: readonly (Anchor | undefined)[] = [];
