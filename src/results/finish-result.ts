import type { Journey, Kpi, Stage } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import type { Lengths } from './lengths.ts';
import { ascending } from './lengths.ts';
import { emailResult } from './email-result.ts';
import { emptyStageWarnings } from './empty-stage-warnings.ts';
import type { PartialResult, PartialRule, PartialStage, PartialTransition } from './partial-result.ts';
import { OUTSIDE_STAGE } from './partial-result.ts';
import type { ContactsResult, Durations, JourneyResult, KpiResult, RuleResult, StageResult, TransitionResult, Warning } from './result.ts';
import { RESULT_SCHEMA } from './result.ts';
import { kaplanMeierMedian, mean, quantile, share, wilsonInterval } from './statistics.ts';

const MICROSECONDS = 1_000_000;

/** What a result says beyond what contacts did. */
export type RunFacts = Pick<JourneyResult, 'asOf' | 'inputs' | 'without' | 'records' | 'rejected'> & {
  /** What the data lack, see {@link Warning}. */
  readonly warnings: readonly Warning[];
  /** No input has a delivery, so sent − bounced stands for it. */
  readonly deliveredIsSent: boolean;
};

/** Makes the finished result from the merged parts. Finished results never merge. */
export function finishResult(journey: Journey, model: Pick<Model, 'files' | 'emails'>, partial: PartialResult, facts: RunFacts): JourneyResult {
  const ofContacts = finishContacts(journey, model, partial, facts.deliveredIsSent);
  return {
    schema: RESULT_SCHEMA,
    journey: journey.name,
    label: journey.label,
    goal: journey.goal,
    asOf: facts.asOf,
    inputs: facts.inputs,
    without: facts.without,
    records: facts.records,
    rejected: facts.rejected,
    ...ofContacts,
    warnings: [...facts.warnings, ...emptyStageWarnings(journey, ofContacts), ...rateWarnings(ofContacts)],
  };
}

/** What merged parts say of their contacts. */
export function finishContacts(
  journey: Journey,
  { files, emails }: Pick<Model, 'files' | 'emails'>,
  partial: PartialResult,
  deliveredIsSent: boolean,
): ContactsResult {
  return {
    contacts: {
      seen: partial.seen,
      entered: partial.entered,
      keptOutByAudience: partial.keptOutByAudience,
      withoutConsent: partial.withoutConsent,
      passes: partial.passes,
      expired: partial.expired,
      reachedGoal: partial.reachedGoal,
    },
    stages: journey.stages.map((stage, index) => stageResult(journey, stage, index, partial)),
    transitions: transitionResults(journey, partial),
    rules: journey.stages.flatMap((stage, index) => ruleResults(stage, partial.rules[index] ?? [], files)),
    days: dayResults(journey, partial),
    emails: emails.flatMap((email, index) => {
      const counts = partial.emails[index];
      return counts ? [emailResult(email, counts, deliveredIsSent)] : [];
    }),
  };
}

/** Rates over 1 come from files that lack deliveries of emails whose opens and clicks they have. */
function rateWarnings({ emails }: ContactsResult): Warning[] {
  return emails
    .filter(({ uniqueOpened, delivered }) => uniqueOpened > delivered)
    .map(({ label, uniqueOpened, delivered }) => ({
      code: 'opened-without-delivery',
      message: `${String(uniqueOpened)} contacts opened or clicked "${label}", which was delivered ${String(delivered)} times: the data lack deliveries, so its rates are too high or missing.`,
    }));
}

