import { TRUE } from './answer.ts';
import { ask, lastWord, segmentView } from './ask.ts';
import type { ContactHistory } from './contact-history.ts';
import { countsAny, usedBy } from './counted-records.ts';
import { ahead, nextChange } from './next-change.ts';
import type { Program, ProgramRule } from './program.ts';
import type { ContactWay, Pass, Visit } from './way.ts';
import type { Anchor, Moment, View } from './view.ts';
import { hasPassed } from './view.ts';

const NEVER = Infinity;

/**
 * Replays one contact's history through a journey: language.md §7 and simulation.md "Order". `asOf` in microseconds; what
 * is later has not happened. False where a rule was held back that any record can set free, so that the history has to be
 * read with every record.
 */
export function replay(program: Program, history: ContactHistory, asOf: number): ContactWay | false {
  const held = { back: false };
  const way = new Replay(program, history, asOf, held).run();
  return held.back && !history.isComplete ? false : way;
}

/** Where a contact is in a pass. */
interface Position {
  readonly pass: Pass;
  readonly visit: Visit;
  readonly anchor: Anchor;
  readonly stageAnchors: (Anchor | undefined)[];
  /** Where the pass became over: in the last stage of the path, in a side stage, or expired; undefined while it is not. */
  readonly over: Anchor | undefined;
}

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
  readonly used = new Set<number>();
  readonly entered = new Set<number>();
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

class Replay {
  private readonly program: Program;
  private readonly history: ContactHistory;
  private readonly asOf: number;
  /** Whether a true rule was passed over because its stage had been entered at that moment. */
  private readonly held: { back: boolean };
  private readonly passes: Pass[] = [];
  private keptOut: 'audience' | 'consent' | undefined;
  private position: Position | undefined;
  /** Places below it are visible. */
  private high = 0;

  constructor(program: Program, history: ContactHistory, asOf: number, held: { back: boolean }) {
    this.program = program;
    this.history = history;
    this.asOf = asOf;
    this.held = held;
  }

  run(): ContactWay {
    if (this.program.reentry.kind === 'overlapping') this.runOverlapping();
    else this.runFrom(undefined);
    return { passes: this.passes, ...(this.keptOut === undefined ? {} : { keptOut: this.keptOut }) };
  }

  /** Goes through all moments after the one given. */
  private runFrom(moment: Now | undefined): void {
    let now = moment;
    for (;;) {
      const record = this.high < this.history.length ? (this.history.times[this.high] ?? NEVER) : NEVER;
      const deadline = now ? this.nextDeadline(this.momentOf(now)) : NEVER;
      // At one time the records come first, then the deadlines.
      const time = Math.min(record, deadline);
      if (time > this.asOf || time === NEVER) return;
      if (now?.time !== time) now = new Now(time, this.history);
      if (deadline < record) this.takeDeadline(now);
      else this.offer(now, now.first);
    }
  }

  private momentOf({ time, late }: Now): Moment {
    return { time, late, high: this.high };
  }

  // ---- records

