import type { LoadedActivities } from '../activities/activity-table.ts';
import type { Journey } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import type { RunFacts } from '../results/finish-result.ts';
import { finishResult } from '../results/finish-result.ts';
import type { PartialResult } from '../results/partial-result.ts';
import { mergePartialResults } from '../results/partial-result.ts';
import type { JourneyResult } from '../results/result.ts';
import { TimeZone } from '../time/time-zone.ts';
import { countUnknownActivities } from './matching/signals.ts';
import { replayJourney } from './replay-journey.ts';
import { Tally } from './tally.ts';

export interface SimulateOptions {
  /** Microseconds since the epoch; records after it have not happened. The latest record's time where absent. */
  readonly asOf?: number;
}

export interface SimulateFailure {
  readonly ok: false;
  readonly problem: { readonly kind: 'unknown-journey' | 'unsupported'; readonly message: string };
}

export type SimulateOutcome = { readonly ok: true; readonly result: JourneyResult } | SimulateFailure;

/** Replays a table's records through a journey of a model. The same model and records always give the same result. */
export function simulate(model: Model, journeyName: string, loaded: LoadedActivities, options: SimulateOptions): SimulateOutcome {
  const part = simulatePart(model, journeyName, loaded, { from: 0, to: loaded.table.contacts.length }, options);
  return part.ok ? { ok: true, result: finishParts([part]) } : part;
}

/** What some of the contacts say, with what is needed to finish it. */
export interface SimulatedPart {
  readonly ok: true;
  readonly journey: Journey;
  readonly files: readonly string[];
  readonly partial: PartialResult;
  readonly facts: RunFacts;
}

/** Contacts by their place in the table, `to` excluded. */
export interface ContactRange {
  readonly from: number;
  readonly to: number;
}

/** Replays some of the contacts of a table. Parts of disjoint ranges of one table make one result: {@link finishParts}. */
export function simulatePart(
  model: Model,
  journeyName: string,
  loaded: LoadedActivities,
  { from, to }: ContactRange,
  options: SimulateOptions,
): SimulatedPart | SimulateFailure {
  const journey = model.journeys.find((one) => one.name === journeyName);
  if (!journey) return unknownJourney(model, journeyName);
  const { table } = loaded;
  const utc = TimeZone.named('UTC');
  const zone = TimeZone.named(journey.timezone);
  if (!utc || !zone) return { ok: false, problem: { kind: 'unsupported', message: `This platform does not know the time zone "${journey.timezone}".` } };
  const asOf = options.asOf ?? latest(table.time);
  const { program, deliveredIsSent, wayOf } = replayJourney(journey, model, table, zone, utc);
  const tally = new Tally(journey, program.stages, asOf);
  for (let contact = from; contact < to; contact++) {
    const way = wayOf(contact, asOf);
    if (way) tally.add(way);
  }
  const facts: RunFacts = {
    asOf: Number.isFinite(asOf) ? isoMoment(asOf) : null,
    inputs: loaded.inputs.map((input) => ({ ...input })),
    records: recordCounts(loaded, model, asOf),
    rejected: loaded.rejected.map((one) => ({ ...one })),
    warnings: deliveredIsSent ? [deliveredFromSent(journey)] : [],
  };
  return { ok: true, journey, files: model.files, partial: tally.partial, facts };
}

/** The finished result of parts that together are all contacts of one table. */
export function finishParts(parts: readonly SimulatedPart[]): JourneyResult {
  const [first] = parts;
  if (!first) throw new Error('There is no part to finish.');
  return finishResult(first.journey, first.files, mergePartialResults(parts.map(({ partial }) => partial)), first.facts);
}

function unknownJourney(model: Model, name: string): SimulateFailure {
  const names = model.journeys.map((journey) => `"${journey.name}"`);
  const known = names.length === 0 ? 'It has no journey.' : `It has ${names.join(', ')}.`;
  return { ok: false, problem: { kind: 'unknown-journey', message: `The file has no journey "${name}". ${known}` } };
}

/** -Infinity without a record. */
function latest(times: Float64Array): number {
  let last = -Infinity;
  for (const time of times) if (time > last) last = time;
  return last;
}

function recordCounts({ table, counts, clockChanges }: LoadedActivities, model: Model, asOf: number): JourneyResult['records'] {
  let afterAsOf = 0;
  for (const time of table.time) if (time > asOf) afterAsOf++;
  let machineMarked = 0;
  for (const mark of table.machine) machineMarked += mark;
  return {
    read: counts.read,
    used: counts.kept - afterAsOf,
    duplicates: counts.duplicates,
    rejected: counts.rejected,
    afterAsOf,
    unknownEvents: countUnknownActivities(table, model),
    clockChanges,
    machineMarked,
  };
}

const deliveredFromSent = (journey: Journey): JourneyResult['warnings'][number] => ({
  code: 'delivered-from-sent',
  message: `No record says that an email was delivered, so in "${journey.label}" \`delivered\` asks for \`sent\`.`,
});

/** ISO 8601 in UTC with milliseconds, and with microseconds where there are any. */
function isoMoment(microseconds: number): string {
  const milliseconds = Math.floor(microseconds / 1000);
  const rest = microseconds - milliseconds * 1000;
  const text = new Date(milliseconds).toISOString();
  return rest === 0 ? text : `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}
