import type { ActivityRecord } from '../activities/activity-record.ts';
import type { LoadedActivities, TextColumn } from '../activities/activity-table.ts';
import { EVENTS } from '../activities/activity-table.ts';

const TEXTS = ['activity', 'email', 'link', 'url', 'channel', 'form', 'page', 'campaign'] as const;

/** A table as reading the records from a file would give it, provided that no two of them say the same. */
export function tableOfRecords(records: readonly ActivityRecord[]): LoadedActivities {
  const sorted = records.toSorted(compareRecords);
  const contacts: string[] = [];
  const starts: number[] = [];
  for (const [place, { contact }] of sorted.entries()) {
    if (contact === contacts.at(-1)) continue;
    contacts.push(contact);
    starts.push(place);
  }
  const names = [...new Set(sorted.flatMap(({ properties }) => Object.keys(properties)))].sort(compareTexts);
  const texts = Object.fromEntries(TEXTS.map((field) => [field, columnOf(sorted.map((record) => record.texts[field]))])) as Record<
    (typeof TEXTS)[number],
    TextColumn
  >;
  const counts = { read: sorted.length, kept: sorted.length, duplicates: 0, rejected: 0, ignored: 0 };
  const table = {
    contacts,
    starts: Uint32Array.from([...starts, sorted.length]),
    time: Float64Array.from(sorted, ({ time }) => time),
    event: Uint8Array.from(sorted, ({ event }) => EVENTS.indexOf(event)),
    ...texts,
    bounce: Uint8Array.from(sorted, ({ bounce }) => (bounce === undefined ? 0 : bounce === 'hard' ? 1 : 2)),
    machine: Uint8Array.from(sorted, ({ machine }) => (machine === true ? 1 : 0)),
    properties: new Map(names.map((name) => [name, columnOf(sorted.map((record) => record.properties[name]))])),
    attributes: new Map<string, TextColumn>(),
  };
  return { table, inputs: [], counts, rejected: [], ignored: [], notes: [], clockChanges: 0 };
}

function columnOf(texts: readonly (string | undefined)[]): TextColumn {
  const codeOf = new Map([['', 0]]);
  const codes = Uint32Array.from(texts, (text = '') => {
    const code = codeOf.get(text) ?? codeOf.size;
    codeOf.set(text, code);
    return code;
  });
  return { dictionary: [...codeOf.keys()], codes };
}

/** By contact, then in the fixed order of a contact's records. */
function compareRecords(a: ActivityRecord, b: ActivityRecord): number {
  const order = compareTexts(a.contact, b.contact) || a.time - b.time || EVENTS.indexOf(a.event) - EVENTS.indexOf(b.event);
  if (order !== 0) return order;
  for (const field of TEXTS) {
    const byField = compareTexts(a.texts[field] ?? '', b.texts[field] ?? '');
    if (byField !== 0) return byField;
  }
  return compareTexts(contentOf(a), contentOf(b));
}

const contentOf = ({ bounce, machine, properties }: ActivityRecord): string =>
  JSON.stringify([bounce ?? '', machine ?? false, Object.entries(properties).sort(([one], [other]) => compareTexts(one, other))]);

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
