import assert from 'node:assert/strict';
import type { LoadedActivities } from '../../../src/activities/activity-table.ts';
import type { Model } from '../../../src/model/model.ts';
import type { JourneyResult, StageResult } from '../../../src/results/result.ts';
import { simulate } from '../../../src/simulator/simulate.ts';
import { timeText } from '../../support/worked-cases.ts';

type Value = number | boolean | null | undefined;

const CONTACTS: Readonly<Record<string, (contacts: JourneyResult['contacts']) => Value>> = {
  entered: (contacts) => contacts.entered,
  passes: (contacts) => contacts.passes,
  expired: (contacts) => contacts.expired,
  'reached goal': (contacts) => contacts.reachedGoal,
};

const STAGE: Readonly<Record<string, (stage: StageResult) => Value>> = {
  entered: (stage) => stage.entered,
  reached: (stage) => stage.reached,
  advanced: (stage) => stage.advanced,
  returned: (stage) => stage.returned,
  left: (stage) => stage.left,
  expired: (stage) => stage.expired,
  current: (stage) => stage.current,
  stalled: (stage) => stage.stalled,
  dropped: (stage) => stage.dropped,
  'rate from previous': (stage) => stage.rateFromPrevious,
  'rate from start': (stage) => stage.rateFromStart,
  'times from previous': (stage) => stage.secondsFromPrevious?.n,
  kpi: (stage) => stage.kpis[0]?.actual,
  'kpi met': (stage) => stage.kpis[0]?.met,
};

const DURATION: Readonly<Record<string, (stage: StageResult) => number | null | undefined>> = {
  'median from previous': (stage) => stage.secondsFromPrevious?.p50,
  'censored median': (stage) => stage.medianWithCensoring,
};

/**
 * What the result of the first journey says for the numbers that some lines name, in the lines' own notation:
 * `keen: entered 2, dropped –, median from previous 1d`.
 */
export function numbersText(model: Model, loaded: LoadedActivities, asOf: number | undefined, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const outcome = simulate(model, model.journeys[0]?.name ?? '', loaded, asOf === undefined ? {} : { asOf });
  assert(outcome.ok);
  const { contacts, stages } = outcome.result;
  return lines.map((line) => {
    const [subject = '', named = ''] = line.split(': ', 2);
    const stage = stages.find(({ name }) => name === subject);
    assert(stage ?? subject === 'contacts', `"${subject}" is no stage.`);
    const numbers = named.split(', ').map((one) => one.slice(0, one.lastIndexOf(' ')));
    return `${subject}: ${numbers.map((name) => `${name} ${stage ? ofStage(name, stage) : ofContacts(name, contacts)}`).join(', ')}`;
  });
}

function ofContacts(name: string, contacts: JourneyResult['contacts']): string {
  const read = CONTACTS[name];
  assert(read, `"${name}" is no number of the contacts.`);
  return valueText(read(contacts));
}

function ofStage(name: string, stage: StageResult): string {
  const duration = DURATION[name]?.(stage);
  if (typeof duration === 'number') return timeText(duration * 1e6);
  const read = STAGE[name];
  assert(read ?? DURATION[name], `"${name}" is no number of a stage.`);
  return valueText(read?.(stage));
}

/** Rates to four places. */
function valueText(value: Value): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'number' ? String(Math.round(value * 1e4) / 1e4) : String(value);
}
