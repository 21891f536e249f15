import type { ActivityRecord } from '../activities/activity-record.ts';
import { findInModel } from '../analysis/find.ts';
import type { Condition, Occurrence } from '../model/condition.ts';
import type { Journey, Rule, Stage } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import type { Source } from '../model/source.ts';
import { OUTSIDE, sourcesOfRule } from '../model/sources-of-rule.ts';
import { Simulation } from '../simulator/simulation.ts';
import type { Unsayable } from './fitting-record.ts';
import { FittingRecords } from './fitting-record.ts';
import type { Planned } from './plan-history.ts';
import { DAY, HistoryPlan, SECOND, momentOf } from './plan-history.ts';
import type { RuleKey, RuleOutcomes } from './rule-outcomes.ts';
import { ruleKey, ruleOutcomesOf } from './rule-outcomes.ts';
import type { SeededRandom } from './seeded-random.ts';
import { tableOfRecords } from './table-of-records.ts';

/** One contact's records in the order of time. */
export type History = readonly Planned[];

export interface Exercised {
  /** Each makes a rule fire that no earlier one did, or misses it by little. */
  readonly histories: readonly History[];
  readonly rules: readonly ExercisedRule[];
  /** The moment by which all of it has happened: microseconds. */
  readonly end: number;
}

export interface ExercisedRule {
  readonly journey: string;
  readonly stage: string;
  /** The place among the `enter` clauses of its stage, from 0. */
  readonly index: number;
  readonly rule: Rule;
  readonly fired: boolean;
  /** A contact came to where the rule leads from and missed it by one change to a history that fires it. */
  readonly missed: boolean;
  /** Why it did not fire. */
  readonly reason?: string;
}

/** Tries are counted and not timed, so that a seed gives the same on every machine. */
const ROUNDS = 60;
const PLANS_A_ROUND = 16;
const LONGEST_ROUTE = 12;
/** A history of more is of no use to anybody who looks at it. */
const MOST_RECORDS = 200;
/** So many histories of earlier tries are kept for later ones to go on from. */
const POOL = 200;
const PACES = [SECOND, 60 * SECOND, 3600 * SECOND, 6 * 3600 * SECOND, DAY];

/** One step of a way through a journey. */
interface Step extends RuleOfStage {
  readonly isFromOutside: boolean;
}

/**
 * Histories that together make every rule of some journeys fire and just not fire, where they can be found. Microseconds: `start`,
 * and `least`, before which the sample does not end.
 */
export function exerciseJourneys(
  journeys: readonly Journey[],
  model: Model,
  random: SeededRandom,
  unsayable: Unsayable,
  { start, least }: { readonly start: number; readonly least: number },
): Exercised {
  const exercises = journeys.map((journey) => new Exercise(journey, model, random, unsayable));
  const ends = exercises.map((exercise) => exercise.findFiring(start));
  const end = Math.max(least, ...ends.map((one) => one + 2 * DAY));
  for (const exercise of exercises) exercise.findMissing(end);
  return { histories: exercises.flatMap(({ histories }) => histories), rules: exercises.flatMap((exercise) => exercise.rules()), end };
}

interface Target extends RuleOfStage {
  readonly key: RuleKey;
}

interface RuleOfStage {
  readonly stage: Stage;
  readonly rule: Rule;
}

class Exercise {
  readonly histories: History[] = [];
  private readonly journey: Journey;
  private readonly model: Model;
  private readonly random: SeededRandom;
  private readonly fitting: FittingRecords;
  private readonly replays: Replays;
  private readonly targets: readonly Target[];
  private readonly impossible: ReadonlyMap<RuleKey, string>;
  private readonly found = new Map<RuleKey, History>();
  private readonly pool: History[] = [];
  private readonly missed = new Set<RuleKey>();
  private readonly reasons = new Map<RuleKey, ReadonlySet<string>>();

  constructor(journey: Journey, model: Model, random: SeededRandom, unsayable: Unsayable) {
    this.journey = journey;
    this.model = model;
    this.random = random;
    this.fitting = new FittingRecords(model, random, unsayable);
    this.replays = new Replays(journey, model, unsayable);
    this.targets = journey.stages.flatMap((stage, place) => stage.rules.map((rule, clause) => ({ key: ruleKey(place, clause), stage, rule })));
    this.impossible = impossibleRules(journey, model);
  }

