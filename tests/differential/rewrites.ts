import type {
  Chain,
  ChainLink,
  Compare,
  Condition,
  Count,
  EmailSelector,
  EventPattern,
  Filter,
  Occurrence,
  Pattern,
  Window,
} from '../../src/model/condition.ts';
import type { Journey, Rule, Stage } from '../../src/model/journey.ts';
import type { Model } from '../../src/model/model.ts';

/** A clause or construct of language.md §5 to §7, and what it stands in with it taken out or turned round. */
export type Rewrite<Part> = readonly [clause: string, without: Part];

/**
 * Every place of a model at which a clause stands, each with the model in which it is removed, negated or replaced by what it would be by
 * default. A clause has *changed* a contact's outcome if the reference evaluator says otherwise of the contact without it.
 */
export function* rewritesOfModel(model: Model): Generator<Rewrite<Model>> {
  const journey = model.journeys[0]!;
  for (const [clause, without] of rewritesOfJourney(journey)) yield [clause, { ...model, journeys: [without] }];
  for (const [index, segment] of model.segments.entries()) {
    for (const [clause, condition] of rewritesOfCondition(segment.condition)) {
      const inner = clause === 'in segment' || clause === 'score' ? `${clause}, in a segment` : clause;
      yield [inner, { ...model, segments: model.segments.with(index, { ...segment, condition }) }];
    }
  }
  for (const [index, score] of model.scores.entries()) {
    for (const [place, rule] of score.rules.entries()) {
      yield ['rule of a score', { ...model, scores: model.scores.with(index, { ...score, rules: score.rules.toSpliced(place, 1) }) }];
      for (const [clause, pattern] of rewritesOfPattern(rule.pattern)) {
        yield [clause, { ...model, scores: model.scores.with(index, { ...score, rules: score.rules.with(place, { ...rule, pattern }) }) }];
      }
    }
  }
}

// ---- journeys

function* rewritesOfJourney(journey: Journey): Generator<Rewrite<Journey>> {
  const last = journey.stages.findLast(({ kind }) => kind === 'path')!.name;
  const { audience, expiresAfter, ...rest } = journey;
  if (journey.goal !== last) yield ['goal', { ...journey, goal: last }];
  if (audience) {
    yield ['audience', { ...rest, ...(expiresAfter === undefined ? {} : { expiresAfter }) }];
    for (const [clause, without] of rewritesOfCondition(audience)) yield [clause, { ...journey, audience: without }];
  }
  yield [`order ${journey.order}`, { ...journey, order: journey.order === 'flexible' ? 'sequential' : 'flexible' }];
  if (expiresAfter !== undefined) yield ['expires after', { ...rest, ...(audience ? { audience } : {}) }];
  yield [`reentry ${journey.reentry.kind}`, { ...journey, reentry: { kind: journey.reentry.kind === 'never' ? 'always' : 'never' } }];
  if (journey.reentry.kind === 'after') yield ['wait of reentry after', { ...journey, reentry: { kind: 'always' } }];
  if (journey.consentRequired) yield ['consent required', { ...journey, consentRequired: false }];
  if (journey.timezone !== 'UTC') yield ['timezone', { ...journey, timezone: 'UTC' }];
  for (const [index, stage] of journey.stages.entries()) {
    for (const [clause, without] of rewritesOfStage(stage)) yield [clause, { ...journey, stages: journey.stages.with(index, without) }];
  }
}

const FROM: Readonly<Record<Rule['from']['kind'], string>> = {
  implied: 'enter',
  any: 'enter from any',
  outside: 'enter from outside',
  stages: 'enter from STAGE',
};

function* rewritesOfStage(stage: Stage): Generator<Rewrite<Stage>> {
  if (stage.kind === 'side') yield ['side stage', { ...stage, rules: [] }];
  for (const [index, rule] of stage.rules.entries()) {
    // Emptied and not taken out: the rules keep their numbers.
    yield [FROM[rule.from.kind], { ...stage, rules: stage.rules.with(index, { ...rule, when: NEVER }) }];
    const put = (other: Rule): Stage => ({ ...stage, rules: stage.rules.with(index, other) });
    const { after, when, ...rest } = rule;
    if (after !== undefined) yield [when ? 'after D when' : 'after D', put({ ...rest, ...(when ? { when } : {}) })];
    if (!when) continue;
    for (const [clause, condition] of rewritesOfCondition(when)) yield [clause, put({ ...rule, when: condition })];
  }
}

// ---- conditions

const SOURCE = { file: 0, offset: 0, end: 0, line: 1, column: 1, endLine: 1, endColumn: 1 };

