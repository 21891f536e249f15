import type { Journey, Stage } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import type { JourneyResult } from '../results/result.ts';
import { pairedInterval } from '../results/statistics.ts';
import type { ContactOutcome } from '../simulator/contact-outcomes.ts';
import { contactOutcomes, readOutcome } from '../simulator/contact-outcomes.ts';
import { simulateInSteps } from '../simulator/simulate.ts';
import type { SimulateFailure, SimulateOptions } from '../simulator/simulation.ts';
import type { Steps } from '../simulator/steps.ts';
import { attributeMoves } from './attribute-moves.ts';
import type { BehaviourDiff, JourneyBehaviour, Outcome, StageBehaviour } from './behaviour-diff.ts';
import { compareModels } from './diff-models.ts';
import type { Pair } from './match-parts.ts';
import { ModelEdits } from './model-edits.ts';

/** A sample as the simulator takes it. */
type Sample = Parameters<typeof simulateInSteps>[2];

export interface BehaviourOptions extends SimulateOptions {
  /** Whether the contacts that moved are listed, by their ids. */
  readonly listsContacts: boolean;
}

export type BehaviourOutcome = { readonly ok: true; readonly behaviour: BehaviourDiff } | SimulateFailure;

/** Replays a sample through two versions of the journeys and says what the changes between them do, and which of them does it: docs/diff.md. */
export function* diffBehaviour(before: Model, after: Model, sample: Sample, options: BehaviourOptions): Steps<BehaviourOutcome> {
  const comparison = new BehaviourComparison(before, after, sample, options);
  const journeys: JourneyBehaviour[] = [];
  for (const pair of comparison.edits.journeys) {
    if (!before.journeys.some((journey) => journey === pair.before.node)) continue;
    const found = yield* comparison.journey(pair);
    if ('ok' in found) return found;
    journeys.push(found);
  }
  const inputs = sample.inputs.map((input) => ({ ...input }));
  return { ok: true, behaviour: { inputs, contacts: sample.table.contacts.length, journeys } };
}

class BehaviourComparison {
  readonly edits: ModelEdits;
  private readonly compared: ReturnType<typeof compareModels>;
  private readonly models: { readonly before: Model; readonly after: Model };
  private readonly sample: Sample;
  private readonly options: BehaviourOptions;

  constructor(before: Model, after: Model, sample: Sample, options: BehaviourOptions) {
    this.compared = compareModels(before, after);
    this.edits = new ModelEdits(this.compared, after);
    this.models = { before, after };
    this.sample = sample;
    this.options = options;
  }

  *journey(pair: Pair): Steps<JourneyBehaviour | SimulateFailure> {
    const [before, after] = [pair.before.node as Journey, pair.after.node as Journey];
    const results = [
      yield* simulateInSteps(this.models.before, before.name, this.sample, this.options),
      yield* simulateInSteps(this.models.after, after.name, this.sample, this.options),
    ] as const;
    const [old, now] = results;
    if (!old.ok) return old;
    if (!now.ok) return now;
    const names = stageNames(before, after, (name) => this.edits.stageName(pair, name));
    const oldNumber = (name: string): number => names.indexOf(this.edits.stageName(pair, name));
    const newNumber = (name: string): number => names.indexOf(name);
    const ways = [
      yield* contactOutcomes(this.models.before, before, this.sample, this.options, oldNumber),
      yield* contactOutcomes(this.models.after, after, this.sample, this.options, newNumber),
    ] as const;
    const [oldWays, newWays] = ways;
    if (!oldWays.ok) return oldWays;
    if (!newWays.ok) return newWays;
    const { table } = this.sample;
    const outcomesOf = (made: ReadonlySet<number>): Steps<Int32Array | undefined> => this.outcomes(pair, made, newNumber);
    const numbers = yield* this.editsOf(pair, oldWays.outcomes, outcomesOf);
    const others = this.edits.edits.map((_, number) => number).filter((number) => !numbers.includes(number));
    const attribution = yield* attributeMoves(numbers.length, oldWays.outcomes, newWays.outcomes, (made) =>
      outcomesOf(new Set([...others, ...made.map((place) => numbers[place]!)])),
    );
    const labels = new Map([
      ...before.stages.map((stage): [string, string] => [this.edits.stageName(pair, stage.name), stage.label]),
      ...after.stages.map((stage): [string, string] => [stage.name, stage.label]),
    ]);
    const shown = (outcome: number): Outcome => {
      const read = readOutcome(outcome);
      const label = (number: number): string | null => (number < 0 ? null : (labels.get(names[number] ?? '') ?? null));
      return { furthest: label(read?.furthest ?? -1), last: label(read?.last ?? -1), isExpired: read?.isExpired ?? false };
    };
    const groups = Map.groupBy(attribution.moved, ({ contact, by }) => JSON.stringify([oldWays.outcomes[contact], newWays.outcomes[contact], by]));
    const moves = [...groups.values()].map((group) => {
      const { contact, by } = group[0]!;
      return {
        from: shown(oldWays.outcomes[contact]!),
        to: shown(newWays.outcomes[contact]!),
        contacts: group.length,
        by: by.map((set) => [...set]),
        ...(this.options.listsContacts ? { ids: group.map((one) => table.contacts[one.contact]!) } : {}),
      };
    });
    const undone = [...Map.groupBy(attribution.undone, ({ edit, by }) => JSON.stringify([edit, by])).values()].map((group) => {
      const { edit, by } = group[0]!;
      return { edit, contacts: group.length, by: [...by] };
    });
    return {
      name: after.name,
      label: after.label,
      asOf: now.result.asOf,
      entered: { old: old.result.contacts.entered, new: now.result.contacts.entered },
      stages: this.stages(pair, old.result, now.result, oldWays.outcomes, newWays.outcomes, names),
      kpis: kpisOf(pair, old.result, now.result),
      edits: numbers.map((number, place) => ({ changes: [...(this.edits.edits[number]?.changes ?? [])], alone: attribution.alone[place] ?? 0 })),
      moved: attribution.moved.length,
      moves: moves.sort((one, other) => other.contacts - one.contacts),
      undone: undone.sort((one, other) => other.contacts - one.contacts),
    };
  }

