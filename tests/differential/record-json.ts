import type { ReferenceRecord } from '../reference/reference-record.ts';

const OWN_FIELDS = ['contact', 'time', 'event', 'activity', 'email', 'link', 'url', 'channel', 'form', 'page', 'campaign', 'bounce', 'machine'];

/** A line of NDJSON in our own shape. */
export function jsonOfRecord({ properties, ...own }: ReferenceRecord): string {
  return JSON.stringify({ ...own, ...properties });
}

/** The record in a line of NDJSON; fields without a name of their own are its properties. */
export function recordOfJson(line: string): ReferenceRecord {
  const fields = Object.entries(JSON.parse(line) as Record<string, unknown>);
  const own = fields.filter(([name]) => OWN_FIELDS.includes(name));
  const others = fields.filter(([name]) => !OWN_FIELDS.includes(name)).map(([name, value]) => [name, String(value)]);
  return { ...Object.fromEntries(own), properties: Object.fromEntries(others) } as unknown as ReferenceRecord;
}
