import type { ActivityTable } from '../activities/activity-table.ts';
import { FALSE, TRUE } from './answer.ts';
import { ask, segmentView } from './ask.ts';
import type { ContactHistory } from './contact-history.ts';
import type { Signal } from './matching/signals.ts';
import { nextChange } from './next-change.ts';
import type { Outlook } from './outlook.ts';
import type { TableFacts } from './table-facts.ts';
import { factsOf } from './table-facts.ts';
import type { Anchor, View } from './view.ts';

const NEVER = Infinity;

/**
 * A moment as one number: the records of a time are at that time, the deadlines just after them half a microsecond later. Times
 * are whole microseconds, so the order of the numbers is the order of the moments; exact below {@link LAST_MOMENT}.
 */
export const deadlineAt = (time: number): number => time + 0.5;

/** Half microseconds are exact up to here, in the year 2112. */
export const LAST_MOMENT = 2 ** 52;

/** Where windows of some contacts begin, by the contact's index. */
export class Anchors {
  /** When it was: at a record or a deadline; NaN where there is no anchor. */
  readonly moment: Float64Array;
  /** The first place after the anchor; -1 where whatever matters is after it that has a later time. */
  readonly start: Int32Array;
  /** Places from `start` on that are not after the anchor all the same: of all contacts, so only one can have some. */
  excluded: readonly number[] = NO_PLACES;

  constructor(size: number) {
    this.start = new Int32Array(size).fill(-1);
    this.moment = new Float64Array(size).fill(NaN);
  }
}

/** From where conditions are asked for some contacts: as a {@link View}, a column each. */
export interface Standpoints {
  /** By index: the contact's number in the table. */
  readonly contact: Int32Array;
  readonly anchors: Anchors;
  /** By stage: where the pass last entered it. */
  readonly stages: readonly Anchors[];
  readonly outside: boolean;
  /** None of them has an anchor. */
  readonly isUnanchored: boolean;
  /** One contact's in full. */
  readonly standpointOf: (index: number) => Standpoint;
}

export interface Standpoint {
  readonly anchor: Anchor | undefined;
  readonly stageAnchors: readonly (Anchor | undefined)[];
}

/** Which answers are looked for. */
const IS_TRUE = 0;
const IS_FALSE = 1;
const IS_NOT_TRUE = 2;
const IS_NOT_FALSE = 3;
type Wanted = typeof IS_TRUE | typeof IS_FALSE | typeof IS_NOT_TRUE | typeof IS_NOT_FALSE;

const OPPOSITE: readonly Wanted[] = [IS_FALSE, IS_TRUE, IS_NOT_FALSE, IS_NOT_TRUE];

/** True, or possibly true: what `and` needs of all its operands and `or` of one. */
const isPositive = (wanted: Wanted): boolean => wanted === IS_TRUE || wanted === IS_NOT_FALSE;

/**
 * Says when a condition can next be true, so that a replay need not stop at the moments before. Every record of a contact is
 * known, so it reads the answer from the records to come: never too late, and exactly where no two records that matter have the time it gives.
 * Records of one time are offered one by one, so at such a time whatever holds before or after it is taken to hold.
 *
 * It is asked for many contacts at once: `which` holds the indices of `size` contacts, and `at`, by index, the moment from which on
 * each is looked at, that moment included; all records up to it have been offered. It becomes the moment found, Infinity if there
 * is none.
 */
export class Lookout {
  private readonly history: ContactHistory;
  private readonly times: Float64Array;
  private readonly starts: Uint32Array;
  private readonly ties: TableFacts['ties'];
  private readonly signals: readonly Signal[];
  private readonly most: number;
  private readonly spareMoments: Float64Array[] = [];
  private readonly spareLists: Int32Array[] = [];
  private from: Standpoints = NOWHERE;
  private asOf = -NEVER;

  /** `most`: how many contacts at once. `history`: turned to other contacts. `signals`: all that is asked for. */
  constructor(table: ActivityTable, history: ContactHistory, signals: readonly Signal[], most: number) {
    this.history = history;
    this.signals = signals;
    this.times = table.time;
    this.starts = table.starts;
    this.ties = factsOf(table).ties;
    this.most = most;
  }

  /** From where the next questions are asked; what is after `asOf` has not happened. */
  standAt(from: Standpoints, asOf: number): void {
    this.from = from;
    this.asOf = asOf;
  }

