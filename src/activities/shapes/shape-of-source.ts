import type { SourceDeclaration, SourceEvent } from '../../model/source-declaration.ts';
import { OWN_EVENTS } from './journey.ts';
import type { EventRule, Shape, ShapeField } from './shape.ts';

const FIELDS: readonly ShapeField[] = ['email', 'link', 'url', 'channel', 'form', 'page', 'campaign'];

/**
 * The shape that a source describes: its columns, before those of the shape that it names, if it names one. A value of
 * the event column that it gives no meaning keeps the one that it has anyhow.
 */
export function shapeOfSource(source: SourceDeclaration, base: Shape | undefined): Shape {
  const { columns } = source;
  const named = (column: string | undefined, others: readonly string[] | undefined): readonly string[] => [
    ...(column === undefined ? [] : [column]),
    ...(others ?? []),
  ];
  const one = (column: string | undefined, others: readonly string[] | undefined) => (column === undefined ? others : [column]);
  const fields = Object.fromEntries(FIELDS.map((field) => [field, named(columns[field], base?.fields?.[field])]));
  const properties = {
    ...base?.properties,
    ...Object.fromEntries(Object.entries(source.properties).map(([name, column]) => [name, [column]])),
    ...Object.fromEntries(Object.entries(source.attributes).map(([name, column]) => [`attr.${name}`, [column]])),
  };
  const bounce = one(columns.bounce, base?.bounce);
  const machine = one(columns.machine, base?.machine);
  const id = columns.id === undefined ? base?.id : { parts: [[columns.id]] };
  return {
    ...(base ?? { recognised: [] }),
    name: base?.name ?? 'source',
    contact: one(columns.contact, base?.contact) ?? [],
    time: columns.time === undefined ? (base?.time ?? []) : [{ field: columns.time }],
    event: eventRule(source, base),
    fields,
    properties,
    ...(bounce === undefined ? {} : { bounce }),
    ...(machine === undefined ? {} : { machine }),
    ...(id === undefined ? {} : { id }),
  };
}

function eventRule({ everyEvent, events, columns }: SourceDeclaration, base: Shape | undefined): EventRule {
  if (everyEvent !== undefined) return outcomeOf(everyEvent);
  const meanings = Object.fromEntries(events.map(({ value, event }) => [value.toLowerCase(), outcomeOf(event)]));
  const own = base?.event;
  if (columns.event === undefined) return own ?? { by: 'event', is: OWN_EVENTS };
  const words = typeof own === 'object' && 'by' in own ? own.is : OWN_EVENTS;
  return { by: columns.event, is: { ...words, ...meanings } };
}

function outcomeOf({ event, bounce, activity }: SourceEvent): EventRule {
  return {
    event,
    ...(bounce === undefined ? {} : { bounce }),
    // A key is the activity's name, with its file before it where there are two.
    ...(activity === undefined ? {} : { activity: activity.slice(activity.lastIndexOf('#') + 1) }),
  };
}
