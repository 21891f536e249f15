import type { SourceColumn, SourceDeclaration, SourceEvent } from '../../src/model/source-declaration.ts';
import * as ast from '../generated/ast.ts';
import type { Hole } from './lower-condition.ts';
import { lowerDeclaration } from './lower-declaration.ts';
import type { LoweringContext } from './lowering-context.ts';

export function lowerSource(node: ast.Source, context: LoweringContext): SourceDeclaration | Hole {
  const declaration = lowerDeclaration(node, context);
  if (!declaration || node.path === undefined) return undefined;
  const timezone = node.clauses.find(ast.isTimezoneClause)?.value;
  const events = node.clauses.find(ast.isEventClause);
  const everyEvent = lowerEvent(events?.every, context);
  const contacts = node.clauses.find(ast.isContactsClause)?.path;
  return {
    ...declaration,
    path: node.path,
    ...(node.shape === undefined ? {} : { shape: node.shape }),
    ...(timezone === undefined ? {} : { timezone }),
    columns: { ...columnsOf(node), ...(events?.column === undefined ? {} : { event: events.column }) },
    events: (events?.mappings ?? []).flatMap((mapping) => lowerMapping(mapping, context) ?? []),
    ...(everyEvent === undefined ? {} : { everyEvent }),
    properties: namedColumns(node, 'property'),
    attributes: namedColumns(node, 'attribute'),
    ...(contacts === undefined ? {} : { contacts }),
  };
}

function columnsOf(node: ast.Source): SourceDeclaration['columns'] {
  const pairs = node.clauses
    .filter(ast.isColumnClause)
    .flatMap(({ what, column }) => (what === undefined || column === undefined ? [] : [[what as SourceColumn, column] as const]));
  return Object.fromEntries(pairs);
}

function namedColumns(node: ast.Source, kind: 'property' | 'attribute'): Readonly<Record<string, string>> {
  const clauses = node.clauses.filter(ast.isPropertyColumnClause).filter((clause) => clause.kind === kind);
  return Object.fromEntries(clauses.flatMap(({ name, column }) => (name === undefined || column === undefined ? [] : [[name, column] as const])));
}

function lowerMapping(node: ast.EventMapping, context: LoweringContext): SourceDeclaration['events'][number] | Hole {
  const event = lowerEvent(node.event, context);
  return node.value === undefined || !event ? undefined : { value: node.value, event };
}

const EVENT_OF_VERB: Readonly<Record<string, SourceEvent['event']>> = {
  sent: 'sent',
  delivered: 'delivered',
  bounced: 'bounced',
  opened: 'opened',
  clicked: 'clicked',
  unsubscribed: 'unsubscribed',
  subscribed: 'subscribed',
  confirmed: 'confirmed',
  submitted: 'submitted',
  visited: 'visited',
  reported: 'spam_reported',
  given: 'consented',
  withdrawn: 'consent_withdrawn',
  become: 'became_member',
  performed: 'performed',
};

function lowerEvent(node: ast.SourceEvent | undefined, context: LoweringContext): SourceEvent | Hole {
  const event = EVENT_OF_VERB[node?.verb ?? ''];
  if (!node || event === undefined) return undefined;
  const activity = context.key(node.activity?.ref);
  if (event === 'performed' && activity === undefined) return undefined;
  return { event, ...(node.bounce === undefined ? {} : { bounce: node.bounce }), ...(activity === undefined ? {} : { activity }) };
}
