import type { Journey } from '../model/journey.ts';
import type { Lengths } from '../results/lengths.ts';
import { addLength, noLengths } from '../results/lengths.ts';
import type { PartialResult } from '../results/partial-result.ts';
import { OUTSIDE_STAGE, addEntries, transitionOf } from '../results/partial-result.ts';
import type { TimeZone } from '../time/time-zone.ts';
import { DaysOf } from './day-of.ts';
import type { ProgramStage } from './program.ts';
import type { ContactWay, Stay } from './way.ts';
import { WayColumns } from './way-columns.ts';

const MICROSECONDS = 1_000_000;
const NONE = -1;

/** How the last stay in a stage ended, and whether that has stalled. */
const OUTCOMES = ['entered', 'advanced', 'returned', 'left', 'expired', 'current', 'stalled'] as const;
const [ENTERED, ADVANCED, RETURNED, LEFT, EXPIRED, CURRENT, STALLED] = [0, 1, 2, 3, 4, 5, 6] as const;

/** So many days before and after the first one that a contact moved on are counted without a search. */
const NEAR_DAYS = 512;

/** Adds up contacts' ways: simulation.md §3. */
export class Tally {
  /** Lacks what {@link finished} puts into it. */
  readonly partial: PartialResult;
  private readonly journey: Journey;
  private readonly stages: readonly ProgramStage[];
  /** The stages of the path, in its order. */
  private readonly path: readonly number[];
  /** By stage: its place on the path, -1 for a side stage, and whether it is the goal or beyond it. */
  private readonly placeOf: Int32Array;
  private readonly isGoal: Uint8Array;
  /** By stage, in microseconds; Infinity where it never does. */
  private readonly stallsAfter: Float64Array;
  private readonly columns = new WayColumns();
  private readonly kpis: readonly ShareKpi[];
  private readonly asOf: number;
  private readonly daysOf: DaysOf;

  /** By stage: the last contact, counted from 1, whose outcome was added. */
  private readonly settledFor: Int32Array;
  // What every contact counts stands in arrays of numbers until the end: by stage and outcome; by transition, which is `from` + 1 and
  // `to`; by stage and place of the rule in it.
  private readonly outcomes: Int32Array;
  private readonly moves: Int32Array;
  private readonly movers: Int32Array;
  private readonly lengths: Lengths[];
  private readonly fired: Int32Array;
  private readonly mostRules: number;
  /** By transition: the last contact, counted from 1, that made it. */
  private readonly madeBy: Int32Array;
  private firstDay = NaN;
  /** By day from {@link NEAR_DAYS} before the first one: entries by stage. */
  private days: (number[] | undefined)[] = [];

  /** `zone`: the journey's, in which days are told apart. */
  constructor(journey: Journey, stages: readonly ProgramStage[], asOf: number, zone: TimeZone, partial: PartialResult) {
    this.journey = journey;
    this.stages = stages;
    this.asOf = asOf;
    this.daysOf = new DaysOf(zone);
    this.partial = partial;
    this.path = stages.flatMap(({ path }, stage) => (path >= 0 ? [stage] : []));
    this.placeOf = Int32Array.from(stages, ({ path }) => path);
    this.isGoal = Uint8Array.from(stages, ({ hasReachedGoal }) => (hasReachedGoal ? 1 : 0));
    this.stallsAfter = Float64Array.from(journey.stages, ({ stallsAfter }) => (stallsAfter ?? Infinity) * MICROSECONDS);
    this.kpis = journey.stages.flatMap((stage, number) =>
      stage.kpis.flatMap((kpi, place): ShareKpi[] => {
        if (kpi.kind === 'contacts') return [];
        const within = kpi.within === undefined ? Infinity : kpi.within * MICROSECONDS;
        return [{ stage: number, place, of: journey.stages.findIndex(({ name }) => name === kpi.of), within }];
      }),
    );
    this.settledFor = new Int32Array(stages.length);
    this.outcomes = new Int32Array(stages.length * OUTCOMES.length);
    const transitions = (stages.length + 1) * stages.length;
    this.moves = new Int32Array(transitions);
    this.movers = new Int32Array(transitions);
    this.lengths = Array.from({ length: transitions }, noLengths);
    this.madeBy = new Int32Array(transitions);
    this.mostRules = Math.max(0, ...journey.stages.map(({ rules }) => rules.length));
    this.fired = new Int32Array(stages.length * this.mostRules);
  }

