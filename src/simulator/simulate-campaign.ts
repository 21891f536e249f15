import type { LoadedActivities } from '../activities/activity-table.ts';
import type { Campaign, CampaignKpi, Send } from '../model/campaign.ts';
import type { Condition, Pattern } from '../model/condition.ts';
import type { Journey } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import type { Source } from '../model/source.ts';
import { lengthText } from '../model/length-text.ts';
import { wordsOf } from '../model/model-names.ts';
import type { CampaignResult } from '../results/campaign-result.ts';
import { finishCampaign } from '../results/finish-campaign.ts';
import type { PartialCampaign, PartialSend, PartialShare } from '../results/partial-campaign.ts';
import { emptyPartialCampaign, mergePartialCampaigns } from '../results/partial-campaign.ts';
import { audienceMoment } from './audience-moment.ts';
import { conditionAt } from './condition-at.ts';
import { dayOf } from './day-of.ts';
import { EmailCounter } from './email-counter.ts';
import { isoMoment } from './iso-moment.ts';
import type { Stretch } from './matching/moment.ts';
import { stretchOf } from './matching/moment.ts';
import { signalsOf } from './matching/signals.ts';
import { overlappingJourney } from './overlapping-journey.ts';
import { replayJourney } from './replay-journey.ts';
import type { ContactRange, SimulateFailure, SimulateOptions } from './simulation.ts';
import { Simulation, unknownName } from './simulation.ts';
import { StageSpans } from './stage-spans.ts';
import type { Steps } from './steps.ts';
import { CONTACTS_A_STEP } from './steps.ts';

const MICROSECONDS = 1_000_000;
const DAY = 86_400 * MICROSECONDS;

/** Replays a campaign's journey for its audience: what moved in its period, its KPIs, and what it would have sent. */
export function* simulateCampaign(
  model: Model,
  campaignName: string,
  loaded: LoadedActivities,
  options: SimulateOptions,
): Steps<{ readonly ok: true; readonly result: CampaignResult } | SimulateFailure> {
  const part = yield* simulateCampaignPart(model, campaignName, loaded, { from: 0, to: loaded.table.contacts.length }, options);
  return part.ok ? { ok: true, result: finishCampaignParts([part]) } : part;
}

interface CampaignPart {
  readonly ok: true;
  readonly run: CampaignRun;
  readonly partial: PartialCampaign;
}

/** Some of the contacts of a table. Parts of disjoint ranges make one result: {@link finishCampaignParts}. */
export function* simulateCampaignPart(
  model: Model,
  campaignName: string,
  loaded: LoadedActivities,
  { from, to }: ContactRange,
  options: SimulateOptions,
): Steps<CampaignPart | SimulateFailure> {
  const campaign = model.campaigns.find(({ name }) => name === campaignName);
  if (!campaign) return unknownName('campaign', campaignName, model.campaigns);
  const journey = [...model.journeys, ...model.importedJourneys].find(({ key }) => key === campaign.journey);
  const made = yield* Simulation.ofJourneyInSteps(model, journey ?? overlappingJourney(campaign, 'UTC', []), loaded, options);
  if (!made.ok) return made;
  yield* made.simulation.lookFor(conditionsOf(campaign));
  const run = new CampaignRun(campaign, journey, made.simulation, loaded);
  for (let contact = from; contact < to; contact++) {
    if (contact % CONTACTS_A_STEP === 0) yield contact - from;
    run.add(contact);
  }
  return { ok: true, run, partial: run.partial };
}

/** What a campaign asks of the records beside what its journey asks. */
function conditionsOf({ audience, kpis, sends }: Campaign): Condition[] {
  return [
    ...(audience ? [audience] : []),
    ...kpis.flatMap((kpi) => (kpi.kind === 'matched' ? [ever(kpi.pattern)] : [])),
    ...sends.flatMap(({ when, condition, source }) => [
      ...(when.kind === 'day' ? [] : [ever(deliveryOf(when.email, source))]),
      ...(condition ? [condition] : []),
    ]),
  ];
}

const deliveryOf = (email: string, source: Source): Pattern => ({
  event: { kind: 'email', verb: 'delivered', emails: { kind: 'listed', items: [{ email }] } },
  source,
});

const ever = (pattern: Pattern): Condition => ({
  kind: 'occurrence',
  pattern,
  count: { operator: 'at-least', number: 1, of: 'times' },
  window: { kind: 'ever' },
  source: pattern.source,
});

