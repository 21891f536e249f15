import type { Journey, Kpi } from '../model/journey.ts';
import type { PartialResult, PartialStage } from '../results/partial-result.ts';
import { OUTSIDE_STAGE, emptyPartialResult, transitionOf } from '../results/partial-result.ts';
import type { ProgramStage } from './program.ts';
import type { ContactWay, Pass } from './way.ts';

const MICROSECONDS = 1_000_000;

/** How the last stay in a stage ended. */
type Outcome = 'advanced' | 'returned' | 'left' | 'expired' | 'current';

/** Adds up contacts' ways: simulation.md §3. */
export class Tally {
  readonly partial: PartialResult;
  private readonly journey: Journey;
  private readonly stages: readonly ProgramStage[];
  private readonly asOf: number;
  private readonly stageNumbers: ReadonlyMap<string, number>;

  constructor(journey: Journey, stages: readonly ProgramStage[], asOf: number) {
    this.journey = journey;
    this.stages = stages;
    this.asOf = asOf;
    this.partial = emptyPartialResult(journey.stages.map((stage) => ({ kpis: stage.kpis.length, rules: stage.rules.length })));
    this.stageNumbers = new Map(journey.stages.map((stage, index) => [stage.name, index]));
  }

  add(way: ContactWay): void {
    const { partial } = this;
    partial.seen++;
    const counted = this.countedPass(way);
    if (!counted) {
      if (way.keptOut === 'audience') partial.keptOutByAudience++;
      if (way.keptOut === 'consent') partial.withoutConsent++;
      return;
    }
    partial.entered++;
    partial.passes += way.passes.length;
    const settled = this.journey.reentry.kind === 'overlapping' ? [counted] : way.passes;
    if (settled.at(-1)?.expired !== undefined) partial.expired++;
    if (way.passes.some((pass) => pass.visits.some((visit) => this.stages[visit.stage]?.hasReachedGoal))) partial.reachedGoal++;
    this.addReached(counted);
    this.addOutcomes(settled);
    this.addTimes(counted, this.endOf(counted, settled));
    this.addMoves(way.passes);
    this.addKpis(way.passes);
  }

  /** The furthest pass, the earliest of equals. */
  private countedPass({ passes }: ContactWay): Pass | undefined {
    let best: Pass | undefined;
    for (const pass of passes) if (!best || this.furthest(pass) > this.furthest(best)) best = pass;
    return best;
  }

  private furthest(pass: Pass): number {
    return pass.visits.reduce((most, visit) => Math.max(most, this.stages[visit.stage]?.path ?? -1), -1);
  }

  private addReached(pass: Pass): void {
    const furthest = this.furthest(pass);
    this.stages.forEach((stage, index) => {
      if (stage.path >= 0 && stage.path <= furthest) this.stage(index).reached++;
    });
  }

  /** What became of the contact in each stage it was in, from its last stay there; `settled`: the passes that decide it. */
  private addOutcomes(settled: readonly Pass[]): void {
    const stays = new Map<number, { readonly outcome: Outcome; readonly entered: number }>();
    settled.forEach((pass, passIndex) => {
      pass.visits.forEach((visit, index) => {
        const next = pass.visits[index + 1];
        const outcome = next
          ? this.move(visit.stage, next.stage)
          : pass.expired !== undefined
            ? 'expired'
            : passIndex < settled.length - 1
              ? 'returned'
              : 'current';
        stays.set(visit.stage, { outcome, entered: visit.entered });
      });
    });
    for (const [index, { outcome, entered }] of stays) {
      const stage = this.stage(index);
      stage.entered++;
      stage[outcome]++;
      const stallsAfter = this.journey.stages[index]?.stallsAfter;
      if (outcome === 'current' && stallsAfter !== undefined && this.asOf - entered > stallsAfter * MICROSECONDS) stage.stalled++;
    }
  }

  private move(from: number, to: number): Outcome {
    const [here, there] = [this.stages[from]?.path ?? -1, this.stages[to]?.path ?? -1];
    if (there < 0) return 'left';
    return here >= 0 && there > here ? 'advanced' : 'returned';
  }

  /** When a pass was over for good: it expired, the next one began, or now. */
  private endOf(pass: Pass, settled: readonly Pass[]): number {
    return pass.expired ?? settled[settled.indexOf(pass) + 1]?.began ?? this.asOf;
  }

  private addTimes(pass: Pass, end: number): void {
    const first = new Map<number, number>();
    for (const { stage, entered } of pass.visits) if (!first.has(stage)) first.set(stage, entered);
    const path = this.stages.flatMap((stage, index) => (stage.path >= 0 ? [index] : []));
    path.forEach((index, place) => {
      const entered = first.get(index);
      if (entered === undefined) return;
      const before = first.get(path[place - 1] ?? -1);
      if (before !== undefined && entered >= before) this.stage(index).fromPrevious.push(entered - before);
      const onward = pass.visits.find((visit) => visit.entered >= entered && (this.stages[visit.stage]?.path ?? -1) > place);
      if (onward) this.stage(index).leaves.push(onward.entered - entered);
      else if (place < path.length - 1) this.stage(index).stays.push(end - entered);
    });
  }

  private addMoves(passes: readonly Pass[]): void {
    const made = new Set<unknown>();
    for (const pass of passes) {
      pass.visits.forEach((visit, index) => {
        const before = pass.visits[index - 1];
        const transition = transitionOf(this.partial, before?.stage ?? OUTSIDE_STAGE, visit.stage);
        transition.moves++;
        if (!made.has(transition)) transition.contacts++;
        made.add(transition);
        if (before) transition.lengths.push(visit.entered - before.entered);
        const fired = this.partial.fired[visit.stage];
        if (fired) fired[visit.rule] = (fired[visit.rule] ?? 0) + 1;
      });
    }
  }

  private addKpis(passes: readonly Pass[]): void {
    const entries = new Map<number, number[]>();
    for (const { stage, entered } of passes.flatMap((pass) => pass.visits)) {
      const times = entries.get(stage);
      if (times) times.push(entered);
      else entries.set(stage, [entered]);
    }
    this.journey.stages.forEach((stage, index) => {
      stage.kpis.forEach((kpi, place) => {
        const tally = this.stage(index).kpis[place];
        if (tally) this.addKpi(kpi, entries, index, tally);
      });
    });
  }

  /** Of the contacts that entered a stage (long enough ago), those that entered this one (soon enough after). */
  private addKpi(kpi: Kpi, entries: ReadonlyMap<number, readonly number[]>, stage: number, tally: { base: number; met: number }): void {
    if (kpi.kind === 'contacts') return;
    const base = Math.min(...(entries.get(this.stageNumbers.get(kpi.of) ?? -1) ?? []));
    const within = kpi.within === undefined ? Infinity : kpi.within * MICROSECONDS;
    if (base === Infinity || (within < Infinity && base > this.asOf - within)) return;
    tally.base++;
    if (entries.get(stage)?.some((entered) => entered >= base && entered <= base + within)) tally.met++;
  }

  private stage(index: number): PartialStage {
    const stage = this.partial.stages[index];
    if (!stage) throw new Error('A visit names a stage that is not there.');
    return stage;
  }
}
