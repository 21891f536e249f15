import type { Campaign } from '../../src/model/campaign.ts';
import type { Email, Link } from '../../src/model/catalogue.ts';
import type { EmailItem, EmailSelector, EventPattern, Filter, Pattern } from '../../src/model/condition.ts';
import type { Model } from '../../src/model/model.ts';
import { matchesAddress } from './address.ts';
import { compareHolds } from './compare.ts';
import type { ReferenceRecord } from './reference-record.ts';
import { activityOf, eventOf } from './reference-record.ts';

/** What is the same for every question of a run. */
export interface Run {
  readonly model: Model;
  /** language.md §5.1: "`delivered` matches `sent` where no input of the run has any delivery". */
  readonly hasDeliveries: boolean;
}

export function isDelivery(record: ReferenceRecord, run: Run): boolean {
  return eventOf(record) === (run.hasDeliveries ? 'delivered' : 'sent');
}

/** Whether a record is one that the pattern describes, wherever its window begins and ends. */
export function matchesPattern(record: ReferenceRecord, { event, filter }: Pattern, run: Run, zone: string): boolean {
  return matchesEvent(record, event, run) && (filter === undefined || filterHolds(filter, record, run.model, zone));
}

function matchesEvent(record: ReferenceRecord, event: EventPattern, run: Run): boolean {
  const what = eventOf(record);
  switch (event.kind) {
    case 'email':
      if (event.verb === 'delivered' ? !isDelivery(record, run) : what !== event.verb) return false;
      if (event.bounce !== undefined && record.bounce !== event.bounce) return false;
      if (!matchesSelector(record, event.emails, run.model)) return false;
      return event.url === undefined || addressesOf(record, run.model).some((address) => matchesAddress(address, event.url!));
    case 'subscribed':
    case 'confirmed':
      return what === event.kind && isNamed(run.model.channels, event.channel, record.channel);
    case 'unsubscribed':
      if (what !== 'unsubscribed') return false;
      // "`CHANNEL`: that one, or all at once. `all channels`: only the record that leaves all at once. `any channel`: either".
      if (event.scope === 'any') return true;
      if (event.scope === 'all') return leavesAll(record);
      return leavesAll(record) || isNamed(run.model.channels, event.scope.channel, record.channel);
    case 'submitted':
      return what === 'submitted' && (event.forms === 'any' || event.forms.some((form) => isNamed(run.model.forms, form, record.form)));
    case 'visited':
      if (what !== 'visited') return false;
      return event.pages === 'any' || event.pages.some((page) => ('url' in page ? isAt(record, page.url) : isOnPage(record, page.page, run.model)));
    case 'performed':
      return what === 'performed' && event.activities.some((activity) => isNamed(run.model.activities, activity, activityOf(record)));
    case 'consented':
    case 'consent_withdrawn':
    case 'became_member':
      return what === event.kind;
    case 'active':
      // "any record that the contact caused (not sent, delivered, bounced)".
      return !['sent', 'delivered', 'bounced'].includes(what);
  }
}

/** formats.md: "`unsubscribed` without a `channel` means all channels at once." */
export const leavesAll = (record: ReferenceRecord): boolean => (record.channel ?? '') === '';

interface Named {
  readonly key: string;
  readonly name: string;
  readonly label: string;
  readonly ids: readonly string[];
}

/** language.md §4: "matched to a record by any `id`, its name or its label, ignoring case". */
function means(declaration: Named, text: string | undefined): boolean {
  const wanted = text?.toLowerCase() ?? '';
  return wanted !== '' && [...declaration.ids, declaration.name, declaration.label].some((name) => name.toLowerCase() === wanted);
}

export function isNamed(declarations: readonly Named[], key: string, text: string | undefined): boolean {
  return declarations.some((declaration) => declaration.key === key && means(declaration, text));
}

export const emailOf = (record: ReferenceRecord, model: Model): Email | undefined => model.emails.find((email) => means(email, record.email));

