import type { ActivityTable } from '../activities/activity-table.ts';
import type { Compare, Condition, Count, Occurrence, Window } from '../model/condition.ts';
import type { Journey, Stage } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import { OUTSIDE, sourcesOfRule } from '../model/sources-of-rule.ts';
import type { TimeZone } from '../time/time-zone.ts';
import { dayOf } from './day-of.ts';
import { cellTest, lazily } from './matching/compare.ts';
import { stretchOf } from './matching/moment.ts';
import type { Signal, Signals } from './matching/signals.ts';
import { outlookOf } from './outlook.ts';
import type { Program, ProgramCondition, ProgramCount, ProgramOccurrence, ProgramRule, ProgramStage, ProgramWindow } from './program.ts';

const MICROSECONDS = 1_000_000;

/** Lengths are whole microseconds; a model's seconds can have a fraction. */
const microseconds = (seconds: number): number => Math.round(seconds * MICROSECONDS);

/** `zone` is the journey's; segments and scores are asked in UTC. */
export function compileJourney(journey: Journey, model: Model, table: ActivityTable, signals: Signals, zone: TimeZone, utc: TimeZone): Program {
  const compiler = new Compiler(journey, model, table, signals, zone, utc);
  return compiler.program();
}

class Compiler {
  private readonly journey: Journey;
  private readonly model: Model;
  private readonly table: ActivityTable;
  private readonly signals: Signals;
  private readonly utc: TimeZone;
  private readonly zone: TimeZone;
  private readonly stageNumbers: ReadonlyMap<string, number>;
  private rules = 0;
  private readonly segments = new Map<string, ProgramCondition>();

  constructor(journey: Journey, model: Model, table: ActivityTable, signals: Signals, zone: TimeZone, utc: TimeZone) {
    this.journey = journey;
    this.model = model;
    this.table = table;
    this.signals = signals;
    this.zone = zone;
    this.utc = utc;
    this.stageNumbers = new Map(journey.stages.map((stage, index) => [stage.name, index]));
  }

  program(): Program {
    const { journey } = this;
    const rules = this.rulesInTryOrder();
    const path = journey.stages.filter((stage) => stage.kind === 'path');
    const goal = path.findIndex((stage) => stage.name === journey.goal);
    const stages = journey.stages.map((stage): ProgramStage => {
      return {
        name: stage.name,
        path: path.indexOf(stage),
        isLastOfPath: path.at(-1) === stage,
        hasReachedGoal: goal >= 0 && path.indexOf(stage) >= goal,
        rulesOut: rules.filter((one) => one.sources.includes(stage.name)).map((one) => one.rule),
      };
    });
    const audience = journey.audience && this.condition(journey.audience, this.zone);
    const audienceOutlook = audience && outlookOf(audience, true);
    const consent = journey.consentRequired ? this.consent() : undefined;
    const consentOutlook = consent && outlookOf({ kind: 'word', words: consent }, true);
    const outlooks = [audienceOutlook, consentOutlook, ...rules.map(({ rule }) => rule.outlook)];
    const { reentry } = journey;
    return {
      stages,
      rulesIn: rules.filter((one) => one.sources.includes(OUTSIDE)).map((one) => one.rule),
      ...(audience === undefined ? {} : { audience }),
      ...(consent === undefined ? {} : { consent }),
      ...(audienceOutlook === undefined ? {} : { audienceOutlook }),
      ...(consentOutlook === undefined ? {} : { consentOutlook }),
      signals: [...new Set(outlooks.flatMap((outlook) => outlook?.signals ?? []))],
      ...(journey.expiresAfter === undefined ? {} : { expiresAfter: microseconds(journey.expiresAfter) }),
      reentry: reentry.kind === 'after' ? { kind: 'after', length: microseconds(reentry.seconds) } : reentry,
    };
  }

  /** Path stages first, furthest first under `flexible`, in the order written otherwise; then side stages; clauses in order. */
  private rulesInTryOrder(): { rule: ProgramRule; sources: readonly (string | null)[] }[] {
    const { journey } = this;
    const path = journey.stages.filter((stage) => stage.kind === 'path');
    const inOrder = [...(journey.order === 'flexible' ? path.reverse() : path), ...journey.stages.filter((stage) => stage.kind === 'side')];
    return inOrder.flatMap((stage) => this.rulesOf(stage));
  }

  private rulesOf(stage: Stage): { rule: ProgramRule; sources: readonly (string | null)[] }[] {
    return stage.rules.map((rule, index) => {
      const when = rule.when && this.condition(rule.when, this.zone);
      return {
        rule: {
          number: this.rules++,
          stage: this.stageNumber(stage.name),
          index,
          ...(rule.after === undefined ? {} : { after: microseconds(rule.after) }),
          ...(when === undefined ? {} : { when, outlook: outlookOf(when) }),
        },
        sources: sourcesOfRule(this.journey, stage, rule),
      };
    });
  }