  /** Moves on to where the answer can be true. */
  nextTrue(outlook: Outlook, which: Int32Array, size: number, at: Float64Array): void {
    this.next(outlook, IS_TRUE, which, size, at);
  }

  /** The first time, `time` or later, at which something happens that the answer can depend on. */
  nextTouch({ condition, signals, isFree }: Outlook, index: number, time: number): number {
    const before = this.viewAt(index, isFree, time - 1, true);
    return Math.min(this.nextRecordOf(signals, this.from.contact[index]!, time), deadlineAt(nextChange(condition, before)));
  }

  private next(outlook: Outlook, wanted: Wanted, which: Int32Array, size: number, at: Float64Array): void {
    if (size === 0) return;
    switch (outlook.kind) {
      case 'and':
      case 'or':
        if ((outlook.kind === 'and') === isPositive(wanted)) this.nextOfAll(outlook.operands, wanted, which, size, at);
        else this.nextOfAny(outlook.operands, wanted, which, size, at);
        return;
      case 'not':
        this.next(outlook.operands[0]!, OPPOSITE[wanted]!, which, size, at);
        return;
      case 'segment':
        this.next(outlook.operands[0]!, isPositive(wanted) ? IS_TRUE : IS_NOT_TRUE, which, size, at);
        return;
      case 'count':
        this.nextOfCount(outlook, wanted, which, size, at);
        return;
      case 'in-last':
        if (isPositive(wanted)) this.nextFull(outlook, which, size, at);
        else this.nextNotFull(outlook, which, size, at);
        return;
      case 'quiet':
        if (isPositive(wanted)) this.nextHeard(outlook, which, size, at);
        else this.nextQuiet(outlook, which, size, at);
        return;
      case 'fixed':
        for (let each = 0; each < size; each++) {
          if (outlook.fixed(this.from.contact[which[each]!]!) !== isPositive(wanted)) at[which[each]!] = NEVER;
        }
        return;
      case 'always':
        if (!isPositive(wanted)) for (let each = 0; each < size; each++) at[which[each]!] = NEVER;
        return;
      case 'steps':
        for (let each = 0; each < size; each++) at[which[each]!] = this.nextStep(outlook, wanted, which[each]!, at[which[each]!]!);
        return;
    }
  }

  private nextOfAny(operands: readonly Outlook[], wanted: Wanted, which: Int32Array, size: number, at: Float64Array): void {
    const from = this.spareMoments.pop() ?? new Float64Array(this.most);
    const one = this.spareMoments.pop() ?? new Float64Array(this.most);
    for (let each = 0; each < size; each++) from[which[each]!] = at[which[each]!]!;
    this.next(operands[0]!, wanted, which, size, at);
    for (let operand = 1; operand < operands.length; operand++) {
      for (let each = 0; each < size; each++) one[which[each]!] = from[which[each]!]!;
      this.next(operands[operand]!, wanted, which, size, one);
      for (let each = 0; each < size; each++) {
        const index = which[each]!;
        if (one[index]! < at[index]!) at[index] = one[index]!;
      }
    }
    this.spareMoments.push(from, one);
  }

  /** Each operand in turn from where the one before stands, until all stand at one moment. */
  private nextOfAll(operands: readonly Outlook[], wanted: Wanted, which: Int32Array, size: number, at: Float64Array): void {
    const before = this.spareMoments.pop() ?? new Float64Array(this.most);
    const moving = this.spareLists.pop() ?? new Int32Array(this.most);
    let left = size;
    for (let each = 0; each < size; each++) moving[each] = which[each]!;
    for (let round = 0; left > 0; round++) {
      for (let place = 0; place < operands.length; place++) {
        const operand = operands[place]!;
        if (round === 0 || !answerLasts(operand, wanted)) this.next(operand, wanted, moving, left, at);
        left = this.inTime(moving, left, at);
        if (place === 0) for (let each = 0; each < left; each++) before[moving[each]!] = at[moving[each]!]!;
      }
      // Where the others stayed at the moment of the first one, all agree.
      let still = 0;
      for (let each = 0; each < left; each++) if (at[moving[each]!] !== before[moving[each]!]) moving[still++] = moving[each]!;
      left = still;
    }
    this.spareMoments.push(before);
    this.spareLists.push(moving);
  }

