import type { Compare, Condition, Count, EmailSelector, EventPattern, Filter, Occurrence, PageSelector, Pattern, Value, Window } from './condition.ts';
import { lengthText } from './length-text.ts';

/** The kinds of declarations that conditions name. */
export type NamedKind = 'channel' | 'email' | 'form' | 'page' | 'activity' | 'attribute' | 'segment' | 'score' | 'journey' | 'campaign' | 'source';

/** What the parts of a model are called. */
export interface Names {
  /** `through`: those of its emails are meant, whichever they are. */
  of(kind: NamedKind, key: string, through?: 'emails'): string;
  link(email: string, link: string): string;
  stage(journey: string | undefined, stage: string): string;
}

/**
 * Parts of a model in the words of the language, whole: what means something else reads differently.
 * `journey`: the key of the one whose stages are meant.
 */
export class Words {
  private readonly names: Names;
  private readonly journey: string | undefined;
  private readonly sorts: boolean;

  /** `sorts`: one text for all that differ only in an order that means nothing. */
  constructor(names: Names, journey?: string, sorts = false) {
    this.names = names;
    this.journey = journey;
    this.sorts = sorts;
  }

  sorted(): Words {
    return new Words(this.names, this.journey, true);
  }

  condition(condition: Condition): string {
    switch (condition.kind) {
      case 'and':
      case 'or':
        return this.joined(condition.kind, flatOperands(condition), (operand) => this.operand(operand));
      case 'not':
        return `not ${this.operand(condition.operand)}`;
      case 'occurrence':
        return this.occurrence(condition);
      case 'chain':
        return condition.links.map(({ negated, occurrence }) => `${negated ? 'not ' : ''}${this.occurrence(occurrence)}`).join(' then ');
      case 'in-segment':
        return `in segment ${this.names.of('segment', condition.segment)}`;
      case 'attribute':
        this.names.of('attribute', condition.compare.property);
        return `contact.${this.compare(condition.compare)}${condition.heldFor === undefined ? '' : ` for ${lengthText(condition.heldFor)}`}`;
      case 'score':
        return `score ${this.names.of('score', condition.score)} ${condition.operator} ${String(condition.points)}`;
      case 'subscribed':
        return `is subscribed to ${this.names.of('channel', condition.channel)}`;
      case 'consented':
        return 'has consent';
    }
  }

  /** Below `not`, and in a group: in parentheses where it would be read otherwise. */
  private operand(condition: Condition): string {
    const text = this.condition(condition);
    return condition.kind === 'and' || condition.kind === 'or' || condition.kind === 'chain' || condition.kind === 'not' ? `(${text})` : text;
  }

  occurrence({ pattern, count, window }: Occurrence): string {
    return [this.pattern(pattern), this.count(count), this.window(window)].filter((part) => part !== '').join(' ');
  }

  pattern({ event, filter }: Pattern): string {
    return filter === undefined ? this.event(event) : `${this.event(event)} where ${this.filterOperand(filter)}`;
  }

