import { closeSync, openSync, writeSync } from 'node:fs';

/** The columns of the benchmark's records, in the names of our own shape. */
export const COLUMNS = ['contact', 'time', 'event', 'email', 'link', 'value', 'country', 'plan'] as const;

const EVENTS = ['sent', 'delivered', 'opened', 'opened', 'opened', 'clicked', 'visited', 'visited', 'signup', 'purchase'] as const;
const EMAILS = Array.from({ length: 40 }, (_, index) => `${index % 4 === 0 ? 'offer' : 'newsletter'}_${String(index).padStart(2, '0')}`);
const LINKS = ['pricing', 'docs', 'blog', 'demo', 'unsubscribe', 'home'];
const COUNTRIES = ['DE', 'CZ', 'US', 'GB', 'FR', 'PL', 'AT', 'NL', 'ES', 'IT'];
const PLANS = ['free', 'team', 'pro'];

const START = Date.UTC(2026, 0, 1);
const DAYS = 120 * 86_400_000;
const LATE_SHARE = 0.03;
const TIE_SHARE = 0.02;
const RECORDS_PER_CONTACT = 10;
/** Of the logarithm: with a median of 5 the mean is 10, the 90th percentile 23 and the 99th 79. */
const SPREAD = 1.19;

/**
 * Writes the same records as CSV and, where it is asked for, as NDJSON, the same bytes whenever it is called: lognormal activity of a tenth as many
 * contacts, in the order of time but for 3 % late rows, 2 % exact ties.
 */
export function writeActivityData(records: number, csv: string, ndjson?: string): void {
  const random = randomNumbers(20_260_101);
  const contacts = Math.max(1, Math.round(records / RECORDS_PER_CONTACT));
  const pick = weightedPick(
    Array.from({ length: contacts }, () => Math.exp(SPREAD * normal(random))),
    random,
  );
  const one = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const table = buffered(csv);
  const lines = ndjson === undefined ? undefined : buffered(ndjson);
  table.write(`${COLUMNS.join(',')}\n`);
  let contact = 0;
  let time = START;
  for (let record = 0; record < records; record++) {
    if (record === 0 || random() >= TIE_SHARE) {
      contact = pick();
      const late = random() < LATE_SHARE ? Math.floor(random() * 3 * 86_400_000) : 0;
      time = START + Math.floor((record / records) * DAYS) - late;
    }
    const event = one(EVENTS);
    const mail = event === 'sent' || event === 'delivered' || event === 'opened' || event === 'clicked';
    const cells = [
      `contact-${String(contact).padStart(6, '0')}`,
      new Date(time).toISOString(),
      event,
      mail ? one(EMAILS) : '',
      event === 'clicked' || event === 'visited' ? one(LINKS) : '',
      event === 'purchase' ? String((500 + Math.floor(random() * 9500)) / 100) : '',
      COUNTRIES[contact % COUNTRIES.length]!,
      PLANS[contact % PLANS.length]!,
    ];
    table.write(`${cells.join(',')}\n`);
    lines?.write(
      `{${cells
        .map((cell, index) => (cell === '' ? '' : `"${COLUMNS[index]!}":"${cell}"`))
        .filter(Boolean)
        .join(',')}}\n`,
    );
  }
  table.close();
  lines?.close();
}

function buffered(path: string): { readonly write: (text: string) => void; readonly close: () => void } {
  const file = openSync(path, 'w');
  let pending: string[] = [];
  const flush = (): void => {
    const bytes = Buffer.from(pending.join(''));
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    pending = [];
  };
  return {
    write: (text) => {
      if (pending.push(text) === 10_000) flush();
    },
    close: () => {
      flush();
      closeSync(file);
    },
  };
}

/** Mulberry32: 0 up to 1, from a seed. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Box and Muller's. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A place among the weights, each as often as its weight says. */
function weightedPick(weights: readonly number[], random: () => number): () => number {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (const [index, weight] of weights.entries()) sums[index] = sum += weight;
  return () => {
    const wanted = random() * sum;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sums[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