  /** A history for each rule, where one can be found. Returns when the last of them has fired: microseconds. */
  findFiring(start: number): number {
    const { found, replays } = this;
    const starts = startsOf(this.journey, this.model, start);
    const open = (): readonly Target[] => this.targets.filter(({ key }) => !found.has(key) && !this.impossible.has(key));
    for (let round = 0; round < ROUNDS && open().length > 0; round++) {
      const tried = open().flatMap((target) => this.plansFor(target, starts, round));
      const outcomes = replays.outcomesOf(tried, undefined);
      // The shorter of two says the same with less.
      const shortest = tried.map((history, place) => ({ history, fired: outcomes[place]!.fired })).sort((a, b) => a.history.length - b.history.length);
      for (const { history, fired } of shortest) {
        for (const key of fired.keys()) if (!found.has(key)) found.set(key, history);
        if (fired.size > 0 && this.pool.length < POOL) this.pool.push(history);
      }
    }
    this.histories.push(...new Set(found.values()));
    return Math.max(start, latestOf(this.histories), ...replays.momentsOf(this.histories));
  }

  private plansFor(target: Target, starts: readonly number[], round: number): readonly History[] {
    const { random, fitting } = this;
    fitting.reasons.clear();
    const plans = Array.from({ length: PLANS_A_ROUND }, () => {
      const earlier = round > 1 && this.pool.length > 0 && random.chance(0.4) ? random.pick(this.pool) : [];
      return this.planned(routeTo(target, this.journey, random), random.pick(starts), round, earlier);
    });
    this.reasons.set(target.key, new Set(fitting.reasons));
    return plans.filter((history) => history.length > 0);
  }

  /** `earlier`: what the contact did before. Where a straight plan has not found a way, later rounds try crooked ones. */
  private planned(route: readonly Step[], start: number, round: number, earlier: History): History {
    const { random } = this;
    const pace = random.pick(PACES);
    const plan = new HistoryPlan(this.model, random, this.fitting, start + random.between(0, 20) * 3600 * SECOND, () => pace);
    if (earlier.length > 0) plan.goOnAfter(earlier);
    for (const { stage, rule, isFromOutside } of route) {
      while (round > 1 && random.chance(0.4)) plan.avoid(random.pick(this.targets).rule);
      if (isFromOutside) plan.begin(this.journey);
      plan.follow(stage, rule, isFromOutside);
    }
    const { records } = plan;
    if (round > 4 && records.length > 1 && random.chance(0.5)) {
      const place = random.between(0, records.length - 1);
      const { time } = records[place]!;
      records[place] = { ...records[place]!, time: random.chance(0.5) ? random.pick(records).time : time + random.pick([-1, 1]) * random.pick(PACES) };
      if (random.chance(0.3)) records.splice(random.between(0, records.length - 1), 1);
    }
    return records.length > MOST_RECORDS ? [] : records.toSorted((a, b) => a.time - b.time);
  }

  /** For each rule that fires, histories in which it just does not, up to the moment `end` (microseconds). */
  findMissing(end: number): void {
    for (const { key, rule } of this.targets) {
      const witness = this.found.get(key);
      if (!witness) continue;
      const variants = variantsOf(witness, rule, this.model, this.fitting, this.replays.momentOf(witness, key), end).filter(
        ({ history }) => latestOf([history]) <= end,
      );
      const outcomes = this.replays.outcomesOf(
        variants.map(({ history }) => history),
        end,
      );
      const kinds = new Set<string>();
      for (const [place, { kind, history }] of variants.entries()) {
        if (kinds.has(kind) || !outcomes[place]!.missed.has(key)) continue;
        kinds.add(kind);
        this.histories.push(history);
        this.missed.add(key);
      }
    }
  }

  rules(): readonly ExercisedRule[] {
    return this.targets.map(({ key, stage, rule }) => {
      const fired = this.found.has(key);
      return {
        journey: this.journey.name,
        stage: stage.name,
        index: stage.rules.indexOf(rule),
        rule,
        fired,
        missed: this.missed.has(key),
        ...(fired ? {} : { reason: this.reasonOf(key) }),
      };
    });
  }

  private reasonOf(key: RuleKey): string {
    const cannot = [...(this.reasons.get(key) ?? [])];
    if (cannot.length > 0) return `the shape cannot say ${cannot.slice(0, 3).join(', ')}`;
    return this.impossible.get(key) ?? `no history that fires it was found in ${String(ROUNDS * PLANS_A_ROUND)} tries`;
  }
}

