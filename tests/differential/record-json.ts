import type { ReferenceRecord } from '../reference/reference-record.ts';
import { contentOf, inFixedOrder } from '../reference/reference-record.ts';

const OWN_FIELDS = ['contact', 'time', 'event', 'activity', 'email', 'link', 'url', 'channel', 'form', 'page', 'campaign', 'bounce', 'machine'];

/** A line of NDJSON in our own shape. */
export function jsonOfRecord({ properties, ...own }: ReferenceRecord): string {
  return JSON.stringify({ ...own, ...properties });
}

/**
 * The records of NDJSON in our own shape; fields without a name of their own are properties. Of records with one `id` the earliest, then the
 * first in the fixed order, is kept, and of those that have none and say the same one.
 */
export function recordsOfJson(ndjson: string): ReferenceRecord[] {
  const records = inFixedOrder(ndjson.split('\n').map(recordOfJson));
  const kept = new Map<string, ReferenceRecord>();
  for (const record of records) {
    const { id = '', ...properties } = record.properties ?? {};
    const same = id === '' ? `content ${contentOf(record)}` : `id ${id}`;
    if (!kept.has(same)) kept.set(same, { ...record, properties });
  }
  return [...kept.values()];
}

function recordOfJson(line: string): ReferenceRecord {
  const fields = Object.entries(JSON.parse(line) as Record<string, unknown>);
  const own = fields.filter(([name]) => OWN_FIELDS.includes(name));
  const others = fields.filter(([name]) => !OWN_FIELDS.includes(name)).map(([name, value]) => [name, String(value)]);
  return { ...Object.fromEntries(own), properties: Object.fromEntries(others) } as unknown as ReferenceRecord;
}
