import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { ActivityFile } from '../../../src/activities/read-activities.ts';
import { readActivities } from '../../../src/activities/read-activities.ts';
import { simulate } from '../../../src/simulator/simulate.ts';
import { modelOf } from '../../support/journeys.ts';
import { pieces } from './support.ts';

/** What a thousand contacts did, to be written in several shapes and formats. */
interface Did {
  readonly contact: string;
  /** Seconds since the epoch. */
  readonly at: number;
  readonly event: 'delivered' | 'opened' | 'clicked' | 'bounced' | 'unsubscribed' | 'spam_reported';
  readonly email: 'teaser' | 'invite';
  readonly url?: string;
  readonly machine?: boolean;
}

const START = Date.UTC(2026, 0, 5) / 1000;

function history(): Did[] {
  const did: Did[] = [];
  // A generator of Park and Miller: the same on every machine.
  let state = 20_260_101;
  const below = (limit: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  for (let index = 0; index < 1000; index++) {
    const contact = `c${index}@example.org`;
    let at = START + below(20) * 86_400;
    for (const email of ['teaser', 'invite'] as const) {
      at += below(86_400);
      if (below(25) === 0) {
        did.push({ contact, at, event: 'bounced', email });
        break;
      }
      did.push({ contact, at, event: 'delivered', email });
      if (below(2) === 0) did.push({ contact, at: at + 60 + below(200_000), event: 'opened', email, machine: below(3) === 0 });
      if (below(3) === 0)
        did.push({ contact, at: at + 90 + below(900_000), event: 'clicked', email, url: `https://acme.example/${below(2) === 0 ? 'pricing' : 'about'}` });
      if (below(40) === 0) did.push({ contact, at: at + 900_000, event: 'unsubscribed', email });
      if (below(90) === 0) did.push({ contact, at: at + 900_001, event: 'spam_reported', email });
      at += 7 * 86_400;
    }
  }
  return did;
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();
/** The same moment as a clock in New York shows it in winter. */
const newYork = (seconds: number): string => `${new Date((seconds - 5 * 3600) * 1000).toISOString().replace('.000Z', '.0000000')}-05:00`;
const csv = (names: readonly string[], rows: readonly (readonly (string | number)[])[], delimiter: string): string =>
  [names, ...rows].map((row) => row.join(delimiter)).join('\r\n');
const lines = (records: readonly object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');

const ours = (one: Did): object => ({
  contact: one.contact,
  time: iso(one.at),
  event: one.event,
  email: one.email,
  url: one.url,
  machine: one.machine,
  ...bounce(one, { bounce: 'hard' }),
});
const bounce = (one: Did, then: object): object => (one.event === 'bounced' ? then : {});

const SENDGRID = { delivered: 'delivered', opened: 'open', clicked: 'click', bounced: 'bounce', unsubscribed: 'unsubscribe', spam_reported: 'spamreport' };
const sendgrid = (one: Did, index: number): object => ({
  sg_event_id: String(index),
  email: one.contact,
  timestamp: one.at,
  event: SENDGRID[one.event],
  sg_template_id: one.email,
  url: one.url,
  sg_machine_open: one.machine,
  ...bounce(one, { type: 'bounce' }),
});

const MAILGUN = { delivered: 'delivered', opened: 'opened', clicked: 'clicked', bounced: 'failed', unsubscribed: 'unsubscribed', spam_reported: 'complained' };
const mailgun = (one: Did, index: number): object => ({
  signature: { timestamp: String(one.at), token: String(index), signature: '00' },
  'event-data': {
    id: String(index),
    timestamp: one.at,
    'log-level': 'info',
    event: MAILGUN[one.event],
    recipient: one.contact.toUpperCase(),
    tags: [one.email],
    url: one.url,
    ...(one.machine === true ? { 'client-info': { bot: 'apple' } } : {}),
    ...bounce(one, { severity: 'permanent' }),
  },
});

const MANDRILL = { delivered: 'delivered', opened: 'open', clicked: 'click', bounced: 'hard_bounce', unsubscribed: 'unsub', spam_reported: 'spam' };
const mandrill = (one: Did): object => ({ event: MANDRILL[one.event], ts: one.at, url: one.url, msg: { email: one.contact, template: one.email } });

const POSTMARK = {
  delivered: 'DeliveredAt',
  opened: 'ReceivedAt',
  clicked: 'ReceivedAt',
  bounced: 'BouncedAt',
  unsubscribed: 'BouncedAt',
  spam_reported: 'BouncedAt',
};
const RECORD_TYPE = { delivered: 'Delivery', opened: 'Open', clicked: 'Click', bounced: 'Bounce', unsubscribed: 'Bounce', spam_reported: 'SpamComplaint' };
const postmark = (one: Did, index: number): object => ({
  RecordType: RECORD_TYPE[one.event],
  MessageID: `m${index}`,
  ...(POSTMARK[one.event] === 'BouncedAt'
    ? { Email: one.contact, ID: index, Type: one.event === 'bounced' ? 'HardBounce' : 'Unsubscribe' }
    : { Recipient: one.contact }),
  [POSTMARK[one.event]]: newYork(one.at),
  Tag: one.email,
  OriginalLink: one.url,
});

const did = history();
const COLUMNS = ['contact', 'time', 'event', 'email', 'url', 'machine', 'bounce'];
const row = (one: Did, time: string | number): (string | number)[] => [
  one.contact,
  time,
  one.event,
  one.email,
  one.url ?? '',
  String(one.machine ?? ''),
  one.event === 'bounced' ? 'hard' : '',
];

const JOURNEY = `
email teaser { link pricing "https://acme.example/pricing" }
email invite
source table "table.csv" {
  timezone "America/New_York"
  contact column "who"
  time column "when"
  event column "what" { "got it" is delivered "gone" is hard bounced "no more" is unsubscribed "spam!" is spam_reported }
  email column "template"
  url column "address"
  machine column "robot"
}
journey j {
  stage a { enter when delivered teaser }
  stage b { enter when clicked teaser.pricing within 14 days }
  stage c { enter when opened invite or clicked invite within 7 days }
  side stage gone { enter from any when unsubscribed from all channels or reported spam or hard bounced any email }
}`.replace('is spam_reported', 'is reported spam');

/** Each with what does not show in it: machine-made opens in Mandrill and Postmark. */
const FILES: readonly (readonly [name: string, text: string, marks: boolean])[] = [
  [
    'a.csv',
    csv(
      COLUMNS,
      did.map((one) => row(one, iso(one.at))),
      ',',
    ),
    true,
  ],
  [
    'epoch.tsv',
    csv(
      COLUMNS,
      did.map((one) => row(one, one.at)),
      '\t',
    ),
    true,
  ],
  ['a.ndjson', lines(did.map(ours)), true],
  ['a.json', JSON.stringify(did.map(ours), null, 2), true],
  ['sendgrid.ndjson', lines(did.map(sendgrid)), true],
  ['sendgrid.json', JSON.stringify(did.map(sendgrid)), true],
  ['bodies.ndjson', lines([did.slice(0, 900).map(sendgrid), did.slice(900).map((one, index) => sendgrid(one, index + 900))]), true],
  ['mailgun.ndjson', lines(did.map(mailgun)), true],
  ['mailgun.json', JSON.stringify({ items: did.map((one, index) => (mailgun(one, index) as { 'event-data': object })['event-data']), paging: {} }), true],
  ['mandrill.json', JSON.stringify(did.map(mandrill)), false],
  ['postmark.jsonl', lines(did.map(postmark)), false],
];

describe('the same thousand contacts in several shapes and formats', () => {
  const outcomeOf = async (file: ActivityFile, marks: boolean): Promise<object> => {
    const read = await readActivities([file], { timezone: 'UTC', maxRejected: 0 });
    assert.ok(read.ok, read.ok ? '' : read.problem.message);
    const outcome = simulate(await modelOf(JOURNEY), 'j', read.loaded, {});
    assert.ok(outcome.ok);
    const { records, ...rest } = outcome.result;
    return { ...rest, inputs: [], records: marks ? records : { ...records, machineOpens: 0, botClicks: 0 } };
  };
  const fileOf = (name: string, text: string): ActivityFile => ({ name, chunks: pieces(new TextEncoder().encode(text), 10_007) });

  for (const [name, text, marks] of FILES) {
    it(name, async () => {
      const expected = await outcomeOf(fileOf('a.csv', FILES[0]![1]), marks);
      assert.deepEqual(await outcomeOf(fileOf(name, text), marks), expected);
    });
  }

  it('compressed', async () => {
    const gzip = { name: 'a.ndjson.gz', chunks: [gzipSync(lines(did.map(ours)))] };
    assert.deepEqual(await outcomeOf(gzip, true), await outcomeOf(fileOf('a.csv', FILES[0]![1]), true));
  });

  it('through a source, with words, columns and a time zone of its own', async () => {
    const words: Partial<Record<Did['event'], string>> = { delivered: 'got it', bounced: 'GONE', unsubscribed: 'no more', spam_reported: 'spam!' };
    const names = ['who', 'when', 'what', 'template', 'address', 'robot'];
    const rows = did.map((one) => [
      one.contact,
      newYork(one.at).slice(0, 19),
      words[one.event] ?? one.event,
      one.email,
      one.url ?? '',
      String(one.machine ?? ''),
    ]);
    const [source] = (await modelOf(JOURNEY)).sources;
    assert.ok(source);
    assert.deepEqual(await outcomeOf({ ...fileOf('table.csv', csv(names, rows, ';')), source }, true), await outcomeOf(fileOf('a.csv', FILES[0]![1]), true));
  });
});
