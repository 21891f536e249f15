import type { CellTest } from '../simulator/matching/compare.ts';
import { cellTest } from '../simulator/matching/compare.ts';
import { fold } from '../simulator/matching/fold.ts';
import type { Compare, EventPattern, PageSelector } from '../model/condition.ts';
import type { Model } from '../model/model.ts';
import { TimeZone } from '../time/time-zone.ts';
import { urlMatcher } from '../urls/url.ts';

/** What a model asks of one field of the records: everything that could tell two of its values apart. */
export interface Needs {
  /** Texts that the model names itself, folded: to keep them says nothing that the model does not say. */
  readonly names: ReadonlySet<string>;
  /** What the model asks of any other text. */
  readonly tests: readonly CellTest[];
  /** Parts of texts that those tests look for. */
  readonly fragments: readonly string[];
  readonly asNumber: boolean;
  readonly asFlag: boolean;
  readonly asDate: boolean;
}

export const NO_NEEDS: Needs = { names: new Set(), tests: [], fragments: [], asNumber: false, asFlag: false, asDate: false };

export type NamedField = 'email' | 'link' | 'channel' | 'form' | 'page' | 'campaign' | 'activity';

/** What a model needs of activity files, so that nobody's way through its journeys changes. */
export interface JourneyNeeds {
  readonly names: Readonly<Record<NamedField, ReadonlySet<string>>>;
  /** Of addresses of pages and links. */
  readonly address: Needs;
  /** By name: properties of records. */
  readonly properties: ReadonlyMap<string, Needs>;
  /** By name: attributes of contacts. */
  readonly attributes: ReadonlyMap<string, Needs>;
}

export function needsOf(model: Model | undefined): JourneyNeeds {
  const compares: Compares = { properties: new Map(), attributes: new Map(), globs: new Set() };
  if (model !== undefined) collect(model, compares);
  const naming = (things: readonly { readonly name: string; readonly label: string; readonly ids: readonly string[] }[] = []): ReadonlySet<string> =>
    new Set(things.flatMap(({ name, label, ids }) => [...ids, name, label]).map(fold));
  const globs = [
    ...(model?.emails.flatMap(({ links }) => links.map(({ url }) => url)) ?? []),
    ...(model?.pages.flatMap(({ urls }) => urls) ?? []),
    ...compares.globs,
  ];
  const onAddress = needsOfCompares(compares.properties.get('url') ?? []);
  return {
    names: {
      email: naming(model?.emails),
      link: new Set(model?.emails.flatMap(({ links }) => links.map(({ name }) => fold(name)))),
      channel: naming(model?.channels),
      form: naming(model?.forms),
      page: naming(model?.pages),
      campaign: naming(model?.campaigns.map(({ name, label, utm }) => ({ name, label, ids: utm['campaign'] === undefined ? [] : [utm['campaign']] }))),
      activity: naming(model?.activities),
    },
    address: {
      ...onAddress,
      tests: [...globs.map(urlMatcher), ...onAddress.tests],
      fragments: [...new Set([...globs.flatMap((glob) => glob.split('*')), ...onAddress.fragments])],
    },
    properties: new Map([...compares.properties].map(([name, own]) => [name, needsOfCompares(own)])),
    attributes: new Map([...compares.attributes].map(([name, own]) => [name, needsOfCompares(own)])),
  };
}

function needsOfCompares(compares: readonly Compare[]): Needs {
  const utc = TimeZone.named('UTC')!;
  const names = new Set<string>();
  const fragments = new Set<string>();
  for (const compare of compares) {
    switch (compare.operator) {
      case 'missing':
      case 'present':
        break;
      case 'in':
        for (const value of compare.values) names.add(fold(String(value)));
        break;
      case 'contains':
      case 'starts-with':
      case 'ends-with':
        fragments.add(fold(compare.value));
        break;
      case 'matches':
        for (const part of fold(compare.value).split('*')) fragments.add(part);
        break;
      default:
        names.add(fold(String(compare.value)));
    }
  }
  return {
    names,
    tests: compares.filter(({ type }) => type !== 'date').map((compare) => cellTest(compare, utc)),
    fragments: [...fragments],
    asNumber: compares.some(({ type }) => type === 'number'),
    asFlag: compares.some(({ type }) => type === 'flag'),
    asDate: compares.some(({ type }) => type === 'date'),
  };
}

interface Compares {
  readonly properties: Map<string, Compare[]>;
  readonly attributes: Map<string, Compare[]>;
  readonly globs: Set<string>;
}

/** Conditions stand in many places of a model, so all of it is looked through. */
function collect(value: unknown, into: Compares, isOfAttribute = false): void {
  if (typeof value !== 'object' || value === null) return;
  const part = value as { readonly kind?: unknown; readonly property?: string };
  if (part.kind === 'compare' && part.property !== undefined) {
    const own = isOfAttribute ? into.attributes : into.properties;
    own.set(part.property, [...(own.get(part.property) ?? []), value as Compare]);
    return;
  }
  if (part.kind === 'email' || part.kind === 'visited') for (const glob of globsOf(value as EventPattern)) into.globs.add(glob);
  for (const inner of Object.values(value)) collect(inner, into, part.kind === 'attribute');
}

function globsOf(event: EventPattern): string[] {
  if (event.kind === 'email') return event.url === undefined ? [] : [event.url];
  if (event.kind !== 'visited' || event.pages === 'any') return [];
  return event.pages.flatMap((page: PageSelector) => ('url' in page ? [page.url] : []));
}
