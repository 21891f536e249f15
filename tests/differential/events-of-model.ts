import type { Compare, Condition, EmailSelector, Filter, Pattern, Value } from '../../src/model/condition.ts';
import type { Model } from '../../src/model/model.ts';
import type { ReferenceRecord } from '../reference/reference-record.ts';
import { CAMPAIGNS, EMAILS, NAMES } from './catalogue.ts';
import type { Random } from './random.ts';

/** What a record says besides whose and when it is. */
export type Event = Omit<ReferenceRecord, 'contact' | 'time'>;

/** What makes an event that a condition asks about. */
export type MakeEvent = (random: Random) => Event;

/** Events that the model asks about: a list for each stage, and one for what can be asked anywhere. */
export interface AskedEvents {
  readonly ofStages: readonly (readonly MakeEvent[])[];
  readonly ofAll: readonly MakeEvent[];
}

export function eventsOfModel(model: Model): AskedEvents {
  const journey = model.journeys[0]!;
  const anywhere = [...(journey.audience ? [journey.audience] : []), ...model.segments.map(({ condition }) => condition)];
  const ofScores = model.scores.flatMap(({ rules }) => rules.map(({ pattern }) => makerFor(pattern, model)));
  return {
    ofStages: journey.stages.map(({ rules }) => rules.flatMap(({ when }) => (when ? eventsOfCondition(when, model) : []))),
    ofAll: [...anywhere.flatMap((condition) => eventsOfCondition(condition, model)), ...ofScores],
  };
}

function eventsOfCondition(condition: Condition, model: Model): MakeEvent[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.operands.flatMap((operand) => eventsOfCondition(operand, model));
    case 'not':
      return eventsOfCondition(condition.operand, model);
    case 'occurrence':
      return [makerFor(condition.pattern, model)];
    case 'chain':
      return condition.links.map(({ occurrence }) => makerFor(occurrence.pattern, model));
    case 'attribute':
      return [(random) => ({ event: 'opened', email: random.pick(EMAILS), properties: propertiesFor(condition.compare, random, 'attr.') })];
    case 'subscribed':
      return [
        (random) => ({ event: random.pick(['subscribed', 'confirmed']), channel: nameOf(condition.channel, random) }),
        (random) => ({ event: 'unsubscribed', ...(random.chance(0.5) ? {} : { channel: nameOf(condition.channel, random) }) }),
      ];
    case 'consented':
      return [(random) => ({ event: random.pick(['consented', 'consented', 'consent_withdrawn']) })];
    case 'in-segment':
    case 'score':
      return [];
  }
}

const nameOf = (key: string, random: Random): string => random.pick(NAMES[key] ?? [key]);

function makerFor(pattern: Pattern, model: Model): MakeEvent {
  const { event, filter } = pattern;
  return (random) => {
    const properties = filter ? filterProperties(filter, random) : {};
    const { url, ...others } = properties;
    const { link, ...bare } = bareEvent(event, model, random);
    // A record has an address or names a link; where it does both they agree, which chance would not see to.
    if (url !== undefined) return { ...bare, url, properties: others };
    return { ...bare, ...(link === undefined || bare.url !== undefined ? {} : { link }), properties: others };
  };
}

function bareEvent(event: Pattern['event'], model: Model, random: Random): Event {
  switch (event.kind) {
    case 'email': {
      const bounce = event.bounce === undefined ? {} : { bounce: random.pick([event.bounce, event.bounce, 'hard', 'soft'] as const) };
      const glob = random.chance(0.6) ? event.url : 'https://a.example/tour?step=2';
      const url = event.url === undefined || glob === undefined || random.chance(0.1) ? {} : { url: addressLike(glob, random) };
      return { event: event.verb, ...bounce, ...emailFor(event.emails, model, random), ...url };
    }
    case 'subscribed':
    case 'confirmed':
      return { event: event.kind, channel: nameOf(event.channel, random) };
    case 'unsubscribed': {
      const channel = typeof event.scope === 'object' ? event.scope.channel : random.pick(['n', 'm']);
      return { event: 'unsubscribed', ...(random.chance(event.scope === 'all' ? 0.8 : 0.2) ? {} : { channel: nameOf(channel, random) }) };
    }
    case 'submitted':
      return { event: 'submitted', form: event.forms === 'any' ? random.pick(['f', 'g', 'other form']) : nameOf(random.pick(event.forms), random) };
    case 'visited': {
      if (event.pages === 'any')
        return { event: 'visited', url: `https://a.example/${random.pick(['one', 'one/', 'one#top', 'one?utm_term=a', 'two', 'compare/x'])}` };
      const page = random.pick(event.pages);
      if ('url' in page) return { event: 'visited', url: addressLike(page.url, random) };
      const urls = model.pages.find(({ key }) => key === page.page)?.urls ?? [];
      return random.chance(0.3) || urls.length === 0
        ? { event: 'visited', page: nameOf(page.page, random) }
        : { event: 'visited', url: addressLike(random.pick(urls), random) };
    }
    case 'performed':
      return { event: nameOf(random.pick(event.activities), random) };
    case 'active':
      return { event: random.pick(['opened', 'clicked', 'visited', 'dance']), email: random.pick(EMAILS) };
    default:
      return { event: event.kind };
  }
}