function matchesSelector(record: ReferenceRecord, emails: EmailSelector, model: Model): boolean {
  switch (emails.kind) {
    case 'any':
      return true;
    case 'last':
      // Which emails were the last is asked by the condition, not by the pattern.
      return true;
    case 'channel':
      // docs/semantics.md: "declared in it, or whose record names it".
      return emailOf(record, model)?.channel === emails.channel || isNamed(model.channels, emails.channel, record.channel);
    case 'listed':
      return emails.items.some((item) => matchesItem(record, item, model));
    case 'campaign': {
      // docs/semantics.md: "that the campaign sends, or whose record names the campaign".
      const email = emailOf(record, model);
      return (email !== undefined && sends(emails.campaign, email, model)) || campaignNamedBy(record, model)?.key === emails.campaign;
    }
  }
}

const sends = (campaign: string, { key }: Email, model: Model): boolean =>
  model.campaigns.some((one) => one.key === campaign && one.sends.some(({ email }) => email === key));

/** docs/semantics.md: "by its name, its label or its `utm campaign`". */
function campaignNamedBy(record: ReferenceRecord, model: Model): Campaign | undefined {
  return model.campaigns.find((campaign) => means({ ...campaign, ids: 'campaign' in campaign.utm ? [campaign.utm['campaign']] : [] }, record.campaign));
}

/** What tells campaigns apart, docs/semantics.md: "what the record names, else the campaign that sends the email, else the email alone". */
export function campaignName(record: ReferenceRecord, model: Model): string {
  const named = campaignNamedBy(record, model);
  if (named) return `campaign ${named.key}`;
  const text = record.campaign ?? '';
  if (text !== '') return `campaign by the text ${text.toLowerCase()}`;
  const email = emailOf(record, model);
  const sender = email && model.campaigns.find(({ key }) => sends(key, email, model));
  return sender ? `campaign ${sender.key}` : emailName(record, model);
}

/** docs/semantics.md: emails are told apart "by declaration, or by the text in the record where it names none"; names ignore case. */
export function emailName(record: ReferenceRecord, model: Model): string {
  const email = emailOf(record, model);
  return email ? `declared ${email.key}` : `text ${record.email?.toLowerCase() ?? ''}`;
}

function matchesItem(record: ReferenceRecord, item: EmailItem, model: Model): boolean {
  if (!isNamed(model.emails, item.email, record.email)) return false;
  const links = model.emails.flatMap((email) => (email.key === item.email ? email.links : []));
  return item.link === undefined || links.some((link) => link.name === item.link && isOnLink(record, link));
}

/** simulation.md §2: "`link` is a link's name or URL"; language.md §4: "A URL of a record matches a link". */
export function isOnLink(record: ReferenceRecord, link: Link): boolean {
  if (record.link?.toLowerCase() === link.name.toLowerCase()) return true;
  return [record.link ?? '', record.url ?? ''].some((address) => address !== '' && matchesAddress(address, link.url));
}

/** Where a click led: its URL, a link that is one, or the URL of the link that it names. */
function addressesOf(record: ReferenceRecord, model: Model): string[] {
  const named = emailOf(record, model)?.links.find(({ name }) => name.toLowerCase() === record.link?.toLowerCase());
  return [record.url ?? '', named ? named.url : (record.link ?? '')].filter((address) => address !== '');
}

const isAt = (record: ReferenceRecord, glob: string): boolean => (record.url ?? '') !== '' && matchesAddress(record.url!, glob);

function isOnPage(record: ReferenceRecord, key: string, model: Model): boolean {
  return isNamed(model.pages, key, record.page) || model.pages.some((page) => page.key === key && page.urls.some((glob) => isAt(record, glob)));
}

function filterHolds(filter: Filter, record: ReferenceRecord, model: Model, zone: string): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.operands.every((operand) => filterHolds(operand, record, model, zone));
    case 'or':
      return filter.operands.some((operand) => filterHolds(operand, record, model, zone));
    case 'not':
      return !filterHolds(filter.operand, record, model, zone);
    case 'compare':
      return compareHolds(filter, propertyOf(record, filter.property, model), zone);
  }
}

/** A property of its own, or for the `utm_` ones the address's parameter. An address is the record's own, else that of its link. */
function propertyOf(record: ReferenceRecord, name: string, model: Model): string | undefined {
  const [address = ''] = addressesOf(record, model);
  if (name === 'url') return address;
  const own = record.properties?.[name] ?? '';
  if (own !== '' || !name.startsWith('utm_')) return own;
  const parameter = (address.split('#')[0]!.split('?')[1] ?? '').split('&').find((one) => one.startsWith(`${name}=`));
  return parameter?.slice(name.length + 1);
}