const NOTHING: EventPattern = { kind: 'performed', activities: [] };

/** Not an empty pattern: with one, `ever` is false. */
const NEVER: Condition = {
  kind: 'occurrence',
  pattern: { event: NOTHING, source: SOURCE },
  count: { operator: 'at-least', number: 1, of: 'times' },
  window: { kind: 'ever' },
  source: SOURCE,
};

const negated = (operand: Condition): Condition => ({ kind: 'not', operand, source: SOURCE });

function* rewritesOfCondition(condition: Condition): Generator<Rewrite<Condition>> {
  switch (condition.kind) {
    case 'and':
    case 'or':
      yield [condition.kind, { ...condition, kind: condition.kind === 'and' ? 'or' : 'and' }];
      for (const [index, operand] of condition.operands.entries()) {
        for (const [clause, without] of rewritesOfCondition(operand)) yield [clause, { ...condition, operands: condition.operands.with(index, without) }];
      }
      return;
    case 'not': {
      const { operand } = condition;
      if (operand.kind === 'occurrence' && operand.window.kind === 'for') {
        yield ['not … for', negated({ ...operand, window: { kind: 'ever' } })];
        for (const [clause, pattern] of rewritesOfPattern(operand.pattern)) yield [clause, negated({ ...operand, pattern })];
        return;
      }
      yield ['not', operand];
      for (const [clause, without] of rewritesOfCondition(operand)) yield [clause, { ...condition, operand: without }];
      return;
    }
    case 'occurrence':
      yield* rewritesOfOccurrence(condition);
      return;
    case 'chain':
      yield* rewritesOfChain(condition);
      return;
    case 'attribute': {
      const { heldFor, ...rest } = condition;
      if (heldFor !== undefined) yield ['contact.P … for', rest];
      yield ['contact.P', negated(condition)];
      yield [`compare ${condition.compare.type} ${condition.compare.operator}`, negated(condition)];
      return;
    }
    case 'in-segment':
      yield ['in segment', negated(condition)];
      return;
    case 'score':
      yield ['score', negated(condition)];
      yield [`score ${condition.operator}`, negated(condition)];
      return;
    case 'subscribed':
      yield ['is subscribed to', negated(condition)];
      return;
    case 'consented':
      yield ['has consent', negated(condition)];
  }
}

function* rewritesOfChain(chain: Chain): Generator<Rewrite<Condition>> {
  const last = chain.links.at(-1)!;
  yield [chain.links.length === 2 ? 'A then B' : 'A then B then C', last.negated ? negated(last.occurrence) : last.occurrence];
  const put = (index: number, link: ChainLink): Chain => ({ ...chain, links: chain.links.with(index, link) });
  if (last.negated) {
    const ofAll: Window = { kind: 'ever' };
    if (last.occurrence.window.kind === 'for') {
      yield ['then not … for', put(chain.links.length - 1, { ...last, occurrence: { ...last.occurrence, window: ofAll } })];
    } else {
      yield ['then not', put(chain.links.length - 1, { ...last, negated: false })];
    }
  }
  for (const [index, link] of chain.links.entries()) {
    if (link.occurrence.window.kind === 'for') continue;
    for (const [clause, occurrence] of rewritesOfOccurrence(link.occurrence)) {
      yield [clause, put(index, { ...link, occurrence })];
    }
  }
}

function* rewritesOfOccurrence(occurrence: Occurrence): Generator<Rewrite<Occurrence>> {
  const { pattern, count, window } = occurrence;
  for (const [clause, without] of rewritesOfPattern(pattern)) yield [clause, { ...occurrence, pattern: without }];
  for (const [clause, without] of rewritesOfCount(count)) yield [clause, { ...occurrence, count: without }];
  for (const [clause, without] of rewritesOfWindow(window)) yield [clause, { ...occurrence, window: without }];
}

function* rewritesOfCount(count: Count): Generator<Rewrite<Count>> {
  const once: Count = { operator: 'at-least', number: 1, of: 'times' };
  if (count.of !== 'times') yield [`at least N different ${count.of}`, { ...count, of: 'times' }];
  else if (count.operator !== 'at-least') yield [`${count.operator} N times`, once];
  else if (count.number > 1) yield ['at-least N times', once];
}