  /** What the contacts added so far say. Further ones can be added afterwards. */
  finished(): PartialResult {
    const { partial, stages, outcomes, moves, movers, lengths, fired, mostRules } = this;
    partial.stages.forEach((stage, number) => {
      OUTCOMES.forEach((outcome, place) => (stage[outcome] = outcomes[number * OUTCOMES.length + place]!));
    });
    for (let number = 0; number < moves.length; number++) {
      if (moves[number] === 0) continue;
      const transition = transitionOf(partial, Math.floor(number / stages.length) - 1, number % stages.length);
      transition.moves = moves[number]!;
      transition.contacts = movers[number]!;
      transition.lengths = lengths[number]!;
    }
    partial.rules.forEach((rules, stage) => {
      rules.forEach((rule, place) => (rule.fired = fired[stage * mostRules + place]!));
    });
    return partial;
  }

  addWay(way: ContactWay<Stay>): void {
    this.columns.fill(way);
    this.add(this.columns);
  }

  add(way: WayColumns): void {
    const { partial } = this;
    partial.seen++;
    if (way.passes === 0) {
      if (way.keptOut === 'audience') partial.keptOutByAudience++;
      if (way.keptOut === 'consent') partial.withoutConsent++;
      return;
    }
    const counted = way.passes === 1 ? 0 : this.countedPass(way);
    // With `overlapping` passes the counted one alone says what became of the contact.
    const isOverlapping = this.journey.reentry.kind === 'overlapping';
    const firstSettled = isOverlapping ? counted : 0;
    const lastSettled = isOverlapping ? counted : way.passes - 1;
    partial.entered++;
    partial.passes += way.passes;
    if (!Number.isNaN(way.expired[lastSettled]!)) partial.expired++;
    if (this.hasReachedGoal(way)) partial.reachedGoal++;
    this.addReached(this.furthestPlace(way, counted));
    this.addOutcomes(way, firstSettled, lastSettled);
    this.addTimes(way, counted, this.endOf(way, counted, lastSettled));
    for (let pass = 0; pass < way.passes; pass++) this.addMoves(way, pass);
    for (const kpi of this.kpis) this.addKpi(kpi, way);
  }

  /** The pass that says how far a contact got: the furthest, of equals the earliest. */
  private countedPass(way: WayColumns): number {
    let counted = 0;
    for (let pass = 1; pass < way.passes; pass++) if (this.furthestPlace(way, pass) > this.furthestPlace(way, counted)) counted = pass;
    return counted;
  }

  /** The place on the path that a pass got to; -1 where it was never on the path. */
  private furthestPlace(way: WayColumns, pass: number): number {
    let furthest = -1;
    for (let stay = way.startOf(pass); stay < way.passEnd[pass]!; stay++) {
      const place = this.placeOf[way.stage[stay]!]!;
      if (place > furthest) furthest = place;
    }
    return furthest;
  }

  private hasReachedGoal({ stays, stage }: WayColumns): boolean {
    for (let stay = 0; stay < stays; stay++) if (this.isGoal[stage[stay]!] === 1) return true;
    return false;
  }

  private addReached(furthest: number): void {
    for (let place = 0; place <= furthest; place++) this.partial.stages[this.path[place]!]!.reached++;
  }

  /** What became of the contact in each stage it was in, from its last stay there, by the passes `first` to `last`. */
  private addOutcomes(way: WayColumns, first: number, last: number): void {
    const { seen } = this.partial;
    for (let pass = last; pass >= first; pass--) {
      const end = way.passEnd[pass]!;
      for (let stay = end - 1; stay >= way.startOf(pass); stay--) {
        const stage = way.stage[stay]!;
        if (this.settledFor[stage] === seen) continue;
        this.settledFor[stage] = seen;
        const first = stage * OUTCOMES.length;
        this.outcomes[first + ENTERED]!++;
        const isCurrent = stay + 1 === end && pass === last && Number.isNaN(way.expired[pass]!);
        if (stay + 1 < end) this.outcomes[first + this.move(stage, way.stage[stay + 1]!)]!++;
        else this.outcomes[first + (isCurrent ? CURRENT : Number.isNaN(way.expired[pass]!) ? RETURNED : EXPIRED)]!++;
        if (isCurrent && this.asOf - way.entered[stay]! > this.stallsAfter[stage]!) this.outcomes[first + STALLED]!++;
      }
    }
  }

