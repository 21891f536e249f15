import * as ast from '../generated/ast.ts';
import { nearestNames } from '../references/nearest-names.ts';
import type { Report } from './report.ts';
import { hasName } from '../references/names.ts';

/** The shapes of activity files that are known by name. */
const SHAPES: readonly string[] = [
  'journey',
  'xperience',
  'sendgrid',
  'mailgun',
  'ses',
  'postmark',
  'mailchimp',
  'mandrill',
  'brevo',
  'customerio',
  'braze',
  'iterable',
  'hubspot',
  'klaviyo',
  'segment',
  'rudderstack',
  'ga4',
  'mixpanel',
  'amplitude',
  'posthog',
  'cloudevents',
  'snowplow',
  'generic',
];

export function checkShape(source: ast.Source, report: Report): void {
  const { shape } = source;
  if (shape === undefined || SHAPES.includes(shape)) return;
  const suggestions = nearestNames(shape, SHAPES);
  const hint =
    suggestions[0] === undefined ? ` Leave \`as\` out to have it recognised, or name one of ${SHAPES.join(', ')}.` : ` Did you mean \`${suggestions[0]}\`?`;
  report('unknown-name', `There is no shape \`${shape}\`.${hint}`, { node: source, property: 'shape', suggestions });
}

/** A source that names columns has to name those without which nothing is a record. */
export function checkColumns(source: ast.Source, report: Report): void {
  const describes = source.clauses.some((clause) => ast.isColumnClause(clause) || ast.isEventClause(clause) || ast.isPropertyColumnClause(clause));
  if (source.shape !== undefined || !describes || !hasName(source)) return;
  const named = new Set(source.clauses.filter(ast.isColumnClause).map(({ what }) => what));
  if (source.clauses.some(ast.isEventClause)) named.add('event');
  const missing = ['contact', 'time', 'event'].filter((one) => !named.has(one));
  if (missing.length === 0) return;
  const words = missing.map((one) => (one === 'event' ? '`event column "…"` or `event is …`' : `\`${one} column "…"\``)).join(' and ');
  const message = `\`${source.name}\` does not say which column holds the ${missing.join(' and the ')}, so no row could become a record. Add ${words}.`;
  report('missing-column', message, { node: source, property: 'name' });
}
