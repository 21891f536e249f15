import type { LoadedActivities } from '../activities/activity-table.ts';
import type { Condition, Occurrence } from '../model/condition.ts';
import type { Journey, Rule } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import { wordsOf } from '../model/model-names.ts';
import { quantile } from '../results/statistics.ts';
import type { NearMissesResult } from '../results/trace-result.ts';
import { TRACE_SCHEMA } from '../results/trace-result.ts';
import { conditionParts } from './condition-parts.ts';
import { ContactHistory } from './contact-history.ts';
import { countedPass, furthestPlace } from './counted-pass.ts';
import { isoMoment } from './iso-moment.ts';
import { lateRecord } from './late-record.ts';
import type { ProgramOccurrence } from './program.ts';
import { replayJourney } from './replay-journey.ts';
import type { SimulateFailure, SimulateOptions } from './simulation.ts';
import { Simulation, unknownName } from './simulation.ts';
import type { Steps } from './steps.ts';
import { CONTACTS_A_STEP } from './steps.ts';
import type { Visit } from './way.ts';

const MICROSECONDS = 1_000_000;

/** Of the contacts that dropped out in a stage: which windows they missed, and how many other windows would have kept. */
export function* nearMisses(
  model: Model,
  journeyName: string,
  stageName: string,
  loaded: LoadedActivities,
  options: SimulateOptions,
): Steps<{ readonly ok: true; readonly result: NearMissesResult } | SimulateFailure> {
  const made = yield* Simulation.named(model, journeyName, loaded, options);
  if (!made.ok) return made;
  const { simulation } = made;
  const { journey, asOf } = simulation;
  const path = journey.stages.filter(({ kind }) => kind === 'path');
  const stage = path.find(({ name }) => name === stageName);
  if (!stage) return unknownName('stage on the path called', stageName, path);
  const stageNumber = journey.stages.indexOf(stage);
  const dropped = yield* droppedIn(stageNumber, simulation);
  const windows: NearMissesResult['windows'] = [];
  for (const window of windowsOut(stageNumber, simulation)) windows.push(yield* windowResult(window, dropped, stageNumber, simulation));
  return {
    ok: true,
    result: {
      schema: TRACE_SCHEMA,
      journey: journey.name,
      stage: stage.name,
      label: stage.label,
      asOf: Number.isFinite(asOf) ? isoMoment(asOf) : null,
      dropped: dropped.length,
      windows,
    },
  };
}

/** A contact that got to the stage and no further, with its last stay there. */
interface Dropped {
  readonly contact: number;
  readonly visit: Visit;
}

function* droppedIn(stage: number, simulation: Simulation): Steps<Dropped[]> {
  const { stages } = simulation.replay.program;
  const place = stages[stage]?.path ?? -1;
  const isLast = stages[stage]?.isLastOfPath ?? true;
  const dropped: Dropped[] = [];
  for (let contact = 0; !isLast && contact < simulation.table.contacts.length; contact++) {
    if (contact % CONTACTS_A_STEP === 0) yield contact;
    const way = simulation.wayOf(contact);
    const pass = way && countedPass(way, stages);
    const visit = pass?.visits.findLast((one) => one.stage === stage);
    if (pass && visit && furthestPlace(pass, stages) === place) dropped.push({ contact, visit });
  }
  return dropped;
}

/** A `within` of a rule that leads on from the stage, as written and as compiled. */
interface Window {
  readonly rule: Rule;
  readonly place: { readonly stage: number; readonly index: number };
  readonly written: Occurrence;
  readonly compiled: ProgramOccurrence;
  readonly seconds: number;
}

function windowsOut(stage: number, { journey, replay: { program } }: Simulation): Window[] {
  const here = program.stages[stage];
  return (here?.rulesOut ?? []).flatMap(({ stage: to, index, when }) => {
    const rule = journey.stages[to]?.rules[index];
    if (!rule || (program.stages[to]?.path ?? -1) <= (here?.path ?? -1)) return [];
    return conditionParts(rule.when, when).flatMap(({ written, compiled }): Window[] => {
      if (written.kind !== 'occurrence' || compiled.kind !== 'occurrence' || written.window.kind !== 'within' || written.window.of !== 'anchor') return [];
      return [{ rule, place: { stage: to, index }, written, compiled, seconds: written.window.seconds }];
    });
  });
}

function* windowResult(window: Window, dropped: readonly Dropped[], stage: number, simulation: Simulation): Steps<NearMissesResult['windows'][number]> {
  const { model, journey, table, asOf } = simulation;
  const { rule, place, written, compiled, seconds } = window;
  const history = new ContactHistory(table);
  const late = Float64Array.from(
    dropped.flatMap(({ contact, visit }) => {
      history.read(contact, asOf);
      const found = lateRecord(compiled, visit.anchor, history);
      return found ? [found.late / MICROSECONDS] : [];
    }),
  ).sort();
  const unit = unitOf(seconds);
  const wider: NearMissesResult['windows'][number]['wider'] = [];
  for (const withinSeconds of widerThan(seconds, unit)) wider.push({ withinSeconds, kept: yield* keptWith(withinSeconds, window, dropped, stage, simulation) });
  return {
    rule: {
      stage: journey.stages[place.stage]?.name ?? '',
      index: place.index,
      text: rule.text,
      file: model.files[rule.source.file] ?? '',
      line: rule.source.line,
    },
    text: wordsOf(model).condition(written),
    withinSeconds: seconds,
    missed: late.length,
    lateSeconds: quantile(late, 0.5),
    missedByLess: { seconds: unit, contacts: late.filter((one) => one < unit).length },
    wider,
  };
}

const UNITS = [86_400, 3_600, 60, 1];

/** The largest unit that a length is a whole number of. */
const unitOf = (seconds: number): number => UNITS.find((unit) => seconds % unit === 0) ?? 1;

/** A unit more, half as much more, and twice as much. */
const widerThan = (seconds: number, unit: number): number[] =>
  [...new Set([seconds + unit, Math.ceil((seconds * 1.5) / unit) * unit, seconds * 2])].sort((a, b) => a - b);

/** How many of the contacts get further when they are replayed with another window. */
function* keptWith(
  seconds: number,
  { written }: Window,
  dropped: readonly Dropped[],
  stage: number,
  { journey, model, table, zone, utc, asOf }: Simulation,
): Steps<number> {
  const replay = replayJourney(withWindow(journey, written, seconds), model, table, zone, utc);
  const { stages } = replay.program;
  const place = stages[stage]?.path ?? -1;
  let kept = 0;
  for (const [index, { contact }] of dropped.entries()) {
    if (index % CONTACTS_A_STEP === 0) yield table.contacts.length;
    const way = replay.wayOf(contact, asOf);
    const pass = way && countedPass(way, stages);
    if (pass !== undefined && furthestPlace(pass, stages) > place) kept++;
  }
  return kept;
}

function withWindow(journey: Journey, occurrence: Occurrence, seconds: number): Journey {
  const inCondition = (condition: Condition): Condition => {
    if (condition === occurrence) return { ...occurrence, window: { kind: 'within', seconds, of: 'anchor' } };
    return condition.kind === 'and' || condition.kind === 'or' ? { ...condition, operands: condition.operands.map(inCondition) } : condition;
  };
  const inRule = (rule: Rule): Rule => (rule.when ? { ...rule, when: inCondition(rule.when) } : rule);
  return { ...journey, stages: journey.stages.map((stage) => ({ ...stage, rules: stage.rules.map(inRule) })) };
}
