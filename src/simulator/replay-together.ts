import type { ActivityTable } from '../activities/activity-table.ts';
import type { ContactHistory } from './contact-history.ts';
import type { Standpoints } from './lookout.ts';
import { Anchors, LAST_MOMENT, Lookout, deadlineAt } from './lookout.ts';
import type { Outlook } from './outlook.ts';
import type { Program, ProgramRule } from './program.ts';
import type { Replay } from './replay.ts';
import { factsOf } from './table-facts.ts';
import type { Anchor } from './view.ts';
import type { ContactWay, Pass, Stay } from './way.ts';

/** So many contacts at once that what is known of them stays in the processor's cache. */
const MOST = 2048;

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
 * moves them on. That is what {@link Replay} does where at each moment only one thing happens: a contact with two records that matter
 * at the time of a move, two moves at one time or a second pass is left to it.
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
  private readonly lastVisit = new Int32Array(MOST);

  /** Stays in a stage, in the order of moves: where the one before of the same contact stands, the rule that led to it, when. */
  private visits = 0;
  private visitBefore = new Int32Array(MOST * 4);
  private visitRule = new Int32Array(MOST * 4);
  private visitMoment = new Float64Array(MOST * 4);
  private readonly rules: ProgramRule[] = [];

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
  private readonly outside: Standpoints;
  /** By number of stays. */
  private readonly ways: WayInHand[] = [];

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
    for (const rule of [...program.rulesIn, ...program.stages.flatMap(({ rulesOut }) => rulesOut)]) this.rules[rule.number] = rule;
    this.inside = stages.map((anchors) => ({
      contact,
      anchors,
      stages,
      outside: false,
      standpointOf: (index) => ({ anchor: anchorOf(anchors, index), stageAnchors: stages.map((one) => anchorOf(one, index)) }),
    }));
    const { over } = this;
    this.outside = { contact, anchors: over, stages: [], outside: true, standpointOf: (index) => ({ anchor: anchorOf(over, index), stageAnchors: [] }) };
  }

  /**
   * Hands on the ways of the contacts `from` to `to`, end excluded, in their order; those without a record up to `asOf` have none.
   * A way is good until the next one is handed on.
   */
  each(from: number, to: number, asOf: number, take: (contact: number, way: ContactWay<Stay>) => void): void {
    this.asOf = asOf;
    for (let first = from; first < to; first += MOST) {
      const size = Math.min(MOST, to - first);
      this.begin(first, size);
      this.moveAll();
      for (let index = 0; index < size; index++) {
        const way = this.wayOf(index);
        if (way) take(first + index, way);
      }
    }
  }

  // ---- beginning

  private begin(first: number, size: number): void {
    this.visits = 0;
    this.lastVisit.fill(NONE);
    this.expired.fill(NaN);
    this.over.start.fill(NONE);
    for (const { start } of this.stages) start.fill(NONE);
    const list = this.spare;
    const known = this.gatherKnown(first, size, list);
    const { rulesIn, audienceOutlook, consentOutlook } = this.program;
    this.lookout.standAt(this.outside, this.asOf);
    this.findFirst(rulesIn, list, known);
    let beginning = this.takeRecordsOnly(list, known);
    beginning = this.letIn(audienceOutlook, NOT_IN_AUDIENCE, list, beginning);
    beginning = this.letIn(consentOutlook, WITHOUT_CONSENT, list, beginning);
    const { starts } = this.table;
    for (let each = 0; each < beginning; each++) {
      const index = list[each]!;
      this.isSafe[index] = 0;
      this.began[index] = this.next[index]!;
      this.move(index, rulesIn[this.due[index]!]!, this.next[index]!, starts[first + index]!);
    }
  }

  /** Puts into the list those that have a record and can be followed here. Nothing is true of a contact before its first record. */
  private gatherKnown(first: number, size: number, list: Int32Array): number {
    const { contact, state, from, asOf, program, table } = this;
    const { starts, time } = table;
    // Only then are moments exact, and only one pass at a time is followed here.
    const isExact = asOf <= LAST_MOMENT && factsOf(table).earliest >= -LAST_MOMENT;
    const followed = isExact && program.reentry.kind !== 'overlapping' ? FOLLOWED : APART;
    let known = 0;
    for (let index = 0; index < size; index++) {
      const start = starts[first + index]!;
      contact[index] = first + index;
      from[index] = time[start]!;
      if (start === starts[first + index + 1]! || time[start]! > asOf) state[index] = UNKNOWN;
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
    this.history.read(this.contact[index]!, this.asOf);
    return this.lookout.lonePlace(this.history.firstAt(time), this.contact[index]!) !== NONE;
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
    const { start, moment: since } = this.stages[stage]!;
    const mayBegin = program.reentry.kind !== 'never' && isOverIn(program, stage);
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
      // Two things at one time.
      else if (expires === moment || Math.floor(soonest) === Math.floor(since[index]!)) state[index] = APART;
      else if (soonest === moment) this.move(index, rulesOut[due[index]!]!, moment, start[index]!);
      else this.expire(index, expires, start[index]!);
    }
  }

  /** For the contacts of a list the first moment at which one of some rules is true, and which one: the first of those true then. */
  private findFirst(rules: readonly ProgramRule[], list: Int32Array, size: number): void {
    const { from, one, next, due } = this;
    for (let each = 0; each < size; each++) next[list[each]!] = NEVER;
    for (let rule = 0; rule < rules.length; rule++) {
      const { after, outlook } = rules[rule]!;
      // A wait is over at the end of its time; whatever its rule asks is asked from then on.
      for (let each = 0; each < size; each++) {
        const index = list[each]!;
        one[index] = after === undefined ? from[index]! : deadlineAt(Math.floor(from[index]!) + after);
      }
      if (outlook !== undefined) this.lookout.nextTrue(outlook, list, size, one);
      for (let each = 0; each < size; each++) {
        const index = list[each]!;
        if (one[index]! >= next[index]!) continue;
        next[index] = one[index]!;
        due[index] = rule;
      }
    }
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

  /** Moves a contact by a rule; `high`: places below it are visible. */
  private move(index: number, rule: ProgramRule, moment: number, high: number): void {
    const { starts, time } = this.table;
    const end = starts[this.contact[index]! + 1]!;
    let place = high;
    while (place < end && time[place]! < moment) place++;
    if (moment === Math.floor(moment)) {
      if (place + 1 < end && time[place + 1] === moment) place = this.lookout.lonePlace(place, this.contact[index]!);
      if (place === NONE) {
        this.state[index] = APART;
        return;
      }
      place++;
    }
    this.addVisit(index, rule, moment);
    const { stage } = rule;
    const { start, moment: since } = this.stages[stage]!;
    start[index] = place;
    since[index] = moment;
    const { hasReachedGoal, isLastOfPath } = this.program.stages[stage]!;
    if (hasReachedGoal || isLastOfPath) this.isSafe[index] = 1;
    if (!isOverIn(this.program, stage)) this.over.start[index] = NONE;
    else if (this.over.start[index] === NONE) this.setOver(index, moment, place);
    const waiting = this.waiting[stage]!;
    waiting.list[waiting.size++] = index;
  }

  private addVisit(index: number, { number }: ProgramRule, moment: number): void {
    const visit = this.visits++;
    if (visit === this.visitRule.length) {
      this.visitBefore = withSpace(this.visitBefore, new Int32Array(visit * 2));
      this.visitRule = withSpace(this.visitRule, new Int32Array(visit * 2));
      this.visitMoment = withSpace(this.visitMoment, new Float64Array(visit * 2));
    }
    this.visitBefore[visit] = this.lastVisit[index]!;
    this.visitRule[visit] = number;
    this.visitMoment[visit] = moment;
    this.lastVisit[index] = visit;
  }

  private expire(index: number, moment: number, high: number): void {
    this.expired[index] = Math.floor(moment);
    if (this.program.reentry.kind === 'never') return;
    // It permits another pass.
    if (this.over.start[index] === NONE) {
      const { starts, time } = this.table;
      let place = high;
      while (place < starts[this.contact[index]! + 1]! && time[place]! < moment) place++;
      this.setOver(index, moment, place);
    }
    this.from[index] = moment;
    ONE[0] = index;
    this.findBeginnings(ONE, 1);
    if (this.begins[index]! <= deadlineAt(this.asOf)) this.state[index] = APART;
  }

  private setOver(index: number, moment: number, place: number): void {
    this.over.start[index] = place;
    this.over.moment[index] = moment;
  }

  // ---- handing on

  private wayOf(index: number): ContactWay<Stay> | undefined {
    switch (this.state[index]) {
      case UNKNOWN:
        return undefined;
      case APART:
        this.history.read(this.contact[index]!, this.asOf);
        return this.replay.run(this.asOf);
      case NOT_IN_AUDIENCE:
        return { passes: [], keptOut: 'audience' };
      case WITHOUT_CONSENT:
        return { passes: [], keptOut: 'consent' };
    }
    const last = this.lastVisit[index]!;
    if (last === NONE) return NOT_ENTERED;
    let number = 0;
    for (let visit = last; visit !== NONE; visit = this.visitBefore[visit]!) number++;
    const way = (this.ways[number] ??= wayInHand(number));
    const [pass] = way.passes;
    for (let visit = last, place = number - 1; visit !== NONE; visit = this.visitBefore[visit]!, place--) {
      const one = pass.visits[place]!;
      const rule = this.rules[this.visitRule[visit]!]!;
      one.stage = rule.stage;
      one.rule = rule.index;
      one.entered = Math.floor(this.visitMoment[visit]!);
    }
    pass.began = this.began[index]!;
    pass.isSafe = this.isSafe[index] === 1;
    const expired = this.expired[index]!;
    pass.expired = Number.isNaN(expired) ? undefined : expired;
    return way;
  }
}

