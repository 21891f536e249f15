import { isTracking, normalUrl, urlMatcher } from '../../src/urls/url.ts';
import * as ast from '../generated/ast.ts';
import { hasName, linksOf } from '../references/names.ts';
import type { Report } from './report.ts';

/** What could be a parameter of a URL in a glob, which may begin anywhere in it. */
const PARAMETER = /[?&*](\w+\*?)(?==|&|#|$)/g;

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
  const parameter = [...(glob ?? '').matchAll(PARAMETER)].map(([, name = '']) => name).find(isTracking);
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
  // Whether letters are large is left out of account, to report too little rather than too much.
  const fits = urlMatcher(url.toLowerCase());
  if (links.some((link) => link.url === undefined || fits(link.url.toLowerCase()))) return;
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
    const key = normalUrl(link.url);
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
        const key = normalUrl(value);
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
