import { matchesGlob } from './glob.ts';

/** Whether a parameter says where a visitor came from, not what was visited. Such are left out of account. */
export const isTracking = (parameter: string): boolean => /^(?:utm_|mc_)|^(?:gclid|fbclid)$/i.test(parameter);

interface NormalUrl {
  /** Scheme and host in lower case, without fragment, query and trailing slash. */
  readonly base: string;
  /** With its `?`, without tracking parameters; empty where nothing is left. */
  readonly query: string;
}

/** Total: what is not a URL is treated as a path. */
function normalise(text: string): NormalUrl {
  const [withoutFragment = ''] = text.trim().split('#', 1);
  const mark = withoutFragment.indexOf('?');
  const address = mark < 0 ? withoutFragment : withoutFragment.slice(0, mark);
  const parameters = mark < 0 ? [] : withoutFragment.slice(mark + 1).split('&');
  const kept = parameters.filter((parameter) => parameter !== '' && !isTracking(parameter.split('=', 1)[0] ?? ''));
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(address)?.[0] ?? '';
  const base = (origin.toLowerCase() + address.slice(origin.length)).replace(/(?<!\/)\/$/, '');
  return { base, query: kept.length === 0 ? '' : `?${kept.join('&')}` };
}

/** One text for all spellings of an address: what distinct pages are told apart by. */
export function normalUrl(text: string): string {
  const { base, query } = normalise(text);
  return base + query;
}

/** A test of addresses against a glob. A glob without `?` ignores the query. */
export function urlMatcher(glob: string): (url: string) => boolean {
  const pattern = normalise(glob);
  const withQuery = glob.includes('?');
  const whole = pattern.base + pattern.query;
  return (url) => {
    if (url === '') return false;
    const { base, query } = normalise(url);
    return withQuery ? matchesGlob(whole, base + query) : matchesGlob(pattern.base, base);
  };
}

/** Whether a cell that may hold a name or an address holds an address. */
export const isUrl = (text: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(text);

/** A parameter's value, decoded; empty where it is missing. */
export function urlParameter(url: string, name: string): string {
  const [withoutFragment = ''] = url.split('#', 1);
  const query = withoutFragment.split('?').slice(1).join('?');
  for (const parameter of query.split('&')) {
    const [key = '', ...value] = parameter.split('=');
    if (key.toLowerCase() === name) return decoded(value.join('='));
  }
  return '';
}

function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    // Half an escape is common in real exports; the text as it stands says more than nothing.
    return spaced;
  }
}
