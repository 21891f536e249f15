import type { ReferenceRecord } from '../reference/reference-record.ts';
import { contentOf } from '../reference/reference-record.ts';
import { CAMPAIGNS, EMAILS, LINKS, NAMES } from './catalogue.ts';
import type { AskedEvents, Event, MakeEvent } from './events-of-model.ts';
import { gridTime } from './grid.ts';
import type { Random } from './random.ts';

/** How many ticks a history lasts at most. */
export const LONGEST = 12;

export interface HistoryOptions {
  /** Microseconds since the epoch. */
  readonly origin: number;
  /** Whether the input reports deliveries at all. */
  readonly hasDeliveries: boolean;
  /** What the journey asks about: most records are of that kind, in about the order of the stages. */
  readonly asked: AskedEvents;
}

/**
 * One contact's random records on the grid: ties, exact window ends, bursts, one record only. No two of one contact say the same.
 */
export function generateHistory(random: Random, contact: string, options: HistoryOptions): ReferenceRecord[] {
  const { origin, hasDeliveries, asked } = options;
  const times = Array.from({ length: random.between(1, 8) }, () => origin + gridTime(random, LONGEST)).sort((one, other) => one - other);
  const number = random.weighted([
    [1, () => 1],
    [10, () => random.between(2, 14)],
    [2, () => random.between(8, 24)],
  ]);
  const records = new Map<string, ReferenceRecord>();
  for (let count = 0; count < number; count++) {
    const place = random.between(0, times.length - 1);
    const stage = Math.max(0, Math.floor((place / times.length) * asked.ofStages.length) - (random.chance(0.3) ? 1 : 0));
    const makers = random.weighted<readonly MakeEvent[]>([
      [8, () => asked.ofStages[stage]!],
      [2, () => asked.ofStages.flat()],
      [2, () => asked.ofAll],
      [1.5, () => []],
    ]);
    const asking = makers.length > 0 ? random.pick(makers)(random) : undefined;
    const event = asking && (hasDeliveries || asking.event !== 'delivered') ? withMore(asking, random) : generateEvent(random, hasDeliveries);
    const record = { contact, time: times[place]!, ...event };
    // An attempt that says the same again is dropped, as a duplicate would be.
    records.set(contentOf(record), record);
  }
  return [...records.values()];
}

function generateEvent(random: Random, hasDeliveries: boolean): Event {
  const event = random.weighted<Event>([
    [hasDeliveries ? 1 : 4, () => ({ event: 'sent', ...emailFields(random) })],
    [hasDeliveries ? 4 : 0, () => ({ event: 'delivered', ...emailFields(random) })],
    [0.5, () => ({ event: 'bounced', ...emailFields(random), ...random.pick([{}, { bounce: 'hard' }, { bounce: 'soft' }] as const) })],
    [3, () => ({ event: 'opened', ...emailFields(random), ...(random.chance(0.15) ? { machine: true } : {}) })],
    [5, () => clickFields(random)],
    [0.6, () => ({ event: 'spam_reported', ...emailFields(random) })],
    [0.8, () => ({ event: 'subscribed', channel: channel(random) })],
    [0.6, () => ({ event: 'confirmed', channel: channel(random) })],
    [1.2, () => ({ event: 'unsubscribed', ...(random.chance(0.4) ? {} : { channel: channel(random) }) })],
    [0.8, () => ({ event: 'submitted', form: random.pick([...NAMES['f']!, ...NAMES['g']!, 'other form']) })],
    [1.5, () => visitFields(random)],
    [2, () => ({ event: random.pick(NAMES['buy']!), ...buyProperties(random) })],
    [0.3, () => ({ event: 'performed', activity: random.pick(['buy', 'call', 'unknown']) })],
    [0.6, () => ({ event: random.pick(['call', 'dance']) })],
    [0.6, () => ({ event: 'consented' })],
    [0.5, () => ({ event: 'consent_withdrawn' })],
    [0.4, () => ({ event: 'became_member' })],
  ]);
  return withMore(event, random);
}

