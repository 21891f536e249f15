/**
 * Makes the samples in `examples/samples` that go with `examples/lead-nurturing.journey`: the same bytes every time.
 * `--check` compares instead of writing. Everything in them is invented; contacts are numbers, not people.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SEED = 20260101;
const CONTACTS = 5400;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const START = Date.UTC(2026, 0, 1);
const END = Date.UTC(2026, 3, 1);
/** Central Europe puts its clocks forward: 02:00 becomes 03:00 on the wall. */
const CLOCK_CHANGE = Date.UTC(2026, 2, 29, 1);

const COLUMNS = [
  'contact',
  'time',
  'event',
  'email',
  'link',
  'url',
  'channel',
  'form',
  'bounce',
  'machine',
  'id',
  'topic',
  'seats',
  'value',
  'currency',
  'attr.country',
  'attr.plan',
] as const;

type Column = (typeof COLUMNS)[number];
type Cells = Partial<Record<Column, string>>;

interface Entry {
  /** When the record was written to the file. */
  readonly arrived: number;
  readonly cells: Cells;
}

/** Mulberry32 by Tommy Ettinger: 32 bits of state, enough for a sample. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = generator(SEED);
const happens = (probability: number): boolean => random() < probability;
const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
/** Whole seconds, short delays far more often than long ones. */
const soon = (low: number, high: number): number => Math.floor((low + (high - low) * random() * random() * random()) / SECOND) * SECOND;

const utc = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

/** As the shop writes it: on the wall in Prague, with the offset of the day. */
function local(time: number): string {
  const hours = time < CLOCK_CHANGE ? 1 : 2;
  return `${new Date(time + hours * HOUR).toISOString().slice(0, 19)}+0${hours}:00`;
}

const TEASER_WAVES = [
  Date.UTC(2026, 0, 13, 9),
  Date.UTC(2026, 0, 27, 9),
  Date.UTC(2026, 1, 10, 9),
  Date.UTC(2026, 1, 24, 9),
  Date.UTC(2026, 2, 10, 9),
  Date.UTC(2026, 2, 19, 9),
];
const INVITE_WAVES = [Date.UTC(2026, 1, 3, 14), Date.UTC(2026, 2, 3, 14), Date.UTC(2026, 2, 24, 14)];
const NEWSLETTER = Date.UTC(2026, 1, 18, 7);
const TEASER_NAMES = ['d-3f2a91', 'd-3f2a91', 'd-3f2a91', 'Teaser 2026', 'product_teaser', 'Product Teaser'];
const COUNTRIES = ['DE', 'DE', 'DE', 'DE', 'CZ', 'CZ', 'CZ', 'AT', 'AT', 'PL', 'SK', ''];
const COMPARED = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];
const URL_ENDINGS = ['', '', '/', '?utm_source=newsletter', '?utm_source=newsletter&utm_medium=email', '#prices', '/?ref=home#top'];