/** What the analysis calls impossible, with why. */
function impossibleRules(journey: Journey, model: Model): ReadonlyMap<RuleKey, string> {
  const findings = findInModel({ ...model, journeys: [journey] }, () => true);
  const isSame = (one: Source, other: Source): boolean => one.file === other.file && one.offset === other.offset && one.end === other.end;
  const found = new Map<RuleKey, string>();
  for (const [place, stage] of journey.stages.entries()) {
    for (const [clause, { source, when }] of stage.rules.entries()) {
      for (const finding of findings) {
        const key = ruleKey(place, clause);
        if (finding.code === 'shadowed-rule' && isSame(finding.source, source)) found.set(key, 'an earlier rule always goes before it (shadowed-rule)');
        if (finding.code === 'never-in-time' && finding.isFatal && isSame(finding.source, source))
          found.set(key, 'the journey expires before it (never-in-time)');
        if (finding.code === 'unreachable-stage' && [finding.stage, ...finding.with].includes(stage.name))
          found.set(key, 'its stage cannot be reached (unreachable-stage)');
        if (finding.code === 'contradiction' && when && isSame(finding.source, when.source)) found.set(key, 'its condition can never be true (contradiction)');
      }
    }
  }
  return found;
}

/** Where histories begin: near the dates that are asked for, if there are any. */
function startsOf(journey: Journey, model: Model, start: number): readonly number[] {
  const dates = datesIn([journey], model);
  return dates.length === 0 ? [start] : dates.flatMap((date) => [-30, -5, -1, 0].map((days) => date + days * DAY));
}

/** The dates that the windows of journeys and segments name, ascending: microseconds. */
export function datesIn(journeys: readonly Journey[], model: Model): readonly number[] {
  const dates = new Set<number>();
  const look = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const { kind, since, until } = part as { readonly kind?: unknown; readonly since?: unknown; readonly until?: unknown };
    if (kind === 'dates') for (const text of [since, until]) if (typeof text === 'string') dates.add(momentOf(text));
    for (const inner of Object.values(part)) look(inner);
  };
  look([journeys, model.segments]);
  return [...dates].sort((a, b) => a - b);
}

/** A way from outside to a rule, by random steps backwards; empty where none was found. */
function routeTo(target: RuleOfStage, journey: Journey, random: SeededRandom): readonly Step[] {
  const route: Step[] = [];
  let { stage, rule } = target;
  for (let length = 0; length < LONGEST_ROUTE; length++) {
    const sources = sourcesOfRule(journey, stage, rule);
    const isFromOutside = sources.includes(OUTSIDE) && (sources.length === 1 || random.chance(0.7));
    route.unshift({ stage, rule, isFromOutside });
    if (isFromOutside) return route;
    const before = journey.stages.filter(({ name, rules }) => sources.includes(name) && rules.length > 0);
    if (before.length === 0) return [];
    stage = random.pick(before);
    const into = stage;
    // The usual way in more often than others.
    const usual = into.rules.filter((one) => sourcesOfRule(journey, into, one).includes(OUTSIDE) || one.from.kind === 'implied');
    rule = random.pick(usual.length > 0 && random.chance(0.7) ? usual : into.rules);
  }
  return [];
}

/** Says what histories do. */
class Replays {
  private readonly journey: Journey;
  private readonly model: Model;
  private readonly unsayable: Unsayable;

  constructor(journey: Journey, model: Model, unsayable: Unsayable) {
    this.journey = journey;
    this.model = { ...model, journeys: [journey] };
    this.unsayable = unsayable;
  }

  /** `asOf` in microseconds; long after the last record where it is not given, so that what waits has come. */
  outcomesOf(histories: readonly History[], asOf: number | undefined): readonly RuleOutcomes[] {
    const records = histories.flatMap((history, place) => history.map((draft, number) => recordOf(draft, idOf(place), number)));
    // Where nothing is delivered what is sent counts instead: in the finished sample something is delivered.
    const delivered = { event: 'delivered', texts: { email: 'sample-email' }, properties: {} } as const;
    if (this.unsayable(delivered) === undefined) records.push({ ...delivered, contact: '~', time: records[0]?.time ?? 0, id: '~' });
    const made = Simulation.ofJourney(this.model, this.journey, tableOfRecords(records), {
      asOf: asOf ?? latestOf(histories) + longestWait(this.journey, this.model),
    });
    if (!made.ok) throw new Error(made.problem.message);
    const outcomesOf = ruleOutcomesOf(this.journey);
    const { simulation } = made;
    const places = new Map(simulation.table.contacts.map((contact, place) => [contact, place]));
    return histories.map((history, place) => {
      const way = simulation.wayOf(places.get(idOf(place)) ?? -1);
      return way ? outcomesOf(way, history[0]?.time ?? 0) : { fired: new Map(), missed: new Map() };
    });
  }

