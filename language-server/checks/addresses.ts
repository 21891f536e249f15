import * as ast from '../generated/ast.ts';
import { hasName, linksOf } from '../references/names.ts';
import type { Report } from './report.ts';

/** Parameters that are dropped from both sides before a URL is compared with a pattern. */
const TRACKING = /[?&*](?:(?:utm_|mc_)\w*\*?|gclid|fbclid)(?==|&|#|$)/i;

/** A pattern that asks for what is dropped from every URL. */
export function checkGlob(node: ast.EmailPattern | ast.PageItem, report: Report): void {
  reportStripped(node.url, { node, property: 'url' }, report);
}

export function checkUrlClause(clause: ast.UrlClause, report: Report): void {
  clause.values.forEach((value, index) => reportStripped(value, { node: clause, property: 'values', index }, report));
}

function reportStripped(
  glob: string | undefined,
  place: { node: ast.EmailPattern | ast.PageItem | ast.UrlClause; property: string; index?: number },
  report: Report,
): void {
  const parameter = glob === undefined ? undefined : TRACKING.exec(glob)?.[0].slice(1).split('=')[0];
  if (parameter === undefined) return;
  const message = `\`${parameter}\` says where a visitor came from and is dropped from every address before it is compared, so it decides nothing here. Ask with a filter: \`where utm_campaign == "…"\`.`;
  report('stripped-parameter', message, place);
}

/** A pattern that none of the email's links can match. */
export function checkLinkGlob(pattern: ast.EmailPattern, report: Report): void {
  const { url, emails } = pattern;
  if (url === undefined || !emails || emails.items.length === 0 || ast.isTestRecord(pattern.$container)) return;
  const named = emails.items.map(({ email, link }) => ({ email: email?.ref, link }));
  const links = named.flatMap(({ email }) => (email ? linksOf(email) : []));
  // An email whose links are not declared can have any.
  if (named.some(({ email, link }) => !email || link || linksOf(email).length === 0)) return;
  const fits = urlTest(url);
  if (links.some((link) => link.url === undefined || fits(link.url))) return;
  const names = named.map(({ email }) => `\`${email?.name ?? ''}\``).join(' and ');
  const message = `No link of ${names} fits "${url}", so this never matches. Correct the pattern, or declare the link with the email.`;
  report('link-not-in-email', message, {
    node: pattern,
    property: 'url',
    related: links.map((link) => ({ node: link, message: `\`${link.name ?? ''}\` leads to "${link.url ?? ''}".` })),
  });
}

/** Two links of one email, or two pages of a file, that a record cannot tell apart. */
export function checkSameLink(email: ast.Email, report: Report): void {
  const seen = new Map<string, ast.Link>();
  for (const link of linksOf(email)) {
    if (link.url === undefined || !hasName(link)) continue;
    const key = normal(link.url, true);
    const other = seen.get(key);
    if (!other) {
      seen.set(key, link);
      continue;
    }
    const message = `\`${link.name}\` leads where \`${other.name ?? ''}\` leads, so a click on one counts as a click on the other. Give one of them another address.`;
    report('same-url', message, { node: link, property: 'url', related: [{ node: other, message: `\`${other.name ?? ''}\` has the same address.` }] });
  }
}

export function checkSamePage(file: ast.JourneyFile, report: Report): void {
  const seen = new Map<string, { page: ast.Page; clause: ast.UrlClause }>();
  for (const page of file.declarations.filter(ast.isPage)) {
    for (const clause of page.clauses.filter(ast.isUrlClause)) {
      clause.values.forEach((value, index) => {
        const key = normal(value, value.includes('?'));
        const other = seen.get(key);
        if (!other) {
          seen.set(key, { page, clause });
          return;
        }
        const whose = other.page === page ? 'this page' : `\`${other.page.name ?? ''}\``;
        report('same-url', `"${value}" belongs to ${whose} already, so a visit counts for both. Give one of them another pattern.`, {
          node: clause,
          property: 'values',
          index,
          related: [{ node: other.clause, message: 'It stands here already.' }],
        });
      });
    }
  }
}

/** Scheme and host in lower case; fragment, closing slash and tracking parameters gone. The query only where asked for. */
function normal(text: string, withQuery: boolean): string {
  const [whole = ''] = text.trim().split('#', 1);
  const [address = '', ...rest] = whole.split('?');
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(address)?.[0] ?? '';
  const base = (origin.toLowerCase() + address.slice(origin.length)).replace(/(?<!\/)\/$/, '');
  const query = rest
    .join('?')
    .split('&')
    .filter((parameter) => parameter !== '' && !/^(?:utm_|mc_|gclid(?:=|$)|fbclid(?:=|$))/i.test(parameter));
  return withQuery && query.length > 0 ? `${base}?${query.join('&')}` : base;
}

/** A test of addresses against a glob: `*` is any run of characters, all else literal. Whether letters are large is left out of account, to report too little rather than too much. */
function urlTest(glob: string): (url: string) => boolean {
  const withQuery = glob.includes('?');
  const pieces = normal(glob, withQuery).toLowerCase().split('*');
  return (url) => {
    const text = normal(url, withQuery).toLowerCase();
    const [first = '', ...others] = pieces;
    if (others.length === 0) return text === first;
    if (!text.startsWith(first)) return false;
    const last = others.pop() ?? '';
    let at = first.length;
    for (const piece of others) {
      const found = text.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}
