/**
 * language.md §4: "A URL of a record matches a link or page after normalising both: scheme and host lower-cased, fragment,
 * trailing slash and `utm_*`, `gclid`, `fbclid`, `mc_*` parameters dropped; a pattern without `?` ignores the query."
 */
export function matchesAddress(url: string, pattern: string): boolean {
  const wanted = normalAddress(pattern);
  const found = normalAddress(url);
  return matchesGlob(pattern.includes('?') ? found : found.split('?', 1)[0]!, wanted);
}

/** An address without what does not tell pages apart. */
export function normalAddress(url: string): string {
  const [withoutFragment = ''] = url.split('#', 1);
  const [place = '', ...rest] = withoutFragment.split('?');
  const parameters = rest
    .join('?')
    .split('&')
    .filter((parameter) => parameter !== '' && !/^(utm_.*|gclid|fbclid|mc_.*)$/.test(parameter.split('=', 1)[0]!));
  const named = place.replace(/^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^/]*/, (start) => start.toLowerCase()).replace(/\/$/, '');
  return parameters.length === 0 ? named : `${named}?${parameters.join('&')}`;
}

/** language.md §2: "`*` is any run of characters; everything else is literal." */
export function matchesGlob(text: string, glob: string): boolean {
  const literal = glob.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 's').test(text);
}
