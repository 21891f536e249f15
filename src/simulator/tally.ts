import type { Journey } from '../model/journey.ts';
import type { PartialResult, PartialTransition } from '../results/partial-result.ts';
import { OUTSIDE_STAGE, addEntries, transitionOf } from '../results/partial-result.ts';
import type { TimeZone } from '../time/time-zone.ts';
import { countedPass, furthestPlace } from './counted-pass.ts';
import { dayOf } from './day-of.ts';
import type { ProgramStage } from './program.ts';
import type { ContactWay, Pass, Stay } from './way.ts';

const MICROSECONDS = 1_000_000;

/** How the last stay in a stage ended. */
type Outcome = 'advanced' | 'returned' | 'left' | 'expired' | 'current';

/** So many days before and after the first one that a contact moved on are counted without a search. */
const NEAR_DAYS = 2048;

/** Adds up contacts' ways: simulation.md §3. */
export class Tally {
  readonly partial: PartialResult;
  private readonly journey: Journey;
  private readonly stages: readonly ProgramStage[];
  /** The stages of the path, in its order. */
  private readonly path: readonly number[];
  private readonly kpis: readonly ShareKpi[];
  private readonly asOf: number;
  private readonly zone: TimeZone;

  /** By stage: the last contact, counted from 1, whose outcome was added. */
  private readonly settledFor: Int32Array;
  /** By `from` + 1 and `to`. */
  private readonly transitions: (PartialTransition | undefined)[];
  /** By transition: the last contact, counted from 1, that made it. */
  private readonly madeBy: Int32Array;
  private firstDay: number | undefined;
  private readonly days: (number[] | undefined)[] = [];

  /** `zone`: the journey's, in which days are told apart. */
  constructor(journey: Journey, stages: readonly ProgramStage[], asOf: number, zone: TimeZone, partial: PartialResult) {
    this.journey = journey;
    this.stages = stages;
    this.asOf = asOf;
    this.zone = zone;
    this.partial = partial;
    this.path = stages.flatMap(({ path }, stage) => (path >= 0 ? [stage] : []));
    this.kpis = journey.stages.flatMap((stage, number) =>
      stage.kpis.flatMap((kpi, place): ShareKpi[] => {
        if (kpi.kind === 'contacts') return [];
        const within = kpi.within === undefined ? Infinity : kpi.within * MICROSECONDS;
        return [{ stage: number, place, of: journey.stages.findIndex(({ name }) => name === kpi.of), within }];
      }),
    );
    this.settledFor = new Int32Array(stages.length);
    this.transitions = new Array<undefined>((stages.length + 1) * stages.length).fill(undefined);
    this.madeBy = new Int32Array(this.transitions.length);
  }

  add(way: ContactWay<Stay>): void {
    const { partial } = this;
    const { passes } = way;
    partial.seen++;
    const counted = passes.length === 1 ? passes[0] : countedPass(way, this.stages);
    if (!counted) {
      if (way.keptOut === 'audience') partial.keptOutByAudience++;
      if (way.keptOut === 'consent') partial.withoutConsent++;
      return;
    }
    partial.entered++;
    partial.passes += passes.length;
    const settled = this.journey.reentry.kind === 'overlapping' ? [counted] : passes;
    if (settled[settled.length - 1]!.expired !== undefined) partial.expired++;
    if (this.hasReachedGoal(passes)) partial.reachedGoal++;
    this.addReached(counted);
    this.addOutcomes(settled);
    this.addTimes(counted, this.endOf(counted, settled));
    for (const pass of passes) this.addMoves(pass);
    for (const kpi of this.kpis) this.addKpi(kpi, passes);
  }

  private hasReachedGoal(passes: readonly Pass<Stay>[]): boolean {
    for (const { visits } of passes) for (const { stage } of visits) if (this.stages[stage]!.hasReachedGoal) return true;
    return false;
  }

  private addReached(pass: Pass<Stay>): void {
    const furthest = furthestPlace(pass, this.stages);
    for (let place = 0; place <= furthest; place++) this.partial.stages[this.path[place]!]!.reached++;
  }

  /** What became of the contact in each stage it was in, from its last stay there; `settled`: the passes that decide it. */
  private addOutcomes(settled: readonly Pass<Stay>[]): void {
    const { seen } = this.partial;
    for (let number = settled.length - 1; number >= 0; number--) {
      const { visits, expired } = settled[number]!;
      for (let index = visits.length - 1; index >= 0; index--) {
        const { stage, entered } = visits[index]!;
        if (this.settledFor[stage] === seen) continue;
        this.settledFor[stage] = seen;
        if (index + 1 < visits.length) this.addOutcome(stage, entered, this.move(stage, visits[index + 1]!.stage));
        else this.addOutcome(stage, entered, expired !== undefined ? 'expired' : number < settled.length - 1 ? 'returned' : 'current');
      }
    }
  }

