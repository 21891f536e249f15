import type { Needs } from './journey-needs.ts';
import type { StandIns } from './stand-ins.ts';
import { replacedBetween, standInFor } from './stand-in-text.ts';

/** How the value of a query's parameter is replaced where records take a property from it; undefined for any other. */
export type OfParameter = (name: string, value: string) => string | undefined;

/**
 * A stand-in for the address of a page or link that fits the patterns which it fitted, and no others. Hosts, segments of paths
 * and parameters stay where a pattern names them; all else is replaced, part by part, so that different addresses stay different.
 */
export function standInAddress(address: string, needs: Needs, standIns: StandIns, ofParameter: OfParameter): string | undefined {
  const named = namedParts(needs.fragments);
  const [, origin = '', path = '', query = '', fragment = ''] = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?$/is.exec(address) ?? [
    '',
    '',
    address,
  ];
  return standInFor(address, needs, (attempt, kept) => {
    const parts = kept.flatMap((one) => one.split(/[/?&=]/)).filter((part) => part !== '' && !part.includes(':'));
    const replaced = (text: string): string => (text === '' || named.parts.has(text) ? text : replacedBetween(text, parts, standIns, attempt));
    const parameter = (text: string): string => {
      if (named.parameters.has(text)) return text;
      const mark = text.indexOf('=');
      const name = mark < 0 ? text : text.slice(0, mark);
      const own = mark < 0 ? undefined : ofParameter(name.toLowerCase(), text.slice(mark + 1));
      const isKnown = own !== undefined || named.parameterNames.has(name) || isOfSender(name);
      return (isKnown ? name : replaced(name)) + (mark < 0 ? '' : `=${own ?? replaced(text.slice(mark + 1))}`);
    };
    return [
      standInOrigin(origin, named.hosts, standIns),
      path.split('/').map(replaced).join('/'),
      query === '' ? '' : `?${query.slice(1).split('&').map(parameter).join('&')}`,
      fragment === '' ? '' : `#${standIns.ofText(fragment.slice(1), attempt)}`,
    ].join('');
  });
}

/** Names that senders and advertisers put into links everywhere: that they are there says nothing of anybody. */
const isOfSender = (parameter: string): boolean => /^(?:utm_(?:source|medium|campaign|content|term)|gclid|fbclid)$/i.test(parameter);

function standInOrigin(origin: string, hosts: ReadonlySet<string>, standIns: StandIns): string {
  if (origin === '') return '';
  const [scheme = '', host = ''] = origin.toLowerCase().split('://');
  const known = /^(?:https?|app)$/.test(scheme) ? scheme : standIns.ofText(scheme).toLowerCase();
  return `${known}://${hosts.has(host) ? host : `${standIns.ofText(host.replaceAll('@', ' ')).toLowerCase()}.invalid`}`;
}

interface NamedParts {
  readonly hosts: ReadonlySet<string>;
  readonly parts: ReadonlySet<string>;
  /** `name=value`, and the names alone. */
  readonly parameters: ReadonlySet<string>;
  readonly parameterNames: ReadonlySet<string>;
}

const known = new WeakMap<readonly string[], NamedParts>();

function namedParts(fragments: readonly string[]): NamedParts {
  const before = known.get(fragments);
  if (before !== undefined) return before;
  const hosts = new Set<string>();
  const parts = new Set<string>();
  const parameters = new Set<string>();
  const parameterNames = new Set<string>();
  for (const fragment of fragments) {
    const [address = '', query] = fragment.split('?');
    const [, host, path = ''] = /^(?:[a-z][a-z0-9+.-]*:\/\/([^/]+))?(.*)$/is.exec(address) ?? [];
    if (host !== undefined) hosts.add(host.toLowerCase());
    for (const part of path.split('/')) parts.add(part);
    for (const parameter of query?.split('&') ?? []) {
      parameters.add(parameter);
      parameterNames.add(parameter.split('=', 1)[0] ?? '');
    }
  }
  const named = { hosts, parts, parameters, parameterNames };
  known.set(fragments, named);
  return named;
}
