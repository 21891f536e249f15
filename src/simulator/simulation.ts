import type { ActivityTable, LoadedActivities } from '../activities/activity-table.ts';
import type { Condition } from '../model/condition.ts';
import type { Journey } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import type { RunFacts } from '../results/finish-result.ts';
import type { PartialResult } from '../results/partial-result.ts';
import { addEmail, emptyPartialResult } from '../results/partial-result.ts';
import type { JourneyResult } from '../results/result.ts';
import { TimeZone } from '../time/time-zone.ts';
import { dataWarnings } from './data-warnings.ts';
import { EmailCounter, emailTotals } from './email-counter.ts';
import { isoMoment } from './iso-moment.ts';
import type { JourneyPatterns } from './journey-patterns.ts';
import { journeyPatterns, patternsOf } from './journey-patterns.ts';
import type { Signals } from './matching/signals.ts';
import { countUnknownActivities, signalsOf } from './matching/signals.ts';
import { PatternCounter } from './pattern-counter.ts';
import type { JourneyReplay } from './replay-journey.ts';
import { replayJourney } from './replay-journey.ts';
import type { LeftOut, SignalQuality } from './signal-quality.ts';
import { LEFT_OUT, signalQuality, signalQualitySteps } from './signal-quality.ts';
import type { Steps } from './steps.ts';
import { atOnce } from './steps.ts';
import { factsInSteps, factsOf } from './table-facts.ts';
import { Tally } from './tally.ts';
import type { ContactWay, Stay } from './way.ts';

export interface SimulateOptions {
  /** Microseconds since the epoch; records after it have not happened. The latest record's time where absent. */
  readonly asOf?: number;
  readonly without?: readonly LeftOut[];
}

export interface SimulateFailure {
  readonly ok: false;
  readonly problem: { readonly kind: 'unknown-name' | 'unsupported'; readonly message: string };
}

export type MadeSimulation = { readonly ok: true; readonly simulation: Simulation } | SimulateFailure;

/** Contacts by their place in the table, `to` excluded. */
export interface ContactRange {
  readonly from: number;
  readonly to: number;
}

/** A journey made ready to replay the contacts of a table, one by one, into as many partial results as are wanted. */
export class Simulation {
  readonly model: Model;
  readonly journey: Journey;
  /** Without the records that are left out. */
  readonly table: ActivityTable;
  /** -Infinity without a record. */
  readonly asOf: number;
  readonly zone: TimeZone;
  readonly utc: TimeZone;
  readonly replay: JourneyReplay;
  private readonly loaded: LoadedActivities;
  private readonly without: readonly LeftOut[];
  private readonly quality: SignalQuality;
  private readonly signals: Signals;
  private readonly patterns: JourneyPatterns;
  private readonly patternCounter: PatternCounter;
  private readonly emailCounter: EmailCounter;

  static *named(model: Model, journeyName: string, loaded: LoadedActivities, options: SimulateOptions): Steps<MadeSimulation> {
    const journey = model.journeys.find(({ name }) => name === journeyName);
    if (!journey) return unknownName('journey', journeyName, model.journeys);
    return yield* Simulation.ofJourneyInSteps(model, journey, loaded, options);
  }

  /** {@link ofJourney} in steps, since a large table takes long to be looked at for the first time. */
  static *ofJourneyInSteps(model: Model, journey: Journey, loaded: LoadedActivities, options: SimulateOptions): Steps<MadeSimulation> {
    yield* Simulation.lookAt(journey, model, loaded, options);
    return Simulation.ofJourney(model, journey, loaded, options);
  }

  static ofJourney(model: Model, journey: Journey, loaded: LoadedActivities, options: SimulateOptions): MadeSimulation {
    const [zone, utc] = [TimeZone.named(journey.timezone), TimeZone.named('UTC')];
    if (!zone || !utc) return { ok: false, problem: { kind: 'unsupported', message: `This platform does not know the time zone "${journey.timezone}".` } };
    return { ok: true, simulation: new Simulation(model, journey, loaded, options, zone, utc) };
  }

  /**
   * Finds in steps what a simulation needs to know of a table and what stays known of it, so that {@link ofJourney} is quick
   * afterwards: which records no person made, and which patterns match.
   */
  private static *lookAt(journey: Journey, model: Model, loaded: LoadedActivities, { without = [] }: SimulateOptions): Steps<void> {
    const zone = TimeZone.named(journey.timezone);
    if (!zone) return;
    const quality = yield* signalQualitySteps(loaded.table, model);
    const table = yield* quality.without(without);
    yield* factsInSteps(table);
    const signals = signalsOf(table, model, zone);
    const { patterns, ofRule } = journeyPatterns(journey, model);
    for (const { pattern } of patterns) {
      yield 0;
      yield* signals.ofPatternInSteps(pattern);
    }
    for (const places of ofRule.flat()) {
      yield 0;
      yield* signals.ofPatternsInSteps(places.map((place) => patterns[place]!.pattern));
    }
    yield 0;
  }

