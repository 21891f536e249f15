import type { EmailItem, EmailSelector, EventPattern, PageSelector, Pattern } from '../model/condition.ts';
import type { Declared } from './declared.ts';
import { isStricter } from './filters.ts';

/** Whether every record that matches the one matches the other, whatever is in the input. */
export function isNarrower(one: Pattern, other: Pattern, declared: Declared): boolean {
  return isNarrowerEvent(one.event, other.event, declared) && isStricter(one.filter, other.filter);
}

/** Whether one record could match both. Says yes where it does not know. */
export function canOverlap(one: EventPattern, other: EventPattern): boolean {
  if (one.kind === 'active') return isCaused(other);
  if (other.kind === 'active') return isCaused(one);
  if (one.kind !== 'email' || other.kind !== 'email') return one.kind === other.kind;
  // Where an input has no delivery, `delivered` means `sent`.
  const verb = (event: typeof one): string => (event.verb === 'delivered' ? 'sent' : event.verb);
  return verb(one) === verb(other);
}

const isCaused = (event: EventPattern): boolean => event.kind !== 'email' || !['sent', 'delivered', 'bounced'].includes(event.verb);

function isNarrowerEvent(one: EventPattern, other: EventPattern, declared: Declared): boolean {
  if (other.kind === 'active') return isCaused(one);
  switch (one.kind) {
    case 'email':
      return (
        other.kind === 'email' &&
        one.verb === other.verb &&
        (other.bounce === undefined || one.bounce === other.bounce) &&
        (other.url === undefined || one.url === other.url) &&
        isNarrowerSelector(one.emails, other.emails, declared)
      );
    case 'subscribed':
    case 'confirmed':
      return other.kind === one.kind && one.channel === other.channel;
    case 'unsubscribed':
      if (other.kind !== 'unsubscribed') return false;
      if (one.scope === 'all' || other.scope === 'any') return true;
      return typeof one.scope === 'object' && typeof other.scope === 'object' && one.scope.channel === other.scope.channel;
    case 'submitted':
      return other.kind === 'submitted' && isSubset(one.forms, other.forms);
    case 'visited':
      if (other.kind !== 'visited') return false;
      if (other.pages === 'any') return true;
      return one.pages !== 'any' && one.pages.every((page) => (other.pages as readonly PageSelector[]).some((wider) => isNarrowerPage(page, wider, declared)));
    case 'performed':
      return other.kind === 'performed' && isSubset(one.activities, other.activities);
    case 'consented':
    case 'consent_withdrawn':
    case 'became_member':
      return other.kind === one.kind;
    case 'active':
      return false;
  }
}

function isSubset(one: 'any' | readonly string[], other: 'any' | readonly string[]): boolean {
  return other === 'any' || (one !== 'any' && one.every((item) => other.includes(item)));
}

function isNarrowerSelector(one: EmailSelector, other: EmailSelector, { emails }: Declared): boolean {
  switch (other.kind) {
    // Which emails are the last ones is for the window to say.
    case 'any':
    case 'last':
      return true;
    case 'channel':
      if (one.kind === 'channel') return one.channel === other.channel;
      return one.kind === 'listed' && one.items.every(({ email }) => emails.get(email)?.channel === other.channel);
    case 'campaign':
      return one.kind === 'campaign' && one.campaign === other.campaign;
    case 'listed':
      return one.kind === 'listed' && one.items.every((item) => other.items.some((wider) => isNarrowerItem(item, wider)));
  }
}

const isNarrowerItem = (one: EmailItem, other: EmailItem): boolean => one.email === other.email && (other.link === undefined || one.link === other.link);

function isNarrowerPage(one: PageSelector, other: PageSelector, { pages }: Declared): boolean {
  if ('page' in one) return 'page' in other && one.page === other.page;
  return 'url' in other ? one.url === other.url : (pages.get(other.page)?.urls.includes(one.url) ?? false);
}
