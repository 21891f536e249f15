import type { Campaign } from '../model/campaign.ts';
import type { Journey, Kpi, Rule, Stage } from '../model/journey.ts';
import { lengthText } from '../model/length-text.ts';
import type { Model } from '../model/model.ts';
import { ModelNames } from '../model/model-names.ts';
import { OUTSIDE, sourcesOfRule } from '../model/sources-of-rule.ts';
import { Words } from '../model/words.ts';
import type { JourneyResult } from '../results/result.ts';
import type { JourneyMap, MapSend, MapStage, MapWay } from './map-document.ts';

type Sends = ReadonlyMap<string | undefined, readonly MapSend[]>;

/** What a picture of the journey shows, with the counts of `result` where there is one. `journey`: one of the model's, or of those that it imports. */
export function journeyMap(model: Model, journey: Journey, result?: JourneyResult): JourneyMap {
  const names = new ModelNames(model);
  const words = new Words(names, journey.key);
  const sends = sendsByStage(model, journey, words, names);
  // The path first, as it is walked; files may have side stages in between.
  const stages = (['path', 'side'] as const).flatMap((kind) => journey.stages.filter((stage) => stage.kind === kind));
  return {
    schema: 1,
    journey: journey.name,
    label: journey.label,
    ...(journey.documentation === undefined ? {} : { documentation: journey.documentation }),
    goal: journey.goal,
    order: journey.order,
    ...(journey.audience ? { audience: words.condition(journey.audience) } : {}),
    ...(journey.expiresAfter === undefined ? {} : { expiresAfterSeconds: journey.expiresAfter }),
    reentry: journey.reentry,
    consentRequired: journey.consentRequired,
    timezone: journey.timezone,
    ...placeOf(model, journey),
    stages: stages.map((stage) => mapStage(model, journey, stage, words, sends, result)),
    ways: stages.flatMap((stage) => waysInto(model, journey, stage, words, result)),
    sends: [...(sends.get(undefined) ?? [])],
    ...(result === undefined
      ? {}
      : {
          sample: {
            inputs: result.inputs.map(({ path }) => path),
            asOf: result.asOf,
            entered: result.contacts.entered,
            expired: result.contacts.expired,
            transitions: result.transitions.map(({ from, to, contacts, moves }) => ({ from, to, contacts, moves })),
          },
        }),
  };
}

const placeOf = (model: Model, { source }: Journey | Stage | Rule): { file: string; line: number } => ({
  file: model.files[source.file] ?? '',
  line: source.line,
});

function mapStage(model: Model, journey: Journey, stage: Stage, words: Words, sends: Sends, result: JourneyResult | undefined): MapStage {
  const counted = result?.stages.find(({ name }) => name === stage.name);
  return {
    name: stage.name,
    label: stage.label,
    kind: stage.kind,
    ...(stage.phase === undefined ? {} : { phase: stage.phase }),
    ...(stage.documentation === undefined ? {} : { documentation: stage.documentation }),
    isGoal: stage.name === journey.goal,
    ...(stage.stallsAfter === undefined ? {} : { stallsAfterSeconds: stage.stallsAfter }),
    kpis: stage.kpis.map((kpi) => kpiText(kpi, words)),
    touchpoints: stage.touchpoints.map((key) => touchpointLabel(model, key)),
    ...(stage.owner === undefined ? {} : { owner: stage.owner }),
    notes: [...stage.notes],
    sends: [...(sends.get(stage.name) ?? [])],
    ...placeOf(model, stage),
    ...(counted
      ? {
          counts: {
            entered: counted.entered,
            reached: counted.reached,
            current: counted.current,
            stalled: counted.stalled,
            expired: counted.expired,
          },
        }
      : {}),
  };
}

function kpiText(kpi: Kpi, words: Words): string {
  if (kpi.kind === 'contacts') return `${String(kpi.target)} contacts`;
  // As written: 7 % is not 7.000000000000001 %.
  const share = String(Number((kpi.target * 100).toPrecision(12)));
  return `${share}% of ${words.stage(kpi.of)}${kpi.within === undefined ? '' : ` within ${lengthText(kpi.within)}`}`;
}

function touchpointLabel({ emails, forms, pages, activities, channels }: Model, key: string): string {
  return [...emails, ...forms, ...pages, ...activities, ...channels].find((one) => one.key === key)?.label ?? key;
}

/** Rules by the stages that they lead from. A rule that leads from nowhere, which the checks report, is no way. */
function waysInto(model: Model, journey: Journey, stage: Stage, words: Words, result: JourneyResult | undefined): MapWay[] {
  const ways = new Map<string, MapWay>();
  for (const [index, rule] of stage.rules.entries()) {
    const sources = sourcesOfRule(journey, stage, rule);
    if (sources.length === 0) continue;
    const stages = sources.filter((name) => name !== OUTSIDE);
    const from = fromOf(rule, stages, sources.includes(OUTSIDE));
    const key = JSON.stringify([from, sources]);
    const way = ways.get(key) ?? { to: stage.name, from, stages, fromOutside: stages.length < sources.length, rules: [] };
    const counted = result?.rules.find((one) => one.stage === stage.name && one.index === index);
    way.rules.push({ index, text: ruleText(rule, words), ...placeOf(model, rule), ...(counted ? { moves: counted.fired } : {}) });
    ways.set(key, way);
  }
  return [...ways.values()];
}

function fromOf({ from }: Rule, stages: readonly string[], fromOutside: boolean): MapWay['from'] {
  if (from.kind === 'any') return 'any';
  if (stages.length === 0) return 'outside';
  // Only `order flexible` leads one clause from outside and from stages.
  return fromOutside ? 'earlier' : 'stages';
}

function ruleText({ after, when }: Rule, words: Words): string {
  return [after === undefined ? '' : `after ${lengthText(after)}`, when ? `when ${words.condition(when)}` : ''].filter((text) => text !== '').join(' ');
}

/** What campaigns send, by the stage that they move contacts on from; those that name none under undefined. */
function sendsByStage(model: Model, journey: Journey, words: Words, names: ModelNames): Sends {
  const labelOf = (key: string): string => model.emails.find((email) => email.key === key)?.label ?? key;
  const when = ({ when: moment, condition }: Campaign['sends'][number]): string =>
    [
      moment.kind === 'day' ? `on day ${String(moment.day)}` : `${lengthText(moment.seconds)} after ${names.of('email', moment.email)}`,
      ...(condition ? [`when ${words.condition(condition)}`] : []),
    ].join(' ');
  const all = model.campaigns
    .filter((campaign) => campaign.journey === journey.key)
    .flatMap((campaign) =>
      campaign.sends.map((send) => ({ stage: campaign.moves?.from, send: { campaign: campaign.label, email: labelOf(send.email), when: when(send) } })),
    );
  return new Map([...Map.groupBy(all, ({ stage }) => stage)].map(([stage, sent]) => [stage, sent.map(({ send }) => send)]));
}