  /** Keeps in a list those whose moment is not too late to matter; the others have none. */
  private inTime(list: Int32Array, size: number, at: Float64Array): number {
    const end = deadlineAt(this.asOf);
    let kept = 0;
    for (let each = 0; each < size; each++) {
      const index = list[each]!;
      if (at[index]! <= end) list[kept++] = index;
      else at[index] = NEVER;
    }
    return kept;
  }

  // ---- counts that only grow

  /** True from the record that completes the count on; false, where it cannot be completed, from when that is settled. */
  private nextOfCount(outlook: Outlook, wanted: Wanted, which: Int32Array, size: number, at: Float64Array): void {
    const { contact } = this.from;
    const { signal, number, length, since, until, isDated, identity } = outlook;
    const { records, times, starts } = signal;
    const anchors = outlook.stage < 0 ? this.from.anchors : this.from.stages[outlook.stage]!;
    const hasEnd = isDated ? until !== NEVER : length !== NEVER;
    const isEver = isDated ? since === -NEVER && !hasEnd : this.from.isUnanchored && outlook.stage < 0 && !hasEnd;
    if (wanted === IS_TRUE && isEver && identity === undefined) {
      this.nextSoMany(signal, number, which, size, at);
      return;
    }
    // Where no further match can be told from none yet, the answer is settled at once; in a stage it stays open.
    const isClosed = isDated || (this.from.outside && outlook.stage < 0);
    const excluded = isDated ? NO_PLACES : anchors.excluded;
    const isPlain = identity === undefined && excluded.length === 0;
    for (let each = 0; each < size; each++) {
      const index = which[each]!;
      const from = at[index]!;
      const first = starts[contact[index]!]!;
      const end = starts[contact[index]! + 1]!;
      let counted = first;
      let last = until;
      if (isDated) {
        if (since !== -NEVER) counted = indexAtTime(times, first, end, since);
      } else {
        const entered = Math.floor(anchors.moment[index]!);
        if (!Number.isNaN(entered)) {
          const start = anchors.start[index]!;
          counted = start < 0 ? indexAtTime(times, first, end, entered + 1) : indexAtPlace(records, first, end, start);
          last = entered + length;
        } else if (outlook.stage >= 0 || hasEnd) {
          // Before its stage was entered a window has not begun.
          if (wanted === IS_TRUE || wanted === IS_FALSE) at[index] = NEVER;
          continue;
        } else last = NEVER;
      }
      const completing = isPlain ? (counted + number <= end ? counted + number - 1 : -1) : this.completing(outlook, counted, end, excluded);
      let reached = completing < 0 ? NEVER : times[completing]!;
      if (reached > last) reached = NEVER;
      // What is complete in time is not false at the end.
      const settled = hasEnd ? (reached === NEVER ? Math.max(last, since) + 0.5 : NEVER) : isClosed ? since + 0.5 : NEVER;
      if (wanted === IS_TRUE) at[index] = reached > from ? reached : from;
      else if (wanted === IS_FALSE) {
        const next = settled > from ? settled : from;
        at[index] = next < reached || (next === reached && this.isCrowded(reached, contact[index]!)) ? next : NEVER;
      } else if (wanted === IS_NOT_TRUE) at[index] = from < reached || (from === reached && this.isCrowded(reached, contact[index]!)) ? from : NEVER;
      else at[index] = from < settled || reached < from ? from : reached;
    }
  }

  /** {@link nextOfCount} for what most journeys begin with: so many records ever. */
  private nextSoMany({ times, starts }: Signal, number: number, which: Int32Array, size: number, at: Float64Array): void {
    const { contact } = this.from;
    for (let each = 0; each < size; each++) {
      const index = which[each]!;
      const last = starts[contact[index]!]! + number;
      const reached = last <= starts[contact[index]! + 1]! ? times[last - 1]! : NEVER;
      if (reached > at[index]!) at[index] = reached;
    }
  }

  /** Which one completes a count of the records from `index` on; -1 where none does. */
  private completing({ signal, number, identity }: Outlook, index: number, end: number, excluded: readonly number[]): number {
    const things: number[] = [];
    let counted = 0;
    for (let at = index; at < end; at++) {
      const place = signal.records[at]!;
      if (excluded.includes(place)) continue;
      if (identity !== undefined) {
        const thing = identity(place);
        if (thing < 0 || things.includes(thing)) continue;
        things.push(thing);
      }
      if (++counted === number) return at;
    }
    return -1;
  }

  // ---- so many in the last so long