  private move(from: number, to: number): number {
    const here = this.placeOf[from]!;
    const there = this.placeOf[to]!;
    if (there < 0) return LEFT;
    return here >= 0 && there > here ? ADVANCED : RETURNED;
  }

  /** When a pass was over for good: it expired, the next one began, or now. */
  private endOf(way: WayColumns, pass: number, lastSettled: number): number {
    if (!Number.isNaN(way.expired[pass]!)) return way.expired[pass]!;
    return pass < lastSettled ? way.entered[way.passEnd[pass]!]! : this.asOf;
  }

  private addTimes(way: WayColumns, pass: number, end: number): void {
    const { path } = this;
    const first = way.startOf(pass);
    const last = way.passEnd[pass]!;
    // Stays are named by their place, not their time: numbers with a fraction would be boxed for each call.
    let before = NONE;
    for (let place = 0; place < path.length; place++) {
      const stay = firstIn(path[place]!, way, first, last);
      if (stay !== NONE) {
        const entered = way.entered[stay]!;
        const stage = this.partial.stages[path[place]!]!;
        if (before !== NONE && entered >= way.entered[before]!) addLength(stage.fromPrevious, entered - way.entered[before]!);
        const onward = this.firstBeyond(place, stay, way, first, last);
        if (onward !== NONE) addLength(stage.leaves, way.entered[onward]! - entered);
        else if (place < path.length - 1) addLength(stage.stays, end - entered);
      }
      before = stay;
    }
  }

  /** The first stay in a stage further along the path than a place, not before another stay; {@link NONE} if there was none. */
  private firstBeyond(place: number, from: number, { stage, entered }: WayColumns, first: number, last: number): number {
    for (let stay = first; stay < last; stay++) if (entered[stay]! >= entered[from]! && this.placeOf[stage[stay]!]! > place) return stay;
    return NONE;
  }

  private addMoves(way: WayColumns, pass: number): void {
    const { seen } = this.partial;
    const first = way.startOf(pass);
    for (let stay = first; stay < way.passEnd[pass]!; stay++) {
      const stage = way.stage[stay]!;
      const entered = way.entered[stay]!;
      const from = stay === first ? OUTSIDE_STAGE : way.stage[stay - 1]!;
      const number = (from + 1) * this.stages.length + stage;
      this.moves[number]!++;
      if (this.madeBy[number] !== seen) this.movers[number]!++;
      this.madeBy[number] = seen;
      if (stay > first) addLength(this.lengths[number]!, entered - way.entered[stay - 1]!);
      this.fired[stage * this.mostRules + way.rule[stay]!]!++;
      this.addEntry(this.daysOf.dayOf(entered), stage);
    }
  }

  private addEntry(day: number, stage: number): void {
    if (Number.isNaN(this.firstDay)) {
      this.firstDay = day - NEAR_DAYS;
      // Without holes, which would be looked up one by one.
      this.days = new Array<undefined>(2 * NEAR_DAYS).fill(undefined);
    }
    const place = day - this.firstDay;
    const near = place >= 0 && place < this.days.length ? this.days[place] : undefined;
    if (near) near[stage]!++;
    else {
      addEntries(this.partial, day, stage, 1);
      if (place >= 0 && place < this.days.length) this.days[place] = this.partial.days.get(day);
    }
  }

  /** Of the contacts that entered a stage (long enough ago), those that entered this one (soon enough after). */
  private addKpi({ stage, place, of, within }: ShareKpi, way: WayColumns): void {
    let base = Infinity;
    for (let stay = 0; stay < way.stays; stay++) if (way.stage[stay] === of && way.entered[stay]! < base) base = way.entered[stay]!;
    if (base === Infinity || (within < Infinity && base > this.asOf - within)) return;
    const kpi = this.partial.stages[stage]!.kpis[place]!;
    kpi.base++;
    for (let stay = 0; stay < way.stays; stay++) {
      const entered = way.entered[stay]!;
      if (way.stage[stay] !== stage || entered < base || entered > base + within) continue;
      kpi.met++;
      return;
    }
  }
}

/** The first stay in a stage among some; {@link NONE} where it never was. */
function firstIn(wanted: number, { stage }: WayColumns, first: number, last: number): number {
  for (let stay = first; stay < last; stay++) if (stage[stay] === wanted) return stay;
  return NONE;
}

/** A stage's KPI that is a share of the contacts of another one; `within` in microseconds. */
interface ShareKpi {
  readonly stage: number;
  /** Among the stage's KPIs. */
  readonly place: number;
  readonly of: number;
  readonly within: number;
}
