import type { ActivityRecord } from '../activities/activity-record.ts';
import type { Declaration, Key } from '../model/catalogue.ts';
import type { EmailSelector, EventPattern, Pattern } from '../model/condition.ts';
import type { Model } from '../model/model.ts';
import type { WantedCompare } from './fitting-text.ts';
import { fittingText, waysThrough } from './fitting-text.ts';
import type { SeededRandom } from './seeded-random.ts';

/** A record without whose and when it is. */
export type Draft = Omit<ActivityRecord, 'contact' | 'time' | 'id'>;

/** Undefined where a record can be said; else why not. */
export type Unsayable = (draft: Draft) => string | undefined;

/** Where synthetic pages are: a name that is nobody's (RFC 2606). */
const SITE = 'https://www.example.com';

/** Makes records that match patterns of a model. */
export class FittingRecords {
  /** Why records could not be made, in words. */
  readonly reasons = new Set<string>();
  private readonly model: Model;
  private readonly random: SeededRandom;
  private readonly unsayable: Unsayable;

  constructor(model: Model, random: SeededRandom, unsayable: Unsayable) {
    this.model = model;
    this.random = random;
    this.unsayable = unsayable;
  }

  /**
   * A record that matches a pattern, or whose filter is just off. `variant`: those of different numbers are about different
   * emails, links and pages, where the pattern leaves a choice. Undefined where the shape cannot say it.
   */
  of({ event, filter }: Pattern, variant: number, passes = true): Draft | undefined {
    const reasons: string[] = [];
    for (const plain of this.draftsOf(event, variant)) {
      const draft = filter ? this.withFilter(plain, filter, passes) : plain;
      if (draft === undefined) continue;
      const said = this.said(draft);
      if (said.ok) return said.draft;
      reasons.push(said.reason);
    }
    for (const reason of reasons) this.reasons.add(reason);
    return undefined;
  }

  /** A draft, or what stands for it: see {@link said}. Undefined where it cannot be said; `isNeeded`: that is a reason why something was not reached. */
  sayable(draft: Draft, isNeeded: boolean): Draft | undefined {
    const said = this.said(draft);
    if (said.ok) return said.draft;
    if (isNeeded) this.reasons.add(said.reason);
    return undefined;
  }

  /** In a shape without deliveries the mail that was sent stands for the one that was delivered. */
  private said(draft: Draft): { readonly ok: true; readonly draft: Draft } | { readonly ok: false; readonly reason: string } {
    const reason = this.unsayable(draft);
    if (reason === undefined) return { ok: true, draft };
    const sent: Draft = { ...draft, event: 'sent' };
    const hasDeliveries = this.unsayable({ event: 'delivered', texts: {}, properties: {} }) === undefined;
    return draft.event === 'delivered' && !hasDeliveries && this.unsayable(sent) === undefined ? { ok: true, draft: sent } : { ok: false, reason };
  }

  email(selector: EmailSelector, variant: number): Pick<Draft, 'texts'> {
    const { emails } = this.model;
    switch (selector.kind) {
      case 'listed': {
        const { email, link } = selector.items[variant % selector.items.length]!;
        const declared = emails.find(({ key }) => key === email);
        const url = declared?.links.find(({ name }) => name === link)?.url;
        return { texts: { email: recordedName(email, emails), ...(url === undefined ? {} : { url: addressOf(url, variant) }) } };
      }
      case 'channel': {
        const own = emails.filter(({ channel }) => channel === selector.channel);
        const email = own[variant % own.length];
        if (email) return { texts: { email: recordedName(email.key, own) } };
        return { texts: { email: `sample-email-${String(variant + 1)}`, channel: recordedName(selector.channel, this.model.channels) } };
      }
      case 'campaign': {
        const campaign = this.model.campaigns.find(({ key }) => key === selector.campaign);
        const send = campaign?.sends[variant % campaign.sends.length];
        if (send) return { texts: { email: recordedName(send.email, emails) } };
        return { texts: { email: `sample-email-${String(variant + 1)}`, campaign: campaign?.utm['campaign'] ?? campaign?.name ?? selector.campaign } };
      }
      case 'any':
      case 'last': {
        const live = emails.filter(({ status }) => status === 'live');
        const email = live[variant];
        return { texts: { email: email ? recordedName(email.key, live) : `sample-email-${String(variant + 1)}` } };
      }
    }
  }

