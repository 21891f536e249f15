import type { LoadedActivities } from '../activities/activity-table.ts';
import type { Condition } from '../model/condition.ts';
import type { Expectation } from '../model/journey-test.ts';
import type { Journey } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import { wordsOf } from '../model/model-names.ts';
import { conditionAt } from '../simulator/condition-at.ts';
import { ContactHistory } from '../simulator/contact-history.ts';
import { signalsOf } from '../simulator/matching/signals.ts';
import type { ContactWay } from '../simulator/way.ts';
import { compareNumbers } from './compare-numbers.ts';
import { explainStage } from './explain-stage.ts';
import type { JourneyRun } from './journey-run.ts';
import type { TestClock } from './test-clock.ts';
import { utcZone } from './test-clock.ts';
import type { ExpectationResult } from './test-result.ts';

export type Verdict = Pick<ExpectationResult, 'passed' | 'actual' | 'because'>;

export type OfContact = Extract<Expectation, { readonly contact: string }>;

/** A test's own contacts, with the journeys that it asks about replayed over their records. */
export interface OwnContacts {
  readonly model: Model;
  readonly loaded: LoadedActivities;
  readonly clock: TestClock;
  readonly runOf: (journey: string) => JourneyRun;
}

/** Whether what is expected of a contact is so. */
export function checkContact(expectation: OfContact, contacts: OwnContacts): Verdict {
  switch (expectation.kind) {
    case 'in-stage':
      return checkInStage(expectation, contacts);
    case 'reached-by':
      return checkReached(expectation, contacts);
    case 'in-segment':
      return checkSegment(expectation, contacts);
    case 'score':
      return checkScore(expectation, contacts);
  }
}

function checkInStage({ contact, stage, negated, moment }: Extract<OfContact, { kind: 'in-stage' }>, { runOf, clock }: OwnContacts): Verdict {
  const run = runOf(stage.journey);
  const time = clock.momentOf(moment);
  const way = run.wayOf(contact, time);
  const stages = way ? run.running(way).map((pass) => run.journey.stages[pass.visits.at(-1)?.stage ?? -1]?.name ?? '') : [];
  const passed = stages.includes(stage.stage) !== negated;
  const actual = stages.length > 0 ? `in ${[...new Set(stages)].join(' and ')}` : notInAny(way, run);
  return verdict(passed, actual, () => explainStage(run, contact, time, negated ? undefined : stage.stage, clock));
}

function notInAny(way: ContactWay | undefined, { journey }: JourneyRun): string {
  const last = way?.passes.at(-1);
  return last?.expired === undefined ? 'outside the journey' : `expired in ${journey.stages[last.visits.at(-1)?.stage ?? -1]?.name ?? ''}`;
}

function checkReached({ contact, stage, negated }: Extract<OfContact, { kind: 'reached-by' }>, { runOf, clock }: OwnContacts): Verdict {
  const run = runOf(stage.journey);
  const end = clock.end();
  const way = run.wayOf(contact, end);
  const furthest = way && run.furthestStage(way);
  const passed = (way !== undefined && run.hasReached(way, stage.stage)) !== negated;
  const actual = furthest === undefined ? 'never in the journey' : `got as far as ${furthest} by ${clock.text(end)}`;
  return verdict(passed, actual, () => explainStage(run, contact, end, negated ? undefined : stage.stage, clock));
}

function checkSegment({ contact, segment: key, negated, moment }: Extract<OfContact, { kind: 'in-segment' }>, contacts: OwnContacts): Verdict {
  const { model, clock } = contacts;
  const segment = model.segments.find((one) => one.key === key);
  if (!segment) throw new Error('A model without errors has the segments that it names.');
  const place = contacts.loaded.table.contacts.indexOf(contact);
  const time = clock.momentOf(moment);
  const holds = (condition: Condition): boolean => conditionAt(condition, NO_JOURNEY, model, contacts.loaded.table, utcZone(), utcZone())(place, time);
  const isIn = holds({ kind: 'in-segment', segment: key, source: segment.source });
  return verdict(isIn !== negated, isIn ? 'in the segment' : 'not in the segment', () => {
    if (!isKnown(contact, time, contacts)) return [`${contact} has no record by then.`];
    return partsOf(segment.condition).map((part) => `\`${wordsOf(model).condition(part)}\` is ${holds(part) ? 'true' : 'not true'} then.`);
  });
}

/** The conditions that `and` and `or` put together. */
const partsOf = (condition: Condition): readonly Condition[] =>
  condition.kind === 'and' || condition.kind === 'or' ? condition.operands.flatMap(partsOf) : [condition];

function checkScore({ contact, score: key, operator, points, moment }: Extract<OfContact, { kind: 'score' }>, contacts: OwnContacts): Verdict {
  const { model, clock, loaded } = contacts;
  const score = model.scores.find((one) => one.key === key);
  if (!score) throw new Error('A model without errors has the scores that it names.');
  const history = new ContactHistory(loaded.table);
  const isIn = history.read(loaded.table.contacts.indexOf(contact), clock.momentOf(moment));
  const signals = signalsOf(loaded.table, model, utcZone());
  const counted = score.rules.map((rule) => {
    const signal = signals.ofPattern(rule.pattern);
    return { rule, records: isIn ? history.indexAt(signal, history.end) - history.firstIndex(signal) : 0 };
  });
  const sum = counted.reduce((total, { rule, records }) => total + rule.points * records, 0);
  return verdict(compareNumbers(sum, operator, points), `${String(sum)} points`, () => {
    const parts = counted.filter(({ records }) => records > 0);
    if (parts.length === 0) return ['No record by then is worth a point.'];
    return parts.map(
      ({ rule, records }) => `${signed(rule.points)} for \`${wordsOf(model).pattern(rule.pattern)}\`, ${records === 1 ? 'once' : `${String(records)} times`}.`,
    );
  });
}

const signed = (points: number): string => (points < 0 ? String(points) : `+${String(points)}`);

function isKnown(contact: string, time: number, { loaded }: OwnContacts): boolean {
  return new ContactHistory(loaded.table).read(loaded.table.contacts.indexOf(contact), time);
}

const verdict = (passed: boolean, actual: string, because: () => string[]): Verdict => ({ passed, actual, because: passed ? [] : because() });

/** Segments are asked outside of every journey. */
const NO_JOURNEY: Journey = {
  key: '',
  name: '',
  label: '',
  goal: '',
  order: 'sequential',
  reentry: { kind: 'never' },
  consentRequired: false,
  timezone: 'UTC',
  stages: [],
  source: { file: 0, offset: 0, end: 0, line: 1, column: 1, endLine: 1, endColumn: 1 },
};
