import type { EventRule, Shape } from '../activities/shapes/shape.ts';
import type { Unit } from '../activities/time.ts';
import { fold } from '../simulator/matching/fold.ts';
import type { JourneyNeeds, NamedField, Needs } from './journey-needs.ts';
import { NO_NEEDS } from './journey-needs.ts';

/** What becomes of the texts of one column. */
export interface ColumnRule {
  /** `other`: whatever the journey does not need of it is replaced. `kept`: as the user said. `dropped`: no journey can ask for it. */
  readonly kind: 'contact' | 'time' | 'id' | 'kept' | 'dropped' | 'other';
  readonly unit?: Unit;
  /** Its times without an offset are in UTC. */
  readonly utc?: boolean;
  readonly isAddress: boolean;
  readonly needs: Needs;
  /** For a value of the event's field: what says as much and no more; undefined where it is none of the shape's. */
  readonly ofEvent?: (text: string) => string | undefined;
  /** White space around it means nothing. */
  readonly trimmed: boolean;
}

const ATTRIBUTE = 'attr.';

const WORDS = new Set(['hard', 'soft']);
const FLAGS = new Set(['true', 'false', 'yes', 'no', '1', '0']);

export interface ColumnsOf {
  /** The name by which a column is known. */
  canonical(name: string): string;
  /** Whether a name is one that the shape, the journey or the user has: other keys of JSON objects can be data. */
  isKnown(name: string): boolean;
  rule(name: string): ColumnRule;
}

/** What becomes of the columns of a file of a shape. `keep`: the columns and properties that the user keeps, in lower case. */
export function columnsOfShape(shape: Shape, needs: JourneyNeeds, keep: ReadonlySet<string>): ColumnsOf {
  const events = eventFields(shape.event);
  const aside = (shape.aside ?? []).map((name) => name.toLowerCase());
  const fields = Object.entries(shape.fields ?? {}).concat(Object.values(shape.on ?? {}).flatMap((own) => Object.entries(own)));
  const used = new Set([
    ...[shape.contact, shape.time.map(({ field }) => field), [...events.keys()], fields.flatMap(([, names]) => names)].flat(),
    ...[shape.bounce ?? [], shape.machine ?? [], shape.id?.parts.flat() ?? [], Object.values(shape.properties ?? {}).flat()].flat(),
  ]);
  const written = new Map([...used].map((name) => [name.toLowerCase(), name]));
  const nesting = [shape.envelopes, shape.embedded, shape.exploded?.flat(), shape.pairs, Object.keys(shape.prefixes ?? {}), shape.recognised.flat()];
  const vocabulary = [...written.keys(), ...nesting.flatMap((names) => names ?? []).map((name) => name.toLowerCase().replace(/\.$/, ''))];
  const recognised = new Set(shape.recognised.flat().map((name) => name.toLowerCase()));
  const known = new Set(vocabulary.flatMap((name) => beginnings(name.replace('[0]', ''))));

  const canonical = (name: string): string => {
    const plain = name.trim().normalize('NFC');
    const lower = plain.toLowerCase();
    return written.get(lower) ?? (lower.startsWith(ATTRIBUTE) ? ATTRIBUTE + plain.slice(ATTRIBUTE.length) : plain);
  };
  const isAside = (name: string): boolean => {
    const lower = name.toLowerCase();
    return aside.some((one) => (one.endsWith('*') ? lower.startsWith(one.slice(0, -1)) : lower === one || lower.startsWith(`${one}.`)));
  };
  const propertiesOf = (name: string): string[] => {
    const renamed = Object.entries(shape.properties ?? {}).flatMap(([property, names]) => (names.includes(name) ? [property] : []));
    if (renamed.length > 0) return renamed;
    const prefix = Object.entries(shape.prefixes ?? {}).find(([start]) => name.length > start.length && name.startsWith(start));
    return [prefix === undefined ? name : prefix[1] + name.slice(prefix[0].length)];
  };
  const needsOfProperty = (property: string): Needs | undefined =>
    property.startsWith(ATTRIBUTE) ? needs.attributes.get(property.slice(ATTRIBUTE.length)) : needs.properties.get(property);
  const isKept = (name: string): boolean => keep.has(name.toLowerCase()) || propertiesOf(name).some((property) => keep.has(property.toLowerCase()));

  const rule = (name: string): ColumnRule => {
    const base = { isAddress: false, needs: NO_NEEDS, trimmed: true } as const;
    const either = [name, `${name}[0]`];
    const has = (names: readonly string[] | undefined): boolean => names?.some((one) => either.includes(one)) ?? false;
    if (has(shape.contact)) return { ...base, kind: 'contact' };
    const time = shape.time.find(({ field }) => field === name);
    if (time !== undefined) return { ...base, kind: 'time', utc: time.utc === true, ...(time.unit === undefined ? {} : { unit: time.unit }) };
    if (isKept(name)) return { ...base, kind: 'kept' };
    const roles = fields.flatMap(([role, names]) => (has(names) ? [role] : []));
    const event = events.get(name);
    const names = new Set(roles.flatMap((role) => (role === 'url' ? [] : [...needs.names[role as NamedField]])));
    if (has(shape.bounce)) for (const word of WORDS) names.add(word);
    if (has(shape.machine)) for (const word of FLAGS) names.add(word);
    const isUsed = used.has(name) || used.has(`${name}[0]`);
    if (!isUsed && isAside(name) && ![...known].some((one) => one.startsWith(`${name.toLowerCase()}.`))) return { ...base, kind: 'dropped' };
    const asked = propertiesOf(name).flatMap((property) => needsOfProperty(property) ?? []);
    const isAddress = roles.some((role) => role === 'url' || role === 'link');
    if (roles.length === 0 && event === undefined && asked.length === 0 && has(shape.id?.parts.flat())) return { ...base, kind: 'id' };
    return {
      kind: 'other',
      isAddress,
      needs: joined([...(isAddress ? [needs.address] : []), ...asked], names),
      ...(event === undefined ? {} : { ofEvent: (text: string) => ofEvent(text, event, needs.names.activity) }),
      trimmed: isUsed,
    };
  };
  return {
    canonical,
    isKnown: (name) => {
      const lower = name.toLowerCase();
      return (
        known.has(lower) ||
        recognised.has(lower) ||
        isAside(name) ||
        isKept(name) ||
        propertiesOf(canonical(name)).some((one) => needsOfProperty(one) !== undefined)
      );
    },
    rule: (name) => rule(name),
  };
}

