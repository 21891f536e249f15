import type { ActivityTable } from '../../../src/activities/activity-table.ts';
import { EVENTS } from '../../../src/activities/activity-table.ts';

const TEXT_FIELDS = ['activity', 'email', 'link', 'url', 'channel', 'form', 'page', 'campaign'] as const;

/** A file's bytes in pieces, each a copy: a reader may change what it is given. */
export function* pieces(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

export function textFile(name: string, text: string, size = 65_536) {
  return { name, chunks: pieces(new TextEncoder().encode(text), size) };
}

/** `2026-03-01T10:00:00.000000Z`. */
function isoOf(microseconds: number): string {
  const seconds = Math.floor(microseconds / 1_000_000);
  return new Date(seconds * 1000).toISOString().replace('.000Z', `.${String(microseconds - seconds * 1_000_000).padStart(6, '0')}Z`);
}

/** One line a record, in the order of the table: contact, time, event, then what is not missing; properties in brackets. */
export function recordsOf(table: ActivityTable): string[] {
  const lines: string[] = [];
  for (const [contact, id] of table.contacts.entries()) {
    for (let row = table.starts[contact]!; row < table.starts[contact + 1]!; row++) {
      const parts = [id, isoOf(table.time[row]!), EVENTS[table.event[row]!]!];
      for (const field of TEXT_FIELDS) {
        const text = table[field].dictionary[table[field].codes[row]!]!;
        if (text !== '') parts.push(`${field}=${text}`);
      }
      if (table.bounce[row] !== 0) parts.push(`bounce=${['', 'hard', 'soft'][table.bounce[row]!]!}`);
      if (table.machine[row] !== 0) parts.push('machine');
      for (const [name, { dictionary, codes }] of table.properties) if (codes[row] !== 0) parts.push(`${name}=[${dictionary[codes[row]!]!}]`);
      lines.push(parts.join(' '));
    }
  }
  return lines;
}

/** Every contact's attributes by name. Empty where there are none at all. */
export function attributesOf(table: ActivityTable): Record<string, Record<string, string>> {
  if (table.attributes.size === 0) return {};
  return Object.fromEntries(
    table.contacts.map((id, contact) => [
      id,
      Object.fromEntries([...table.attributes].map(([name, { dictionary, codes }]) => [name, dictionary[codes[contact]!]!])),
    ]),
  );
}
