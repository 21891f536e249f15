import assert from 'node:assert/strict';
import type { LoadedActivities } from '../../src/activities/activity-table.ts';
import { readActivities } from '../../src/activities/read-activities.ts';
import type { Model } from '../../src/model/model.ts';
import { replayJourney } from '../../src/simulator/replay-journey.ts';
import type { ContactWay } from '../../src/simulator/way.ts';
import { TimeZone } from '../../src/time/time-zone.ts';
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
  const { program, wayOf } = replayJourney(journey, model, table, zone, utc);
  const end = asOf ?? Math.max(...table.time);
  return table.contacts.map((contact, index) => `${contact} ${wayText(wayOf(index, end), program.stages)}`.trim());
}

function wayText(way: ContactWay | undefined, stages: readonly { readonly name: string }[]): string {
  const passes = (way?.passes ?? []).map(({ visits, expired }) => {
    const moves = visits.map((visit) => `${timeText(visit.entered - ORIGIN)} ${stages[visit.stage]?.name ?? ''}`);
    return [...moves, ...(expired === undefined ? [] : [`✗ ${timeText(expired - ORIGIN)}`])].join(', ');
  });
  return passes.length === 0 ? (way?.keptOut === undefined ? '–' : `– ${way.keptOut}`) : passes.join('; ');
}
