import type { ActivityTable, Event } from '../activities/activity-table.ts';
import { EVENTS } from '../activities/activity-table.ts';
import type { Traffic } from './traffic.ts';
import { USUAL_TRAFFIC } from './traffic.ts';

/** What fewer contacts did is about them: it is not learnt, and what is usual stands for it. */
const FEWEST_CONTACTS = 10;

const SECOND = 1_000_000;
const HOUR = 3600 * SECOND;

/**
 * How much of what happens in a table, and when. Rates, hours and gaps, no text of the table: what is not a number here is not
 * looked at. Each number is about `FEWEST_CONTACTS` contacts or more.
 */
export function learnTraffic(table: ActivityTable): Traffic {
  const contacts = table.contacts.length;
  const records = new Map<Event, number>(EVENTS.map((event) => [event, 0]));
  const doing = new Map<Event, number>(EVENTS.map((event) => [event, 0]));
  const hours = new Buckets(24);
  const delays = new Buckets(USUAL_TRAFFIC.answerDelays.length);
  const eager = new Buckets(USUAL_TRAFFIC.eagerness.length);
  let machineOpens = 0;
  for (let contact = 0; contact < contacts; contact++) {
    const [from, to] = [table.starts[contact]!, table.starts[contact + 1]!];
    const seen = new Set<Event>();
    let delivered: number | undefined;
    for (let record = from; record < to; record++) {
      const event = EVENTS[table.event[record]!]!;
      const time = table.time[record]!;
      seen.add(event);
      records.set(event, records.get(event)! + 1);
      hours.add(Math.floor(time / HOUR) % 24, contact);
      if (event === 'delivered' || event === 'sent') delivered = time;
      if (event === 'opened' && table.machine[record] === 1) machineOpens++;
      if ((event === 'opened' || event === 'clicked') && delivered !== undefined) delays.add(powerOfTwo((time - delivered) / SECOND), contact);
    }
    for (const event of seen) doing.set(event, doing.get(event)! + 1);
    const usual = table.time.length / contacts / 4;
    eager.add(powerOfTwo((to - from) / usual), contact);
  }
  const isKnown = (event: Event): boolean => doing.get(event)! >= FEWEST_CONTACTS;
  const mails = isKnown('delivered') ? 'delivered' : 'sent';
  const share = (event: Event, of: Event, usual: number): number =>
    isKnown(event) && isKnown(of) ? Math.min(1, records.get(event)! / records.get(of)!) : usual;
  const each = (event: Event, usual: number): number => (isKnown(event) ? records.get(event)! / contacts : usual);
  const who = (event: Event, usual: number): number => (isKnown(event) ? doing.get(event)! / contacts : usual);
  const usual = USUAL_TRAFFIC;
  return {
    bounced: isKnown('bounced') && isKnown(mails) ? records.get('bounced')! / (records.get('bounced')! + records.get(mails)!) : usual.bounced,
    opened: share('opened', mails, usual.opened),
    clicked: share('clicked', mails, usual.clicked),
    unsubscribed: share('unsubscribed', mails, usual.unsubscribed),
    spamReported: share('spam_reported', mails, usual.spamReported),
    machineOpened: isKnown('opened') && machineOpens >= FEWEST_CONTACTS ? machineOpens / records.get('opened')! : usual.machineOpened,
    mails: each(mails, usual.mails),
    visits: each('visited', usual.visits),
    submissions: each('submitted', usual.submissions),
    activities: each('performed', usual.activities),
    subscribed: who('subscribed', usual.subscribed),
    consented: who('consented', usual.consented),
    hours: hours.known() ?? usual.hours,
    answerDelays: delays.known() ?? usual.answerDelays,
    eagerness: eager.known() ?? usual.eagerness,
    duplicates: usual.duplicates,
  };
}

/** The power of two below a number, as a place from 0; numbers below 1 count as 1. */
function powerOfTwo(number: number): number {
  let place = 0;
  for (let left = number; left >= 2; left /= 2) place++;
  return place;
}

/** How often something is in each place, with how many contacts say so. */
class Buckets {
  private readonly counts: number[];
  private readonly contacts: number[];
  private readonly last: number[];

  constructor(places: number) {
    this.counts = new Array<number>(places).fill(0);
    this.contacts = new Array<number>(places).fill(0);
    this.last = new Array<number>(places).fill(-1);
  }

  add(at: number, contact: number): void {
    const place = Math.min(at, this.counts.length - 1);
    this.counts[place]!++;
    if (this.last[place] === contact) return;
    this.last[place] = contact;
    this.contacts[place]!++;
  }

  /** Without the places that too few contacts are in; undefined where none is left. */
  known(): readonly number[] | undefined {
    const known = this.counts.map((count, place) => (this.contacts[place]! >= FEWEST_CONTACTS ? count : 0));
    return known.some((count) => count > 0) ? known : undefined;
  }
}
