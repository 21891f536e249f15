import type { ActivityTable } from '../activities/activity-table.ts';
import type { ContactHistory } from './contact-history.ts';
import type { Standpoints } from './lookout.ts';
import { Anchors, LAST_MOMENT, Lookout, deadlineAt, lasts } from './lookout.ts';
import type { Outlook } from './outlook.ts';
import type { Program, ProgramRule } from './program.ts';
import type { Replay } from './replay.ts';
import { factsOf } from './table-facts.ts';
import type { Anchor } from './view.ts';
import { WayColumns } from './way-columns.ts';

/** So many contacts at once that what is known of them stays in the processor's cache. */
const MOST = 2048;

/** A contact with more is left to {@link Replay}. */
const MOST_STAYS = 8;

const NEVER = Infinity;
const NONE = -1;

/** What became of a contact. */
const FOLLOWED = 0;
/** It has no record by then. */
const UNKNOWN = 1;
/** Its way is for {@link Replay} to find. */
const APART = 2;
const NOT_IN_AUDIENCE = 3;
const WITHOUT_CONSENT = 4;

/**
 * Replays many contacts at once, stage by stage: for all that are in a stage it looks when each rule out of it is first true, and
 * moves them on. That is what {@link Replay} does where the records have one order: a contact with two records that matter at the time
 * of a move, a rule that is held back, a second pass or many stays is left to it.
 */
export class ReplayTogether {
  private readonly program: Program;
  private readonly table: ActivityTable;
  private readonly history: ContactHistory;
  private readonly replay: Replay;
  private readonly lookout: Lookout;
  private asOf = -Infinity;

  // By the contact's index among those looked at together.
  private readonly contact = new Int32Array(MOST);
  private readonly state = new Uint8Array(MOST);
  private readonly isSafe = new Uint8Array(MOST);
  private readonly began = new Float64Array(MOST);
  /** NaN where it did not. */
  private readonly expired = new Float64Array(MOST);
  /** Where a pass became over. */
  private readonly over = new Anchors(MOST);
  /** Where each stage was last entered. */
  private readonly stages: readonly Anchors[];
  /** How many stays in a stage it had, and from `index * MOST_STAYS` on for each the rule that led to it and when. */
  private readonly stays = new Uint8Array(MOST);
  private readonly stayRule = new Int32Array(MOST * MOST_STAYS);
  private readonly stayMoment = new Float64Array(MOST * MOST_STAYS);
  /** By stage: whether a pass is over in it, and whether it cannot expire from then on. */
  private readonly isOver: Uint8Array;
  private readonly makesSafe: Uint8Array;
  /** By the rule's number among all of the journey. */
  private readonly stageOfRule: Int32Array;
  private readonly placeOfRule: Int32Array;

  /** By stage: those that came to it and were not looked at since. */
  private readonly waiting: readonly { list: Int32Array<ArrayBuffer>; size: number }[];
  private spare = new Int32Array(MOST);
  /** By index: from when on is looked, what was found, and for which rule. */
  private readonly from = new Float64Array(MOST);
  private readonly next = new Float64Array(MOST);
  private readonly one = new Float64Array(MOST);
  private readonly due = new Int32Array(MOST);
  private readonly begins = new Float64Array(MOST);

  private readonly inside: readonly Standpoints[];
  /** After a pass that is over, and before the first one. */
  private readonly outside: Standpoints;
  private readonly before: Standpoints;
  private readonly way = new WayColumns();

