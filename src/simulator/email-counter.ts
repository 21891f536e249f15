import type { ActivityTable, Event } from '../activities/activity-table.ts';
import { EVENTS } from '../activities/activity-table.ts';
import type { Model } from '../model/model.ts';
import type { PartialEmail } from '../results/partial-result.ts';
import { addEmail, emptyPartialEmail } from '../results/partial-result.ts';
import { indicesNamed } from './matching/names.ts';
import type { Steps } from './steps.ts';

const COUNTED: Partial<Record<Event, 'sent' | 'delivered' | 'bounced' | 'opened' | 'clicked' | 'unsubscribed' | 'spamReported'>> = {
  sent: 'sent',
  delivered: 'delivered',
  bounced: 'bounced',
  opened: 'opened',
  clicked: 'clicked',
  unsubscribed: 'unsubscribed',
  spam_reported: 'spamReported',
};

const FIELDS = EVENTS.map((event) => COUNTED[event]);

/** Counts the records about each of a model's emails. */
export class EmailCounter {
  private readonly table: ActivityTable;
  /** By code of the email column: the place of the email that it names, or -1. */
  private readonly emailOf: Int32Array;
  /** By email: the contact that was last seen to open it, or to click in it. */
  private readonly openedBy: Int32Array;
  private readonly clickedBy: Int32Array;
  private readonly sentTo: Int32Array;

  constructor(table: ActivityTable, model: Model) {
    this.table = table;
    this.emailOf = indicesNamed(table.email, model.emails);
    this.openedBy = new Int32Array(model.emails.length).fill(-1);
    this.clickedBy = new Int32Array(model.emails.length).fill(-1);
    this.sentTo = new Int32Array(model.emails.length).fill(-1);
  }

  /** Adds a contact's records up to a moment, that included. */
  addAll(contact: number, to: number, emails: readonly PartialEmail[]): void {
    this.add(contact, -Infinity, to, emails, false);
  }

  /** Adds a contact's records from one moment to another, both included, about emails that were sent or delivered to it since the first. */
  addSent(contact: number, from: number, to: number, emails: readonly PartialEmail[]): void {
    this.add(contact, from, to, emails, true);
  }

  private add(contact: number, from: number, to: number, emails: readonly PartialEmail[], onlySent: boolean): void {
    const { table, openedBy, clickedBy, sentTo } = this;
    const end = table.starts[contact + 1] ?? 0;
    let clicked: number[] | undefined;
    for (let record = table.starts[contact] ?? 0; record < end; record++) {
      const time = table.time[record] ?? 0;
      if (time > to) break;
      const field = FIELDS[table.event[record] ?? 0];
      const place = this.emailOf[table.email.codes[record] ?? 0] ?? -1;
      const email = emails[place];
      if (!field || !email || time < from) continue;
      if (field === 'sent' || field === 'delivered') sentTo[place] = contact;
      else if (onlySent && sentTo[place] !== contact) continue;
      email[field]++;
      if (field === 'opened' && openedBy[place] !== contact) {
        openedBy[place] = contact;
        email.uniqueOpened++;
      }
      if (field === 'clicked' && clickedBy[place] !== contact) {
        clickedBy[place] = contact;
        email.uniqueClicked++;
        (clicked ??= []).push(place);
      }
    }
    // Who clicked has opened, also where images were blocked so that no open was seen.
    for (const place of clicked ?? []) {
      const email = emails[place];
      if (!email || openedBy[place] === contact) continue;
      email.opened++;
      email.uniqueOpened++;
    }
  }
}

interface KnownTotals {
  readonly emails: string;
  readonly asOf: number;
  /** By range of contacts. */
  readonly ofRange: Map<string, readonly PartialEmail[]>;
}

const known = new WeakMap<ActivityTable, KnownTotals>();

const CONTACTS_A_STEP = 1 << 14;

/**
 * The counts of some of the contacts up to a moment. They are kept: most edits of a model leave its emails alone. Its steps are
 * taken after those of the contacts' ways, so each says that all of these contacts are done.
 */
export function* emailTotals(
  table: ActivityTable,
  model: Model,
  asOf: number,
  { from, to }: { readonly from: number; readonly to: number },
): Steps<PartialEmail[]> {
  const totals = model.emails.map(emptyPartialEmail);
  for (let first = from; first < to; first += CONTACTS_A_STEP) {
    yield to - from;
    totalsOf(table, model, asOf, first, Math.min(to, first + CONTACTS_A_STEP)).forEach((email, place) => addEmail(totals[place]!, email));
  }
  return totals;
}

function totalsOf(table: ActivityTable, model: Model, asOf: number, from: number, to: number): readonly PartialEmail[] {
  const emails = JSON.stringify(model.emails.map(({ name, label, ids }) => [name, label, ids]));
  let totals = known.get(table);
  if (totals?.emails !== emails || totals.asOf !== asOf) known.set(table, (totals = { emails, asOf, ofRange: new Map() }));
  const range = `${String(from)}-${String(to)}`;
  const kept = totals.ofRange.get(range);
  if (kept) return kept;
  const counter = new EmailCounter(table, model);
  const counts = model.emails.map(emptyPartialEmail);
  for (let contact = from; contact < to; contact++) counter.addAll(contact, asOf, counts);
  totals.ofRange.set(range, counts);
  return counts;
}
