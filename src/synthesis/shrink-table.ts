import type { ActivityRecord } from '../activities/activity-record.ts';
import type { ActivityTable, LoadedActivities } from '../activities/activity-table.ts';
import { EVENTS } from '../activities/activity-table.ts';
import type { Journey } from '../model/journey.ts';
import type { Model } from '../model/model.ts';
import type { SimulateFailure, SimulateOptions } from '../simulator/simulation.ts';
import { Simulation } from '../simulator/simulation.ts';
import type { Steps } from '../simulator/steps.ts';
import { CONTACTS_A_STEP } from '../simulator/steps.ts';
import { ruleOutcomesOf } from './rule-outcomes.ts';
import type { Showing } from './smallest-contacts.ts';
import { smallestContacts } from './smallest-contacts.ts';

export interface ShrunkTable {
  /** Those of the contacts chosen, in the order of time. */
  readonly records: readonly ActivityRecord[];
  readonly contacts: number;
  readonly ofContacts: number;
  readonly ofRecords: number;
  /** Records of the data that could not be read, and so are in no contact's history. */
  readonly rejected: number;
  readonly isSmallest: boolean;
  readonly fired: number;
  readonly missed: number;
  /** By journey and rule: what fired, and what was reached and missed. */
  readonly shows: ReadonlySet<string>;
}

const DELIVERED = EVENTS.indexOf('delivered');

export type ShrinkOutcome = { readonly ok: true; readonly shrunk: ShrunkTable } | SimulateFailure;

/** The fewest contacts of a table in which the same rules of some journeys fire, and the same are reached and missed; in steps. */
export function* shrinkTable(loaded: LoadedActivities, model: Model, journeys: readonly Journey[], options: SimulateOptions): Steps<ShrinkOutcome> {
  const { table } = loaded;
  const showings = ownShowings(table, options.asOf ?? Infinity);
  for (const [place, journey] of journeys.entries()) {
    const made = yield* Simulation.ofJourneyInSteps({ ...model, journeys: [journey] }, journey, loaded, options);
    if (!made.ok) return made;
    yield* showRules(made.simulation, place, table, showings);
  }
  const { chosen, isSmallest } = smallestContacts(showings);
  const records = chosen.flatMap((contact) => recordsOf(table, contact, options.asOf ?? Infinity));
  records.sort((a, b) => a.time - b.time || (a.contact < b.contact ? -1 : a.contact > b.contact ? 1 : 0));
  const digits = String(records.length).length;
  const shows = new Set(showings.flatMap((one) => [...one.shows.keys()]));
  const count = (word: string): number => [...shows].filter((one) => one.startsWith(word)).length;
  const shrunk = {
    // Their own ids are gone with their duplicates; without any, two records that say the same would be one.
    records: records.map((record, place) => ({ ...record, id: `r${String(place + 1).padStart(digits, '0')}` })),
    contacts: chosen.length,
    ofContacts: table.contacts.length,
    ofRecords: table.time.length,
    rejected: loaded.counts.rejected,
    isSmallest,
    fired: count('fired'),
    missed: count('missed'),
    shows,
  };
  return { ok: true, shrunk };
}

interface Mutable extends Showing {
  readonly shows: Map<string, number>;
}

function ownShowings(table: ActivityTable, asOf: number): Mutable[] {
  return table.contacts.map((_, contact) => {
    const shows = new Map<string, number>();
    let latest = -Infinity;
    for (let record = table.starts[contact]!; record < table.starts[contact + 1]!; record++) {
      const time = table.time[record]!;
      if (time > asOf) continue;
      latest = Math.max(latest, time);
      // Where nothing is delivered, what is sent counts for it: that is not to change.
      if (table.event[record] === DELIVERED && !shows.has('a delivery')) shows.set('a delivery', time);
    }
    return { shows, latest };
  });
}

/** Adds what contacts show of a journey's rules. */
function* showRules(simulation: Simulation, journey: number, table: ActivityTable, showings: readonly Mutable[]): Steps<void> {
  const outcomesOf = ruleOutcomesOf(simulation.journey);
  // Without the records of robots some contacts have none left.
  const places = simulation.table === table ? undefined : new Map(simulation.table.contacts.map((contact, place) => [contact, place]));
  for (const [contact, { shows }] of showings.entries()) {
    if (contact % CONTACTS_A_STEP === 0) yield contact;
    const way = simulation.wayOf(places === undefined ? contact : (places.get(table.contacts[contact]!) ?? -1));
    if (!way) continue;
    const { fired, missed } = outcomesOf(way, table.time[table.starts[contact]!]!);
    for (const [key, time] of fired) shows.set(`fired ${String(journey)} ${key}`, time);
    for (const [key, time] of missed) shows.set(`missed ${String(journey)} ${key}`, time);
  }
}

function recordsOf(table: ActivityTable, contact: number, asOf: number): ActivityRecord[] {
  const records: ActivityRecord[] = [];
  const start = table.starts[contact]!;
  for (let record = start; record < table.starts[contact + 1]!; record++) {
    if (table.time[record]! > asOf) break;
    // What always holds of a contact holds from the first record on, which is when anything is first asked.
    const always = record === start ? [...table.attributes].map(([name, column]) => [`attr.${name}`, column.dictionary[column.codes[contact]!]!] as const) : [];
    const texts = (['activity', 'email', 'link', 'url', 'channel', 'form', 'page', 'campaign'] as const).map(
      (field) => [field, table[field].dictionary[table[field].codes[record]!]!] as const,
    );
    const properties = [...table.properties].map(([name, column]) => [name, column.dictionary[column.codes[record]!]!] as const);
    records.push({
      contact: table.contacts[contact]!,
      time: table.time[record]!,
      event: EVENTS[table.event[record]!]!,
      texts: Object.fromEntries(texts.filter(([, text]) => text !== '')),
      ...(table.bounce[record] === 0 ? {} : { bounce: table.bounce[record] === 1 ? 'hard' : 'soft' }),
      ...(table.machine[record] === 1 ? { machine: true } : {}),
      properties: Object.fromEntries([...properties, ...always].filter(([, text]) => text !== '')),
      id: '',
    });
  }
  return records;
}
