import type { Condition, Window } from '../model/condition.ts';
import type { Journey, Rule, Stage } from '../model/journey.ts';
import { OUTSIDE } from '../model/sources-of-rule.ts';
import type { Source } from '../model/source.ts';
import type { Limits } from './clashes.ts';
import { clashesBetween } from './clashes.ts';
import { findInCondition } from './condition-findings.ts';
import type { Declared } from './declared.ts';
import type { Finding } from './finding.ts';
import type { Fact, Formula, Literal } from './formula.ts';
import { all, always, fact, literalsIn, opposite } from './formula.ts';
import { meaningKey } from './meaning-key.ts';
import { canOverlap } from './patterns.ts';
import { refute } from './refute.ts';
import { microseconds } from './spans.ts';
import type { Place, Truth } from './truth.ts';
import { namesStage } from './truth.ts';
import type { From, TriedRule } from './ways.ts';
import { reachedFrom, rulesInTryOrder, stepsOf } from './ways.ts';

/**
 * Of larger journeys only each condition for itself is looked at: what is said of rules together costs more than the number
 * of their ways, a rule from each of its stages being one, and nobody draws a journey of so many.
 */
const MOST_STAGES = 300;
const MOST_WAYS = 2500;

/** Each condition of a journey for itself, in the order written. */
export function findInRules(journey: Journey, declared: Declared, truth: Truth): readonly Finding[] {
  const clashOf = clashesBetween(declared);
  const zone = journey.timezone;
  const isSmall = isInBounds(journey);
  const entered = isSmall ? mayHaveEntered(rulesInTryOrder(journey)) : undefined;
  const audience = journey.audience ? findInCondition(journey.audience, { places: [{ from: 'nowhere', zone }], truth, clashOf }) : [];
  const first = journey.stages.find(({ kind }) => kind === 'path');
  const rules = isSmall
    ? rulesInTryOrder(journey).map(({ rule, sources }) => ({ rule, places: sources.map((from) => placeOf(from, zone, entered)) }))
    : journey.stages.flatMap((stage) => stage.rules.map((rule) => ({ rule, places: anyPlaces(rule, stage === first, journey) })));
  const ofRules = rules.flatMap(({ rule: { when }, places }) => {
    if (!when || places.length === 0) return [];
    // Only where a window names a stage is it of interest in which stage the contact is.
    const kinds = namesStage(when) ? places : [...new Map(places.map((place) => [place.from, { from: place.from, zone }])).values()];
    return findInCondition(when, { places: kinds, truth, clashOf });
  });
  return [...audience, ...ofRules];
}

/** What rules say of each other and of the stages. The journey must be whole: a rule that is missing could be the way into a stage. */
export function findInStages(journey: Journey, declared: Declared, truth: Truth): readonly Finding[] {
  if (!isInBounds(journey)) return [];
  return new StageFindings(journey, declared, truth).all();
}

function isInBounds({ stages, order }: Journey): boolean {
  const ways = ({ from }: Rule): number => (from.kind === 'stages' ? from.stages.length : from.kind === 'any' || order === 'flexible' ? stages.length : 1);
  return stages.length <= MOST_STAGES && stages.reduce((sum, { rules }) => sum + rules.reduce((own, rule) => own + ways(rule), 0), 0) <= MOST_WAYS;
}

function anyPlaces({ from }: Rule, isFirst: boolean, { order, timezone: zone }: Journey): readonly Place[] {
  const outside: Place = { from: 'outside', zone };
  const stage: Place = { from: 'stage', zone };
  if (from.kind === 'outside') return [outside];
  if (from.kind !== 'implied') return [stage];
  return order === 'flexible' ? [outside, stage] : [isFirst ? outside : stage];
}

const placeOf = (from: From, zone: string, entered: ReadonlyMap<From, ReadonlySet<string>> | undefined): Place =>
  from === OUTSIDE ? { from: 'outside', zone } : { from: 'stage', zone, stage: from, ...(entered ? { entered: entered.get(from) ?? new Set([from]) } : {}) };

/** By stage: what a pass that is in it can have entered, itself included. */
function mayHaveEntered(rules: readonly TriedRule[]): ReadonlyMap<From, ReadonlySet<string>> {
  const back = stepsOf(rules.flatMap(({ stage, sources }) => sources.map((from) => [stage.name, from] as const)));
  return new Map([...back.keys()].map((stage) => [stage, new Set([stage, ...reachedFrom([stage], back)].filter((one) => one !== OUTSIDE))]));
}

