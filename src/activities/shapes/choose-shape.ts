import { ReadFailure } from '../read-failure.ts';
import { genericShape } from './generic.ts';
import { GENERIC, KNOWN_SHAPES, SHAPE_NAMES } from './known-shapes.ts';
import { OWN_FIELDS } from './journey.ts';
import type { Shape } from './shape.ts';

/** A shape, with what the user should know of how it was chosen. */
export interface ChosenShape {
  readonly shape: Shape;
  readonly note?: string;
}

/** The shape named so; throws a ReadFailure where there is none. `generic` has none before the columns are known. */
export function namedShape(name: string): Shape | undefined {
  const shape = KNOWN_SHAPES.find((one) => one.name === name);
  if (shape === undefined && name !== GENERIC) {
    throw new ReadFailure('unsupported', `There is no shape "${name}". Name one of ${SHAPE_NAMES.join(', ')}.`);
  }
  return shape;
}

/** By the names of a table's columns. Throws a ReadFailure where there is not exactly one shape for them. */
export function chooseByColumns(path: string, written: readonly string[]): ChosenShape {
  const names = new Set(written.map(canonical));
  return (
    chooseOne(
      path,
      candidates(() => names),
    ) ?? chooseGeneric(path, written)
  );
}

/** By the first records of a JSON file: the first one that is of a known shape decides; `generic`: none does. */
export function chooseByRecords(path: string, sample: readonly object[], generic: boolean): ChosenShape {
  for (const record of generic ? [] : sample) {
    const chosen = chooseOne(
      path,
      candidates((shape) => fieldsOf(record, shape)),
    );
    if (chosen !== undefined) return chosen;
  }
  return chooseGeneric(path, [...new Set(sample.flatMap((record) => [...fieldsOf(record)]))], true);
}

/** Whether a record has the fields by which a shape is recognised: the given one, or any. */
export function isRecordOf(record: object, shape: Shape | undefined): boolean {
  const shapes = shape === undefined ? KNOWN_SHAPES : [shape];
  return shapes.some((one) => fits(one, fieldsOf(record, one)) || (shape !== undefined && hasNeeds(one, fieldsOf(record, one))));
}

export function chooseGeneric(path: string, written: readonly string[], isJson = false): ChosenShape {
  const columns = genericShape(written);
  if (columns.ok) {
    const { shape, contact, time, event } = columns;
    return {
      shape,
      note: `${path}: read as a table of no known shape: the contact is "${contact}", the time "${time}", the event "${event}". A source can say otherwise.`,
    };
  }
  const [several] = columns.several;
  if (several !== undefined) {
    const which = several.map((name) => `"${name}"`).join(' and ');
    throw new ReadFailure(
      'wrong-shape',
      `${path}: ${which} could both be what every record needs one of. Say in a source which columns hold the contact, the time and the event.`,
    );
  }
  const names = new Set(written.map(canonical));
  const missing = OWN_FIELDS.filter((name) => !names.has(name)).map((name) => `no "${name}"`);
  throw new ReadFailure(
    'wrong-shape',
    `${path}: ${missing.join(', ')} among the ${written.length} ${isJson ? 'fields' : 'columns'}, and they are of no other known shape. ` +
      'Name the shape with --as, or describe the columns in a source.',
  );
}

function chooseOne(path: string, found: readonly Shape[]): ChosenShape | undefined {
  const [shape, ...others] = found;
  if (shape === undefined) return undefined;
  if (others.length > 0) {
    const names = found.map(({ name }) => name);
    throw new ReadFailure('wrong-shape', `${path}: this could be ${names.slice(0, -1).join(', ')} or ${names.at(-1)!}. Say which with --as NAME.`);
  }
  if (shape.unverified === undefined) return { shape };
  return { shape, note: `${path}: read as ${shape.name}. ${shape.unverified} Compare some records with what you know.` };
}

function candidates(fieldsFor: (shape: Shape) => ReadonlySet<string>): Shape[] {
  return KNOWN_SHAPES.filter((shape) => fits(shape, fieldsFor(shape)));
}

function fits({ recognised, never = [] }: Shape, names: ReadonlySet<string>): boolean {
  return recognised.some((set) => set.every((name) => names.has(name.toLowerCase()))) && !never.some((name) => names.has(name.toLowerCase()));
}

function hasNeeds({ contact, time }: Shape, names: ReadonlySet<string>): boolean {
  return contact.some((name) => names.has(name.toLowerCase())) && time.some(({ field }) => names.has(field.toLowerCase()));
}

/** The dotted names of a record's fields, in lower case, as the shape's layout gives them. */
function fieldsOf(record: object, shape?: Shape): ReadonlySet<string> {
  const names = new Set<string>();
  addFields(record, '', new Set(shape?.envelopes), new Set([...(shape?.envelopes ?? []), ...(shape?.embedded ?? [])]), names, 0);
  return names;
}

function addFields(value: object, path: string, envelopes: ReadonlySet<string>, texts: ReadonlySet<string>, names: Set<string>, depth: number): void {
  // A name deeper than that recognises nothing.
  if (depth > 6) return;
  for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
    const own = path === '' || envelopes.has(path) ? key : `${path}.${key}`;
    if (Array.isArray(inner) || envelopes.has(own)) names.add(canonical(own));
    const nested = typeof inner === 'string' && texts.has(own) ? objectIn(inner) : Array.isArray(inner) ? (inner[0] as unknown) : inner;
    if (typeof nested === 'object' && nested !== null && !Array.isArray(nested)) addFields(nested, own, envelopes, texts, names, depth + 1);
    else names.add(canonical(own));
  }
}

function objectIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function canonical(written: string): string {
  return written.trim().normalize('NFC').toLowerCase();
}