  /** The ways to say an event, the better first. */
  private draftsOf(event: EventPattern, variant: number): readonly Draft[] {
    const { model } = this;
    const draft = (texts: Draft['texts'], kind: Draft['event']): Draft => ({ event: kind, texts, properties: {} });
    switch (event.kind) {
      case 'email': {
        const { texts } = this.email(event.emails, variant);
        const links = model.emails.flatMap(({ links }) => links);
        const url = event.url ?? (event.verb === 'clicked' && texts.url === undefined && links.length > 0 ? links[variant % links.length]!.url : undefined);
        const whole = { ...texts, ...(url === undefined ? {} : { url: addressOf(url, variant) }) };
        const bounce = event.bounce ?? (event.verb === 'bounced' ? 'hard' : undefined);
        const bare = draft(event.verb === 'clicked' ? whole : texts, event.verb);
        return bounce === undefined || event.verb !== 'bounced' ? [bare] : [{ ...bare, bounce }, ...(event.bounce === undefined ? [bare] : [])];
      }
      case 'subscribed':
      case 'confirmed':
        return [draft({ channel: recordedName(event.channel, model.channels) }, event.kind)];
      case 'unsubscribed': {
        const all = draft({}, 'unsubscribed');
        if (event.scope === 'all') return [all];
        const channel = event.scope === 'any' ? model.channels[0]?.key : event.scope.channel;
        return channel === undefined ? [all] : [draft({ channel: recordedName(channel, model.channels) }, 'unsubscribed'), all];
      }
      case 'submitted': {
        const form = event.forms === 'any' ? model.forms[variant % Math.max(1, model.forms.length)]?.key : event.forms[variant % event.forms.length];
        return [draft({ form: form === undefined ? 'sample-form' : recordedName(form, model.forms) }, 'submitted')];
      }
      case 'visited': {
        if (event.pages === 'any')
          return [draft({ url: `${SITE}/page-${String(variant + 1)}` }, 'visited'), draft({ page: `page-${String(variant + 1)}` }, 'visited')];
        const page = event.pages[variant % event.pages.length]!;
        if ('url' in page) return [draft({ url: addressOf(page.url, variant) }, 'visited')];
        const declared = model.pages.find(({ key }) => key === page.page);
        const urls = declared?.urls ?? [];
        const named = draft({ page: recordedName(page.page, model.pages) }, 'visited');
        return urls.length === 0 ? [named] : [draft({ url: addressOf(urls[variant % urls.length]!, variant) }, 'visited'), named];
      }
      case 'performed':
        return [draft({ activity: recordedName(event.activities[variant % event.activities.length]!, model.activities) }, 'performed')];
      case 'consented':
      case 'consent_withdrawn':
      case 'became_member':
        return [draft({}, event.kind)];
      case 'active':
        return [
          ...this.draftsOf({ kind: 'email', verb: 'opened', emails: { kind: 'any' } }, variant),
          ...this.draftsOf({ kind: 'visited', pages: 'any' }, variant),
        ];
    }
  }

  private withFilter(draft: Draft, filter: NonNullable<Pattern['filter']>, passes: boolean): Draft | undefined {
    const compares = waysThrough(filter, passes, this.random);
    let { texts } = draft;
    const properties: Record<string, string> = {};
    for (const property of new Set(compares.map(({ compare }) => compare.property))) {
      const asked = compares.filter(({ compare }) => compare.property === property);
      const text = fittingText(asked, this.random, property === 'url' && texts.url !== undefined ? addressesLike(texts.url, asked) : []);
      if (text === undefined) return undefined;
      if (property === 'url') {
        if (text !== '') texts = { ...texts, url: text };
        else {
          texts = Object.fromEntries(Object.entries(texts).filter(([field]) => field !== 'url'));
        }
      } else if (text !== '') properties[property] = text;
    }
    return { ...draft, texts, properties };
  }
}

/** Addresses that fit the same pattern, with the texts in them that a filter asks for. */
function addressesLike(address: string, asked: readonly WantedCompare[]): readonly string[] {
  const values = asked.flatMap(({ compare }) => ('value' in compare ? [String(compare.value).replaceAll('*', 'x')] : []));
  return [address, ...values.flatMap((value) => [address.replace(/sample-\d+/, value), address + value, `${address}?q=${value}`])];
}

/** What a vendor's record would call a thing: its id, else its name. */
export function recordedName(key: Key, declarations: readonly (Declaration & { readonly ids: readonly string[] })[]): string {
  const declared = declarations.find((one) => one.key === key);
  return declared?.ids[0] ?? declared?.name ?? key;
}

/** An address that a glob matches. */
export function addressOf(glob: string, variant: number): string {
  const whole = glob.startsWith('*') ? `${SITE}${/^\*+\//.test(glob) ? '' : '/'}${glob.slice(1)}` : glob;
  return whole.replaceAll('*', `sample-${String(variant + 1)}`);
}
