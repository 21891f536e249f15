import type { Reference } from 'langium';
import type {
  ChainLink,
  Compare,
  Condition,
  Count,
  EmailItem,
  EmailSelector,
  EmailVerb,
  EventPattern,
  Filter,
  Occurrence,
  OrderOperator,
  PageSelector,
  Pattern,
  TextOperator,
  Value,
  Window,
} from '../../src/model/condition.ts';
import type { NamedDeclaration } from '../generated/ast.ts';
import * as ast from '../generated/ast.ts';
import { seconds as secondsOf } from './duration.ts';
import type { LoweringContext } from './lowering-context.ts';

/** A part that is not written yet, or names what is not there. What contains a hole is a hole. */
export type Hole = undefined;

const hole: Hole = undefined;

/** All of them, or a hole where one is a hole. */
function all<Item>(items: readonly (Item | Hole)[]): readonly Item[] | Hole {
  return items.every((item) => item !== undefined) ? items : hole;
}

export function lowerCondition(node: ast.Condition | undefined, context: LoweringContext): Condition | Hole {
  if (!node) return hole;
  const source = context.source(node);
  switch (node.$type) {
    case ast.OrCondition.$type:
    case ast.AndCondition.$type: {
      const operands = all(node.operands.map((operand) => lowerCondition(operand, context)));
      return operands && { kind: node.$type === ast.OrCondition.$type ? 'or' : 'and', operands, source };
    }
    case ast.NotCondition.$type: {
      const operand = lowerCondition(node.operand, context);
      return operand && { kind: 'not', operand, source };
    }
    case ast.ChainCondition.$type: {
      const links = all(node.links.map((link, index) => lowerChainLink(link, index === node.links.length - 1, context)));
      return links && { kind: 'chain', links, source };
    }
    case ast.Occurrence.$type:
      return lowerOccurrence(node, context);
    case ast.InSegment.$type: {
      const segment = keyOf(node.segment, context);
      return segment === undefined ? hole : { kind: 'in-segment', segment, source };
    }
    case ast.AttributeCompare.$type: {
      const compare = lowerCompare(node.compare, context);
      if (!compare) return hole;
      if (!node.duration) return { kind: 'attribute', compare, source };
      const heldFor = secondsOf(node.duration);
      return heldFor === undefined ? hole : { kind: 'attribute', compare, heldFor, source };
    }
    case ast.ScoreCompare.$type: {
      const score = keyOf(node.score, context);
      const points = Number(node.points);
      if (score === undefined || node.operator === undefined || Number.isNaN(points)) return hole;
      return { kind: 'score', score, operator: node.operator, points: node.negative ? -points : points, source };
    }
    case ast.Subscribed.$type: {
      const channel = keyOf(node.channel, context);
      return channel === undefined ? hole : { kind: 'subscribed', channel, source };
    }
    case ast.Consented.$type:
      return { kind: 'consented', source };
  }
}

/** A link is a count of records, the last one perhaps negated; anything else is a hole that a check reports. */
function lowerChainLink(node: ast.Condition, isLast: boolean, context: LoweringContext): ChainLink | Hole {
  const negated = ast.isNotCondition(node);
  if (negated && !isLast) return hole;
  const inner = negated ? node.operand : node;
  const occurrence = ast.isOccurrence(inner) ? lowerOccurrence(inner, context) : hole;
  return occurrence && { negated, occurrence };
}

function lowerOccurrence(node: ast.Occurrence, context: LoweringContext): Occurrence | Hole {
  const pattern = lowerPattern(node.pattern, context);
  const count = lowerCount(node.count);
  const window = lowerWindow(node.window);
  if (!pattern || !count || !window) return hole;
  return { kind: 'occurrence', pattern, count, window, source: context.source(node) };
}