/** A rule as it is taken from one place. */
interface Way {
  readonly from: From;
  readonly to: Stage;
  readonly rule: Rule;
  readonly place: Place;
  /** When it moves a contact, if no earlier rule does. */
  readonly holds: Formula;
  /** It can never move a contact. */
  readonly isDead: boolean;
}

class StageFindings {
  private readonly journey: Journey;
  private readonly declared: Declared;
  private readonly truth: Truth;
  private readonly rules: readonly TriedRule[];
  /** In the order in which they are tried. */
  private readonly ways: readonly Way[];
  /** Stages in which every pass can still expire. */
  private readonly expiring: ReadonlySet<From>;

  constructor(journey: Journey, declared: Declared, truth: Truth) {
    this.journey = journey;
    this.declared = declared;
    this.truth = truth;
    this.rules = rulesInTryOrder(journey);
    this.expiring = this.stagesThatExpire();
    const entered = mayHaveEntered(this.rules);
    this.ways = this.rules.flatMap(({ stage, rule, sources }) =>
      sources.map((from) => this.wayOf(from, stage, rule, placeOf(from, journey.timezone, entered))),
    );
  }

  all(): readonly Finding[] {
    const shadowed = this.shadowedRules();
    return [...shadowed.values(), ...this.neverInTime(), ...this.unreachableStages(shadowed), ...this.sameConditions(shadowed), ...this.returnsAtOnce()];
  }

  private wayOf(from: From, to: Stage, rule: Rule, place: Place): Way {
    const wait = rule.after === undefined ? always : fact({ kind: 'age', since: 'anchor', length: microseconds(rule.after), source: rule.source });
    const holds = rule.when ? all(wait, this.truth.of(rule.when, true, place)) : wait;
    return { from, to, rule, place, holds, isDead: this.refuted([holds], this.limitsIn(from)) };
  }

  private refuted(formulas: readonly Formula[], limits: Limits = {}): boolean {
    return refute(formulas, clashesBetween(this.declared, limits)) !== undefined;
  }

  // ---- expiry

  private stagesThatExpire(): ReadonlySet<From> {
    const { stages, goal, expiresAfter } = this.journey;
    if (expiresAfter === undefined) return new Set();
    const path = stages.filter(({ kind }) => kind === 'path').map(({ name }) => name);
    const place = path.includes(goal) ? path.indexOf(goal) : path.length - 1;
    // Once in the goal a pass is safe for good, wherever it goes from there.
    const safe = path.slice(place);
    const steps = stepsOf(this.rules.flatMap(({ stage, sources }) => sources.map((from) => [from, stage.name] as const)));
    const canBeSafe = new Set([...safe, ...reachedFrom(safe, steps)]);
    return new Set(stages.map(({ name }) => name).filter((name) => !canBeSafe.has(name)));
  }

  private limitsIn(from: From): Limits {
    return this.expiring.has(from) ? { pass: microseconds(this.journey.expiresAfter ?? Infinity) } : {};
  }

  private *neverInTime(): Generator<Finding> {
    const { expiresAfter } = this.journey;
    if (expiresAfter === undefined) return;
    for (const { stage, rule, sources } of this.rules) {
      if (sources.length === 0 || !sources.every((from) => this.expiring.has(from))) continue;
      const isFatal = this.ways.filter((way) => way.rule === rule && way.to === stage).every(({ isDead }) => isDead);
      const lengths = [...(rule.after === undefined ? [] : [{ seconds: rule.after, source: rule.source }]), ...(rule.when ? lengthsIn(rule.when) : [])];
      for (const { seconds, source } of lengths) if (seconds > expiresAfter) yield { code: 'never-in-time', seconds, expiresAfter, isFatal, source };
    }
  }

  // ---- rules that an earlier one leaves nothing to

  private shadowedRules(): ReadonlyMap<Rule, Finding> {
    const live = this.ways.filter(({ isDead }) => !isDead);
    const byFrom = Map.groupBy(live, ({ from }) => from);
    const canFollow = this.sameMoment(live);
    const found = new Map<Rule, Finding>();
    for (const { rule } of this.rules) {
      const own = live.filter((way) => way.rule === rule);
      const earlier = own.map((way) =>
        (byFrom.get(way.from) ?? []).slice(0, byFrom.get(way.from)?.indexOf(way)).find((one) => this.leavesNothing(one, way, canFollow)),
      );
      const [first] = earlier;
      if (first && earlier.every((one) => one !== undefined)) found.set(rule, { code: 'shadowed-rule', earlier: first.rule.source, source: rule.source });
    }
    return found;
  }