  private addOutcome(number: number, entered: number, outcome: Outcome): void {
    const stage = this.partial.stages[number]!;
    stage.entered++;
    // A name each, and not the one given: millions are counted.
    switch (outcome) {
      case 'advanced':
        stage.advanced++;
        return;
      case 'returned':
        stage.returned++;
        return;
      case 'left':
        stage.left++;
        return;
      case 'expired':
        stage.expired++;
        return;
      case 'current': {
        stage.current++;
        const { stallsAfter } = this.journey.stages[number]!;
        if (stallsAfter !== undefined && this.asOf - entered > stallsAfter * MICROSECONDS) stage.stalled++;
      }
    }
  }

  private move(from: number, to: number): Outcome {
    const here = this.stages[from]!.path;
    const there = this.stages[to]!.path;
    if (there < 0) return 'left';
    return here >= 0 && there > here ? 'advanced' : 'returned';
  }

  /** When a pass was over for good: it expired, the next one began, or now. */
  private endOf(pass: Pass<Stay>, settled: readonly Pass<Stay>[]): number {
    return pass.expired ?? settled[settled.indexOf(pass) + 1]?.began ?? this.asOf;
  }

  private addTimes({ visits }: Pass<Stay>, end: number): void {
    const { path } = this;
    let before = NaN;
    for (let place = 0; place < path.length; place++) {
      const entered = firstEntered(path[place]!, visits);
      if (!Number.isNaN(entered)) {
        const stage = this.partial.stages[path[place]!]!;
        if (entered >= before) stage.fromPrevious.push(entered - before);
        const onward = this.enteredBeyond(place, entered, visits);
        if (!Number.isNaN(onward)) stage.leaves.push(onward - entered);
        else if (place < path.length - 1) stage.stays.push(end - entered);
      }
      before = entered;
    }
  }

  /** When a stage further along the path than a place was entered, not before a time; NaN if none was. */
  private enteredBeyond(place: number, from: number, visits: readonly Stay[]): number {
    for (const { stage, entered } of visits) if (entered >= from && this.stages[stage]!.path > place) return entered;
    return NaN;
  }

  private addMoves({ visits }: Pass<Stay>): void {
    for (let index = 0; index < visits.length; index++) {
      const { stage, entered, rule } = visits[index]!;
      const from = index === 0 ? OUTSIDE_STAGE : visits[index - 1]!.stage;
      const number = (from + 1) * this.stages.length + stage;
      const transition = (this.transitions[number] ??= transitionOf(this.partial, from, stage));
      transition.moves++;
      if (this.madeBy[number] !== this.partial.seen) transition.contacts++;
      this.madeBy[number] = this.partial.seen;
      if (index > 0) transition.lengths.push(entered - visits[index - 1]!.entered);
      this.partial.rules[stage]![rule]!.fired++;
      this.addEntry(dayOf(entered, this.zone), stage);
    }
  }

  private addEntry(day: number, stage: number): void {
    this.firstDay ??= day;
    const place = day - this.firstDay + NEAR_DAYS;
    const near = this.days[place];
    if (near) near[stage]!++;
    else {
      addEntries(this.partial, day, stage, 1);
      if (place >= 0 && place < 2 * NEAR_DAYS) this.days[place] = this.partial.days.get(day);
    }
  }

  /** Of the contacts that entered a stage (long enough ago), those that entered this one (soon enough after). */
  private addKpi({ stage, place, of, within }: ShareKpi, passes: readonly Pass<Stay>[]): void {
    let base = Infinity;
    for (const { visits } of passes) for (const visit of visits) if (visit.stage === of && visit.entered < base) base = visit.entered;
    if (base === Infinity || (within < Infinity && base > this.asOf - within)) return;
    const kpi = this.partial.stages[stage]!.kpis[place]!;
    kpi.base++;
    const isMet = ({ stage: one, entered }: Stay): boolean => one === stage && entered >= base && entered <= base + within;
    if (passes.some(({ visits }) => visits.some(isMet))) kpi.met++;
  }
}

/** NaN where the stage never was. */
function firstEntered(wanted: number, visits: readonly Stay[]): number {
  for (const { stage, entered } of visits) if (stage === wanted) return entered;
  return NaN;
}

/** A stage's KPI that is a share of the contacts of another one; `within` in microseconds. */
interface ShareKpi {
  readonly stage: number;
  /** Among the stage's KPIs. */
  readonly place: number;
  readonly of: number;
  readonly within: number;
}