/** Whether a pass is over in a stage. */
function isOverIn(program: Program, stage: number): boolean {
  const { isLastOfPath, path } = program.stages[stage]!;
  return isLastOfPath || path < 0;
}

const ONE = new Int32Array(1);

const NOT_ENTERED: ContactWay<Stay> = { passes: [], keptOut: undefined };

type Writable<Thing> = { -readonly [Name in keyof Thing]: Thing[Name] };

interface WayInHand extends ContactWay<Stay> {
  readonly passes: readonly [Omit<Writable<Pass<Stay>>, 'visits'> & { readonly visits: Writable<Stay>[] }];
}

const wayInHand = (visits: number): WayInHand => ({
  passes: [{ began: NaN, visits: Array.from({ length: visits }, () => ({ stage: NONE, entered: NaN, rule: NONE })), isSafe: false, expired: undefined }],
  keptOut: undefined,
});

/** Of a record or deadline whose time has no other record. */
function anchorOf({ start, moment }: Anchors, index: number): Anchor | undefined {
  const place = start[index]!;
  if (place === NONE) return undefined;
  const time = Math.floor(moment[index]!);
  return { time, start: place, excluded: [], used: [], reach: place, entry: moment[index] === time ? place - 1 : NONE };
}

function withSpace<List extends Int32Array | Float64Array>(list: List, longer: List): List {
  longer.set(list);
  return longer;
}
