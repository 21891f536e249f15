/** What parts of a model name. */
export type ReferenceKind = 'channel' | 'email' | 'form' | 'page' | 'activity' | 'segment' | 'score' | 'campaign' | 'stage' | 'link';

const FIELDS: Readonly<Record<string, ReferenceKind>> = {
  channel: 'channel',
  email: 'email',
  page: 'page',
  segment: 'segment',
  score: 'score',
  campaign: 'campaign',
  stage: 'stage',
  goal: 'stage',
};

/** Of these each item is a name; what they hold besides is none: `forms: 'any'`. */
const LISTS: Readonly<Record<string, ReferenceKind>> = { forms: 'form', activities: 'activity', stages: 'stage' };

/** What holds texts of people's own, and no name of a part. */
const OTHER_FIELDS: ReadonlySet<string> = new Set(['source', 'utm', 'kpis', 'moves', 'touchpoints']);

/** A part of a model with other names for what it names. `within`: of a link, the key of its email. */
export function mapReferences<Part>(part: Part, nameOf: (kind: ReferenceKind, name: string, within?: string) => string): Part {
  const visit = (value: unknown, field: string): unknown => {
    if (typeof value === 'string') return FIELDS[field] === undefined ? value : nameOf(FIELDS[field], value);
    if (Array.isArray(value)) return value.map((item: unknown) => (typeof item === 'string' && LISTS[field] ? nameOf(LISTS[field], item) : visit(item, '')));
    if (typeof value !== 'object' || value === null || 'operator' in value) return value;
    const { email, link } = value as { readonly email?: unknown; readonly link?: unknown };
    const fields = Object.entries(value).map(([name, inner]: [string, unknown]) => {
      if (OTHER_FIELDS.has(name)) return [name, inner];
      return [name, name === 'link' && typeof link === 'string' && typeof email === 'string' ? nameOf('link', link, email) : visit(inner, name)];
    });
    return Object.fromEntries(fields);
  };
  return visit(part, '') as Part;
}
