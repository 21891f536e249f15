import type { ActivityRecord } from '../activity-record.ts';
import type { Event } from '../activity-table.ts';
import { EVENTS } from '../activity-table.ts';
import type { Unit } from '../time.ts';
import { genericShape } from './generic.ts';
import { GENERIC, KNOWN_SHAPES } from './known-shapes.ts';
import type { EventRule, Happening, Shape, ShapeField } from './shape.ts';

/** A record as a vendor would write it: its fields by name, in JSON with dots between the keys on the way to a value. */
export type WrittenFields = Readonly<Record<string, string | number | boolean>>;

/** How a shape says that something happened. */
interface Saying {
  readonly happening: Happening;
  /** What the fields that decide about it hold. */
  readonly sets: Readonly<Record<string, string>>;
  /** Fields that only have to be there. */
  readonly has: readonly string[];
  /** The field that holds the name of the activity. */
  readonly activityIn?: { readonly field: string; readonly taken: ReadonlySet<string> };
}

const UNITS: Readonly<Record<Unit, number>> = { seconds: 1_000_000, milliseconds: 1000, microseconds: 1 };

/** Fields of several that hold a thing whatever the record is about, where the first is not such a one. */
const WRITTEN_AS: Readonly<Record<string, { readonly contact?: string; readonly time?: string }>> = {
  ses: { contact: 'mail.destination', time: 'mail.timestamp' },
};

/** What every record has that says nothing: a value that the vendor's own records have. Elsewhere the record's id stands. */
const ALWAYS: Readonly<Record<string, string>> = { specversion: '1.0', 'log-level': 'info', campaignId: 'sample', emailCampaignId: 'sample', source: 'sample' };

/** The columns of a table that is of no vendor's shape. */
const GENERIC_COLUMNS = [
  'customer_id',
  'occurred_at',
  'event_type',
  'template',
  'link',
  'url',
  'channel',
  'form',
  'page',
  'campaign',
  'bounce',
  'machine',
  'id',
];

/**
 * Writes records in a shape, from the same data by which the shape is read: an event is said by the values that the shape's
 * rule would read it from. What a shape has no words for it cannot say.
 */
export class ShapeWriter {
  readonly shape: Shape;
  private readonly sayings: readonly Saying[];
  private readonly required: readonly string[];
  private readonly known: ReadonlySet<string>;

  static named(name: string): ShapeWriter | undefined {
    if (name !== GENERIC) {
      const shape = KNOWN_SHAPES.find((one) => one.name === name);
      return shape && new ShapeWriter(shape);
    }
    const generic = genericShape(GENERIC_COLUMNS);
    return generic.ok ? new ShapeWriter(generic.shape) : undefined;
  }

  private constructor(shape: Shape) {
    this.shape = shape;
    this.sayings = sayingsOf(shape.event).toSorted((a, b) => effort(a) - effort(b));
    const own = [...shape.contact, ...shape.time.map(({ field }) => field), ...Object.keys(this.sayings[0]?.sets ?? {})];
    const missing = shape.recognised.map((fields) => fields.filter((field) => !(own.includes(field) && this.isWritten(field))));
    this.required = missing.toSorted((a, b) => a.length - b.length)[0] ?? [];
    this.known = new Set(usedNames(shape).map((name) => name.toLowerCase()));
  }

  /** Why a record cannot be said in this shape, in words that follow "it cannot say"; undefined where it can. */
  unsayable(record: ActivityRecord): string | undefined {
    const { event, texts, bounce, machine, properties } = record;
    const what = event === 'performed' ? 'activities' : `"${event}"`;
    const saying = this.sayingOf(record);
    if (!saying) {
      if (!this.sayings.some(({ happening }) => happening.event === event)) return what;
      if (bounce !== undefined) return `which bounces are ${bounce}`;
      if (machine === true) return `which ${what} a machine made`;
      return event === 'performed' ? 'activities of that name' : `${what} ${texts.channel === undefined ? 'of all channels at once' : 'of one channel'}`;
    }
    for (const field of Object.keys(texts) as (keyof typeof texts)[]) {
      if (field !== 'activity' && texts[field] !== undefined && this.nameOf(field, event, saying) === undefined) return `the ${field} of ${what}`;
    }
    const property = Object.keys(properties).find((name) => this.propertyName(name, event) === undefined);
    return property === undefined ? undefined : `the property "${property}"`;
  }

  /** The fields of a record that can be said. */
  fieldsOf(record: ActivityRecord): WrittenFields {
    const { shape } = this;
    const saying = this.sayingOf(record);
    if (!saying) throw new Error('Only records that can be said are written.');
    const fields: Record<string, string | number | boolean> = {};
    const overrides = WRITTEN_AS[shape.name] ?? {};
    for (const name of this.required) fields[name] = ALWAYS[name] ?? record.id;
    const idField = shape.id?.parts[0]?.[0];
    if (idField !== undefined) fields[idField] = record.id;
    fields[overrides.contact ?? shape.contact[0]!] = record.contact;
    const time = shape.time.find(({ field }) => field === overrides.time) ?? shape.time[0]!;
    fields[time.field] = time.unit === undefined ? isoTime(record.time) : record.time / UNITS[time.unit];
    for (const name of saying.has) fields[name] = 'true';
    Object.assign(fields, saying.sets);
    if (saying.activityIn) fields[saying.activityIn.field] = record.texts.activity ?? '';
    for (const [field, text] of Object.entries(record.texts)) {
      if (field !== 'activity') fields[this.nameOf(field as ShapeField, record.event, saying)!] = text;
    }
    if (record.bounce !== undefined && saying.happening.bounce === undefined) fields[shape.bounce![0]!] = record.bounce;
    if (record.machine === true && saying.happening.machine === undefined) fields[shape.machine![0]!] = true;
    for (const [name, text] of Object.entries(record.properties)) fields[this.propertyName(name, record.event)!] = text;
    return fields;
  }