/** What becomes of a file with the contacts' attributes. */
export function columnsOfContacts(needs: JourneyNeeds, keep: ReadonlySet<string>): ColumnsOf {
  const canonical = (written: string): string => {
    const name = written.trim().normalize('NFC');
    if (name.toLowerCase() === 'contact') return 'contact';
    return name.toLowerCase().startsWith(ATTRIBUTE) ? name.slice(ATTRIBUTE.length) : name;
  };
  const isKept = (name: string): boolean => keep.has(name.toLowerCase()) || keep.has(ATTRIBUTE + name.toLowerCase());
  return {
    canonical,
    isKnown: (name) => canonical(name) === 'contact' || needs.attributes.has(canonical(name)) || isKept(canonical(name)),
    rule: (name) => ({
      kind: name === 'contact' ? 'contact' : isKept(name) ? 'kept' : 'other',
      isAddress: false,
      needs: needs.attributes.get(name) ?? NO_NEEDS,
      trimmed: name === 'contact',
    }),
  };
}

function joined(all: readonly Needs[], names: ReadonlySet<string>): Needs {
  const [only] = all;
  if (only === undefined && names.size === 0) return NO_NEEDS;
  if (only !== undefined && all.length === 1 && names.size === 0) return only;
  return {
    names: new Set([...names, ...all.flatMap((one) => [...one.names])]),
    tests: all.flatMap(({ tests }) => tests),
    fragments: all.flatMap(({ fragments }) => fragments),
    asNumber: all.some(({ asNumber }) => asNumber),
    asFlag: all.some(({ asFlag }) => asFlag),
    asDate: all.some(({ asDate }) => asDate),
  };
}

/** `a.b.c`: with `a` and `a.b`. */
const beginnings = (name: string): string[] => name.split('.').map((_, index, keys) => keys.slice(0, index + 1).join('.'));

interface EventField {
  readonly words: Set<string>;
  readonly functions: ((value: string) => EventRule)[];
}

/** The fields by whose values events are told, with the values that the shape knows. */
function eventFields(rule: EventRule, fields = new Map<string, EventField>()): Map<string, EventField> {
  if (typeof rule === 'string') return fields;
  if ('has' in rule) {
    if (!fields.has(rule.has)) fields.set(rule.has, { words: new Set(), functions: [] });
    eventFields(rule.then, fields);
    eventFields(rule.else, fields);
  } else if ('by' in rule) {
    for (const name of [rule.by].flat()) {
      const field = fields.get(name) ?? { words: new Set(), functions: [] };
      fields.set(name, field);
      for (const word of Object.keys(rule.is)) field.words.add(word);
      if (typeof rule.otherwise === 'function') field.functions.push(rule.otherwise);
    }
    for (const next of Object.values(rule.is)) eventFields(next, fields);
    if (rule.otherwise !== undefined && typeof rule.otherwise !== 'function') eventFields(rule.otherwise, fields);
    if (rule.missing !== undefined) eventFields(rule.missing, fields);
  }
  return fields;
}

function ofEvent(text: string, { words, functions }: EventField, activities: ReadonlySet<string>): string | undefined {
  if (words.has(text.toLowerCase()) || activities.has(fold(text))) return text;
  const last = text.slice(text.lastIndexOf('.') + 1);
  const says = functions.some((rule) => rule(text) !== 'performed' && rule(last) === rule(text));
  return says ? last : undefined;
}