  /** Those in a journey or in what it depends on; all of them where that does not explain everything. */
  private *editsOf(pair: Pair, before: Int32Array, outcomesOf: (made: ReadonlySet<number>) => Steps<Int32Array | undefined>): Steps<number[]> {
    const all = this.edits.edits.map((_, number) => number);
    const own = all.filter((number) =>
      this.edits.edits[number]?.changes.some((place) => {
        const { path, touches } = this.compared.changes[place]!.change;
        const isOf = (one: { readonly kind: string; readonly name?: string }): boolean => one.kind === 'journey' && one.name === pair.after.name;
        return (path[0] !== undefined && isOf(path[0] as { kind: string; name?: string })) || touches.some(isOf);
      }),
    );
    // Without a name: any email, the last campaigns.
    const others = all.filter(
      (number) => !own.includes(number) && this.compared.changes[this.edits.edits[number]?.changes[0] ?? 0]?.change.path[0]?.kind !== 'journey',
    );
    const outcomes = others.length === 0 ? before : yield* outcomesOf(new Set(all.filter((number) => !own.includes(number))));
    const isEnough = outcomes?.every((outcome, contact) => outcome === before[contact]) === true;
    return isEnough ? own : [...own, ...others].sort((one, other) => one - other);
  }

  /** With some edits made; undefined where these cannot be made without others. */
  private *outcomes(pair: Pair, made: ReadonlySet<number>, numberOf: (stage: string) => number): Steps<Int32Array | undefined> {
    const mixed = this.edits.mixed(pair, (edit) => made.has(edit));
    if (!mixed) return undefined;
    const found = yield* contactOutcomes(mixed.model, mixed.journey, this.sample, this.options, numberOf);
    // Both versions were replayed in the same zones.
    return found.ok ? found.outcomes : undefined;
  }

  private stages(pair: Pair, old: JourneyResult, now: JourneyResult, before: Int32Array, after: Int32Array, names: readonly string[]): StageBehaviour[] {
    const [oldPath, newPath] = [
      pathOf(pair.before.node as Journey, (name) => this.edits.stageName(pair, name)),
      pathOf(pair.after.node as Journey, (name) => name),
    ];
    const oldStages = new Map(old.stages.map((stage) => [this.edits.stageName(pair, stage.name), stage]));
    const newStages = new Map(now.stages.map((stage) => [stage.name, stage]));
    return names.map((name) => {
      const [one, other] = [oldStages.get(name), newStages.get(name)];
      const shown = other ?? one;
      if (!shown) throw new Error('A stage is in one of the versions.');
      const numbers = (stage: JourneyResult['stages'][number] | undefined): StageBehaviour['old'] =>
        stage === undefined ? null : { entered: stage.entered, reached: stage.reached, rateFromPrevious: stage.rateFromPrevious };
      const size = (stage: JourneyResult['stages'][number] | undefined): number => stage?.reached ?? stage?.entered ?? 0;
      return {
        name,
        label: shown.label,
        kind: shown.kind,
        old: numbers(one),
        new: numbers(other),
        contacts: size(other) - size(one),
        rate: rateOf(name, { path: newPath, outcomes: after }, { path: oldPath, outcomes: before }, names),
      };
    });
  }
}