  private nextFull({ signal, number, length }: Outlook, which: Int32Array, size: number, at: Float64Array): void {
    const { contact } = this.from;
    const { times, starts } = signal;
    for (let each = 0; each < size; each++) {
      const index = which[each]!;
      const from = at[index]!;
      const first = starts[contact[index]!]!;
      const end = starts[contact[index]! + 1]!;
      let next = indexAtTime(times, first, end, from);
      if (next - number >= first && times[next - number]! + length >= from) continue;
      at[index] = NEVER;
      for (; next < end; next++) {
        const time = times[next]!;
        if (next - number + 1 < first || times[next - number + 1]! + length < time) continue;
        at[index] = time;
        break;
      }
    }
  }

  private nextNotFull({ signal, number, length }: Outlook, which: Int32Array, size: number, at: Float64Array): void {
    const { contact } = this.from;
    const { times, starts } = signal;
    for (let each = 0; each < size; each++) {
      const index = which[each]!;
      const from = at[index]!;
      const first = starts[contact[index]!]!;
      const end = starts[contact[index]! + 1]!;
      if (from === NEVER) continue;
      for (let next = indexAtTime(times, first, end, from); ; next++) {
        const over = next - number >= first ? times[next - number]! + length + 0.5 : -NEVER;
        const moment = over > from ? over : from;
        const time = next < end ? times[next]! : NEVER;
        if (moment > time || (moment === time && !this.isCrowded(time, contact[index]!))) continue;
        at[index] = moment;
        break;
      }
    }
  }

  // ---- so long without a record

  private nextQuiet({ signal, length, isFree }: Outlook, which: Int32Array, size: number, at: Float64Array): void {
    const { contact } = this.from;
    const { times, starts } = signal;
    for (let each = 0; each < size; each++) {
      const index = which[each]!;
      const from = at[index]!;
      const first = starts[contact[index]!]!;
      const end = starts[contact[index]! + 1]!;
      if (from === NEVER) continue;
      let next = indexAtTime(times, first, end, from);
      let since = this.heardBefore(times, first, next, index, isFree);
      for (; ; next++) {
        const over = since + length + 0.5;
        const moment = over > from ? over : from;
        const time = next < end ? times[next]! : NEVER;
        if (moment < time || (moment === time && this.isCrowded(time, contact[index]!))) {
          at[index] = moment;
          break;
        }
        since = time;
      }
    }
  }

  private nextHeard({ signal, length, isFree }: Outlook, which: Int32Array, size: number, at: Float64Array): void {
    const { contact } = this.from;
    const { times, starts } = signal;
    for (let each = 0; each < size; each++) {
      const index = which[each]!;
      const from = at[index]!;
      const first = starts[contact[index]!]!;
      const end = starts[contact[index]! + 1]!;
      const next = indexAtTime(times, first, end, from);
      if (from < this.heardBefore(times, first, next, index, isFree) + length + 0.5) continue;
      at[index] = next < end ? times[next]! : NEVER;
    }
  }

  /** The anchor or the last record before `next`, whichever is later; without either the contact's first record. */
  private heardBefore(times: Float64Array, first: number, next: number, index: number, isFree: boolean): number {
    const { anchors, outside, contact } = this.from;
    const last = next > first ? times[next - 1]! : -NEVER;
    const entered = outside || isFree || Number.isNaN(anchors.moment[index]!) ? -NEVER : Math.floor(anchors.moment[index]!);
    const since = last > entered ? last : entered;
    return since === -NEVER ? this.times[this.starts[contact[index]!]!]! : since;
  }

  // ---- everything else: from one moment that it can depend on to the next

  private nextStep({ condition, signals, isFree }: Outlook, wanted: Wanted, index: number, from: number): number {
    const contact = this.from.contact[index]!;
    for (let moment = from; moment !== NEVER;) {
      const time = Math.floor(moment);
      const late = moment !== time;
      const view = this.viewAt(index, isFree, time, late);
      const place = view.moment.high - 1;
      if (!late && place >= this.history.start && this.times[place] === time && this.isCrowded(time, contact)) return moment;
      const answer = ask(condition, view);
      const isTrue = answer === TRUE;
      const isFalse = answer === FALSE;
      if (wanted === IS_TRUE ? isTrue : wanted === IS_FALSE ? isFalse : wanted === IS_NOT_TRUE ? !isTrue : !isFalse) return moment;
      moment = Math.min(this.nextRecordOf(signals, contact, time + 1), deadlineAt(nextChange(condition, view)));
    }
    return NEVER;
  }