function lowerCount(node: ast.Count | undefined): Count | Hole {
  if (!node) return { operator: 'at-least', number: 1, of: 'times' };
  const number = Number(node.number);
  if (!Number.isInteger(number)) return hole;
  switch (node.operator) {
    case undefined:
      return hole;
    case 'least':
      return node.of && { operator: 'at-least', number, of: node.of };
    case 'most':
      return { operator: 'at-most', number, of: 'times' };
    case 'exactly':
      return { operator: 'exactly', number, of: 'times' };
  }
}

function lowerWindow(node: ast.Window | undefined): Window | Hole {
  if (!node) return { kind: 'none' };
  const seconds = 'duration' in node ? secondsOf(node.duration) : 0;
  if (seconds === undefined) return hole;
  switch (node.$type) {
    case ast.WithinWindow.$type: {
      if (node.delivery) return { kind: 'within', seconds, of: 'delivery' };
      if (!node.stage) return { kind: 'within', seconds, of: 'anchor' };
      const stage = node.stage.ref?.name;
      return stage === undefined ? hole : { kind: 'within', seconds, of: { stage } };
    }
    case ast.SinceStageWindow.$type: {
      const stage = node.stage?.ref?.name;
      return stage === undefined ? hole : { kind: 'since-stage', stage };
    }
    case ast.InLastWindow.$type:
      return { kind: 'in-last', seconds };
    case ast.ForWindow.$type:
      return { kind: 'for', seconds };
    case ast.EverWindow.$type:
      return { kind: 'ever' };
    case ast.DatesWindow.$type:
      return { kind: 'dates', ...(node.since === undefined ? {} : { since: node.since }), ...(node.until === undefined ? {} : { until: node.until }) };
  }
}

// ---- patterns

export function lowerPattern(node: ast.Pattern | undefined, context: LoweringContext): Pattern | Hole {
  if (!node) return hole;
  const event = lowerEvent(node, context);
  if (!event) return hole;
  const source = context.source(node);
  if (!node.filter) return { event, source };
  const filter = lowerFilter(node.filter, context);
  return filter && { event, filter, source };
}

function lowerEvent(node: ast.Pattern, context: LoweringContext): EventPattern | Hole {
  switch (node.$type) {
    case ast.EmailPattern.$type:
      return lowerEmailEvent(node, context);
    case ast.SubscriptionPattern.$type: {
      const channel = keyOf(node.channel, context);
      return channel === undefined || node.verb === undefined ? hole : { kind: node.verb, channel };
    }
    case ast.UnsubscribedPattern.$type: {
      if (node.all) return { kind: 'unsubscribed', scope: 'all' };
      if (node.any) return { kind: 'unsubscribed', scope: 'any' };
      const channel = keyOf(node.channel, context);
      return channel === undefined ? hole : { kind: 'unsubscribed', scope: { channel } };
    }
    case ast.SubmittedPattern.$type: {
      if (node.any) return { kind: 'submitted', forms: 'any' };
      const forms = all(node.forms.map((form) => keyOf(form, context)));
      return forms && { kind: 'submitted', forms };
    }
    case ast.VisitedPattern.$type: {
      if (node.any) return { kind: 'visited', pages: 'any' };
      const pages = all(node.pages.map((item) => lowerPageItem(item, context)));
      return pages && { kind: 'visited', pages };
    }
    case ast.PerformedPattern.$type: {
      const activities = all(node.activities.map((activity) => keyOf(activity, context)));
      return activities && { kind: 'performed', activities };
    }
    case ast.PlainPattern.$type:
      switch (node.what) {
        case undefined:
          return hole;
        case 'given':
          return { kind: 'consented' };
        case 'withdrawn':
          return { kind: 'consent_withdrawn' };
        case 'become':
          return { kind: 'became_member' };
        case 'been':
          return { kind: 'active' };
      }
  }
}