  /** By stage: what can be entered after it within one moment, by the same pass or a next one. */
  private sameMoment(live: readonly Way[]): (stage: string) => ReadonlySet<From> {
    const { journey } = this;
    const path = journey.stages.filter(({ kind }) => kind === 'path');
    const beginsAgain = journey.reentry.kind === 'always' || journey.reentry.kind === 'after';
    const over = beginsAgain ? journey.stages.filter((stage) => journey.expiresAfter !== undefined || stage.kind === 'side' || stage === path.at(-1)) : [];
    const steps = stepsOf([...live.map(({ from, to }) => [from, to.name] as const), ...over.map(({ name }) => [name, OUTSIDE] as const)]);
    const known = new Map<string, ReadonlySet<From>>();
    return (stage) => {
      // From outside one goes on, which `reachedFrom` takes as any other place.
      const reached = known.get(stage) ?? reachedFrom([stage], steps);
      known.set(stage, reached);
      return reached;
    };
  }

  /**
   * Whether the earlier rule takes every contact that the later one could. That it is true whenever the other is does not
   * suffice: a rule whose stage was entered at this very moment is held back, and then the other is tried; and a pass
   * begins only by what becomes true.
   */
  private leavesNothing(earlier: Way, later: Way, canFollow: (stage: string) => ReadonlySet<From>): boolean {
    if (!this.refuted([later.holds, opposite(earlier.holds)], this.limitsIn(later.from))) return false;
    const isSameStage = earlier.to === later.to;
    const { reentry, audience, consentRequired } = this.journey;
    if (later.from === OUTSIDE) {
      if (reentry.kind === 'never' && !audience && !consentRequired) return true;
      const isSame = earlier.rule.when && later.rule.when && meaningKey(earlier.rule.when) === meaningKey(later.rule.when);
      return isSame === true && (isSameStage || reentry.kind === 'never' || reentry.kind === 'overlapping');
    }
    if (!canFollow(earlier.to.name).has(later.from)) return true;
    if (this.refuted([earlier.holds], { ...this.limitsIn(later.from), anchor: 0 })) return true;
    // Both are held back together, then. Later a deadline could still make the later one true while the earlier one is so already.
    return isSameStage && (literalsIn(later.holds).every(risesAtRecords) || this.refuted([earlier.holds, opposite(later.holds)], this.limitsIn(later.from)));
  }

  // ---- stages without a way in

  private *unreachableStages(shadowed: ReadonlyMap<Rule, Finding>): Generator<Finding> {
    const { stages } = this.journey;
    // That nothing begins the journey is an error of its own.
    if (!this.rules.some(({ sources }) => sources.includes(OUTSIDE))) return;
    const steps = stepsOf(this.ways.filter(({ isDead, rule }) => !isDead && !shadowed.has(rule)).map(({ from, to }) => [from, to.name] as const));
    const isAtFault = (rule: Rule, stage: Stage): boolean =>
      shadowed.has(rule) || this.ways.filter((way) => way.rule === rule && way.to === stage).every(({ isDead }) => isDead);
    const reached = reachedFrom([OUTSIDE], steps);
    // What stands behind a stage whose own rules are at fault is told there, and needs no word of its own.
    const explained = stages.filter((stage) => !reached.has(stage.name) && stage.rules.every((rule) => isAtFault(rule, stage))).map(({ name }) => name);
    for (const name of [...explained, ...reachedFrom(explained, steps)]) reached.add(name);
    for (const stage of stages) {
      if (reached.has(stage.name)) continue;
      const further = [...reachedFrom([stage.name], steps)].filter((name) => name !== OUTSIDE && name !== stage.name && !reached.has(name)) as string[];
      for (const name of [stage.name, ...further]) reached.add(name);
      yield { code: 'unreachable-stage', stage: stage.name, with: further, source: stage.source };
    }
  }

  // ---- the same condition twice

