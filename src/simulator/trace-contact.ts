import type { ActivityTable, LoadedActivities, TextColumn } from '../activities/activity-table.ts';
import { EVENTS } from '../activities/activity-table.ts';
import type { Condition, Count } from '../model/condition.ts';
import type { Rule } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import { wordsOf } from '../model/model-names.ts';
import type { Words } from '../model/words.ts';
import type { TraceResult } from '../results/trace-result.ts';
import { TRACE_SCHEMA } from '../results/trace-result.ts';
import { FALSE, TRUE } from './answer.ts';
import { ask } from './ask.ts';
import { conditionParts } from './condition-parts.ts';
import { ContactHistory } from './contact-history.ts';
import { countOf, countedBy } from './counting.ts';
import { isoMoment } from './iso-moment.ts';
import { lateRecord } from './late-record.ts';
import { nextChange } from './next-change.ts';
import type { ProgramCondition, ProgramRule } from './program.ts';
import type { SimulateFailure, SimulateOptions } from './simulation.ts';
import { Simulation } from './simulation.ts';
import type { Steps } from './steps.ts';
import type { View } from './view.ts';
import type { ContactWay, Pass, Visit } from './way.ts';

const MICROSECONDS = 1_000_000;

/** One contact's records with the moves that they and time made, what the rules of its stage wait for, and windows that it missed. */
export function* traceContact(
  model: Model,
  journeyName: string,
  contactId: string,
  loaded: LoadedActivities,
  options: SimulateOptions,
): Steps<{ readonly ok: true; readonly trace: TraceResult } | SimulateFailure> {
  const made = yield* Simulation.named(model, journeyName, loaded, options);
  if (!made.ok) return made;
  const { simulation } = made;
  const contact = simulation.table.contacts.indexOf(contactId);
  const way = contact < 0 ? undefined : simulation.wayOf(contact);
  if (!way) {
    const message = 'The data has no record of such a contact up to the as-of moment. Give its id as it stands in the data, case and all.';
    return { ok: false, problem: { kind: 'unknown-name', message } };
  }
  return { ok: true, trace: new Trace(simulation, contact, way).result() };
}

type Step = TraceResult['steps'][number];
type RuleName = TraceResult['waiting'][number]['rule'];

/** A step with its place among the others: after the record at `place`, deadlines after what the record did. */
interface Placed {
  readonly step: Step;
  readonly place: number;
  readonly isDeadline: boolean;
  readonly time: number;
}

class Trace {
  private readonly simulation: Simulation;
  private readonly contact: number;
  private readonly way: ContactWay;
  private readonly table: ActivityTable;
  private readonly history: ContactHistory;
  private readonly words: Words;

  constructor(simulation: Simulation, contact: number, way: ContactWay) {
    this.simulation = simulation;
    this.words = wordsOf(simulation.model);
    this.contact = contact;
    this.way = way;
    this.table = simulation.table;
    this.history = new ContactHistory(simulation.table);
    this.history.read(contact, simulation.asOf);
  }

  result(): TraceResult {
    const { journey, asOf } = this.simulation;
    const last = this.way.passes.at(-1);
    const visit = last?.expired === undefined ? last?.visits.at(-1) : undefined;
    return {
      schema: TRACE_SCHEMA,
      journey: journey.name,
      label: journey.label,
      contact: this.table.contacts[this.contact] ?? '',
      asOf: isoMoment(asOf),
      stage: visit ? this.stageName(visit.stage) : null,
      ...(this.way.keptOut === undefined ? {} : { keptOut: this.way.keptOut }),
      steps: this.steps(),
      waiting: this.waiting(last, visit),
      nearMisses: this.way.passes.flatMap((pass) => this.nearMisses(pass)),
    };
  }

  // ---- steps