function lowerEmailEvent(node: ast.EmailPattern, context: LoweringContext): EventPattern | Hole {
  if (node.verb === undefined) return hole;
  const verb: EmailVerb = node.verb === 'reported' ? 'spam_reported' : node.verb;
  // Only a complaint can do without saying which email.
  const emails: EmailSelector | Hole = node.emails ? lowerEmailSelector(node.emails, context) : node.verb === 'reported' ? { kind: 'any' } : hole;
  if (!emails) return hole;
  return {
    kind: 'email',
    verb,
    emails,
    ...(node.bounce === undefined ? {} : { bounce: node.bounce }),
    ...(node.url === undefined ? {} : { url: node.url }),
  };
}

function lowerEmailSelector(node: ast.EmailSelector, context: LoweringContext): EmailSelector | Hole {
  if (node.last !== undefined) {
    const count = Number(node.last);
    return node.of && Number.isInteger(count) ? { kind: 'last', count, of: node.of } : hole;
  }
  if (node.any) {
    if (node.campaign) {
      const campaign = keyOf(node.campaign, context);
      return campaign === undefined ? hole : { kind: 'campaign', campaign };
    }
    if (!node.channel) return { kind: 'any' };
    const channel = keyOf(node.channel, context);
    return channel === undefined ? hole : { kind: 'channel', channel };
  }
  const items = all(node.items.map((item) => lowerEmailItem(item, context)));
  return items && items.length > 0 ? { kind: 'listed', items } : hole;
}

function lowerEmailItem(node: ast.EmailItem, context: LoweringContext): EmailItem | Hole {
  const email = keyOf(node.email, context);
  if (email === undefined) return hole;
  if (!node.link) return { email };
  const link = node.link.ref?.name;
  return link === undefined ? hole : { email, link };
}

function lowerPageItem(node: ast.PageItem, context: LoweringContext): PageSelector | Hole {
  if (node.url !== undefined) return { url: node.url };
  const page = keyOf(node.page, context);
  return page === undefined ? hole : { page };
}

// ---- filters

function lowerFilter(node: ast.Filter | undefined, context: LoweringContext): Filter | Hole {
  if (!node) return hole;
  switch (node.$type) {
    case ast.OrFilter.$type:
    case ast.AndFilter.$type: {
      const operands = all(node.operands.map((operand) => lowerFilter(operand, context)));
      return operands && { kind: node.$type === ast.OrFilter.$type ? 'or' : 'and', operands };
    }
    case ast.NotFilter.$type: {
      const operand = lowerFilter(node.operand, context);
      return operand && { kind: 'not', operand };
    }
    case ast.Compare.$type:
      return lowerCompare(node, context);
  }
}

const TEXT_OPERATORS: Readonly<Record<string, TextOperator>> = { contains: 'contains', starts: 'starts-with', ends: 'ends-with', matches: 'matches' };

function lowerCompare(node: ast.Compare | undefined, context: LoweringContext): Compare | Hole {
  const { name, type } = node?.property?.ref ?? {};
  if (!node || name === undefined || type === undefined || node.operator === undefined) return hole;
  const base = { kind: 'compare', property: name, type, source: context.source(node) } as const;
  if (node.operator === 'is') return node.present === undefined ? hole : { ...base, operator: node.present };
  const values = all(node.values.map(lowerValue));
  const [value] = values ?? [];
  if (!values || value === undefined) return hole;
  if (node.operator === 'in') return { ...base, operator: 'in', values };
  const text = TEXT_OPERATORS[node.operator];
  if (text !== undefined) return typeof value === 'string' ? { ...base, operator: text, value } : hole;
  return { ...base, operator: node.operator as OrderOperator, value };
}

export function lowerValue(node: ast.Value): Value | Hole {
  switch (node.$type) {
    case ast.TextValue.$type:
      return node.text;
    case ast.NumberValue.$type: {
      const number = Number(node.number);
      return Number.isNaN(number) ? hole : node.negative ? -number : number;
    }
    case ast.FlagValue.$type:
      return node.flag === 'true';
    case ast.MomentValue.$type:
      return node.moment;
  }
}

function keyOf(reference: Reference<NamedDeclaration> | undefined, context: LoweringContext): string | Hole {
  return context.key(reference?.ref);
}