  private stageNumber(name: string): number {
    const number = this.stageNumbers.get(name);
    if (number === undefined) throw new Error(`The model's journey has no stage "${name}".`);
    return number;
  }

  private condition(condition: Condition, zone: TimeZone): ProgramCondition {
    switch (condition.kind) {
      case 'and':
      case 'or':
        return { kind: condition.kind, operands: condition.operands.map((operand) => this.condition(operand, zone)) };
      case 'not':
        return { kind: 'not', operand: this.condition(condition.operand, zone) };
      case 'occurrence':
        return this.lastEmails(condition, zone) ?? this.occurrence(condition, zone);
      case 'chain':
        return { kind: 'chain', links: condition.links.map(({ negated, occurrence }) => ({ negated, occurrence: this.occurrence(occurrence, zone) })) };
      case 'in-segment':
        return { kind: 'segment', condition: this.segment(condition.segment) };
      case 'attribute':
        return this.attribute(condition.compare, condition.heldFor, zone);
      case 'score': {
        const score = this.model.scores.find((one) => one.key === condition.score);
        const rules = (score?.rules ?? []).map((rule) => ({ points: rule.points, signal: this.signals.ofPattern(rule.pattern) }));
        return { kind: 'score', rules, operator: condition.operator, points: condition.points };
      }
      case 'subscribed':
        return { kind: 'word', words: { on: this.signals.subscription(condition.channel, 'on'), off: this.signals.subscription(condition.channel, 'off') } };
      case 'consented':
        return { kind: 'word', words: this.consent() };
    }
  }

  private consent(): { on: Signal; off: Signal } {
    return { on: this.signals.consent('on'), off: this.signals.consent('off') };
  }

  private segment(key: string): ProgramCondition {
    const known = this.segments.get(key);
    if (known) return known;
    const segment = this.model.segments.find((one) => one.key === key);
    if (!segment) throw new Error(`The model has no segment "${key}".`);
    const condition = this.condition(segment.condition, this.utc);
    this.segments.set(key, condition);
    return condition;
  }

  private occurrence({ pattern, count, window }: Occurrence, zone: TimeZone): ProgramOccurrence {
    return { kind: 'occurrence', signal: this.signals.ofPattern(pattern), count: this.count(count, zone), window: this.window(window, zone) };
  }

  private lastEmails({ pattern, count, window }: Occurrence, zone: TimeZone): ProgramCondition | undefined {
    const { event } = pattern;
    if (event.kind !== 'email' || event.emails.kind !== 'last') return undefined;
    const { count: last, of } = event.emails;
    return {
      kind: 'last-emails',
      signal: this.signals.ofPattern(pattern),
      delivery: this.signals.delivery(),
      last,
      identity: of === 'emails' ? this.signals.emailIdentity() : this.signals.campaignIdentity(),
      from: of === 'emails' ? 'latest' : 'first',
      count: this.count(count, zone),
      ...(window.kind === 'within' ? { within: microseconds(window.seconds) } : {}),
    };
  }

  private count({ operator, number, of }: Count, zone: TimeZone): ProgramCount {
    if (of === 'times') return { operator, number };
    if (of !== 'days') return { operator, number, identity: this.signals.identity(of) };
    const { time } = this.table;
    return { operator, number, identity: (record) => dayOf(time[record] ?? 0, zone) };
  }

  private window(window: Window, zone: TimeZone): ProgramWindow {
    switch (window.kind) {
      case 'none':
      case 'ever':
        return window;
      case 'within': {
        const length = microseconds(window.seconds);
        return typeof window.of === 'object' ? { kind: 'within', length, stage: this.stageNumber(window.of.stage) } : { kind: 'within', length };
      }
      case 'since-stage':
        return { kind: 'since-stage', stage: this.stageNumber(window.stage) };
      case 'in-last':
      case 'for':
        return { kind: window.kind, length: microseconds(window.seconds) };
      case 'dates':
        return {
          kind: 'dates',
          since: window.since === undefined ? -Infinity : (stretchOf(window.since, zone)?.first ?? -Infinity),
          until: window.until === undefined ? Infinity : (stretchOf(window.until, zone)?.last ?? Infinity),
        };
    }
  }

  private attribute(compare: Compare, heldFor: number | undefined, zone: TimeZone): ProgramCondition {
    const test = cellTest(compare, zone);
    const always = this.table.attributes.get(compare.property);
    const fixed = always && lazily(always, test);
    const set = this.signals.attribute(compare.property);
    const passes = set && lazily(set.column, test);
    return {
      kind: 'attribute',
      fixed: (contact) => {
        const code = always?.codes[contact] ?? 0;
        return code === 0 ? undefined : fixed?.(code);
      },
      ...(set && passes ? { set: { signal: set.signal, passes: (record: number) => passes(set.column.codes[record]!) } } : {}),
      missing: test(''),
      ...(heldFor === undefined ? {} : { heldFor: microseconds(heldFor) }),
    };
  }
}