  /** When a history fires a rule. */
  momentOf(history: History, key: RuleKey): number {
    return this.outcomesOf([history], undefined)[0]?.fired.get(key) ?? 0;
  }

  /** When each history has fired all that it fires. */
  momentsOf(histories: readonly History[]): readonly number[] {
    return this.outcomesOf(histories, undefined).map(({ fired }) => Math.max(0, ...fired.values()));
  }
}

const idOf = (place: number): string => String(place).padStart(8, '0');

const recordOf = ({ time, ...draft }: Planned, contact: string, number: number): ActivityRecord => ({ ...draft, contact, time, id: String(number) });

const latestOf = (histories: readonly History[]): number => Math.max(0, ...histories.flatMap((history) => history.map(({ time }) => time)));

/** The longest that anything in a journey waits, and a day. In microseconds. */
function longestWait(journey: Journey, model: Model): number {
  let longest = 0;
  const look = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const { seconds, after, heldFor } = part as Readonly<Record<string, unknown>>;
    for (const length of [seconds, after, heldFor]) if (typeof length === 'number') longest = Math.max(longest, length);
    for (const inner of Object.values(part)) look(inner);
  };
  look([journey.stages, model.segments]);
  return longest * SECOND + DAY;
}

interface Variant {
  readonly kind: 'window' | 'filter' | 'count' | 'attribute' | 'email' | 'too-early' | 'not-yet';
  readonly history: History;
}

/** Histories that differ from one in a single thing, the nearer misses first. `fired`: when it fires the rule; `end`: when the sample ends. */
function variantsOf(history: History, rule: Rule, model: Model, fitting: FittingRecords, fired: number, end: number): readonly Variant[] {
  const occurrences = rule.when ? occurrencesIn(rule.when, model) : [];
  const variants: Variant[] = [];
  const add = (kind: Variant['kind'], records: readonly Planned[]): void => {
    if (records.length > 0) variants.push({ kind, history: records.toSorted((a, b) => a.time - b.time) });
  };
  const lengths = [...new Set(occurrences.flatMap(({ window }) => ('seconds' in window ? [window.seconds] : [])))];
  for (let place = history.length - 1; place >= 0; place--) {
    const record = history[place]!;
    for (const length of lengths) {
      for (const base of new Set(history.slice(0, place).map(({ time }) => time))) {
        const late = base + (length + 1) * SECOND;
        if (late > record.time && late - record.time < 400 * DAY) add('window', history.with(place, { ...record, time: late }));
      }
    }
    for (const { pattern } of occurrences) {
      if (!pattern.filter) continue;
      const off = fitting.of(pattern, 0, false);
      if (off?.event === record.event) add('filter', history.with(place, { ...off, time: record.time }));
    }
    for (const [name, value] of Object.entries(record.properties)) {
      if (name.startsWith('attr.')) add('attribute', history.with(place, { ...record, properties: { ...record.properties, [name]: `${value}-other` } }));
    }
    if (record.texts.email !== undefined) add('email', history.with(place, { ...record, texts: { email: 'sample-other-email' } }));
    add('count', history.toSpliced(place, 1));
  }
  // What waits for something not to happen is spoilt by its happening.
  for (const { pattern } of occurrences) {
    const draft = fitting.of(pattern, 0);
    if (!draft) continue;
    for (const time of [fired - SECOND, fired, (history[0]?.time ?? fired) - SECOND]) {
      for (const more of [1, 3]) add('too-early', [...history, ...Array.from({ length: more }, (_, before) => ({ ...draft, time: time - before * SECOND }))]);
    }
  }
  // What is due a second after the end has not come yet.
  const later = end + SECOND - fired;
  add(
    'not-yet',
    history.map((record) => ({ ...record, time: record.time + later })),
  );
  return variants;
}

function occurrencesIn(condition: Condition, model: Model, depth = 0): readonly Occurrence[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.operands.flatMap((operand) => occurrencesIn(operand, model, depth));
    case 'not':
      return occurrencesIn(condition.operand, model, depth);
    case 'occurrence':
      return [condition];
    case 'chain':
      return condition.links.map(({ occurrence }) => occurrence);
    case 'in-segment': {
      const segment = model.segments.find(({ key }) => key === condition.segment);
      return segment && depth < 8 ? occurrencesIn(segment.condition, model, depth + 1) : [];
    }
    default:
      return [];
  }
}
