import assert from 'node:assert/strict';
import type { ActivityRecord } from '../../../src/activities/activity-record.ts';
import type { ActivityTable } from '../../../src/activities/activity-table.ts';
import { EVENTS } from '../../../src/activities/activity-table.ts';
import type { WrittenFormat } from '../../../src/activities/formats/write-records.ts';
import { WRITTEN_FORMATS, writeRecords } from '../../../src/activities/formats/write-records.ts';
import { readActivities } from '../../../src/activities/read-activities.ts';
import { SHAPE_NAMES } from '../../../src/activities/shapes/known-shapes.ts';
import { ShapeWriter } from '../../../src/activities/shapes/shape-writer.ts';
import { TEXT_FIELDS } from '../../../src/activities/staged-records.ts';

const START = Date.UTC(2026, 2, 4, 9) * 1000;
const CONTACT = 'contact-0001@example.com';

/** What a record says, without its id, which the table does not keep. */
type Said = Omit<ActivityRecord, 'id'>;

const EMAIL = { email: 'd-3f2a91' };
const CHANNEL = { channel: 'news' };

/** One of everything that a journey can ask for. */
const RECORDS: readonly Omit<Said, 'contact' | 'time'>[] = [
  ...(['sent', 'delivered', 'opened', 'clicked', 'bounced', 'spam_reported'] as const).map((event) => ({ event, texts: EMAIL, properties: {} })),
  { event: 'bounced', texts: EMAIL, bounce: 'hard', properties: {} },
  { event: 'bounced', texts: EMAIL, bounce: 'soft', properties: {} },
  { event: 'opened', texts: EMAIL, machine: true, properties: {} },
  { event: 'clicked', texts: { ...EMAIL, url: 'https://www.example.com/pricing?step=1' }, properties: {} },
  { event: 'clicked', texts: EMAIL, properties: { 'attr.country': 'DE' } },
  ...(['subscribed', 'confirmed', 'unsubscribed'] as const).map((event) => ({ event, texts: CHANNEL, properties: {} })),
  { event: 'unsubscribed', texts: {}, properties: {} },
  { event: 'submitted', texts: { form: 'demo_request' }, properties: {} },
  { event: 'visited', texts: { url: 'https://www.example.com/' }, properties: { title: 'Home, sweet "home"', utm_source: 'news' } },
  { event: 'visited', texts: { page: 'comparison' }, properties: {} },
  { event: 'performed', texts: { activity: 'webinar_registration' }, properties: { topic: 'pricing', seats: '2' } },
  { event: 'performed', texts: { activity: 'purchase' }, properties: { value: '12.5', 'attr.plan': 'pro' } },
  { event: 'consented', texts: {}, properties: {} },
  { event: 'consent_withdrawn', texts: {}, properties: {} },
  { event: 'became_member', texts: {}, properties: {} },
];

function saidIn(table: ActivityTable, place: number): Said {
  const text = (column: { readonly dictionary: readonly string[]; readonly codes: Uint32Array }): string => column.dictionary[column.codes[place]!]!;
  return {
    contact: table.contacts[table.starts.findIndex((start) => start > place) - 1]!,
    time: table.time[place]!,
    event: EVENTS[table.event[place]!]!,
    texts: Object.fromEntries(TEXT_FIELDS.flatMap((field) => (text(table[field]) === '' ? [] : [[field, text(table[field])]]))),
    ...(table.bounce[place] === 0 ? {} : { bounce: table.bounce[place] === 1 ? 'hard' : 'soft' }),
    ...(table.machine[place] === 1 ? { machine: true } : {}),
    properties: Object.fromEntries([...table.properties].flatMap(([name, column]) => (text(column) === '' ? [] : [[name, text(column)]]))),
  };
}

