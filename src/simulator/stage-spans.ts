import type { Journey } from '../model/journey.ts';
import type { Pass } from './way.ts';

/** A stay in a stage, by number: from the moment of entering up to the moment of leaving, which is `Infinity` while it lasts. */
interface Span {
  readonly stage: number;
  readonly from: number;
  readonly to: number;
}

/** When a contact was in which stage. Stages by number, moments in microseconds. */
export class StageSpans {
  private readonly spans: readonly Span[];
  private readonly numbers: ReadonlyMap<string, number>;
  /** By stage: its place on the path, -1 for a side stage. */
  private readonly places: readonly number[];

  constructor(journey: Journey, passes: readonly Pass[], asOf: number) {
    let place = 0;
    this.numbers = new Map(journey.stages.map(({ name }, index) => [name, index]));
    this.places = journey.stages.map(({ kind }) => (kind === 'path' ? place++ : -1));
    const isOverlapping = journey.reentry.kind === 'overlapping';
    this.spans = passes.flatMap((pass, index) => {
      const nextPass = isOverlapping ? undefined : passes[index + 1]?.began;
      const end = pass.expired ?? nextPass ?? Infinity;
      return pass.visits.map(({ stage, entered }, visit) => ({ stage, from: entered, to: pass.visits[visit + 1]?.entered ?? (end <= asOf ? end : Infinity) }));
    });
  }

  numberOf(stage: string): number {
    const number = this.numbers.get(stage);
    if (number === undefined) throw new Error(`The model's journey has no stage "${stage}".`);
    return number;
  }

  /** In the stage just before a moment; with `Infinity` at the end. */
  isIn(stage: number, moment: number): boolean {
    return this.spans.some((span) => span.stage === stage && span.from < moment && span.to >= moment);
  }

  /** Entered at a moment or later. */
  enters(stage: number, from: number): boolean {
    return this.spans.some((span) => span.stage === stage && span.from >= from);
  }

  /** The first moment, from one on, at which the contact is in the stage. */
  firstIn(stage: number, from: number): number | undefined {
    if (this.isIn(stage, from)) return from;
    return firstOf(this.spans.filter((span) => span.stage === stage && span.from >= from).map((span) => span.from));
  }

  /** Just before a moment in a stage, or in a later one of the path. */
  isThisFar(stage: number, moment: number): boolean {
    return this.places.some((_, other) => this.isAsFar(other, stage) && this.isIn(other, moment));
  }

  /** The first moment, from one on, at which the contact enters a stage or a later one of the path. */
  reachedFrom(stage: number, from: number): number | undefined {
    return firstOf(this.spans.filter((span) => this.isAsFar(span.stage, stage) && span.from >= from).map((span) => span.from));
  }

  private isAsFar(stage: number, as: number): boolean {
    const [place = -1, wanted = -1] = [this.places[stage], this.places[as]];
    return stage === as || (wanted >= 0 && place > wanted);
  }
}

const firstOf = (moments: readonly number[]): number | undefined => (moments.length === 0 ? undefined : Math.min(...moments));