  private constructor(model: Model, journey: Journey, loaded: LoadedActivities, options: SimulateOptions, zone: TimeZone, utc: TimeZone) {
    this.model = model;
    this.journey = journey;
    this.loaded = loaded;
    this.zone = zone;
    this.utc = utc;
    // What is left out has been seen all the same: it does not move the end of the simulation.
    this.asOf = options.asOf ?? factsOf(loaded.table).latest;
    this.quality = signalQuality(loaded.table, model);
    this.without = LEFT_OUT.filter((one) => options.without?.includes(one));
    this.table = atOnce(this.quality.without(this.without));
    this.replay = replayJourney(journey, model, this.table, zone, utc);
    this.signals = signalsOf(this.table, model, zone);
    this.patterns = journeyPatterns(journey, model);
    this.patternCounter = new PatternCounter(this.patterns, this.table, this.signals, this.asOf);
    this.emailCounter = new EmailCounter(this.table, model);
  }

  /** Finds in steps the records that more conditions ask for, so that asking them is quick afterwards. */
  *lookFor(conditions: readonly Condition[]): Steps<void> {
    for (const pattern of conditions.flatMap((condition) => patternsOf(condition, this.model))) {
      yield* this.signals.ofPatternInSteps(pattern);
    }
    yield 0;
  }

  /** Something for contacts to be added to. */
  tally(): Tally {
    const { journey, patterns, model } = this;
    const partial = emptyPartialResult({
      stages: journey.stages.map(({ kpis, rules }) => ({ kpis: kpis.length, rules: rules.length })),
      patterns: patterns.patterns.length,
      emails: model.emails.length,
    });
    return new Tally(journey, this.replay.program.stages, this.asOf, this.zone, partial);
  }

  /** A contact's way up to the as-of moment; undefined where it has no record by then. */
  wayOf(contact: number): ContactWay | undefined {
    return this.replay.wayOf(contact, this.asOf);
  }

  /** Adds a contact, which the tally has not seen, to what it says. */
  add(contact: number, way: ContactWay<Stay>, tally: Tally): void {
    tally.addWay(way);
    this.patternCounter.add(contact, tally.partial);
    this.emailCounter.addAll(contact, this.asOf, tally.partial.emails);
  }

  /** Adds some of the contacts, all of them new to the tally. */
  *addAll(range: ContactRange, tally: Tally): Steps<void> {
    for (const { from, to } of slices(range, WAYS_A_STEP)) {
      this.replay.together.each(from, to, this.asOf, (_, way) => tally.add(way));
      yield to - range.from;
    }
    this.patternCounter.addRange(range.from, range.to, tally.partial);
    const emails = yield* emailTotals(this.table, this.model, this.asOf, range);
    emails.forEach((email, place) => addEmail(tally.partial.emails[place]!, email));
  }

  /** `partial`: of all contacts. */
  facts(partial: PartialResult): RunFacts {
    const { model, journey, table, loaded, signals } = this;
    return {
      asOf: Number.isFinite(this.asOf) ? isoMoment(this.asOf) : null,
      inputs: loaded.inputs.map((input) => ({ ...input })),
      without: [...this.without],
      records: this.recordCounts(),
      rejected: loaded.rejected.map((one) => ({ ...one })),
      warnings: dataWarnings(journey, this.patterns, partial.patterns, model, table, signals),
      deliveredIsSent: signals.deliveredIsSent,
    };
  }

  private recordCounts(): JourneyResult['records'] {
    const { counts, clockChanges, table } = this.loaded;
    let afterAsOf = 0;
    let [machineOpens, botClicks] = [this.quality.machineOpens, this.quality.botClicks];
    if (this.asOf < factsOf(table).latest) {
      table.time.forEach((time, record) => {
        if (time <= this.asOf) return;
        afterAsOf++;
        if (this.quality.marks[record] === 1) machineOpens--;
        if (this.quality.marks[record] === 2) botClicks--;
      });
    }
    const leftOut = (this.without.includes('machine-opens') ? machineOpens : 0) + (this.without.includes('bot-clicks') ? botClicks : 0);
    return {
      read: counts.read,
      used: counts.kept - afterAsOf - leftOut,
      duplicates: counts.duplicates,
      rejected: counts.rejected,
      ignored: counts.ignored,
      afterAsOf,
      leftOut,
      unknownEvents: countUnknownActivities(table, this.model),
      clockChanges,
      machineOpens,
      botClicks,
    };
  }
}

const WAYS_A_STEP = 1 << 12;

function* slices({ from, to }: ContactRange, size: number): Generator<ContactRange> {
  for (let first = from; first < to; first += size) yield { from: first, to: Math.min(to, first + size) };
}

/** A name that the model does not have, with those that it has. */
export function unknownName(what: string, name: string, things: readonly { readonly name: string }[]): SimulateFailure {
  const names = things.map((thing) => `"${thing.name}"`);
  const known = names.length === 0 ? `It has no ${what}.` : `It has ${names.join(', ')}.`;
  return { ok: false, problem: { kind: 'unknown-name', message: `The file has no ${what} "${name}". ${known}` } };
}