  private nextRecordOf(signals: readonly Signal[], contact: number, from: number): number {
    let soonest = NEVER;
    for (const { times, starts } of signals) {
      const next = indexAtTime(times, starts[contact]!, starts[contact + 1]!, from);
      if (next < starts[contact + 1]!) soonest = Math.min(soonest, times[next]!);
    }
    return soonest;
  }

  private viewAt(index: number, isFree: boolean, time: number, late: boolean): View {
    const { history } = this;
    const { outside, contact } = this.from;
    history.read(contact[index]!, this.asOf);
    const { anchor, stageAnchors } = this.from.standpointOf(index);
    const view = { history, moment: { time, late, high: history.firstAfter(time) }, anchor, origin: anchor, outside, earlierLinks: NO_PLACES, stageAnchors };
    return isFree ? segmentView(view) : view;
  }

  // ---- records

  /** Whether several records can change something at a time, so that the order matters in which they are offered. */
  isCrowded(time: number, contact: number): boolean {
    const { times, starts } = this.ties;
    const end = starts[contact + 1]!;
    const tie = indexAtTime(times, starts[contact]!, end, time);
    return tie < end && times[tie] === time && this.loneAt(time, contact) < 0;
  }

  /** {@link lonePlace} of the records of a time. */
  loneAt(time: number, contact: number): number {
    return this.lonePlace(indexAtTime(this.times, this.starts[contact]!, this.starts[contact + 1]!, time), contact);
  }

  /**
   * The place of the one record that can change something at the time of another one; -1 where there are several. At the contact's
   * first time, when it becomes known, that is each of them.
   */
  private lonePlace(place: number, contact: number): number {
    const { times, starts } = this;
    const time = times[place];
    let first = place;
    while (first > starts[contact]! && times[first - 1] === time) first--;
    let lone = place;
    let found = 0;
    for (let one = first; one < starts[contact + 1]! && times[one] === time; one++) {
      if (first !== starts[contact] && !this.isNoticed(one, contact)) continue;
      lone = one;
      found++;
    }
    return found > 1 ? -1 : lone;
  }

  private isNoticed(place: number, contact: number): boolean {
    for (const { records, starts } of this.signals) {
      const end = starts[contact + 1]!;
      const index = indexAtPlace(records, starts[contact]!, end, place);
      if (index < end && records[index] === place) return true;
    }
    return false;
  }
}

/** The index in `times`, from `first` to `end`, of the first one that is `time` or later. */
function indexAtTime(times: Float64Array, first: number, end: number, time: number): number {
  let low = first;
  let high = end;
  while (high - low > FEW) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  while (low < high && times[low]! < time) low++;
  return low;
}

/** The index in `records`, from `first` to `end`, of the first one at `place` or later. */
function indexAtPlace(records: Int32Array, first: number, end: number, place: number): number {
  let low = first;
  let high = end;
  while (high - low > FEW) {
    const middle = (low + high) >>> 1;
    if (records[middle]! < place) low = middle + 1;
    else high = middle;
  }
  while (low < high && records[low]! < place) low++;
  return low;
}

/** Whether a condition, once it is true, stays true. */
export const lasts = (outlook: Outlook): boolean => answerLasts(outlook, IS_TRUE);

function answerLasts({ kind, operands }: Outlook, wanted: Wanted): boolean {
  switch (kind) {
    case 'and':
    case 'or':
      return operands.every((operand) => answerLasts(operand, wanted));
    case 'not':
      return answerLasts(operands[0]!, OPPOSITE[wanted]!);
    case 'segment':
      return isPositive(wanted) && answerLasts(operands[0]!, IS_TRUE);
    case 'count':
      return wanted === IS_TRUE;
    case 'fixed':
    case 'always':
      return true;
    case 'in-last':
    case 'quiet':
    case 'steps':
      return false;
  }
}

const NO_PLACES: readonly number[] = [];

/** So few records are looked through one by one, which is faster than halving: most contacts have no more of a kind. */
const FEW = 8;

const NOWHERE: Standpoints = {
  contact: new Int32Array(0),
  anchors: new Anchors(0),
  stages: [],
  outside: true,
  isUnanchored: true,
  standpointOf: () => ({ anchor: undefined, stageAnchors: [] }),
};
