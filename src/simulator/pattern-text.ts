import type { Declaration, Key } from '../model/catalogue.ts';
import type { EmailSelector, EventPattern, Pattern } from '../model/condition.ts';
import type { Model } from '../model/model.ts';

/** A pattern in the words of the language; its filter, if any, as `where …`. */
export function patternText({ event, filter }: Pattern, model: Model): string {
  return `${eventText(event, model)}${filter === undefined ? '' : ' where …'}`;
}

function eventText(event: EventPattern, model: Model): string {
  switch (event.kind) {
    case 'email': {
      const emails = emailsText(event.emails, model);
      if (event.verb === 'spam_reported') return event.emails.kind === 'any' ? 'reported spam' : `reported spam on ${emails}`;
      const bounce = event.bounce === undefined ? '' : `${event.bounce} `;
      return `${bounce}${event.verb} ${emails}${event.url === undefined ? '' : ` to "${event.url}"`}`;
    }
    case 'subscribed':
      return `subscribed to ${nameOf(event.channel, model.channels)}`;
    case 'confirmed':
      return `confirmed ${nameOf(event.channel, model.channels)}`;
    case 'unsubscribed':
      if (event.scope === 'all') return 'unsubscribed from all channels';
      return event.scope === 'any' ? 'unsubscribed from any channel' : `unsubscribed from ${nameOf(event.scope.channel, model.channels)}`;
    case 'submitted':
      return event.forms === 'any' ? 'submitted any form' : `submitted ${listed(event.forms.map((form) => nameOf(form, model.forms)))}`;
    case 'visited':
      if (event.pages === 'any') return 'visited any page';
      return `visited ${listed(event.pages.map((page) => ('page' in page ? nameOf(page.page, model.pages) : `"${page.url}"`)))}`;
    case 'performed':
      return `performed ${listed(event.activities.map((activity) => nameOf(activity, model.activities)))}`;
    case 'consented':
      return 'given consent';
    case 'consent_withdrawn':
      return 'withdrawn consent';
    case 'became_member':
      return 'become member';
    case 'active':
      return 'been active';
  }
}

function emailsText(emails: EmailSelector, model: Model): string {
  switch (emails.kind) {
    case 'any':
      return 'any email';
    case 'channel':
      return `any email in ${nameOf(emails.channel, model.channels)}`;
    case 'campaign':
      return `any email of ${nameOf(emails.campaign, model.campaigns)}`;
    case 'last':
      return `any of last ${String(emails.count)} ${emails.of}`;
    case 'listed':
      return listed(emails.items.map(({ email, link }) => `${nameOf(email, model.emails)}${link === undefined ? '' : `.${link}`}`));
  }
}

const listed = (names: readonly string[]): string => (names.length === 1 ? (names[0] ?? '') : `any of (${names.join(', ')})`);

const nameOf = (key: Key, declarations: readonly Declaration[]): string => declarations.find((one) => one.key === key)?.name ?? key;