  event(event: EventPattern): string {
    switch (event.kind) {
      case 'email': {
        const emails = this.emails(event.emails);
        if (event.verb === 'spam_reported') return event.emails.kind === 'any' ? 'reported spam' : `reported spam on ${emails}`;
        const bounce = event.bounce === undefined ? '' : `${event.bounce} `;
        return `${bounce}${event.verb} ${emails}${event.url === undefined ? '' : ` to ${quoted(event.url)}`}`;
      }
      case 'subscribed':
        return `subscribed to ${this.names.of('channel', event.channel)}`;
      case 'confirmed':
        return `confirmed ${this.names.of('channel', event.channel)}`;
      case 'unsubscribed':
        if (event.scope === 'all') return 'unsubscribed from all channels';
        return `unsubscribed from ${event.scope === 'any' ? 'any channel' : this.names.of('channel', event.scope.channel)}`;
      case 'submitted':
        return event.forms === 'any' ? 'submitted any form' : `submitted ${this.listed(event.forms.map((form) => this.names.of('form', form)))}`;
      case 'visited':
        return event.pages === 'any' ? 'visited any page' : `visited ${this.listed(event.pages.map((page) => this.page(page)))}`;
      case 'performed':
        return `performed ${this.listed(event.activities.map((activity) => this.names.of('activity', activity)))}`;
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

  filter(filter: Filter): string {
    switch (filter.kind) {
      case 'and':
      case 'or':
        return this.joined(filter.kind, flatFilters(filter), (operand) => this.filterOperand(operand));
      case 'not':
        return `not ${this.filterOperand(filter.operand)}`;
      case 'compare':
        return this.compare(filter);
    }
  }

  private filterOperand(filter: Filter): string {
    return filter.kind === 'and' || filter.kind === 'or' ? `(${this.filter(filter)})` : this.filter(filter);
  }

  /** Empty where it is the default, at least once. */
  count({ operator, number, of }: Count): string {
    if (operator === 'at-least' && number === 1 && of === 'times') return '';
    const words = operator.replace('-', ' ');
    return of === 'times' ? `${words} ${String(number)} times` : `${words} ${String(number)} different ${of}`;
  }

  /** Empty where there is none. */
  window(window: Window): string {
    switch (window.kind) {
      case 'none':
        return '';
      case 'ever':
        return 'ever';
      case 'within': {
        const of = window.of === 'anchor' ? '' : window.of === 'delivery' ? ' of delivery' : ` of ${this.stage(window.of.stage)}`;
        return `within ${lengthText(window.seconds)}${of}`;
      }
      case 'since-stage':
        return `since ${this.stage(window.stage)}`;
      case 'in-last':
        return `in last ${lengthText(window.seconds)}`;
      case 'for':
        return `for ${lengthText(window.seconds)}`;
      case 'dates':
        return [...(window.since === undefined ? [] : [`since ${window.since}`]), ...(window.until === undefined ? [] : [`until ${window.until}`])].join(' ');
    }
  }

  stage(name: string): string {
    return this.names.stage(this.journey, name);
  }

  /** A list of which each item could stand at any place. */
  list(texts: readonly string[]): string {
    return this.arranged(texts).join(', ');
  }

  private page(page: PageSelector): string {
    return 'page' in page ? this.names.of('page', page.page) : quoted(page.url);
  }

  private emails(emails: EmailSelector): string {
    switch (emails.kind) {
      case 'any':
        return 'any email';
      case 'channel':
        return `any email in ${this.names.of('channel', emails.channel, 'emails')}`;
      case 'campaign':
        return `any email of ${this.names.of('campaign', emails.campaign)}`;
      case 'last':
        return `any of last ${String(emails.count)} ${emails.of}`;
      case 'listed':
        return this.listed(
          emails.items.map(({ email, link }) => {
            const name = this.names.of('email', email);
            return link === undefined ? name : `${name}.${this.names.link(email, link)}`;
          }),
        );
    }
  }

  private compare(compare: Compare): string {
    const value = (one: Value): string => (typeof one === 'string' && compare.type !== 'date' ? quoted(one) : String(one));
    switch (compare.operator) {
      case 'missing':
      case 'present':
        return `${compare.property} is ${compare.operator}`;
      case 'in':
        return `${compare.property} in (${this.list(compare.values.map(value))})`;
      default:
        return `${compare.property} ${compare.operator.replace('-', ' ')} ${value(compare.value)}`;
    }
  }

  private joined<Operand>(word: 'and' | 'or', operands: readonly Operand[], text: (operand: Operand) => string): string {
    return this.arranged(operands.map(text)).join(` ${word} `);
  }

  private listed(texts: readonly string[]): string {
    const [first] = texts;
    return texts.length === 1 && first !== undefined ? first : `any of (${this.list(texts)})`;
  }

  private arranged(texts: readonly string[]): readonly string[] {
    return this.sorts ? texts.toSorted() : texts;
  }
}

/** The operands of a group, with those of groups of the same kind in it: parentheses there mean nothing. */
export function flatOperands(condition: Extract<Condition, { kind: 'and' | 'or' }>): Condition[] {
  return condition.operands.flatMap((operand) => (operand.kind === condition.kind ? flatOperands(operand) : [operand]));
}

export function flatFilters(filter: Extract<Filter, { kind: 'and' | 'or' }>): Filter[] {
  return filter.operands.flatMap((operand) => (operand.kind === filter.kind ? flatFilters(operand) : [operand]));
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t' };

/** A string of the language. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\\p{Cc}]/gu, (character) => ESCAPES[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)}"`;
}