function* rewritesOfWindow(window: Window): Generator<Rewrite<Window>> {
  switch (window.kind) {
    case 'none':
      yield ['no window', { kind: 'ever' }];
      return;
    case 'ever':
      yield ['ever', { kind: 'none' }];
      return;
    case 'within': {
      const word = window.of === 'anchor' ? 'within D' : window.of === 'delivery' ? 'within D of delivery' : 'within D of STAGE';
      yield [word, { kind: 'none' }];
      return;
    }
    case 'since-stage':
      yield ['since STAGE', { kind: 'none' }];
      return;
    case 'in-last':
      yield ['in last D', { kind: 'ever' }];
      return;
    case 'dates':
      yield [window.since === undefined ? 'until DATE' : window.until === undefined ? 'since DATE' : 'since DATE until DATE', { kind: 'ever' }];
      return;
    case 'for':
      throw new Error('`for` stands below `not`.');
  }
}

// ---- patterns

function* rewritesOfPattern(pattern: Pattern): Generator<Rewrite<Pattern>> {
  const { event, filter, source } = pattern;
  // Some windows and counts only make sense with last emails, so those keep their selector.
  const isOfLast = event.kind === 'email' && event.emails.kind === 'last';
  yield [nameOfEvent(event), { ...pattern, event: isOfLast ? { ...event, bounce: 'hard', verb: 'sent' } : NOTHING }];
  if (event.kind === 'email') {
    for (const [clause, emails] of rewritesOfEmails(event.emails)) yield [clause, { ...pattern, event: { ...event, emails } }];
    const { url, ...rest } = event;
    if (url !== undefined) yield ['clicked … to', { ...pattern, event: rest }];
  }
  if (event.kind === 'submitted' && event.forms.length > 1 && event.forms !== 'any') {
    yield ['submitted any of', { ...pattern, event: { ...event, forms: event.forms.slice(0, 1) } }];
  }
  if (event.kind === 'visited' && event.pages.length > 1 && event.pages !== 'any') {
    yield ['visited any of', { ...pattern, event: { ...event, pages: event.pages.slice(0, 1) } }];
  }
  if (event.kind === 'performed' && event.activities.length > 1) {
    yield ['performed any of', { ...pattern, event: { ...event, activities: event.activities.slice(0, 1) } }];
  }
  if (!filter) return;
  yield ['where', { event, source }];
  for (const [clause, without] of rewritesOfFilter(filter)) yield [clause, { ...pattern, filter: without }];
}

function nameOfEvent(event: EventPattern): string {
  switch (event.kind) {
    case 'email':
      return event.bounce === undefined ? event.verb : `${event.bounce} ${event.verb}`;
    case 'unsubscribed':
      return `unsubscribed from ${typeof event.scope === 'object' ? 'CHANNEL' : event.scope}`;
    case 'submitted':
      return event.forms === 'any' ? 'submitted any form' : 'submitted';
    case 'visited':
      return event.pages === 'any' ? 'visited any page' : event.pages.some((page) => 'url' in page) ? 'visited "glob"' : 'visited';
    default:
      return event.kind;
  }
}

function* rewritesOfEmails(emails: EmailSelector): Generator<Rewrite<EmailSelector>> {
  const none: EmailSelector = { kind: 'listed', items: [] };
  switch (emails.kind) {
    case 'any':
      yield ['any email', none];
      return;
    case 'channel':
      yield ['any email in CHANNEL', { kind: 'any' }];
      return;
    case 'last':
      yield [`any of last N ${emails.of}`, { ...emails, count: emails.count + 1 }];
      yield [`any of last N ${emails.of}`, { ...emails, count: Math.max(1, emails.count - 1) }];
      return;
    case 'listed':
      if (emails.items.length > 1) yield ['any of (EMAIL, …)', { kind: 'listed', items: emails.items.slice(1) }];
      if (emails.items.some(({ link }) => link !== undefined)) {
        yield ['EMAIL.LINK', { kind: 'listed', items: emails.items.map(({ email }) => ({ email })) }];
      } else yield ['EMAIL', { kind: 'any' }];
      return;
    case 'campaign':
      yield ['any email of CAMPAIGN', { kind: 'any' }];
      return;
  }
}

function* rewritesOfFilter(filter: Filter): Generator<Rewrite<Filter>> {
  switch (filter.kind) {
    case 'and':
    case 'or':
      yield [`${filter.kind} in a filter`, { ...filter, kind: filter.kind === 'and' ? 'or' : 'and' }];
      for (const [index, operand] of filter.operands.entries()) {
        for (const [clause, without] of rewritesOfFilter(operand)) yield [clause, { ...filter, operands: filter.operands.with(index, without) }];
      }
      return;
    case 'not':
      yield ['not in a filter', filter.operand];
      return;
    case 'compare':
      yield [nameOfCompare(filter), { kind: 'not', operand: filter }];
  }
}

const nameOfCompare = ({ type, operator }: Compare): string => `compare ${type} ${operator}`;