  /** `replay`: of the same program and history. */
  constructor(program: Program, table: ActivityTable, history: ContactHistory, replay: Replay) {
    this.program = program;
    this.table = table;
    this.history = history;
    this.replay = replay;
    this.lookout = new Lookout(table, history, program.signals, MOST);
    const { contact } = this;
    const stages = program.stages.map(() => new Anchors(MOST));
    this.stages = stages;
    this.waiting = program.stages.map(() => ({ list: new Int32Array(MOST), size: 0 }));
    this.isOver = Uint8Array.from(program.stages, ({ isLastOfPath, path }) => (isLastOfPath || path < 0 ? 1 : 0));
    this.makesSafe = Uint8Array.from(program.stages, ({ isLastOfPath, hasReachedGoal }) => (isLastOfPath || hasReachedGoal ? 1 : 0));
    const rules = [...program.rulesIn, ...program.stages.flatMap(({ rulesOut }) => rulesOut)];
    this.stageOfRule = new Int32Array(1 + Math.max(0, ...rules.map(({ number }) => number)));
    this.placeOfRule = new Int32Array(this.stageOfRule.length);
    for (const { number, stage, index } of rules) {
      this.stageOfRule[number] = stage;
      this.placeOfRule[number] = index;
    }
    this.inside = stages.map((anchors) => ({
      contact,
      anchors,
      stages,
      outside: false,
      isUnanchored: false,
      standpointOf: (index) => ({ anchor: this.anchorOf(anchors, index), stageAnchors: stages.map((one) => this.anchorOf(one, index)) }),
    }));
    const { over } = this;
    const standpointOf = (index: number) => ({ anchor: this.anchorOf(over, index), stageAnchors: [] });
    this.outside = { contact, anchors: over, stages: [], outside: true, isUnanchored: false, standpointOf };
    this.before = { ...this.outside, isUnanchored: true };
  }

  /**
   * Hands on the ways of the contacts `from` to `to`, end excluded, in their order; those without a record up to `asOf` have none.
   * A way is good until the next one is handed on.
   */
  each(from: number, to: number, asOf: number, take: (contact: number, way: WayColumns) => void): void {
    this.asOf = asOf;
    for (let first = from; first < to; first += MOST) {
      const size = Math.min(MOST, to - first);
      this.begin(first, size);
      this.moveAll();
      for (let index = 0; index < size; index++) if (this.fill(this.way, index)) take(first + index, this.way);
    }
  }

  // ---- beginning

  private begin(first: number, size: number): void {
    this.stays.fill(0);
    this.expired.fill(NaN);
    this.over.moment.fill(NaN);
    for (const { moment } of this.stages) moment.fill(NaN);
    const list = this.spare;
    const known = this.gatherKnown(first, size, list);
    const { rulesIn, audienceOutlook, consentOutlook } = this.program;
    this.lookout.standAt(this.before, this.asOf);
    this.findFirst(rulesIn, list, known);
    let beginning = this.takeRecordsOnly(list, known);
    beginning = this.letIn(audienceOutlook, NOT_IN_AUDIENCE, list, beginning);
    beginning = this.letIn(consentOutlook, WITHOUT_CONSENT, list, beginning);
    for (let each = 0; each < beginning; each++) {
      const index = list[each]!;
      this.isSafe[index] = 0;
      this.began[index] = this.next[index]!;
      this.move(index, rulesIn[this.due[index]!]!);
    }
  }

  /** Puts into the list those that have a record and can be followed here. */
  private gatherKnown(first: number, size: number, list: Int32Array): number {
    const { contact, state, from, asOf, program, table } = this;
    const { starts, time } = table;
    const { earliest, latest } = factsOf(table);
    // Only then are moments exact, and only one pass at a time is followed here.
    const isExact = asOf <= LAST_MOMENT && earliest >= -LAST_MOMENT;
    const followed = isExact && program.reentry.kind !== 'overlapping' ? FOLLOWED : APART;
    // Nothing is true of a contact before its first record. Where rules only count records, that need not be looked at.
    const looksAtFirst = latest > asOf || !program.rulesIn.every(({ outlook }) => outlook === undefined || lasts(outlook));
    let known = 0;
    for (let index = 0; index < size; index++) {
      const start = starts[first + index]!;
      contact[index] = first + index;
      from[index] = looksAtFirst ? time[start]! : -NEVER;
      if (start === starts[first + index + 1]! || from[index]! > asOf) state[index] = UNKNOWN;
      else {
        state[index] = followed;
        list[known++] = index;
      }
    }
    return followed === APART ? 0 : known;
  }

  /** Keeps those of a list that a record lets begin. */
  private takeRecordsOnly(list: Int32Array, size: number): number {
    const end = deadlineAt(this.asOf);
    let kept = 0;
    for (let each = 0; each < size; each++) {
      const index = list[each]!;
      const moment = this.next[index]!;
      if (moment > end) continue;
      if (moment === Math.floor(moment)) list[kept++] = index;
      else this.state[index] = APART;
    }
    return kept;
  }