function emailFor(emails: EmailSelector, model: Model, random: Random): Pick<Event, 'email' | 'link' | 'channel' | 'campaign'> {
  switch (emails.kind) {
    case 'listed': {
      const { email, link } = random.pick(emails.items);
      return { email: nameOf(email, random), ...(link === undefined || random.chance(0.2) ? {} : { link: linkFor(email, link, model, random) }) };
    }
    case 'channel': {
      const inChannel = model.emails.filter(({ channel }) => channel === emails.channel);
      const named = random.chance(0.15) ? { channel: nameOf(emails.channel, random) } : {};
      return { email: inChannel.length > 0 && random.chance(0.85) ? nameOf(random.pick(inChannel).key, random) : 'z', ...named };
    }
    case 'last':
      return {
        email: nameOf(random.pick(EMAILS), random),
        ...(emails.of === 'campaigns' && random.chance(0.4) ? { campaign: nameOf(random.pick(CAMPAIGNS), random) } : {}),
      };
    case 'campaign':
      return { email: nameOf(random.pick(EMAILS), random), ...(random.chance(0.3) ? { campaign: nameOf(emails.campaign, random) } : {}) };
    case 'any':
      return { email: nameOf(random.pick(EMAILS), random) };
  }
}

/** That link or, now and then, another one of the email; by its name or its address. */
function linkFor(email: string, wanted: string, model: Model, random: Random): string {
  const links = model.emails.find(({ key }) => key === email)?.links ?? [];
  const link = random.chance(0.65) ? links.find(({ name }) => name === wanted) : random.pick(links);
  if (!link) return wanted;
  return random.chance(0.6) ? link.name : addressLike(link.url, random);
}

/** An address that a glob matches, sometimes with what does not count. */
function addressLike(glob: string, random: Random): string {
  const address = glob.replace(/^\*/, 'https://a.example/').replaceAll('*', random.pick(['one', 'two']));
  if (address.includes('?') || random.chance(0.6)) return address;
  return `${address}${random.pick(['/', '?utm_source=news', '#top', '?page=2'])}`;
}

function filterProperties(filter: Filter, random: Random): Record<string, string> {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return Object.assign({}, ...filter.operands.map((operand) => filterProperties(operand, random))) as Record<string, string>;
    case 'not':
      return filterProperties(filter.operand, random);
    case 'compare':
      return propertiesFor(filter, random, '');
  }
}

/** A value at, just below or just above what a property is compared with. */
function propertiesFor(compare: Compare, random: Random, prefix: '' | 'attr.'): Record<string, string> {
  if (random.chance(0.1)) return {};
  const value = valueOf(compare, random);
  const cell = typeof value === 'number' ? String(value + random.pick([-1, 0, 0, 1])) : textLike(compare, String(value), random);
  return { [`${prefix}${compare.property}`]: cell };
}

function valueOf(compare: Compare, random: Random): Value {
  if ('value' in compare) return compare.value;
  if ('values' in compare) return random.pick(compare.values);
  return { text: 'any', number: 7, flag: true, date: '2026-01-02' }[compare.type];
}

function textLike({ type, operator, property }: Compare, value: string, random: Random): string {
  if (type === 'flag') return random.pick(['true', 'false', value]);
  if (type === 'date') return random.pick([value.slice(0, 10), value, '2026-01-01', '2026-01-02T12:00Z', '2026-01-03']);
  const fitting = operator === 'matches' ? value.replaceAll('*', 'r') : operator === 'starts-with' || operator === 'contains' ? `${value}/x` : value;
  if (property === 'url') return operator === 'ends-with' ? `https://a.example/${fitting}` : fitting;
  return random.pick([fitting, fitting.toUpperCase(), `no ${value} no`, 'other']);
}
