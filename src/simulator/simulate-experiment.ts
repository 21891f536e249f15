import type { LoadedActivities } from '../activities/activity-table.ts';
import type { Experiment } from '../model/campaign.ts';
import type { Pattern } from '../model/condition.ts';
import type { Model } from '../model/model.ts';
import type { ExperimentResult } from '../results/experiment-result.ts';
import { finishExperiment } from '../results/finish-experiment.ts';
import type { PartialExperiment } from '../results/partial-experiment.ts';
import { emptyPartialExperiment, mergePartialExperiments } from '../results/partial-experiment.ts';
import { isoMoment } from './iso-moment.ts';
import type { Signal } from './matching/signals.ts';
import { signalsOf } from './matching/signals.ts';
import type { ContactRange, SimulateFailure, SimulateOptions } from './simulation.ts';
import { Simulation, unknownName } from './simulation.ts';
import type { Steps } from './steps.ts';
import { CONTACTS_A_STEP } from './steps.ts';
import { StageSpans } from './stage-spans.ts';

const MICROSECONDS = 1_000_000;

/** Puts each contact in the arm whose email was delivered to it first and compares how many reached the stage that is measured. */
export function* simulateExperiment(
  model: Model,
  experimentName: string,
  loaded: LoadedActivities,
  options: SimulateOptions,
): Steps<{ readonly ok: true; readonly result: ExperimentResult } | SimulateFailure> {
  const part = yield* simulateExperimentPart(model, experimentName, loaded, { from: 0, to: loaded.table.contacts.length }, options);
  return part.ok ? { ok: true, result: finishExperimentParts([part]) } : part;
}

interface ExperimentPart {
  readonly ok: true;
  readonly experiment: Experiment;
  readonly simulation: Simulation;
  readonly loaded: LoadedActivities;
  readonly partial: PartialExperiment;
}

/** Some of the contacts of a table. Parts of disjoint ranges make one result: {@link finishExperimentParts}. */
export function* simulateExperimentPart(
  model: Model,
  experimentName: string,
  loaded: LoadedActivities,
  { from, to }: ContactRange,
  options: SimulateOptions,
): Steps<ExperimentPart | SimulateFailure> {
  const experiment = model.experiments.find(({ name }) => name === experimentName);
  if (!experiment) return unknownName('experiment', experimentName, model.experiments);
  const { measure } = experiment;
  const journey = [...model.journeys, ...model.importedJourneys].find(({ key }) => key === measure?.journey);
  if (!measure || !journey) {
    const message = `The experiment "${experiment.label}" has no \`measure\`: say what counts as success, such as \`measure reached JOURNEY.STAGE within 14 days\`.`;
    return { ok: false, problem: { kind: 'unsupported', message } };
  }
  const made = yield* Simulation.ofJourneyInSteps(model, journey, loaded, options);
  if (!made.ok) return made;
  const { simulation } = made;
  const { table, zone, asOf } = simulation;
  const signals = signalsOf(table, model, zone);
  const deliveries: Signal[] = [];
  for (const email of experiment.variants) {
    yield 0;
    const pattern: Pattern = { event: { kind: 'email', verb: 'delivered', emails: { kind: 'listed', items: [{ email }] } }, source: experiment.source };
    deliveries.push(signals.ofPattern(pattern));
  }
  const within = measure.within === undefined ? undefined : Math.round(measure.within * MICROSECONDS);
  const partial = emptyPartialExperiment(deliveries.length);
  for (let contact = from; contact < to; contact++) {
    if (contact % CONTACTS_A_STEP === 0) yield contact - from;
    const firsts = deliveries.map(({ records, starts }) => (starts[contact] === starts[contact + 1] ? undefined : records[starts[contact] ?? 0]));
    const delivered = firsts.flatMap((record, arm) => (record === undefined || (table.time[record] ?? 0) > asOf ? [] : [{ record, arm }]));
    if (delivered.length > 1) partial.severalVariants++;
    // Records of one time stand in an order that depends on their content alone.
    const first = delivered.sort((a, b) => a.record - b.record)[0];
    const arm = first && partial.arms[first.arm];
    if (!arm) continue;
    const time = table.time[first.record] ?? 0;
    if (within !== undefined && time > asOf - within) {
      arm.notYet++;
      continue;
    }
    arm.contacts++;
    const spans = new StageSpans(journey, simulation.wayOf(contact)?.passes ?? [], asOf);
    const reached = spans.reachedFrom(spans.numberOf(measure.stage), time);
    if (reached !== undefined && reached <= time + (within ?? Infinity)) arm.reached++;
  }
  return { ok: true, experiment, simulation, loaded, partial };
}

/** The finished result of parts that together are all contacts of one table. */
export function finishExperimentParts(parts: readonly ExperimentPart[]): ExperimentResult {
  const [first] = parts;
  if (!first) throw new Error('There is no part to finish.');
  const { experiment, simulation, loaded } = first;
  const partial = mergePartialExperiments(parts.map((part) => part.partial));
  return finishExperiment(experiment, simulation.model.emails, partial, {
    journey: simulation.journey.name,
    stage: experiment.measure?.stage ?? '',
    asOf: Number.isFinite(simulation.asOf) ? isoMoment(simulation.asOf) : null,
    inputs: loaded.inputs.map((input) => ({ ...input })),
    warnings: [
      ...(simulation.replay.deliveredIsSent
        ? [{ code: 'delivered-from-sent', message: `No record says that an email was delivered, so "${experiment.label}" takes the first that was sent.` }]
        : []),
      ...(experiment.variants.length > 2
        ? [
            {
              code: 'several-comparisons',
              message: `"${experiment.label}" compares ${String(experiment.variants.length - 1)} emails with the control: with each comparison it becomes more likely that one of them differs by chance.`,
            },
          ]
        : []),
    ],
  });
}