/** The records of the quarter in the order in which they were written down. */
function quarter(): Entry[] {
  const entries: Entry[] = [];
  let lastId = 0;

  for (let number = 1; number <= CONTACTS; number++) {
    const contact = `c${String(number).padStart(5, '0')}`;
    let attributes: Cells = { 'attr.country': oneOf(COUNTRIES), 'attr.plan': happens(0.7) ? 'free' : 'team' };

    const add = (time: number, cells: Cells, source: 'mail' | 'web'): void => {
      if (time < START || time >= END) return;
      const identified = source === 'mail' || cells.event === 'purchase';
      const record: Cells = {
        contact,
        time: source === 'mail' ? utc(time) : local(time),
        ...cells,
        ...(identified ? { id: `e${(++lastId).toString(36).padStart(4, '0')}` } : {}),
        ...attributes,
      };
      attributes = {};
      // Most records are written at once, some only when the sender's queue has cleared.
      const arrived = time + (happens(0.04) ? soon(10 * MINUTE, 2 * DAY) : 0);
      entries.push({ arrived, cells: record });
      if (happens(0.006)) entries.push({ arrived: arrived + soon(SECOND, DAY), cells: record });
    };

    let gone = Infinity;
    let clicks = 0;
    /** An email with what usually follows; returns when it was delivered, or undefined. */
    const mail = (time: number, email: string, channel: string): number | undefined => {
      if (time >= gone) return undefined;
      add(time, { event: 'sent', email }, 'mail');
      const delivered = time + (happens(0.5) ? 0 : soon(SECOND, 4 * MINUTE));
      if (happens(0.02)) {
        const hard = happens(0.6);
        add(delivered, { event: 'bounced', email, bounce: hard ? 'hard' : 'soft' }, 'mail');
        if (hard) gone = delivered;
        return undefined;
      }
      add(delivered, { event: 'delivered', email }, 'mail');
      // Mail clients that load every picture look like readers.
      if (happens(0.3)) add(delivered + soon(SECOND, 10 * MINUTE), { event: 'opened', email, machine: 'true' }, 'mail');
      if (happens(0.35)) add(delivered + soon(2 * MINUTE, 6 * DAY), { event: 'opened', email }, 'mail');
      if (happens(0.015)) {
        const left = delivered + soon(MINUTE, 3 * DAY);
        const all = happens(0.5);
        add(left, { event: 'unsubscribed', email, ...(all ? {} : { channel }) }, 'mail');
        if (all) gone = left;
      } else if (happens(0.002)) {
        gone = delivered + soon(MINUTE, DAY);
        add(gone, { event: 'spam_reported', email }, 'mail');
      }
      return delivered;
    };
    const click = (time: number, email: string, link: string, url: string): void => {
      if (time >= gone) return;
      clicks++;
      add(time, { event: 'clicked', email, link: happens(0.7) ? link : `${url}?utm_campaign=q1` }, 'mail');
      if (happens(0.5)) visit(time, url + oneOf(URL_ENDINGS));
    };
    const visit = (time: number, url: string): void =>
      add(time, { event: 'visited', url: happens(0.1) ? url.replace('https://acme', 'HTTPS://Acme') : url }, 'web');

    // How the contact came: in this quarter, or earlier.
    const wave = between(0, TEASER_WAVES.length - 1);
    if (happens(0.4)) {
      const joined = START + between(0, (TEASER_WAVES[wave]! - START - HOUR) / SECOND) * SECOND;
      add(joined, { event: 'subscribed', channel: 'product_news' }, 'web');
      if (happens(0.85)) add(joined, { event: 'consented' }, 'web');
      if (happens(0.3)) add(joined, { event: 'subscribed', channel: 'newsletter' }, 'web');
      const welcomed = mail(joined + soon(SECOND, MINUTE), 'welcome', 'newsletter');
      if (welcomed !== undefined && happens(0.6)) {
        const confirmed = welcomed + soon(MINUTE, DAY);
        click(confirmed, 'welcome', 'confirm', 'https://acme.example/confirm');
        add(confirmed, { event: 'confirmed', channel: 'product_news' }, 'mail');
      }
      if (happens(0.02)) add(joined + soon(DAY, 40 * DAY), { event: 'consent_withdrawn' }, 'web');
    }

    // The teaser and whether it caught on.
    const teaser = oneOf(TEASER_NAMES);
    const delivered = mail(TEASER_WAVES[wave]! + between(0, 90) * SECOND, teaser, 'product_news');
    let interested = Infinity;
    if (delivered !== undefined) {
      if (happens(0.012)) scan(delivered, teaser, click);
      if (happens(0.27)) {
        interested = delivered + (happens(0.45) ? soon(MINUTE, DAY) : happens(0.93) ? soon(DAY, 13 * DAY) : soon(14 * DAY, 25 * DAY));
        click(interested, teaser, 'pricing', 'https://acme.example/pricing');
      } else if (happens(0.12)) {
        click(delivered + soon(MINUTE, 9 * DAY), teaser, 'whitepaper', 'https://acme.example/whitepaper.pdf');
      }
    }
    if (happens(0.3)) mail(NEWSLETTER, 'newsletter 2026-02', 'newsletter');

    // From interest to a purchase, each step for some.
    let engaged = Infinity;
    for (const invite of INVITE_WAVES) {
      if (invite < TEASER_WAVES[wave]!) continue;
      const invited = mail(invite + between(0, 60) * SECOND, 'webinar_invite', 'product_news');
      if (invited === undefined) continue;
      const chance = interested < invited ? 0.3 : 0.03;
      if (!happens(chance)) continue;
      const signed = invited + soon(MINUTE, 4 * DAY);
      click(signed, 'webinar_invite', 'signup', 'https://acme.example/webinar');
      if (happens(0.7)) {
        const topic = happens(0.6) ? 'pricing' : 'product, live';
        add(signed + soon(30 * SECOND, HOUR), { event: 'webinar_registration', topic, seats: String(between(1, 4)) }, 'web');
      }
      if (signed > interested) engaged = Math.min(engaged, signed);
    }
    if (interested < END && happens(0.25)) {
      const first = interested + soon(HOUR, 8 * DAY);
      const pages = between(2, COMPARED.length);
      for (let page = 0; page < pages; page++)
        visit(first + page * between(20, 3000) * SECOND, `https://acme.example/compare/${COMPARED[page]!}${oneOf(URL_ENDINGS)}`);
      if (pages >= 3) engaged = Math.min(engaged, first);
    }
    if (engaged < END) {
      if (happens(0.3)) add(engaged + soon(HOUR, 5 * DAY), { event: 'submitted', form: 'demo_request' }, 'web');
      if (happens(0.4)) {
        const bought = engaged + soon(6 * HOUR, 20 * DAY);
        attributes = { 'attr.plan': 'pro' };
        add(
          bought,
          { event: 'purchase', value: happens(0.08) ? '0' : `${between(49, 900)}.${between(10, 99)}`, currency: happens(0.8) ? 'EUR' : 'CZK' },
          'web',
        );
        if (happens(0.3)) add(bought, { event: 'became_member' }, 'web');
      }
    }

    // Visits that belong to nothing.
    const visits = between(0, clicks > 0 ? 5 : 2);
    for (let index = 0; index < visits; index++) {
      const path = oneOf(['', 'pricing', 'blog/what-is-new', 'careers', 'careers/engineer', 'about', `compare/${oneOf(COMPARED)}`]);
      visit(START + between(0, (END - START) / SECOND - 1) * SECOND, `https://acme.example/${path}${path === '' ? '' : oneOf(URL_ENDINGS)}`);
    }
  }
  // Sorting is stable: records of one moment stay in the order they were made in.
  return entries.sort((a, b) => a.arrived - b.arrived);
}

