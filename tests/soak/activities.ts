import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { LoadedActivities } from '../../src/activities/activity-table.ts';
import { EVENTS } from '../../src/activities/activity-table.ts';
import { readActivities } from '../../src/activities/read-activities.ts';
import { pieces } from '../unit/activities/support.ts';
import type { SoakPart } from './soak-part.ts';

/** A record as fields and texts. Few different values, so that ties, duplicates and shared texts are common. */
type Fields = Readonly<Record<string, string>>;

const text = fc.oneof(
  fc.constantFrom('', 'a', 'b', 'B', 'a b', 'é', '\u{1F600}', '\ue000', '"', 'x,y', 'a;b', 'one\ntwo', 'one\r\ntwo', ' padded ', '\\', '|\t'),
  fc.string({ unit: 'grapheme', maxLength: 6 }).filter((each) => each.isWellFormed() && !each.includes('\0')),
);
const named = fc.constantFrom('', 'a', 'b', 'welcome', 'x,y', '"q"', 'é');
const record: fc.Arbitrary<Fields> = fc.record(
  {
    contact: fc.constantFrom('c1', 'c2', 'c3', 'Ç', '"c"', 'c,4'),
    time: fc.constantFrom(
      '2026-03-01',
      '2026-03-01T00:00:00Z',
      '2026-03-01T01:00:00+01:00',
      '2026-03-02T10:00:00.5Z',
      '2026-03-29T02:30:00',
      '1772323200',
      '1772359200.25',
    ),
    event: fc.constantFrom(...EVENTS.filter((event) => event !== 'performed'), 'Clicked', 'purchase', 'web,inar'),
    email: named,
    link: named,
    campaign: named,
    bounce: fc.constantFrom('', 'hard', 'SOFT'),
    machine: fc.constantFrom('', 'true', 'false', '1'),
    id: fc.constantFrom('', '', '', 'e1', 'e2', 'e3'),
    value: text,
    topic: text,
    'attr.country': fc.constantFrom('', 'DE', 'CZ'),
  },
  { requiredKeys: ['contact', 'time', 'event'] },
);
const records = fc.array(record, { minLength: 1, maxLength: 40 });
const COLUMNS = ['contact', 'time', 'event', 'email', 'link', 'campaign', 'bounce', 'machine', 'id', 'value', 'topic', 'attr.country'];

interface Layout {
  readonly columns: readonly string[];
  readonly delimiter: string;
  readonly lineEnd: string;
  readonly mark: boolean;
  readonly quoteAll: boolean;
}

const layout: fc.Arbitrary<Layout> = fc.record({
  columns: fc.shuffledSubarray(COLUMNS, { minLength: COLUMNS.length, maxLength: COLUMNS.length }),
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  mark: fc.boolean(),
  quoteAll: fc.boolean(),
});