  private sayingOf({ event, texts, bounce, machine }: ActivityRecord): Saying | undefined {
    return this.sayings.find(({ happening, activityIn }) => {
      if (happening.event !== event) return false;
      if (event === 'performed') {
        const activity = texts.activity ?? '';
        if (activityIn ? activityIn.taken.has(activity.toLowerCase()) : happening.activity?.toLowerCase() !== activity.toLowerCase()) return false;
      }
      if (happening.bounce === undefined ? bounce !== undefined && this.shape.bounce === undefined : bounce !== happening.bounce) return false;
      if (happening.machine === undefined ? machine === true && this.shape.machine === undefined : machine !== true) return false;
      if (happening.scope === 'all') return texts.channel === undefined;
      return happening.scope !== 'one' || texts.channel !== undefined;
    });
  }

  /** The field for a text, one that no other text of the same record needs. */
  private nameOf(field: ShapeField, event: Event, saying: Saying): string | undefined {
    const { on, fields } = this.shape;
    const names = on?.[event]?.[field] ?? fields?.[field] ?? [];
    return names.find((name) => saying.has.includes(name)) ?? names.find((name) => !(name in saying.sets));
  }

  private propertyName(property: string, event: Event): string | undefined {
    const { properties = {}, prefixes = {}, aside = [] } = this.shape;
    const renamed = Object.hasOwn(properties, property) ? properties[property]?.[0] : undefined;
    if (renamed !== undefined) return this.isTaken(renamed, event) ? undefined : renamed;
    const inPrefix = Object.entries(prefixes).flatMap(([prefix, instead]) =>
      property.startsWith(instead) && !(instead === '' && property.startsWith('attr.')) ? [prefix + property.slice(instead.length)] : [],
    );
    const isAside = (name: string): boolean => {
      const lower = name.toLowerCase();
      return aside.some((one) => (one.endsWith('*') ? lower.startsWith(one.slice(0, -1).toLowerCase()) : one.toLowerCase() === lower));
    };
    return [...inPrefix, property].find((name) => !this.isTaken(name, event) && !isAside(name));
  }

  /** A field that means something of its own for records of an event. */
  private isTaken(name: string, event: Event): boolean {
    return this.known.has(name.toLowerCase()) || Object.values(this.shape.on?.[event] ?? {}).some((names) => names.includes(name));
  }

  /** Whether every record has the field anyway. */
  private isWritten(field: string): boolean {
    const { shape } = this;
    const overrides = WRITTEN_AS[shape.name] ?? {};
    return field === (overrides.contact ?? shape.contact[0]) || field === (overrides.time ?? shape.time[0]?.field) || field in (this.sayings[0]?.sets ?? {});
  }
}

/** Every way through a rule that ends in something that happened. */
function sayingsOf(rule: EventRule, sets: Readonly<Record<string, string>> = {}, has: readonly string[] = []): Saying[] {
  if (typeof rule === 'string') return [{ happening: { event: rule }, sets, has }];
  if ('has' in rule) return [...sayingsOf(rule.then, sets, [...has, rule.has]), ...sayingsOf(rule.else, sets, has)];
  if ('by' in rule) {
    const field = typeof rule.by === 'string' ? rule.by : rule.by[0]!;
    const { otherwise } = rule;
    const found = Object.entries(rule.is).flatMap(([value, next]) => sayingsOf(next, { ...sets, [field]: value }, has));
    if (rule.missing !== undefined) found.push(...sayingsOf(rule.missing, sets, has));
    if (otherwise === undefined) {
      found.push({ happening: { event: 'performed' }, sets, has, activityIn: { field, taken: new Set(Object.keys(rule.is)) } });
    } else if (typeof otherwise === 'function') {
      for (const event of EVENTS) {
        const value = `com.example.${event}`;
        if (event !== 'performed' && otherwise(value) === event) found.push({ happening: { event }, sets: { ...sets, [field]: value }, has });
      }
      found.push({ happening: { event: 'performed' }, sets, has, activityIn: { field, taken: new Set(EVENTS) } });
    }
    return found;
  }
  return 'event' in rule ? [{ happening: rule, sets, has }] : [];
}

const effort = ({ sets, has, activityIn }: Saying): number => Object.keys(sets).length + has.length + (activityIn ? 1 : 0);

/** The fields that mean something whatever a record is about. */
function usedNames(shape: Shape): string[] {
  return [
    ...shape.contact,
    ...shape.time.map(({ field }) => field),
    ...sayingsOf(shape.event).flatMap(({ sets, has, activityIn }) => [...Object.keys(sets), ...has, ...(activityIn ? [activityIn.field] : [])]),
    ...Object.values(shape.fields ?? {}).flat(),
    ...(shape.bounce ?? []),
    ...(shape.machine ?? []),
    ...(shape.id?.parts.flat() ?? []),
  ];
}

const SECOND = 1_000_000;

/** ISO 8601 in UTC: whole seconds, else milliseconds, else microseconds. */
function isoTime(time: number): string {
  const seconds = Math.floor(time / SECOND);
  const fraction = time - seconds * SECOND;
  const text = new Date(seconds * 1000).toISOString().slice(0, 19);
  if (fraction === 0) return `${text}Z`;
  const digits = fraction % 1000 === 0 ? String(fraction / 1000).padStart(3, '0') : String(fraction).padStart(6, '0');
  return `${text}.${digits}Z`;
}