async function readBack(text: string, shape: string, format: WrittenFormat): Promise<ActivityTable> {
  const bytes = new TextEncoder().encode(text);
  // Only a table of no vendor's shape could be taken for another one, so that nothing else is named.
  const read = await readActivities([{ name: `written.${format}`, chunks: [bytes] }], { timezone: 'UTC', maxRejected: 0 });
  assert(read.ok, read.ok ? '' : `${shape} as ${format}: ${read.problem.message}\n${text.slice(0, 600)}`);
  assert.equal(read.loaded.inputs[0]!.shape, shape);
  return read.loaded.table;
}

describe('written shapes', () => {
  for (const name of SHAPE_NAMES) {
    for (const format of WRITTEN_FORMATS) {
      it(`${name} as ${format}: what can be said is read back as it was`, async () => {
        const writer = ShapeWriter.named(name);
        assert(writer);
        const records = RECORDS.map((record, place): ActivityRecord => ({ ...record, contact: CONTACT, time: START + place * 1_000_000, id: `r${place}` }));
        const said = records.filter((record) => writer.unsayable(record) === undefined);
        assert(said.length >= 3, `${said.length}`);
        const table = await readBack(
          writeRecords(
            said.map((record) => writer.fieldsOf(record)),
            writer.shape,
            format,
          ),
          name,
          format,
        );
        assert.equal(table.time.length, said.length);
        for (const [place, { id, ...record }] of said.entries()) {
          const back = saidIn(table, place);
          // Some vendors' fields stand for two things, and some say more of a record than was asked for.
          const texts = Object.fromEntries(Object.entries(back.texts).filter(([field]) => field in record.texts));
          const properties = Object.fromEntries(Object.entries(back.properties).filter(([property]) => property in record.properties));
          const machine = record.machine === undefined ? {} : { machine: back.machine };
          const bounce = record.bounce === undefined ? {} : { bounce: back.bounce };
          const { contact, time, event } = back;
          assert.deepEqual({ contact, time, event, texts, properties, ...machine, ...bounce }, record, `${id} of ${name}`);
          if (record.event === 'unsubscribed') assert.equal(back.texts.channel, record.texts.channel);
        }
      });
    }
  }

  it('our own shape can say all of it', () => {
    const writer = ShapeWriter.named('journey')!;
    for (const record of RECORDS) assert.equal(writer.unsayable({ ...record, contact: CONTACT, time: START, id: 'r' }), undefined);
  });

  it('times keep their microseconds, in our own shape and where a vendor counts seconds', async () => {
    for (const [name, times] of [
      ['journey', [0, 1, 120_000, 999_999]],
      ['sendgrid', [0, 500_000]],
    ] as const) {
      const writer = ShapeWriter.named(name)!;
      const fields = times.map((by) => writer.fieldsOf({ contact: CONTACT, time: START + by, event: 'opened', texts: EMAIL, properties: {}, id: `r${by}` }));
      const table = await readBack(writeRecords(fields, writer.shape, 'ndjson'), name, 'ndjson');
      assert.deepEqual(
        [...table.time],
        times.map((by) => START + by),
      );
    }
  });

  it('says what a vendor has no words for', () => {
    const said = (name: string, record: Omit<Said, 'contact' | 'time'>): string | undefined =>
      ShapeWriter.named(name)!.unsayable({ ...record, contact: CONTACT, time: START, id: 'r' });
    assert.equal(said('sendgrid', { event: 'visited', texts: {}, properties: {} }), '"visited"');
    assert.equal(said('sendgrid', { event: 'sent', texts: EMAIL, properties: {} }), '"sent"');
    assert.equal(said('xperience', { event: 'delivered', texts: EMAIL, properties: {} }), '"delivered"');
    assert.equal(said('mandrill', { event: 'unsubscribed', texts: CHANNEL, properties: {} }), '"unsubscribed" of one channel');
    assert.equal(said('sendgrid', { event: 'clicked', texts: EMAIL, properties: { response: 'x' } }), 'the property "response"');
  });
});