/** A mail gateway opens every link of an email as soon as it arrives, some more than once. */
function scan(delivered: number, email: string, click: (time: number, email: string, link: string, url: string) => void): void {
  for (const second of [0, 1]) {
    click(delivered + second * SECOND, email, 'pricing', 'https://acme.example/pricing');
    click(delivered + second * SECOND, email, 'whitepaper', 'https://acme.example/whitepaper.pdf');
  }
}

/** Lines that real exports have too: no date, no contact, a cell too many, a quote that is never closed. */
const BAD_LINES = [
  'c00017,31/02/2026,opened,welcome',
  'c00023,2026-02-30T10:00:00Z,clicked,welcome,confirm',
  'c00031,2026-01-15T25:00:00Z,opened,d-3f2a91',
  ',2026-01-20T08:00:00Z,opened,d-3f2a91',
  'c00048,,clicked,d-3f2a91,pricing',
  'c00052,2026-02-03T14:00:00Z,,webinar_invite',
  'c00066,yesterday,visited,,,https://acme.example/pricing',
  'c00071,2026-02-11T09:00:00Z,bounced,d-3f2a91,,,,,medium',
  'c00085,2026-02-12T09:00:00Z,opened,d-3f2a91,,,,,,maybe',
  'c00090,2026-02-13T09:00:00Z,visited,,,https://acme.example/,,,,,,,,,,,,surplus',
  'c00099,2026-02-14T09:00:00Z,visited,,,"https://acme.example/unfinished',
  'c00104,2026-02-15 9:05,opened,d-3f2a91',
  'c00112,2026-02-29,opened,d-3f2a91',
  'c00120,12.02.2026 10:15,clicked,d-3f2a91,pricing',
];

function csv(cells: Cells): string {
  const line = COLUMNS.map((column) => {
    const cell = cells[column] ?? '';
    return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }).join(',');
  // Missing cells at the end of a line need no commas.
  return line.replace(/,+$/, '');
}

function quarterFile(): string {
  const lines = quarter().map(({ cells }) => csv(cells));
  for (const [index, bad] of BAD_LINES.entries()) lines.splice(Math.floor(((index + 0.5) * lines.length) / BAD_LINES.length), 0, bad);
  return `${[COLUMNS.join(','), ...lines].join('\n')}\n`;
}

/**
 * What a webinar tool exports: times on the wall in Prague, without an offset, around the night in which 02:00 to 03:00
 * does not exist; the tool's own clock knew nothing of it.
 */
function pragueFile(): string {
  const lines: string[] = [];
  const first = Date.UTC(2026, 2, 28, 18);
  for (let index = 0; index < 240; index++) {
    const wall = new Date(first + index * 4 * MINUTE).toISOString().slice(0, 19).replace('T', ' ');
    const contact = `c${String(between(1, CONTACTS)).padStart(5, '0')}`;
    lines.push(`${contact};${wall};webinar_registration;${happens(0.5) ? 'pricing' : 'roadmap'};${between(1, 4)}`);
  }
  return `${['contact;time;event;topic;seats', ...lines].join('\r\n')}\r\n`;
}

/** The samples by file name. The generator is one, so they are made in this order. */
function samples(): Readonly<Record<string, string>> {
  return { 'q1.csv': quarterFile(), 'q1-prague.csv': pragueFile() };
}

const folder = join(import.meta.dirname, '..', 'examples', 'samples');
const check = process.argv.includes('--check');
for (const [name, text] of Object.entries(samples())) {
  const path = join(folder, name);
  if (!check) {
    writeFileSync(path, text);
    console.log(`${name}: ${Buffer.byteLength(text)} bytes`);
  } else if (readFileSync(path, 'utf8') !== text) {
    console.error(`examples/samples/${name} is not what scripts/sample-example.ts makes. Run it without --check.`);
    process.exitCode = 1;
  }
}