  private steps(): Step[] {
    const placed: Placed[] = [];
    for (let place = this.history.start; place < this.history.end; place++) {
      placed.push({ step: this.recordStep(place), place, isDeadline: false, time: this.timeOf(place) });
    }
    this.way.passes.forEach((pass, index) => {
      let after = -1;
      pass.visits.forEach((visit, number) => {
        const { entry } = visit.anchor;
        // Records of one time can be offered again after a move, so that a later move can be an earlier record's.
        after = Math.max(after, entry >= 0 ? entry : this.lastPlaceUpTo(visit.entered));
        placed.push({ step: this.moveStep(pass, index, number), place: after, isDeadline: entry < 0, time: visit.entered });
      });
      if (pass.expired !== undefined) {
        const stage = this.stageName(pass.visits.at(-1)?.stage ?? -1);
        const step: Step = { kind: 'expired', time: isoMoment(pass.expired), pass: index + 1, stage };
        placed.push({ step, place: Math.max(after, this.lastPlaceUpTo(pass.expired)), isDeadline: true, time: pass.expired });
      }
    });
    // The sort is stable, so that records come before their moves and moves keep their order.
    return placed.sort((a, b) => a.place - b.place || Number(a.isDeadline) - Number(b.isDeadline) || a.time - b.time).map(({ step }) => step);
  }

  private lastPlaceUpTo(time: number): number {
    return this.history.firstAfter(time) - 1;
  }

  private recordStep(place: number): Step {
    const { table } = this;
    const event = EVENTS[table.event[place] ?? 0] ?? 'performed';
    const about: Record<string, string> = {};
    const add = (field: string, text: string): void => {
      if (text !== '') about[field] = text;
    };
    for (const field of ['email', 'link', 'url', 'channel', 'form', 'page', 'campaign'] as const) add(field, textOf(table[field], place));
    add('bounce', ['', 'hard', 'soft'][table.bounce[place] ?? 0] ?? '');
    if (table.machine[place] === 1) add('machine', 'true');
    for (const [name, column] of table.properties) add(name, textOf(column, place));
    const activity = textOf(table.activity, place);
    return { kind: 'record', time: isoMoment(this.timeOf(place)), event: activity === '' ? event : activity, about };
  }

  private moveStep(pass: Pass, index: number, number: number): Step {
    const visit = pass.visits[number];
    const before = pass.visits[number - 1];
    if (!visit) throw new Error('A pass has its visits.');
    return {
      kind: 'move',
      time: isoMoment(visit.entered),
      pass: index + 1,
      from: before ? this.stageName(before.stage) : null,
      to: this.stageName(visit.stage),
      rule: this.ruleName(visit.stage, visit.rule),
      by: visit.anchor.entry >= 0 ? 'record' : 'deadline',
      secondsInStage: before ? (visit.entered - before.entered) / MICROSECONDS : null,
    };
  }

  // ---- what is waited for

  private waiting(last: Pass | undefined, visit: Visit | undefined): TraceResult['waiting'] {
    const { program } = this.simulation.replay;
    if (!last) return program.rulesIn.map((rule) => this.waitingRule(rule, this.viewFrom(undefined, undefined), undefined));
    if (!visit) return [];
    return (program.stages[visit.stage]?.rulesOut ?? []).map((rule) => this.waitingRule(rule, this.viewFrom(last, visit), visit));
  }

  private waitingRule(rule: ProgramRule, view: View, visit: Visit | undefined): TraceResult['waiting'][number] {
    const written = this.ruleOf(rule.stage, rule.index).when;
    const over = visit && rule.after !== undefined ? visit.entered + rule.after : undefined;
    const isWaiting = over !== undefined && over >= view.moment.time;
    return {
      rule: this.ruleName(rule.stage, rule.index),
      answer: rule.when ? answerText(ask(rule.when, view)) : isWaiting ? 'undecided' : 'true',
      ...(over === undefined ? {} : { notBefore: isoMoment(over) }),
      parts: conditionParts(written, rule.when).map((part) => this.waitingPart(part.written, part.compiled, view)),
    };
  }

