import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kernel } from '../../../src/activities/kernel/kernel.ts';
import { readActivities } from '../../../src/activities/read-activities.ts';
import { EventReader } from '../../../src/activities/shapes/event-reader.ts';
import { KNOWN_SHAPES, SHAPE_NAMES } from '../../../src/activities/shapes/known-shapes.ts';
import { modelOf } from '../../support/journeys.ts';
import { recordsOf, textFile } from './support.ts';

const folder = join(import.meta.dirname, '..', '..', 'cases', 'shapes');

/** A file of golden records. `source`: where the vendor says what such records are. */
interface Golden {
  readonly source: string;
  readonly base: Readonly<Record<string, unknown>>;
  readonly file?: string;
  readonly cases: readonly GoldenCase[];
}

/** `change`: the fields in which the record differs from the base; `text`: a whole file instead. Then what must come of it. */
interface GoldenCase {
  readonly about: string;
  readonly change?: Readonly<Record<string, unknown>>;
  readonly text?: string;
  readonly file?: string;
  readonly timezone?: string;
  readonly records?: readonly string[];
  readonly ignored?: string;
  readonly rejected?: string;
  readonly problem?: string;
}

/** A record of our own shape beside them, so that a file whose only record is left out can be read. */
const BESIDE = 'zz 2030-01-01T00:00:00.000000Z sent';
const beside = () => textFile('beside.csv', 'contact,time,event\nzz,2030-01-01T00:00Z,sent\n');

async function check(shape: string, file: string, text: string, { timezone = 'UTC', records, ignored, rejected, problem }: GoldenCase): Promise<void> {
  for (const size of [65_536, 7]) {
    const read = await readActivities([textFile(file, text, size), beside()], { timezone, maxRejected: 1 });
    if (problem !== undefined) {
      assert.ok(!read.ok, 'it was read');
      assert.ok(read.problem.message.includes(problem), read.problem.message);
      continue;
    }
    assert.ok(read.ok, read.ok ? '' : read.problem.message);
    const { loaded } = read;
    assert.equal(loaded.inputs[0]?.shape, shape);
    assert.deepEqual(recordsOf(loaded.table).toSorted(), [...(records ?? []), BESIDE].toSorted());
    assert.deepEqual(loaded.ignored, ignored === undefined ? [] : [{ what: ignored, count: 1 }]);
    assert.deepEqual(
      loaded.rejected.map(({ reason }) => reason),
      rejected === undefined ? [] : [rejected],
    );
  }
}

describe('golden records of the shapes', () => {
  const names = readdirSync(folder).map((name) => name.replace('.json', ''));

  it('every shape has some', () => {
    assert.deepEqual(names.toSorted(), SHAPE_NAMES.toSorted());
  });

  it('the language knows them all by name', async () => {
    const { sources } = await modelOf(SHAPE_NAMES.map((name) => `source s_${name} "a.csv" as ${name}`).join('\n'));
    assert.deepEqual(
      sources.map(({ shape }) => shape),
      SHAPE_NAMES,
    );
  });

  it('a source changes what a shape says, and no more', async () => {
    const [source] = (
      await modelOf('source s "a.json" as klaviyo { event column "relationships.metric.data.id" { "Vx1" is opened } property size column "size" }')
    ).sources;
    assert.ok(source);
    const record = (metric: string) => ({
      attributes: { datetime: '2026-03-04T09:13:21Z' },
      relationships: { profile: { data: { id: 'p' } }, metric: { data: { id: metric } } },
      size: 3,
    });
    const text = JSON.stringify(['Vx1', 'Clicked Email', 'Ab2'].map(record));
    const read = await readActivities([{ ...textFile('a.json', text), source }], { timezone: 'UTC', maxRejected: 0 });
    assert.ok(read.ok);
    assert.deepEqual(recordsOf(read.loaded.table), [
      'p 2026-03-04T09:13:21.000000Z opened size=[3]',
      'p 2026-03-04T09:13:21.000000Z clicked size=[3]',
      'p 2026-03-04T09:13:21.000000Z performed activity=Ab2 size=[3]',
    ]);
  });

  for (const name of names) {
    const golden = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Golden;

    it(`${name}: says where they come from`, () => {
      assert.ok(golden.source.length > 20);
    });

    for (const one of golden.cases) {
      const record = { ...golden.base, ...one.change };
      const forms: readonly (readonly [form: string, file: string, text: string])[] =
        one.text === undefined
          ? [
              ['a line', `${name}.ndjson`, `${JSON.stringify(record)}\n`],
              ['a list', `${name}.json`, JSON.stringify([record], null, 2)],
              ['a list in an object', `${name}.json`, JSON.stringify({ total: 1, events: [record], next: { url: null } })],
              ['a list a line', `${name}.jsonl`, `${JSON.stringify([record])}\n`],
            ]
          : [['a file', golden.file ?? `${name}.json`, one.text]];
      for (const [form, file, text] of forms) {
        it(`${name}: ${one.about}, as ${form}`, async () => check(name, one.file ?? file, text, one));
      }
    }
  }
});

describe('pages of the shapes', () => {
  const pages = join(import.meta.dirname, '..', '..', '..', 'docs', 'shapes');
  const page = (name: string): string => readFileSync(join(pages, `${name}.md`), 'utf8');
  const block = (text: string, language: string): string | undefined => new RegExp(`\\n\`\`\`${language}\\n([^]*?\\n)\`\`\``).exec(text)?.[1];

  it('each has one', () => {
    assert.deepEqual(
      readdirSync(pages)
        .map((name) => name.replace('.md', ''))
        .toSorted(),
      SHAPE_NAMES.toSorted(),
    );
  });

  for (const name of SHAPE_NAMES) {
    it(`${name}: its example is read as it says`, async () => {
      const text = page(name);
      const json = block(text, 'json');
      const input = json ?? block(text, 'csv');
      const expected = block(text, 'text');
      assert.ok(input !== undefined && expected !== undefined);
      await check(name, json === undefined ? 'a.csv' : 'a.json', input, { about: name, records: expected.trimEnd().split('\n') });
    });
  }

  for (const shape of KNOWN_SHAPES) {
    it(`${shape.name}: names every field that is read`, () => {
      const text = page(shape.name).replaceAll(/\s+/g, ' ');
      const fields = [
        ...shape.contact,
        ...shape.time.map(({ field }) => field),
        ...new EventReader(new Kernel(), shape.event).fields.flat(),
        ...Object.values(shape.fields ?? {}).flat(),
        ...Object.values(shape.on ?? {}).flatMap((own) => Object.values(own).flat()),
        ...(shape.id?.parts.flat() ?? []),
        ...(shape.aside ?? []),
        ...Object.values(shape.properties ?? {}).flat(),
      ];
      if (shape.name !== 'journey') for (const field of fields) assert.ok(text.includes(`\`${field}\``), field);
      assert.equal(text.includes('**Unverified.**'), shape.unverified !== undefined);
    });
  }
});