/** The finished result of parts that together are all contacts of one table. */
export function finishCampaignParts(parts: readonly CampaignPart[]): CampaignResult {
  const [first] = parts;
  if (!first) throw new Error('There is no part to finish.');
  return first.run.finish(mergePartialCampaigns(parts.map(({ partial }) => partial)));
}

class CampaignRun {
  readonly partial: PartialCampaign;
  private readonly campaign: Campaign;
  private readonly journey: Journey | undefined;
  private readonly simulation: Simulation;
  private readonly loaded: LoadedActivities;
  /** The period; its end is the as-of moment where that is earlier. */
  private readonly from: number;
  private readonly to: number;
  private readonly audienceMoment: ReturnType<typeof audienceMoment>;
  private readonly emails: EmailCounter;
  private readonly kpis: readonly ((contact: number, from: number, spans: StageSpans) => { readonly base: boolean; readonly met: boolean })[];
  private readonly sends: readonly ((contact: number, joined: number) => ReadonlySet<number>)[];

  constructor(campaign: Campaign, journey: Journey | undefined, simulation: Simulation, loaded: LoadedActivities) {
    const { model, table, zone, utc, asOf } = simulation;
    this.campaign = campaign;
    this.journey = journey;
    this.simulation = simulation;
    this.loaded = loaded;
    const [first, last] = [this.dayNamed(campaign.runs?.from), this.dayNamed(campaign.runs?.to)];
    this.from = first?.first ?? -Infinity;
    this.to = Math.min(last?.last ?? Infinity, asOf);
    this.audienceMoment = audienceMoment(campaign.audience, simulation.journey, model, table, zone, utc);
    this.emails = new EmailCounter(table, model);
    this.kpis = campaign.kpis.map((kpi) => this.kpiOf(kpi));
    this.sends = campaign.sends.map((send) => this.sendOf(send));
    this.partial = emptyPartialCampaign({
      stages: journey?.stages.length ?? 0,
      kpis: campaign.kpis.length,
      emails: model.emails.length,
      sends: campaign.sends.length,
    });
  }

  add(contact: number): void {
    const { partial, campaign, simulation } = this;
    const joined = this.audienceMoment(contact, this.from, this.to);
    if (joined === undefined) return;
    partial.audience++;
    if (joined === this.from) partial.atStart++;
    const way = simulation.replay.wayOf(contact, this.to);
    const spans = new StageSpans(simulation.journey, way?.passes ?? [], this.to);
    partial.stages.forEach((stage, index) => {
      if (spans.isIn(index, joined)) stage.atStart++;
      if (spans.enters(index, joined)) stage.entered++;
      if (spans.isIn(index, Infinity)) stage.atEnd++;
    });
    if (campaign.moves) addShare(partial.moves, this.reached(campaign.moves.to, campaign.moves.from, joined, spans));
    this.kpis.forEach((kpi, place) => addShare(partial.kpis[place], kpi(contact, joined, spans)));
    this.emails.addSent(contact, joined, this.to, partial.emails);
    this.sends.forEach((send, place) => addSend(partial.sends[place], send(contact, joined)));
  }

  finish(partial: PartialCampaign): CampaignResult {
    const { campaign, journey, simulation, loaded } = this;
    const { model, asOf, replay } = simulation;
    const end = this.dayNamed(campaign.runs?.to)?.last ?? -Infinity;
    const isOver = asOf >= end;
    return finishCampaign(campaign, journey, model.emails, partial, {
      asOf: Number.isFinite(asOf) ? isoMoment(asOf) : null,
      inputs: loaded.inputs.map((input) => ({ ...input })),
      period: campaign.runs ? { ...campaign.runs, timezone: simulation.journey.timezone, isOver } : null,
      warnings: isOver
        ? []
        : [
            {
              code: 'campaign-not-over',
              message: `The campaign "${campaign.label}" runs to ${campaign.runs?.to ?? ''}, and the simulation ends before that: its numbers are those of the part until then.`,
            },
          ],
      deliveredIsSent: replay.deliveredIsSent,
      kpiTexts: campaign.kpis.map((kpi) => this.kpiText(kpi)),
      sendTexts: campaign.sends.map((send) => this.sendText(send)),
    });
  }

  private dayNamed(date: string | undefined): Stretch | undefined {
    return date === undefined ? undefined : stretchOf(date, this.simulation.zone);
  }

