import assert from 'node:assert/strict';
import type { LoadedActivities } from '../../src/activities/activity-table.ts';
import { readActivities } from '../../src/activities/read-activities.ts';
import type { Model } from '../../src/model/model.ts';
import { replayJourney } from '../../src/simulator/replay-journey.ts';
import type { ContactWay, Stay } from '../../src/simulator/way.ts';
import { TimeZone } from '../../src/time/time-zone.ts';
import { wayFromColumns } from './way-from-columns.ts';
import { ORIGIN, timeText } from './worked-cases.ts';

/** Loads NDJSON in our own shape. */
export async function loadRecords(ndjson: string): Promise<LoadedActivities> {
  const files = [{ name: 'records.ndjson', chunks: [new TextEncoder().encode(ndjson)] }];
  const read = await readActivities(files, { timezone: 'UTC', maxRejected: 0 });
  assert(read.ok, read.ok ? '' : read.problem.message);
  return read.loaded;
}

/** The ways of all contacts through the first journey of a model, in the notation of worked cases. */
export function waysText(model: Model, { table }: LoadedActivities, asOf: number | undefined): string[] {
  const [journey] = model.journeys;
  const zone = TimeZone.named(journey?.timezone ?? 'UTC');
  const utc = TimeZone.named('UTC');
  assert(journey && zone && utc);
  const { program, wayOf, together } = replayJourney(journey, model, table, zone, utc);
  const end = asOf ?? Math.max(...table.time);
  const lineOf = (contact: number, way: ContactWay<Stay> | undefined): string => `${table.contacts[contact]!} ${wayText(way, program.stages)}`.trim();
  const texts = table.contacts.map((_, contact) => lineOf(contact, wayOf(contact, end)));
  // Many at once are replayed in another way.
  const atOnce = table.contacts.map((_, contact) => lineOf(contact, undefined));
  together.each(0, table.contacts.length, end, (contact, way) => {
    atOnce[contact] = lineOf(contact, wayFromColumns(way, program));
  });
  assert.deepEqual(atOnce, texts);
  return texts;
}

function wayText(way: ContactWay<Stay> | undefined, stages: readonly { readonly name: string }[]): string {
  const passes = (way?.passes ?? []).map(({ visits, expired }) => {
    const moves = visits.map((visit) => `${timeText(visit.entered - ORIGIN)} ${stages[visit.stage]?.name ?? ''}`);
    return [...moves, ...(expired === undefined ? [] : [`✗ ${timeText(expired - ORIGIN)}`])].join(', ');
  });
  return passes.length === 0 ? (way?.keptOut === undefined ? '–' : `– ${way.keptOut}`) : passes.join('; ');
}