interface Version {
  readonly path: readonly string[];
  readonly outcomes: Int32Array;
}

/** The difference of the rates from the previous stage, `a` less `b`. Null where there is none, or every contact counts as before. */
function rateOf(stage: string, a: Version, b: Version, names: readonly string[]): StageBehaviour['rate'] {
  const [placeA, placeB] = [a.path.indexOf(stage), b.path.indexOf(stage)];
  if (placeA < 1 || placeB < 1) return null;
  /** 0 not in the base, 1 in it, 2 and a success. */
  const standing = ({ path }: Version, place: number): ((outcome: ContactOutcome | undefined) => number) => {
    const placeOf = names.map((name) => path.indexOf(name));
    return (outcome) => {
      const got = outcome === undefined || outcome.furthest < 0 ? -1 : placeOf[outcome.furthest]!;
      return got >= place ? 2 : got >= place - 1 ? 1 : 0;
    };
  };
  const [standingA, standingB] = [standing(a, placeA), standing(b, placeB)];
  const counts = new Float64Array(9);
  for (let contact = 0; contact < a.outcomes.length; contact++) {
    counts[3 * standingA(readOutcome(a.outcomes[contact]!)) + standingB(readOutcome(b.outcomes[contact]!))]!++;
  }
  const of = (inA: number, inB: number): number => counts[3 * inA + inB]!;
  if (of(0, 1) + of(0, 2) + of(1, 0) + of(1, 2) + of(2, 0) + of(2, 1) === 0) return null;
  const all = [0, 1, 2];
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  const successes = { a: sum(all.map((other) => of(2, other))), b: sum(all.map((other) => of(other, 2))) };
  const shareA = { successes: successes.a, trials: successes.a + sum(all.map((other) => of(1, other))) };
  const shareB = { successes: successes.b, trials: successes.b + sum(all.map((other) => of(other, 1))) };
  const interval = pairedInterval(shareA, shareB, { both: of(2, 2), onlyA: of(2, 1), onlyB: of(1, 2), neither: of(1, 1) });
  if (!interval) return null;
  const difference = shareA.successes / shareA.trials - shareB.successes / shareB.trials;
  return { difference, interval, isNoise: interval[0] <= 0 && interval[1] >= 0 };
}

const pathOf = ({ stages }: Journey, nameOf: (name: string) => string): string[] =>
  stages.filter(({ kind }) => kind === 'path').map(({ name }) => nameOf(name));

/** The stages of both: in the order of the new one, those that are gone last. */
function stageNames(before: Journey, after: Journey, nameOf: (name: string) => string): string[] {
  const ordered = (stages: readonly Stage[]): string[] =>
    (['path', 'side'] as const).flatMap((kind) => stages.filter((stage) => stage.kind === kind).map(({ name }) => name));
  return [...new Set([...ordered(after.stages), ...ordered(before.stages).map(nameOf)])];
}

function kpisOf({ inner }: Pair, old: JourneyResult, now: JourneyResult): JourneyBehaviour['kpis'] {
  return inner.pairs.flatMap((stage) => {
    const [before, after] = [stage.before.node as Stage, stage.after.node as Stage];
    const [oldKpis, newKpis] = [old.stages.find(({ name }) => name === before.name)?.kpis, now.stages.find(({ name }) => name === after.name)?.kpis];
    return stage.inner.pairs.flatMap((pair) => {
      if (pair.after.kind !== 'kpi') return [];
      const number = after.kpis.findIndex((kpi) => kpi === pair.after.node);
      const [one, other] = [oldKpis?.[before.kpis.findIndex((kpi) => kpi === pair.before.node)]?.met === true, newKpis?.[number]?.met === true];
      return one === other ? [] : [{ stage: after.label, number: number + 1, change: other ? ('gained' as const) : ('lost' as const) }];
    });
  });
}