  private waitingPart(written: Condition, compiled: ProgramCondition, view: View): TraceResult['waiting'][number]['parts'][number] {
    const answer = answerText(ask(compiled, view));
    const deadline = nextChange(compiled, view);
    const [occurrence, asWritten] = compiled.kind === 'not' ? [compiled.operand, written.kind === 'not' ? written.operand : written] : [compiled, written];
    const counted = occurrence.kind === 'occurrence' && occurrence.window.kind !== 'for' ? countedBy(occurrence.window, view) : undefined;
    return {
      text: this.words.condition(written),
      answer,
      ...(counted && occurrence.kind === 'occurrence' && asWritten.kind === 'occurrence'
        ? { have: countOf(occurrence.signal, counted, occurrence.count, view.history), need: countText(asWritten.count) }
        : {}),
      ...(Number.isFinite(deadline) ? { deadline: isoMoment(deadline) } : {}),
    };
  }

  /** As of the end of the simulation, after all deadlines. */
  private viewFrom(pass: Pass | undefined, visit: Visit | undefined): View {
    const stageAnchors: View['stageAnchors'][number][] = [];
    for (const one of pass?.visits ?? []) stageAnchors[one.stage] = one.anchor;
    const moment = { time: this.simulation.asOf, late: true, high: this.history.end };
    return { history: this.history, moment, anchor: visit?.anchor, origin: visit?.anchor, outside: !visit, earlierLinks: [], stageAnchors };
  }

  // ---- near misses

  /** Of the stays from which the pass did not go on along the path. */
  private nearMisses(pass: Pass): TraceResult['nearMisses'] {
    const { program } = this.simulation.replay;
    return pass.visits.flatMap((visit, number) => {
      const next = pass.visits[number + 1];
      const here = program.stages[visit.stage];
      if (!here || (next && (program.stages[next.stage]?.path ?? -1) > here.path)) return [];
      return here.rulesOut.flatMap((rule) => this.missesOf(rule, visit));
    });
  }

  private missesOf(rule: ProgramRule, visit: Visit): TraceResult['nearMisses'] {
    return conditionParts(this.ruleOf(rule.stage, rule.index).when, rule.when).flatMap(({ written, compiled }) => {
      if (compiled.kind !== 'occurrence' || compiled.window.kind !== 'within') return [];
      const found = lateRecord(compiled, visit.anchor, this.history);
      if (!found) return [];
      return [
        {
          stage: this.stageName(visit.stage),
          entered: isoMoment(visit.entered),
          rule: this.ruleName(rule.stage, rule.index),
          text: this.words.condition(written),
          time: isoMoment(this.timeOf(found.place)),
          withinSeconds: compiled.window.length / MICROSECONDS,
          lateSeconds: found.late / MICROSECONDS,
        },
      ];
    });
  }

  // ---- names

  private ruleOf(stage: number, index: number): Rule {
    const rule = this.simulation.journey.stages[stage]?.rules[index];
    if (!rule) throw new Error('A move names a rule that is not there.');
    return rule;
  }

  private ruleName(stage: number, index: number): RuleName {
    const { text, source } = this.ruleOf(stage, index);
    return { stage: this.stageName(stage), index, text, file: this.simulation.model.files[source.file] ?? '', line: source.line };
  }

  private stageName(stage: number): string {
    return this.simulation.journey.stages[stage]?.name ?? '';
  }

  private timeOf(place: number): number {
    return this.table.time[place] ?? 0;
  }
}

const textOf = ({ dictionary, codes }: TextColumn, place: number): string => dictionary[codes[place] ?? 0] ?? '';

const answerText = (answer: number): 'true' | 'false' | 'undecided' => (answer === TRUE ? 'true' : answer === FALSE ? 'false' : 'undecided');

const countText = ({ operator, number, of }: Count): string => `${operator.replace('-', ' ')} ${String(number)}${of === 'times' ? '' : ` different ${of}`}`;