  /** Keeps those of a list that a condition lets in at `next`. Whom it never lets in is kept out; who may be let in later is {@link APART}. */
  private letIn(outlook: Outlook | undefined, keptOut: number, list: Int32Array, size: number): number {
    if (outlook === undefined) return size;
    const { one, next, state } = this;
    const end = deadlineAt(this.asOf);
    for (let each = 0; each < size; each++) one[list[each]!] = next[list[each]!]!;
    this.lookout.nextTrue(outlook, list, size, one);
    let kept = 0;
    for (let each = 0; each < size; each++) {
      const index = list[each]!;
      if (one[index] === next[index]) list[kept++] = index;
      else state[index] = one[index]! > end && this.isLone(index, next[index]!) ? keptOut : APART;
    }
    return kept;
  }

  /** Whether what happens at a time is the matter of one record. */
  private isLone(index: number, time: number): boolean {
    return !this.lookout.isCrowded(time, this.contact[index]!);
  }

  // ---- moving

  private moveAll(): void {
    for (let some = true; some;) {
      some = false;
      for (let stage = 0; stage < this.waiting.length; stage++) {
        const waiting = this.waiting[stage]!;
        if (waiting.size === 0) continue;
        some = true;
        const { list, size } = waiting;
        waiting.list = this.spare;
        waiting.size = 0;
        this.moveOn(stage, list, size);
        this.spare = list;
      }
    }
  }

  /** Finds when each of the contacts in a stage leaves it, and by which rule, and moves them. */
  private moveOn(stage: number, list: Int32Array, size: number): void {
    const { program, next, due, began, isSafe, begins, state } = this;
    const { rulesOut } = program.stages[stage]!;
    const { moment: since } = this.stages[stage]!;
    const mayBegin = program.reentry.kind !== 'never' && this.isOver[stage] === 1;
    if (rulesOut.length === 0 && program.expiresAfter === undefined && !mayBegin) return;
    for (let each = 0; each < size; each++) this.from[list[each]!] = since[list[each]!]!;
    this.lookout.standAt(this.inside[stage]!, this.asOf);
    this.findFirst(rulesOut, list, size);
    if (mayBegin) this.findBeginnings(list, size);
    const end = deadlineAt(this.asOf);
    for (let each = 0; each < size; each++) {
      const index = list[each]!;
      const moment = next[index]!;
      const expires = program.expiresAfter === undefined || isSafe[index] === 1 ? NEVER : deadlineAt(began[index]! + program.expiresAfter);
      const soonest = expires < moment ? expires : moment;
      if (mayBegin && begins[index]! <= soonest && begins[index]! <= end) state[index] = APART;
      else if (soonest > end) continue;
      else if (expires === moment) state[index] = APART;
      else if (soonest === moment) this.move(index, rulesOut[due[index]!]!);
      else this.expire(index, expires);
    }
  }

  /** For the contacts of a list the first moment at which one of some rules is true, and which one: the first of those true then. */
  private findFirst(rules: readonly ProgramRule[], list: Int32Array, size: number): void {
    const { one, next, due } = this;
    if (rules.length === 0) for (let each = 0; each < size; each++) next[list[each]!] = NEVER;
    for (let rule = 0; rule < rules.length; rule++) {
      const found = rule === 0 ? next : one;
      this.findNext(rules[rule]!, list, size, found);
      for (let each = 0; each < size; each++) {
        const index = list[each]!;
        if (rule > 0 && one[index]! >= next[index]!) continue;
        next[index] = found[index]!;
        due[index] = rule;
      }
    }
  }

  /** When a rule is first true. A wait is over at the end of its time; whatever its rule asks is asked from then on. */
  private findNext({ after, outlook }: ProgramRule, list: Int32Array, size: number, found: Float64Array): void {
    const { from } = this;
    for (let each = 0; each < size; each++) {
      const index = list[each]!;
      found[index] = after === undefined ? from[index]! : deadlineAt(Math.floor(from[index]!) + after);
    }
    if (outlook !== undefined) this.lookout.nextTrue(outlook, list, size, found);
  }

