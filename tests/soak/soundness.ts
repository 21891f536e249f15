import assert from 'node:assert/strict';
import { findInModel } from '../../src/analysis/find.ts';
import type { Finding } from '../../src/analysis/finding.ts';
import type { Condition } from '../../src/model/condition.ts';
import type { Journey, Rule } from '../../src/model/journey.ts';
import type { Model } from '../../src/model/model.ts';
import type { Source } from '../../src/model/source.ts';
import { eventsOfModel } from '../differential/events-of-model.ts';
import { generateHistory, LONGEST } from '../differential/generate-history.ts';
import { generateRun } from '../differential/generate-run.ts';
import { gridTime } from '../differential/grid.ts';
import type { Histories } from '../differential/outcomes.ts';
import { waysOfSimulator } from '../differential/outcomes.ts';
import { Random } from '../differential/random.ts';
import { readJourney } from '../differential/read-journey.ts';
import { ORIGIN } from '../support/worked-cases.ts';
import { crowdedJourney } from './crowded-journey.ts';
import type { SoakPart } from './soak-part.ts';

const CONTACTS = 8;

/** Every fifth is a journey of all the language, the others are of few parts. */
const isOfAll = (seed: number): boolean => seed % 5 === 0;

export const soundness: SoakPart = {
  name: 'soundness',
  says: 'no random history does what the analysis calls impossible',
  unit: 'pairs',
  whole: 12_000,
  sample: 200,
  start: () => async (seed, tally) => {
    const run = await (isOfAll(seed) ? generateRun(seed, CONTACTS) : crowdedRun(seed));
    if (!run) {
      tally.count('journeys with an error');
      return;
    }
    const findings = findInModel(run.model, () => true);
    assert.deepEqual(await falsified(findings, run), []);
    for (const { code } of findings) tally.count(isOfAll(seed) ? `${code}, in journeys of all the language` : code);
    tally.pass(CONTACTS);
  },
  // Where hardly anything is said, hardly anything was tested.
  doubts: ({ seeds, passed, counts }) => [
    ...(passed < (CONTACTS * seeds) / 2 ? [`only ${passed} pairs of ${seeds} journeys`] : []),
    ...['contradiction', 'tautology', 'shadowed-rule', 'unreachable-stage', 'never-in-time'].flatMap((code) =>
      (counts[code] ?? 0) < 2 ? [`${code} was said ${counts[code] ?? 0} times`] : [],
    ),
  ],
};

interface Run {
  readonly model: Model;
  readonly histories: Histories;
}

async function crowdedRun(seed: number): Promise<Run | undefined> {
  const random = new Random(seed);
  const model = await readJourney(crowdedJourney(random));
  if (!model) return undefined;
  const options = { origin: ORIGIN, hasDeliveries: random.chance(0.9), asked: eventsOfModel(model) };
  const records = Array.from({ length: CONTACTS }, (_, number) => generateHistory(random, `c${String(number)}`, options)).flat();
  const asOf = Math.max(...records.map(({ time }) => time)) + gridTime(random, LONGEST);
  return { model, histories: { records, asOf, attributes: new Map() } };
}

const sameSource = (one: Source, other: Source): boolean => one.file === other.file && one.offset === other.offset && one.end === other.end;

/** The rules that fired, and the stages that were entered. */
async function happenings({ model, histories }: Run): Promise<{ readonly fired: readonly Source[]; readonly entered: ReadonlySet<string> }> {
  const [journey] = model.journeys;
  assert(journey);
  const visits = [...(await waysOfSimulator(model, histories)).values()].flatMap(({ passes }) => passes.flatMap((pass) => pass.visits));
  const stages = visits.map(({ stage }) => journey.stages[stage]?.name ?? '');
  return { fired: visits.flatMap(({ stage, rule }) => journey.stages[stage]?.rules[rule]?.source ?? []), entered: new Set(stages) };
}

/** What a run shows to be false among what was said of its journey. */
async function falsified(findings: readonly Finding[], run: Run): Promise<string[]> {
  const { fired, entered } = await happenings(run);
  const wrong: string[] = [];
  for (const finding of findings) {
    const hasFired = fired.some((source) => sameSource(source, finding.source));
    if (finding.code === 'shadowed-rule' && hasFired) wrong.push('a shadowed rule fired');
    if (finding.code === 'never-in-time' && finding.isFatal && hasFired) wrong.push('a rule fired that never could in time');
    if (finding.code === 'unreachable-stage' && [finding.stage, ...finding.with].some((stage) => entered.has(stage)))
      wrong.push('an unreachable stage was entered');
    if (finding.code === 'contradiction' && finding.about !== 'filter' && (await canFire(finding, run, false))) wrong.push('a contradiction was true');
    if (finding.code === 'tautology' && finding.about !== 'filter' && (await canFire(finding, run, true))) wrong.push('a tautology was false');
  }
  return wrong;
}

/** Whether a rule fires that asks only for the part of a condition that a finding is about, or for its opposite. */
async function canFire({ source }: Finding, run: Run, opposite: boolean): Promise<boolean> {
  const [journey] = run.model.journeys;
  assert(journey);
  const rule = journey.stages.flatMap(({ rules }) => rules).find(({ when }) => when && partAt(when, source));
  const part = rule?.when && partAt(rule.when, source);
  // Parts of segments are asked as they are.
  if (!rule || !part) return false;
  const only: Condition = opposite ? { kind: 'not', operand: part, source } : part;
  const { fired } = await happenings({ ...run, model: { ...run.model, journeys: [withRule(journey, rule, { ...rule, when: only })] } });
  return fired.some((one) => sameSource(one, rule.source));
}

function partAt(condition: Condition, source: Source): Condition | undefined {
  if (sameSource(condition.source, source)) return condition;
  if (condition.kind === 'not') return partAt(condition.operand, source);
  return condition.kind === 'and' || condition.kind === 'or'
    ? condition.operands.map((operand) => partAt(operand, source)).find((part) => part !== undefined)
    : undefined;
}

function withRule(journey: Journey, old: Rule, changed: Rule): Journey {
  return { ...journey, stages: journey.stages.map((stage) => ({ ...stage, rules: stage.rules.map((rule) => (rule === old ? changed : rule)) })) };
}