function csv(rows: readonly Fields[], { columns, delimiter, lineEnd, mark, quoteAll }: Layout): string {
  const cell = (value: string): string => (quoteAll || /[",;\t|\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))].map((cells) => cells.map(cell).join(delimiter));
  return `${mark ? '\ufeff' : ''}${lines.join(lineEnd)}${lineEnd}`;
}

const plain: Layout = { columns: COLUMNS, delimiter: ',', lineEnd: '\n', mark: false, quoteAll: false };

function ndjson(rows: readonly Fields[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** One document, on a line or laid out. */
const json = (rows: readonly Fields[], indent: number): string => JSON.stringify(rows, undefined, indent);

async function loaded(files: readonly (readonly [name: string, content: string])[], size = 65_536): Promise<LoadedActivities> {
  const read = await readActivities(
    files.map(([name, content]) => ({ name, chunks: pieces(new TextEncoder().encode(content), size) })),
    { timezone: 'Europe/Prague', maxRejected: 0 },
  );
  assert.ok(read.ok, read.ok ? '' : read.problem.message);
  return read.loaded;
}

const tableOf = async (...args: Parameters<typeof loaded>) => (await loaded(...args)).table;

/** What holds, and its check on inputs of a seed. */
const PROPERTIES: readonly (readonly [says: string, holds: (seed: number) => Promise<void>])[] = [
  [
    'the order of the lines does not matter',
    async (seed) => {
      const orders = records.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length })));
      await fc.assert(
        fc.asyncProperty(orders, async ([rows, shuffled]) => {
          const one = await loaded([['a.csv', csv(rows, plain)]]);
          const other = await loaded([['a.csv', csv(shuffled, plain)]]);
          assert.deepEqual(other.table, one.table);
          assert.deepEqual(other.counts, one.counts);
          assert.equal(other.clockChanges, one.clockChanges);
        }),
        { seed, numRuns: 1 },
      );
    },
  ],
  [
    'the distribution over files and their order do not matter',
    async (seed) => {
      await fc.assert(
        fc.asyncProperty(records, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), async (rows, first) => {
          const [one, two] = [rows.filter((_, index) => first[index]), rows.filter((_, index) => !first[index])];
          const together = await loaded([['a.csv', csv(rows, plain)]]);
          for (const files of [
            [one, two],
            [two, one],
          ]) {
            const apart = await loaded(files.map((part, index) => [`${index}.csv`, csv(part, plain)] as const));
            assert.deepEqual(apart.table, together.table);
            assert.deepEqual(apart.counts, together.counts);
          }
        }),
        { seed, numRuns: 1 },
      );
    },
  ],
  [
    'the pieces in which a file arrives do not matter',
    async (seed) => {
      await fc.assert(
        fc.asyncProperty(records, layout, fc.integer({ min: 1, max: 300 }), fc.constantFrom('csv', 'ndjson', 'json'), async (rows, how, size, format) => {
          const content = format === 'csv' ? csv(rows, how) : format === 'json' ? json(rows, 2) : ndjson(rows);
          const file = [`a.${format}`, content] as const;
          assert.deepEqual(await loaded([file], size), await loaded([file]));
        }),
        { seed, numRuns: 1 },
      );
    },
  ],
  [
    'CSV and JSON in any layout and NDJSON say the same',
    async (seed) => {
      await fc.assert(
        fc.asyncProperty(records, layout, fc.constantFrom(0, 1, 4), async (rows, how, indent) => {
          const expected = await loaded([['a.ndjson', ndjson(rows)]]);
          for (const file of [
            ['a.csv', csv(rows, how)],
            ['a.json', json(rows, indent)],
          ] as const) {
            const actual = await loaded([file]);
            assert.deepEqual(actual.table, expected.table);
            assert.deepEqual(actual.counts, expected.counts);
          }
        }),
        { seed, numRuns: 1 },
      );
    },
  ],
  [
    'a file given twice is the file, its records all duplicates',
    async (seed) => {
      await fc.assert(
        fc.asyncProperty(records, async (rows) => {
          const file = ['a.csv', csv(rows, plain)] as const;
          const once = await loaded([file]);
          const twice = await loaded([file, ['b.ndjson', ndjson(rows)]]);
          assert.deepEqual(twice.table, once.table);
          assert.equal(twice.counts.duplicates, once.counts.duplicates + rows.length);
        }),
        { seed, numRuns: 1 },
      );
    },
  ],
  [
    'the table is sorted, its columns are of one length, its dictionaries hold what occurs',
    async (seed) => {
      await fc.assert(
        fc.asyncProperty(records, async (rows) => {
          const table = await tableOf([['a.csv', csv(rows, plain)]]);
          const given = new Set(rows.map(({ contact }) => contact!));
          assert.deepEqual(table.contacts, [...new Set(table.contacts)].sort());
          assert.ok(table.contacts.length > 0 && table.contacts.every((contact) => given.has(contact)));
          assert.equal(table.starts.length, table.contacts.length + 1);
          assert.equal(table.starts.at(-1), table.time.length);
          for (let contact = 0; contact < table.contacts.length; contact++) {
            for (let row = table.starts[contact]! + 1; row < table.starts[contact + 1]!; row++) {
              assert.ok(table.time[row - 1]! < table.time[row]! || (table.time[row - 1] === table.time[row] && table.event[row - 1]! <= table.event[row]!));
            }
          }
          const { activity, email, link, url, channel, form, page, campaign, properties } = table;
          for (const column of [activity, email, link, url, channel, form, page, campaign, ...properties.values()]) {
            assert.equal(column.codes.length, table.time.length);
            assert.deepEqual(column.dictionary, [...new Set(['', ...Array.from(column.codes, (code) => column.dictionary[code]!)])].sort());
          }
        }),
        { seed, numRuns: 1 },
      );
    },
  ],
  [
    'any bytes give records, a problem and nothing else, in pieces as in one',
    async (seed) => {
      const bytes = fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc
          .array(
            fc.constantFrom(
              'contact,time,event\n',
              'c1,2026-03-01,sent\n',
              '"',
              '""',
              ',',
              '\n',
              '\r',
              '\r\n',
              '{"contact":"c1","time":1,"event":"a"}\n',
              '{',
              '\\',
              'é',
              '\ufeff',
            ),
            { maxLength: 30 },
          )
          .map((parts) => new TextEncoder().encode(parts.join(''))),
      );
      await fc.assert(
        fc.asyncProperty(bytes, fc.constantFrom('a.csv', 'a.ndjson', 'a'), fc.integer({ min: 1, max: 50 }), async (content, name, size) => {
          const options = { timezone: 'UTC', maxRejected: 1 };
          const one = await readActivities([{ name, chunks: [content] }], options);
          const other = await readActivities([{ name, chunks: pieces(content, size) }], options);
          assert.deepEqual(other, one);
          if (one.ok) {
            const { read, kept, duplicates, rejected } = one.loaded.counts;
            assert.equal(read, one.loaded.inputs[0]!.records);
            assert.equal(kept + duplicates + rejected, read);
            assert.equal(kept, one.loaded.table.time.length);
          } else {
            assert.ok(one.problem.message.length > 0);
          }
        }),
        { seed, numRuns: 10 },
      );
    },
  ],
];

export const activities: SoakPart = {
  name: 'activities',
  says: 'activity files of any order, layout and pieces give the same records, and any bytes give records or a problem',
  unit: 'properties of files',
  whole: 10_000,
  sample: 100,
  start: () => async (seed, tally) => {
    for (const [says, holds] of PROPERTIES) {
      try {
        await holds(seed);
        tally.pass();
      } catch (error) {
        tally.fail(`activities, seed ${seed}: ${says}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  },
  doubts: () => [],
};