/** Now and then a record says something besides. */
function withMore(event: Event, random: Random): Event {
  const extra: Record<string, string> = {};
  if (random.chance(0.06)) extra['value'] = random.pick(['5', '10', '10.0', 'many']);
  if (random.chance(0.06)) extra['title'] = random.pick(['Home', 'home', 'Prices']);
  if (random.chance(0.06)) extra['utm_source'] = random.pick(['news', 'NEWS', 'ads']);
  if (random.chance(0.1)) extra['attr.plan'] = random.pick(['pro', 'PRO', 'free', 'team']);
  if (random.chance(0.05)) extra['attr.seats'] = random.pick(['5', '10', '10.0', '20', 'many']);
  if (random.chance(0.05)) extra['attr.vip'] = random.pick(['true', 'false', 'TRUE', 'maybe']);
  if (random.chance(0.05)) extra['attr.joined'] = random.pick(DATES);
  return { ...event, properties: { ...extra, ...event.properties } };
}

const DATES = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-02T00:00:00Z', '2026-01-02T12:00Z', '2026-01-01T23:30+00:00', 'soon'];

function emailFields(random: Random): Pick<Event, 'campaign' | 'channel'> & { readonly email: string } {
  const email = random.weighted<string>([
    [12, () => random.pick(NAMES[random.pick(EMAILS)]!)],
    [1, () => random.pick(['other', 'another'])],
  ]);
  return { email, ...(random.chance(0.15) ? { campaign: campaign(random) } : {}), ...(random.chance(0.05) ? { channel: channel(random) } : {}) };
}

function clickFields(random: Random): Event {
  const fields = { ...emailFields(random), event: 'clicked' };
  const email = EMAILS.find((one) => NAMES[one]!.includes(fields.email));
  const link = email && LINKS[email]!.length > 0 ? random.pick(LINKS[email]!) : undefined;
  return random.weighted<Event>([
    [2, () => fields],
    [3, () => (link === undefined ? fields : { ...fields, link })],
    [2, () => ({ ...fields, url: random.pick(ADDRESSES) })],
    [1, () => ({ ...fields, link: random.pick(ADDRESSES) })],
  ]);
}

const ADDRESSES = [
  'https://a.example/pricing',
  'https://A.example/pricing/?utm_source=news#top',
  'HTTPS://a.example/tour?step=1&gclid=7',
  'https://a.example/tour?step=2',
  'https://a.example/docs/start',
  'https://a.example/docs/start?mc_cid=1&page=2',
  'https://elsewhere.example/',
];

function visitFields(random: Random): Event {
  return random.weighted<Event>([
    [3, () => ({ event: 'visited', url: random.pick(PAGES) })],
    [1.5, () => ({ event: 'visited', page: random.pick([...NAMES['p']!, ...NAMES['q']!, 'other page']) })],
    [0.3, () => ({ event: 'visited' })],
  ]);
}

const PAGES = [
  'https://a.example/compare/one',
  'https://a.example/compare/two/',
  'https://A.example/compare/two?fbclid=1',
  'https://a.example/pricing?x=1',
  'https://a.example/pricing?x=1&utm_medium=mail',
  'https://b.example/shop?plan=pro',
  'https://b.example/shop',
];

function buyProperties(random: Random): Pick<Event, 'properties'> {
  const properties: Record<string, string> = {};
  if (random.chance(0.6)) properties['value'] = random.pick(['4', '5', '10', '10.0', '12', 'many']);
  if (random.chance(0.4)) properties['plan'] = random.pick(['pro', 'PRO', 'free', 'team']);
  if (random.chance(0.3)) properties['paid'] = random.pick(['true', 'false', 'maybe']);
  if (random.chance(0.3)) properties['due'] = random.pick(DATES);
  return { properties };
}

const campaign = (random: Random): string => random.pick([...CAMPAIGNS.flatMap((one) => NAMES[one]!), 'other campaign', 'OTHER campaign']);

const channel = (random: Random): string => random.pick([...NAMES['n']!, ...NAMES['m']!, 'other channel']);