  private *sameConditions(shadowed: ReadonlyMap<Rule, Finding>): Generator<Finding> {
    if (this.journey.order === 'flexible') return;
    const path = this.journey.stages.filter(({ kind }) => kind === 'path');
    for (const [index, stage] of path.entries()) {
      const previous = path[index - 1];
      if (!previous) continue;
      const earlier = new Map(previous.rules.flatMap((rule) => (rule.when && rule.after === undefined ? [[meaningKey(rule.when), rule] as const] : [])));
      for (const way of this.ways) {
        if (way.to !== stage || way.from !== previous.name || way.isDead || shadowed.has(way.rule) || !way.rule.when || way.rule.after !== undefined) continue;
        const same = earlier.get(meaningKey(way.rule.when));
        if (!same) continue;
        const goesOnAtOnce = literalsIn(way.holds).every(({ fact }) => ignoresAnchor(fact));
        yield { code: 'same-condition-as-previous-stage', previous: previous.name, earlier: same.source, goesOnAtOnce, source: way.rule.when.source };
      }
    }
  }

  // ---- ways back that lead away again

  private *returnsAtOnce(): Generator<Finding> {
    for (const back of this.ways) {
      if (back.isDead || back.from === OUTSIDE || back.to.kind === 'side') continue;
      const side = this.journey.stages.find(({ name, kind }) => name === back.from && kind === 'side');
      const again = side && this.ways.find((way) => way.to === side && way.from === back.to.name && this.holdsAgain(way, back));
      if (side && again) yield { code: 'returns-at-once', side: side.name, again: again.rule.source, source: back.rule.source };
    }
  }

  /** Whether what led into the side stage still holds on the way back: it does not ask since when, and the way back does not touch it. */
  private holdsAgain(way: Way, back: Way): boolean {
    if (way.isDead || !way.rule.when || way.rule.after !== undefined) return false;
    const facts = literalsIn(way.holds).map(({ fact }) => fact);
    if (!facts.every(ignoresAnchor) || this.refuted([back.holds, way.holds])) return false;
    if (this.refuted([back.holds, opposite(way.holds)])) return true;
    return !facts.some((one) => literalsIn(back.holds).some(({ fact: other }) => this.canMove(other, one)));
  }

  /** Whether what makes one fact true could have changed another. */
  private canMove(one: Fact, other: Fact): boolean {
    const patterns = (of: Fact) =>
      of.kind === 'count' ? [of.pattern] : of.kind === 'score' ? (this.declared.scores.get(of.score)?.rules.map(({ pattern }) => pattern) ?? []) : [];
    if (patterns(one).some(({ event }) => patterns(other).some((pattern) => canOverlap(event, pattern.event)))) return true;
    if ((one.kind === 'value' || one.kind === 'held') && (other.kind === 'value' || other.kind === 'held'))
      return one.compare.property === other.compare.property;
    // A subscription, a chain, the last emails: records of many kinds can change them.
    return other.kind === 'name' && one.kind !== 'value' && one.kind !== 'held';
  }
}

/** Whether nothing but a record, in the same stage, can make a fact what is asked of it. */
function risesAtRecords({ fact, holds }: Literal): boolean {
  switch (fact.kind) {
    case 'count':
      return fact.span.kind !== 'other' && (holds || fact.span.kind !== 'in-last');
    case 'value':
    case 'score':
      return true;
    default:
      return false;
  }
}

/** Whether a fact stays what it is when a contact enters another stage. */
function ignoresAnchor(one: Fact): boolean {
  switch (one.kind) {
    case 'count':
      return one.span.kind !== 'since' && one.span.kind !== 'new-pass';
    case 'age':
      return one.since === 'known';
    case 'chain':
      return false;
    default:
      return true;
  }
}

/** The windows of a condition that end some time after the stage was entered. */
function lengthsIn(condition: Condition): readonly { readonly seconds: number; readonly source: Source }[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.operands.flatMap(lengthsIn);
    case 'not':
      return lengthsIn(condition.operand);
    case 'occurrence':
      return isSinceEntering(condition.window) ? [{ seconds: condition.window.seconds, source: condition.source }] : [];
    case 'chain':
      return condition.links.flatMap(({ occurrence }) => lengthsIn(occurrence));
    default:
      return [];
  }
}

const isSinceEntering = (window: Window): window is Extract<Window, { kind: 'within' | 'for' }> =>
  window.kind === 'for' || (window.kind === 'within' && window.of !== 'delivery');