  private kpiOf(kpi: CampaignKpi): (contact: number, from: number, spans: StageSpans) => { readonly base: boolean; readonly met: boolean } {
    switch (kpi.kind) {
      case 'rate':
        // The emails' counts say it.
        return () => ({ base: false, met: false });
      case 'reached':
        return (_, from, spans) => this.reached(kpi.stage, kpi.of, from, spans);
      case 'matched': {
        const { records, starts } = signalsOf(this.simulation.table, this.simulation.model, this.simulation.zone).ofPattern(kpi.pattern);
        const { time } = this.simulation.table;
        return (contact, from) => {
          const matches = records.subarray(starts[contact], starts[contact + 1]);
          return { base: true, met: matches.some((record) => (time[record] ?? 0) >= from && (time[record] ?? 0) <= this.to) };
        };
      }
    }
  }

  /** Whether a contact is of the base, and whether it got to a stage, or further, from then on and in the period. */
  private reached(stage: string, of: string | undefined, from: number, spans: StageSpans): { readonly base: boolean; readonly met: boolean } {
    if (of === undefined)
      return { base: true, met: !spans.isThisFar(spans.numberOf(stage), from) && spans.reachedFrom(spans.numberOf(stage), from) !== undefined };
    const since = spans.firstIn(spans.numberOf(of), from);
    return { base: since !== undefined, met: since !== undefined && spans.reachedFrom(spans.numberOf(stage), since) !== undefined };
  }

  private kpiText(kpi: CampaignKpi): string {
    const { model } = this.simulation;
    switch (kpi.kind) {
      case 'rate':
        return kpi.email === undefined ? kpi.rate : `${kpi.rate} of ${model.emails.find(({ key }) => key === kpi.email)?.name ?? kpi.email}`;
      case 'reached':
        return `reached ${kpi.stage}${kpi.of === undefined ? '' : ` of ${kpi.of}`}`;
      case 'matched':
        return wordsOf(model).pattern(kpi.pattern);
    }
  }

  private sendText({ when, condition }: Send): string {
    const { model } = this.simulation;
    const time =
      when.kind === 'day'
        ? `on day ${String(when.day)}`
        : `${lengthText(when.seconds)} after ${model.emails.find(({ key }) => key === when.email)?.name ?? when.email}`;
    return condition ? `${time} when ${wordsOf(model).condition(condition)}` : time;
  }

  /** The days, since 1970-01-01 in the journey's time zone, on which a contact would have been sent something. */
  private sendOf({ when, condition, source }: Send): (contact: number, joined: number) => ReadonlySet<number> {
    const { model, table, zone, utc, asOf, journey } = this.simulation;
    if (when.kind === 'day') {
      const start = this.from === -Infinity ? undefined : this.startOfDay(when.day);
      const holds = condition && conditionAt(condition, journey, model, table, zone, utc);
      return (contact, joined) => {
        if (start === undefined || start > asOf || joined > start || (holds && !holds(contact, start))) return new Set();
        return new Set([dayOf(start, zone)]);
      };
    }
    // A journey of two stages says it: from each delivery so long a wait, and the condition with the delivery as its anchor.
    const length = Math.round(when.seconds * MICROSECONDS);
    const waiting = overlappingJourney(this.campaign, journey.timezone, [
      { when: ever(deliveryOf(when.email, source)) },
      { after: when.seconds, ...(condition ? { when: condition } : {}) },
    ]);
    const replay = replayJourney(waiting, model, table, zone, utc);
    return (contact, joined) => {
      const days = new Set<number>();
      for (const { began, visits } of replay.wayOf(contact, asOf)?.passes ?? []) {
        // Asked when the wait is over, and not again.
        if (began >= joined && began <= this.to && visits[1]?.entered === began + length) days.add(dayOf(began + length, zone));
      }
      return days;
    };
  }

  /** The first moment of a day of the campaign; the days of its time zone are not all of one length. */
  private startOfDay(day: number): number | undefined {
    const { zone } = this.simulation;
    const number = dayOf(this.from, zone) + day;
    return this.dayNamed(new Date((number * DAY) / 1000).toISOString().slice(0, 10))?.first;
  }
}

function addShare(into: PartialShare | undefined, { base, met }: { readonly base: boolean; readonly met: boolean }): void {
  if (!into || !base) return;
  into.base++;
  if (met) into.met++;
}

function addSend(into: PartialSend | undefined, days: ReadonlySet<number>): void {
  if (!into || days.size === 0) return;
  into.contacts++;
  for (const day of days) into.days.set(day, (into.days.get(day) ?? 0) + 1);
}
