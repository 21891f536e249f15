import type { ActivityTable, TextColumn } from '../activities/activity-table.ts';
import type { Condition } from '../model/condition.ts';
import { civilYear, daysFromCivil } from '../time/calendar.ts';
import { conditionAt } from './condition-at.ts';
import { dayOf } from './day-of.ts';
import { nearestText } from './nearest-text.ts';
import { signalsOf } from './matching/signals.ts';
import type { SimulateFailure, Simulation } from './simulation.ts';
import type { Steps } from './steps.ts';

/** What tells groups of contacts apart. */
export interface BreakdownValues {
  /** The value of a contact at a moment (microseconds, after all records of that time); empty where it has none. */
  readonly valueAt: (contact: number, time: number) => string;
  /** The values have an order of their own. */
  readonly ordered: boolean;
}

type FoundValues = { readonly ok: true; readonly values: BreakdownValues } | SimulateFailure;

const PERIODS = ['day', 'week', 'month'] as const;
const RECORD_TEXTS = ['activity', 'campaign', 'channel', 'email', 'form', 'link', 'page'] as const;

/** `by`: `contact.PROPERTY`, `segment NAME`, `day`, `week`, `month`, or a property of records. */
export function* breakdownValues(by: string, simulation: Simulation): Steps<FoundValues> {
  const { table, zone } = simulation;
  const period = PERIODS.find((one) => one === by);
  if (period !== undefined) return ok((_, time) => periodText(period, dayOf(time, zone)), true);
  const [, segment] = /^segment\s+(\S+)$/.exec(by) ?? [];
  if (segment !== undefined) return yield* bySegment(segment, simulation);
  const [, attribute] = /^contact\.(.+)$/.exec(by) ?? [];
  if (attribute !== undefined) return byAttribute(attribute, table);
  return byProperty(by, simulation);
}

const ok = (valueAt: BreakdownValues['valueAt'], ordered = false): FoundValues => ({
  ok: true,
  values: { valueAt, ordered },
});

const unknown = (message: string): SimulateFailure => ({ ok: false, problem: { kind: 'unknown-name', message } });

function* bySegment(name: string, simulation: Simulation): Steps<FoundValues> {
  const { model, journey, table, zone, utc } = simulation;
  const segment = model.segments.find((one) => one.name === name);
  if (!segment) {
    const known = model.segments.map((one) => one.name);
    return unknown(`--by segment ${name}: there is no such segment. ${known.length === 0 ? 'The file has none.' : `There is ${known.join(', ')}.`}`);
  }
  const condition: Condition = { kind: 'in-segment', segment: segment.key, source: segment.source };
  yield* simulation.lookFor([condition]);
  const holds = conditionAt(condition, journey, model, table, zone, utc);
  return ok((contact, time) => (holds(contact, time) ? `in ${name}` : `not in ${name}`));
}

function byAttribute(name: string, table: ActivityTable): FoundValues {
  const always = table.attributes.get(name);
  const set = table.properties.get(`attr.${name}`);
  if (!always && !set) {
    const known = [...table.attributes.keys(), ...[...table.properties.keys()].filter((one) => one.startsWith('attr.')).map((one) => one.slice(5))];
    return unknown(`--by contact.${name}: no record and no contacts' file has this attribute.${suggestion(name, known, 'contact.')}`);
  }
  return ok((contact, time) => always?.dictionary[always.codes[contact] ?? 0] || (set ? latestText(set, table, contact, time) : ''));
}

function byProperty(name: string, { model, table, zone }: Simulation): FoundValues {
  const text = RECORD_TEXTS.find((one) => one === name);
  const column = text ? table[text] : name.startsWith('attr.') ? undefined : signalsOf(table, model, zone).propertyColumn(name);
  if (!column || column.dictionary.length <= 1) {
    const known = [
      ...PERIODS,
      ...RECORD_TEXTS.filter((one) => table[one].dictionary.length > 1),
      ...[...table.properties.keys()].filter((one) => !one.startsWith('attr.')),
    ];
    const forms = 'Give contact.PROPERTY, segment NAME, day, week, month, or a property of records.';
    return unknown(`--by ${name}: no record has this property.${suggestion(name, known, '')} ${forms}`);
  }
  return ok((contact, time) => latestText(column, table, contact, time));
}

function suggestion(name: string, known: readonly string[], prefix: string): string {
  const nearest = nearestText([name], known);
  return nearest === undefined ? '' : ` The nearest is ${prefix}${nearest}.`;
}

/** The last text of a column among a contact's records up to a moment. */
function latestText({ dictionary, codes }: TextColumn, table: ActivityTable, contact: number, time: number): string {
  let latest = 0;
  const end = table.starts[contact + 1] ?? 0;
  for (let record = table.starts[contact] ?? 0; record < end && (table.time[record] ?? 0) <= time; record++) latest = codes[record] || latest;
  return dictionary[latest] ?? '';
}

/** `day`: since 1970-01-01. Weeks are those of ISO 8601: `2026-W05`. */
function periodText(period: (typeof PERIODS)[number], day: number): string {
  const date = new Date(day * 86_400_000).toISOString().slice(0, 10);
  if (period === 'day') return date;
  if (period === 'month') return date.slice(0, 7);
  // A week belongs to the year in which its Thursday lies; 1970-01-01 was one.
  const thursday = day - ((((day + 3) % 7) + 7) % 7) + 3;
  const year = civilYear(thursday);
  const week = Math.floor((thursday - daysFromCivil(year, 1, 1)) / 7) + 1;
  return `${String(year)}-W${String(week).padStart(2, '0')}`;
}