function stageResult(journey: Journey, stage: Stage, index: number, partial: PartialResult): StageResult {
  const own = part(partial, index);
  const path = journey.stages.flatMap((one, place) => (one.kind === 'path' ? [place] : []));
  const place = path.indexOf(index);
  const before = path[place - 1];
  const after = path[place + 1];
  const isPath = place >= 0;
  const reachedBefore = before === undefined ? 0 : part(partial, before).reached;
  return {
    name: stage.name,
    label: stage.label,
    kind: stage.kind,
    ...(stage.phase === undefined ? {} : { phase: stage.phase }),
    entered: own.entered,
    reached: isPath ? own.reached : null,
    advanced: own.advanced,
    returned: own.returned,
    left: own.left,
    expired: own.expired,
    current: own.current,
    stalled: own.stalled,
    dropped: isPath && after !== undefined ? own.reached - part(partial, after).reached : null,
    rateFromPrevious: isPath ? share(own.reached, reachedBefore) : null,
    rateFromStart: isPath ? share(own.reached, partial.entered) : null,
    rateInterval: isPath ? wilsonInterval(own.reached, reachedBefore) : null,
    secondsFromPrevious: before === undefined || !isPath ? null : durations(own.fromPrevious),
    medianWithCensoring: isPath && after !== undefined ? inSeconds(kaplanMeierMedian(ascending(own.leaves), ascending(own.stays))) : null,
    kpis: stage.kpis.map((kpi, number) => kpiResult(kpi, own, stage.kind, own.kpis[number] ?? { base: 0, met: 0 })),
  };
}

function kpiResult(kpi: Kpi, own: PartialStage, kind: Stage['kind'], tally: { readonly base: number; readonly met: number }): KpiResult {
  if (kpi.kind === 'contacts') {
    const actual = kind === 'path' ? own.reached : own.entered;
    return { target: kpi.target, unit: 'contacts', actual, met: actual >= kpi.target };
  }
  const actual = share(tally.met, tally.base);
  return {
    target: kpi.target,
    unit: 'share',
    of: kpi.of,
    ...(kpi.within === undefined ? {} : { withinSeconds: kpi.within }),
    actual,
    met: actual === null ? null : actual >= kpi.target,
  };
}

/** In the order of the journey's stages, those from outside first. */
function transitionResults(journey: Journey, partial: PartialResult): TransitionResult[] {
  const nameOf = (stage: number): string => journey.stages[stage]?.name ?? '';
  return [...partial.transitions.values()]
    .sort((a: PartialTransition, b: PartialTransition) => a.from - b.from || a.to - b.to)
    .map(({ from, to, contacts, moves, lengths }) => ({
      from: from === OUTSIDE_STAGE ? null : nameOf(from),
      to: nameOf(to),
      contacts,
      moves,
      p50Seconds: from === OUTSIDE_STAGE ? 0 : inSeconds(quantile(ascending(lengths), 0.5)),
    }));
}

function ruleResults(stage: Stage, rules: readonly PartialRule[], files: readonly string[]): RuleResult[] {
  return stage.rules.map((rule, index) => ({
    stage: stage.name,
    index,
    text: rule.text,
    line: rule.source.line,
    file: files[rule.source.file] ?? '',
    ...(rules[index] ?? { fired: 0, matchedRecords: 0, matchedContacts: 0 }),
  }));
}

function dayResults(journey: Journey, { days }: PartialResult): JourneyResult['days'] {
  return [...days]
    .sort(([a], [b]) => a - b)
    .map(([day, entries]) => ({
      date: new Date(day * 86_400_000).toISOString().slice(0, 10),
      entered: Object.fromEntries(journey.stages.flatMap(({ name }, stage) => (entries[stage] === 0 ? [] : [[name, entries[stage] ?? 0]]))),
    }));
}

function durations(microseconds: Lengths): Durations {
  const sorted = ascending(microseconds);
  const at = (part: number): number | null => inSeconds(quantile(sorted, part));
  return { n: sorted.length, mean: inSeconds(mean(sorted)), p10: at(0.1), p25: at(0.25), p50: at(0.5), p75: at(0.75), p90: at(0.9) };
}

const inSeconds = (microseconds: number | null): number | null => (microseconds === null ? null : microseconds / MICROSECONDS);

function part(partial: PartialResult, index: number): PartialStage {
  const stage = partial.stages[index];
  if (!stage) throw new Error('A part of the result lacks a stage of the journey.');
  return stage;
}
