import type { LoadedActivities } from '../activities/activity-table.ts';
import type { Journey } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import type { JourneyResult } from '../results/result.ts';
import { countedPass, furthestPlace } from '../simulator/counted-pass.ts';
import type { SimulatedPart } from '../simulator/simulate.ts';
import { finishParts, simulatePart } from '../simulator/simulate.ts';
import type { Simulation } from '../simulator/simulation.ts';
import type { Steps } from '../simulator/steps.ts';
import { CONTACTS_A_STEP } from '../simulator/steps.ts';
import type { ContactWay, Pass } from '../simulator/way.ts';
import type { FiredRules } from './test-result.ts';

const MICROSECONDS = 1_000_000;

/** Two stages of one journey, between whose first entries time is taken. */
export interface StagePair {
  readonly from: string;
  readonly to: string;
}

interface PairTimes {
  readonly pair: StagePair;
  /** Ascending. */
  readonly seconds: Float64Array;
}

/** A journey replayed over records, up to a moment in microseconds; their latest where it is not given. */
export class JourneyRun {
  readonly journey: Journey;
  readonly model: Model;
  readonly loaded: LoadedActivities;
  readonly result: JourneyResult;
  private readonly simulation: Simulation;
  private times: readonly PairTimes[] = [];

  /** `pairs`: what {@link secondsBetween} will be asked for. */
  static *of(
    journey: Journey,
    model: Model,
    loaded: LoadedActivities,
    asOf: number | undefined,
    pairs: readonly StagePair[],
  ): Steps<{ readonly ok: true; readonly run: JourneyRun } | { readonly ok: false; readonly problem: string }> {
    const range = { from: 0, to: loaded.table.contacts.length };
    // An imported journey is replayed like one of the file's own.
    const part = yield* simulatePart({ ...model, journeys: [journey] }, journey.name, loaded, range, asOf === undefined ? {} : { asOf });
    if (!part.ok) return { ok: false, problem: part.problem.message };
    const run = new JourneyRun(part, loaded);
    run.times = yield* run.timesOf(pairs);
    return { ok: true, run };
  }

  private constructor(part: SimulatedPart, loaded: LoadedActivities) {
    const { simulation } = part;
    this.simulation = simulation;
    this.loaded = loaded;
    this.journey = simulation.journey;
    this.model = simulation.model;
    this.result = finishParts([part]);
  }

  /** Of the contacts that entered both, in the pass that counts, from first entry to first entry. Ascending. */
  secondsBetween({ from, to }: StagePair): Float64Array {
    return this.times.find(({ pair }) => pair.from === from && pair.to === to)?.seconds ?? new Float64Array();
  }

  /** A contact's way up to a moment, after all records and deadlines of that moment; undefined where it has no record by then. */
  wayOf(contact: string, moment: number): ContactWay | undefined {
    return this.simulation.replay.wayOf(this.loaded.table.contacts.indexOf(contact), moment);
  }

  /** The passes of a way that are neither closed nor over because another one has begun. */
  running({ passes }: ContactWay): readonly Pass[] {
    const last = this.journey.reentry.kind === 'overlapping' ? passes : passes.slice(-1);
    return last.filter(({ expired }) => expired === undefined);
  }

  /** Whether a contact got as far as a stage of the path, or further; of a side stage whether it was ever in it. */
  hasReached(way: ContactWay, stage: string): boolean {
    const { stages } = this.simulation.replay.program;
    const wanted = this.journey.stages.findIndex(({ name }) => name === stage);
    const place = stages[wanted]?.path ?? -1;
    const furthest = countedPass(way, stages);
    if (place >= 0) return furthest !== undefined && furthestPlace(furthest, stages) >= place;
    return way.passes.some(({ visits }) => visits.some((visit) => visit.stage === wanted));
  }

  /** The furthest stage of the path that a contact got to. */
  furthestStage(way: ContactWay): string | undefined {
    const { stages } = this.simulation.replay.program;
    const pass = countedPass(way, stages);
    const place = pass ? furthestPlace(pass, stages) : -1;
    return place < 0 ? undefined : stages.find(({ path }) => path === place)?.name;
  }

  firedRules(): FiredRules {
    const { journey, model, result } = this;
    return {
      journey: journey.name,
      label: journey.label,
      file: model.files[journey.source.file] ?? '',
      line: journey.source.line,
      rules: result.rules.map(({ stage, index, text, file, line, fired }) => ({ stage, index, text, file, line, fired })),
    };
  }

  private *timesOf(pairs: readonly StagePair[]): Steps<PairTimes[]> {
    const times = pairs.map((pair) => ({ pair, seconds: [] as number[] }));
    for (let contact = 0; contact < this.loaded.table.contacts.length && pairs.length > 0; contact++) {
      if (contact % CONTACTS_A_STEP === 0) yield contact;
      const way = this.simulation.wayOf(contact);
      if (!way) continue;
      for (const { pair, seconds } of times) seconds.push(...this.secondsOf(way, pair));
    }
    return times.map(({ pair, seconds }) => ({ pair, seconds: Float64Array.from(seconds).sort() }));
  }

  private secondsOf(way: ContactWay, { from, to }: StagePair): number[] {
    const visits = countedPass(way, this.simulation.replay.program.stages)?.visits ?? [];
    const firstEntry = (stage: string): number | undefined => visits.find((visit) => this.journey.stages[visit.stage]?.name === stage)?.entered;
    const [began, ended] = [firstEntry(from), firstEntry(to)];
    return began === undefined || ended === undefined || ended < began ? [] : [(ended - began) / MICROSECONDS];
  }
}
