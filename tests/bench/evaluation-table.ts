import type { ActivityTable, TextColumn } from '../../src/activities/activity-table.ts';
import { EVENTS } from '../../src/activities/activity-table.ts';

/** Emails whose name says that they are offers, and others; links, pages. */
export const EMAILS = Array.from({ length: 40 }, (_, index) => `${index % 4 === 0 ? 'offer' : 'newsletter'}_${String(index)}`);
const LINKS = ['pricing', 'docs', 'blog', 'demo', 'home'];
export const PAGES = ['pricing', 'docs', 'blog', 'demo', 'home'];

const KINDS = ['sent', 'delivered', 'opened', 'opened', 'opened', 'clicked', 'visited', 'visited', 'signup', 'purchase', 'unsubscribed'] as const;

const START = Date.UTC(2026, 0, 1) * 1000;
const SECONDS = 120 * 86_400;
const TIE_SHARE = 0.02;
const RECORDS_PER_CONTACT = 10;
/** Of the logarithm: with a median of 5 the mean is 10, the 90th percentile 23 and the 99th 79. */
const SPREAD = 1.19;

/** So many records of a tenth as many contacts, with lognormal activity and 2 % exact ties; the same whenever it is called. */
export function evaluationTable(wanted: number): ActivityTable {
  const random = randomNumbers(20_260_101);
  const below = (number: number): number => Math.floor(random() * number);
  const contacts = Math.round(wanted / RECORDS_PER_CONTACT);
  const activity = Float64Array.from({ length: contacts }, () => Math.exp(SPREAD * normal(random)));
  const sum = activity.reduce((total, one) => total + one, 0);
  const starts = new Uint32Array(contacts + 1);
  let share = 0;
  for (let contact = 0; contact < contacts; contact++) {
    share += activity[contact]! / sum;
    starts[contact + 1] = Math.round(share * wanted);
  }
  const records = starts[contacts]!;
  const time = new Float64Array(records);
  const event = new Uint8Array(records);
  const column = (texts: readonly string[]): TextColumn & { readonly codes: Uint32Array } => ({ dictionary: ['', ...texts], codes: new Uint32Array(records) });
  const [email, link, page, performed] = [column(EMAILS), column(LINKS), column(PAGES), column(['purchase', 'signup'])];
  const value = column(Array.from({ length: 100 }, (_, index) => String(index + 1)));
  const numbers: Readonly<Record<string, number>> = Object.fromEntries(EVENTS.map((name, index) => [name, index]));
  for (let contact = 0; contact < contacts; contact++) {
    const [from, to] = [starts[contact]!, starts[contact + 1]!];
    const own = time.subarray(from, to);
    for (let place = 0; place < own.length; place++) own[place] = place > 0 && random() < TIE_SHARE ? own[place - 1]! : START + below(SECONDS) * 1_000_000;
    own.sort();
    // Of one time in the order of the table: by event.
    const kinds = Array.from(own, (moment) => ({ moment, kind: KINDS[below(KINDS.length)]! }));
    const rank = (kind: string): number => numbers[kind] ?? numbers['performed']!;
    kinds.sort((a, b) => a.moment - b.moment || rank(a.kind) - rank(b.kind));
    for (let record = from; record < to; record++) {
      const { kind } = kinds[record - from]!;
      event[record] = rank(kind);
      if (kind === 'sent' || kind === 'delivered' || kind === 'opened' || kind === 'clicked') email.codes[record] = 1 + below(EMAILS.length);
      if (kind === 'clicked') link.codes[record] = 1 + below(LINKS.length);
      if (kind === 'visited') page.codes[record] = 1 + below(PAGES.length);
      if (kind === 'signup') performed.codes[record] = 2;
      if (kind === 'purchase') {
        performed.codes[record] = 1;
        value.codes[record] = 1 + below(100);
      }
    }
  }
  const empty: TextColumn = { dictionary: [''], codes: new Uint32Array(records) };
  return {
    contacts: Array.from({ length: contacts }, (_, contact) => String(contact).padStart(7, '0')),
    starts,
    time,
    event,
    email,
    link,
    url: empty,
    channel: empty,
    form: empty,
    page,
    campaign: empty,
    activity: performed,
    bounce: new Uint8Array(records),
    machine: new Uint8Array(records),
    properties: new Map([['value', value]]),
    attributes: new Map(),
  };
}

/** Mulberry32: 0 up to 1, from a seed. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = state;
    bits = Math.imul(bits ^ (bits >>> 15), bits | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Box and Muller's transform. */
const normal = (random: () => number): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