  /** Offers the records of one time, one by one; after a move into a path stage those not used up again. */
  private offer(now: Now, from: number): void {
    let place = from;
    while (place < now.end) {
      if (now.used.has(place)) {
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
      if (further) now.used.add(place);
      goOn = this.take(now, step, moment, place);
    }
  }

  /** Takes a step at a record. Returns the place from which records of this time are offered (again). */
  private take(now: Now, step: Step, moment: Moment, entry: number): number {
    for (const used of usedBy(step.rule.when, this.viewOf(step, moment), now.first)) now.used.add(used);
    const isSide = (this.program.stages[step.rule.stage]?.path ?? -1) < 0;
    const start = isSide ? this.high : now.first;
    const used = [...now.used];
    // What a side stage does not offer again is after the anchors before its own all the same.
    if (isSide) for (const anchor of now.anchors) anchor.reach = this.high;
    this.enter(now, step, { time: now.time, start, excluded: isSide ? [] : used, used, reach: start, entry });
    return start;
  }

  // ---- deadlines

  private nextDeadline(moment: Moment): number {
    const { position, program } = this;
    let soonest = NEVER;
    if (position && position.pass.expired === undefined) {
      const view = this.viewIn(position, moment);
      for (const rule of program.stages[position.visit.stage]?.rulesOut ?? []) {
        if (rule.after !== undefined) soonest = Math.min(soonest, ahead(position.visit.entered + rule.after, moment));
        if (rule.when) soonest = Math.min(soonest, nextChange(rule.when, view));
      }
      if (program.expiresAfter !== undefined && !position.pass.isSafe) soonest = Math.min(soonest, ahead(position.pass.began + program.expiresAfter, moment));
    }
    if (this.mayBeginAgain()) {
      const view = this.viewOutside(moment);
      for (const rule of program.rulesIn) if (rule.when) soonest = Math.min(soonest, nextChange(rule.when, view));
      if (position && program.reentry.kind === 'after') soonest = Math.min(soonest, ahead(position.pass.began + program.reentry.length, moment));
    }
    return soonest;
  }

  /** Rules first, then expiry, then what can begin. */
  private takeDeadline(now: Now): void {
    const before = this.momentOf(now);
    now.late = true;
    const moment = this.momentOf(now);
    this.followDeadline(now, this.stepOutAnew(now, before, moment));
    this.expire(now);
    this.followDeadline(now, this.stepIn(now, moment, -1));
    // A pass that began just now may have no time at all.
    this.expire(now);
  }

  /** Takes a step at a deadline and those that follow at once. */
  private followDeadline(now: Now, first: Step | undefined): void {
    for (let step = first; step; step = this.stepOut(now, this.momentOf(now))) this.enter(now, step, this.anchorAtDeadline(now));
  }

  /** Every record of a deadline's time is before it. */
  private anchorAtDeadline({ time, used }: Now): Anchor {
    return { time, start: this.high, excluded: [], used: [...used], reach: this.high, entry: -1 };
  }

  private expire(now: Now): void {
    const { position, program } = this;
    if (!position || position.pass.isSafe || position.pass.expired !== undefined || program.expiresAfter === undefined) return;
    if (!hasPassed(position.pass.began + program.expiresAfter, this.momentOf(now))) return;
    position.pass.expired = now.time;
    this.position = { ...position, over: position.over ?? this.anchorAtDeadline(now) };
  }

  // ---- rules

  /** The first rule out of the stage that is true and whose stage was not entered at this moment. */
  private stepOut(now: Now, moment: Moment): Step | undefined {
    const { position } = this;
    if (!position || position.pass.expired !== undefined) return undefined;
    const rule = this.program.stages[position.visit.stage]?.rulesOut.find((one) => this.isTrue(one, position, moment) && this.isFree(one, now));
    return rule && { rule, begins: false };
  }

  /** As {@link stepOut}, of the rules that were not true just before: one that was held back waits for a record. */
  private stepOutAnew(now: Now, before: Moment, moment: Moment): Step | undefined {
    const { position } = this;
    if (!position || position.pass.expired !== undefined) return undefined;
    const rule = this.program.stages[position.visit.stage]?.rulesOut.find(
      (one) => this.isTrue(one, position, moment) && !this.isTrue(one, position, before) && this.isFree(one, now),
    );
    return rule && { rule, begins: false };
  }

  private isTrue({ after, when }: ProgramRule, position: Position, moment: Moment): boolean {
    if (after !== undefined && !hasPassed(position.visit.entered + after, moment)) return false;
    return when === undefined || ask(when, this.viewIn(position, moment)) === TRUE;
  }

  private isFree(rule: ProgramRule, now: Now): boolean {
    if (!now.entered.has(rule.stage)) return true;
    this.held.back = true;
    return false;
  }

  /** The first rule that begins a pass now. `place`: the record just offered, -1 where there is none. */
  private stepIn(now: Now, moment: Moment, place: number): Step | undefined {
    if (now.begun || !this.mayBeginAgain()) return undefined;
    const { position, program } = this;
    if (position && program.reentry.kind === 'after' && !hasPassed(position.pass.began + program.reentry.length, moment)) return undefined;
    const view = this.viewOutside(moment);
    const rule = program.rulesIn.find((one) => !now.entered.has(one.stage) && this.isTrueAnew(one, view, now, place));
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
    if (from === 0 && !now.late) return true;
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
    const { position, program } = this;
    if (!position) return true;
    return position.over !== undefined && program.reentry.kind !== 'never' && program.reentry.kind !== 'overlapping';
  }

  // ---- moves

  private enter(now: Now, { rule, begins }: Step, anchor: Anchor): void {
    const stage = this.program.stages[rule.stage];
    if (!stage) throw new Error('A rule leads into a stage that is not there.');
    const visit: Visit = { stage: rule.stage, entered: now.time, rule: rule.index };
    now.entered.add(rule.stage);
    now.anchors.push(anchor);
    const before = begins ? undefined : this.position;
    const pass = before?.pass ?? { began: now.time, visits: [], isSafe: false };
    if (!before) {
      now.begun = true;
      this.passes.push(pass);
    }
    pass.visits.push(visit);
    if (stage.hasReachedGoal || stage.isLastOfPath) pass.isSafe = true;
    const stageAnchors = before?.stageAnchors ?? [];
    stageAnchors[rule.stage] = anchor;
    const isOver = stage.isLastOfPath || stage.path < 0;
    this.position = { pass, visit, anchor, stageAnchors, over: isOver ? (before?.over ?? anchor) : undefined };
  }

  // ---- views

  private viewOf({ begins }: Step, moment: Moment): View {
    return this.position && !begins ? this.viewIn(this.position, moment) : this.viewOutside(moment);
  }

  private viewIn({ anchor, stageAnchors }: Position, moment: Moment): View {
    return { history: this.history, moment, anchor, origin: anchor, outside: false, earlierLinks: [], stageAnchors };
  }

  private viewOutside(moment: Moment): View {
    const over = this.position?.over;
    return { history: this.history, moment, anchor: over, origin: over, outside: true, earlierLinks: [], stageAnchors: [] };
  }

  // ---- overlapping passes

  /** Each record can begin a pass, which then runs on its own. */
  private runOverlapping(): void {
    let now: Now | undefined;
    for (;;) {
      const record = this.high < this.history.length ? (this.history.times[this.high] ?? NEVER) : NEVER;
      const deadline = now ? this.nextDeadline(this.momentOf(now)) : NEVER;
      const time = Math.min(record, deadline);
      if (time > this.asOf || time === NEVER) return;
      if (now?.time !== time) now = new Now(time, this.history);
      // While records of this time are left, none of them is later than a deadline.
      now.late = deadline < record;
      const place = now.late ? -1 : this.high++;
      now.begun = false;
      const step = this.stepIn(now, this.momentOf(now), place);
      if (step) this.passes.push(...this.passBegunBy(step, now, place));
    }
  }

  private passBegunBy(step: Step, { time, late }: Now, place: number): Pass[] {
    const one = new Replay({ ...this.program, reentry: { kind: 'never' } }, this.history, this.asOf, this.held);
    const now = new Now(time, this.history);
    one.high = this.high;
    if (late) {
      now.late = true;
      one.followDeadline(now, step);
      one.expire(now);
    } else {
      now.used.add(place);
      const start = one.take(now, step, one.momentOf(now), place);
      one.offer(now, one.moveAt(now, place, false) ?? start);
    }
    one.runFrom(now);
    return one.passes;
  }
}