  /** When another pass could begin, which is then left to {@link Replay}. */
  private findBeginnings(list: Int32Array, size: number): void {
    const { program, from, one, begins, began } = this;
    const { reentry } = program;
    for (let each = 0; each < size; each++) begins[list[each]!] = NEVER;
    this.lookout.standAt(this.outside, this.asOf);
    for (const { outlook } of program.rulesIn) {
      if (outlook === undefined) continue;
      for (let each = 0; each < size; each++) {
        const index = list[each]!;
        one[index] = reentry.kind === 'after' ? Math.max(from[index]!, deadlineAt(began[index]! + reentry.length)) : from[index]!;
      }
      this.lookout.nextTrue(outlook, list, size, one);
      for (let each = 0; each < size; each++) begins[list[each]!] = Math.min(begins[list[each]!]!, one[list[each]!]!);
    }
  }

  /** Moves a contact by a rule at the moment in `next`: by the one record that matters then, by a deadline, or at once after a move. */
  private move(index: number, rule: ProgramRule): void {
    // Not an argument: numbers with a fraction would be boxed for each call.
    const moment = this.next[index]!;
    const isCrowded = this.lookout.isCrowded(moment, this.contact[index]!);
    if (isCrowded || this.stays[index] === MOST_STAYS || this.wasEntered(index, rule.stage)) {
      this.state[index] = APART;
      return;
    }
    const stay = index * MOST_STAYS + this.stays[index]!++;
    this.stayRule[stay] = rule.number;
    this.stayMoment[stay] = moment;
    const { stage } = rule;
    this.stages[stage]!.moment[index] = moment;
    if (this.makesSafe[stage] === 1) this.isSafe[index] = 1;
    if (this.isOver[stage] === 0) this.over.moment[index] = NaN;
    else if (Number.isNaN(this.over.moment[index]!)) this.over.moment[index] = moment;
    const waiting = this.waiting[stage]!;
    waiting.list[waiting.size++] = index;
  }

  /** Whether a stage was entered at the time of the moment in `next`, which holds back the rules that lead to it. */
  private wasEntered(index: number, stage: number): boolean {
    const time = Math.floor(this.next[index]!);
    const first = index * MOST_STAYS;
    for (let stay = first + this.stays[index]! - 1; stay >= first && Math.floor(this.stayMoment[stay]!) === time; stay--) {
      if (this.stageOfRule[this.stayRule[stay]!] === stage) return true;
    }
    return false;
  }

  private expire(index: number, moment: number): void {
    this.expired[index] = Math.floor(moment);
    if (this.program.reentry.kind === 'never') return;
    // It permits another pass.
    if (Number.isNaN(this.over.moment[index]!)) this.over.moment[index] = moment;
    this.from[index] = moment;
    ONE[0] = index;
    this.findBeginnings(ONE, 1);
    if (this.begins[index]! <= deadlineAt(this.asOf)) this.state[index] = APART;
  }

  /** In full: of a record or deadline at whose time no other record matters. The history is turned to the contact. */
  private anchorOf({ moment }: Anchors, index: number): Anchor | undefined {
    if (Number.isNaN(moment[index]!)) return undefined;
    const time = Math.floor(moment[index]!);
    const isRecord = moment[index] === time;
    const entry = isRecord ? this.lookout.loneAt(time, this.contact[index]!) : NONE;
    const start = isRecord ? entry + 1 : this.history.firstAfter(time);
    return { time, start, excluded: [], used: [], reach: start, entry };
  }

  // ---- handing on

  /** False where it has no record by then. */
  private fill(way: WayColumns, index: number): boolean {
    switch (this.state[index]!) {
      case UNKNOWN:
        return false;
      case APART:
        this.history.read(this.contact[index]!, this.asOf);
        way.fill(this.replay.run(this.asOf));
        return true;
      case NOT_IN_AUDIENCE:
        way.clear('audience');
        return true;
      case WITHOUT_CONSENT:
        way.clear('consent');
        return true;
    }
    way.clear(undefined);
    const stays = this.stays[index]!;
    if (stays === 0) return true;
    way.reserve(stays);
    const first = index * MOST_STAYS;
    for (let place = 0; place < stays; place++) {
      const rule = this.stayRule[first + place]!;
      way.stage[place] = this.stageOfRule[rule]!;
      way.rule[place] = this.placeOfRule[rule]!;
      way.entered[place] = Math.floor(this.stayMoment[first + place]!);
    }
    way.addPass(stays, this.expired[index]!);
    return true;
  }
}

const ONE = new Int32Array(1);
