import type { AstNode } from 'langium';
import * as ast from '../generated/ast.ts';
import type { Report } from './report.ts';
import { remove } from './report.ts';

/** A clause’s type and its first word. */
type Word = readonly [type: string, word: string];

/** Reports each clause that stands a second time where one is allowed. */
function atMostOnce(clauses: readonly AstNode[], words: readonly Word[], report: Report): void {
  for (const [type, word] of words) {
    reportSecond(
      clauses.filter((clause) => clause.$type === type),
      word,
      report,
    );
  }
}

function reportSecond([first, ...others]: readonly AstNode[], word: string, report: Report): void {
  for (const other of others) {
    report('duplicate-clause', `\`${word}\` stands here a second time; only one can hold. Remove one of them.`, {
      node: other,
      related: first ? [{ node: first, message: 'It stands here already.' }] : [],
      fixes: remove(other, 'Remove this one'),
    });
  }
}

const ID: Word = [ast.IdClause.$type, 'id'];

export function checkIdClauses(node: ast.Channel | ast.Form | ast.Page | ast.Activity, report: Report): void {
  atMostOnce(node.clauses, [ID, [ast.UrlClause.$type, 'url']], report);
}

export function checkEmailClauses(node: ast.Email, report: Report): void {
  atMostOnce(node.clauses, [ID, [ast.EmailChannelClause.$type, 'channel'], [ast.SubjectClause.$type, 'subject'], [ast.StatusClause.$type, 'status']], report);
}

export function checkJourneyClauses(node: ast.Journey, report: Report): void {
  const words: Word[] = [
    [ast.GoalClause.$type, 'goal'],
    [ast.AudienceClause.$type, 'audience'],
    [ast.OrderClause.$type, 'order'],
    [ast.ExpiresClause.$type, 'expires'],
    [ast.ReentryClause.$type, 'reentry'],
    [ast.ConsentClause.$type, 'consent'],
    [ast.TimezoneClause.$type, 'timezone'],
  ];
  atMostOnce(node.clauses, words, report);
}

export function checkStageClauses(node: ast.Stage, report: Report): void {
  const words: Word[] = [
    [ast.PhaseClause.$type, 'phase'],
    [ast.StallsClause.$type, 'stalls'],
    [ast.TouchpointsClause.$type, 'touchpoints'],
    [ast.OwnerClause.$type, 'owner'],
  ];
  atMostOnce(node.clauses, words, report);
}

export function checkCampaignClauses(node: ast.Campaign, report: Report): void {
  const words: Word[] = [
    [ast.ObjectiveClause.$type, 'objective'],
    [ast.CampaignJourneyClause.$type, 'journey'],
    [ast.PhaseClause.$type, 'phase'],
    [ast.MovesClause.$type, 'moves'],
    [ast.AudienceClause.$type, 'audience'],
    [ast.RunsClause.$type, 'runs'],
    [ast.ViaClause.$type, 'via'],
    [ast.UtmClause.$type, 'utm'],
    [ast.BudgetClause.$type, 'budget'],
  ];
  atMostOnce(node.clauses, words, report);
  const parameters = node.clauses.filter(ast.isUtmClause).flatMap((clause) => clause.parameters);
  for (const same of groups(parameters, ({ name }) => name)) reportSecond(same, `utm ${same[0]?.name ?? ''}`, report);
}

export function checkExperimentClauses(node: ast.Experiment, report: Report): void {
  const words: Word[] = [
    [ast.VariantsClause.$type, 'variants'],
    [ast.MeasureClause.$type, 'measure'],
    [ast.ConfidenceClause.$type, 'confidence'],
  ];
  atMostOnce(node.clauses, words, report);
}

export function checkSourceClauses(node: ast.Source, report: Report): void {
  const words: Word[] = [
    [ast.TimezoneClause.$type, 'timezone'],
    [ast.EventClause.$type, 'event'],
    [ast.ContactsClause.$type, 'contacts'],
  ];
  atMostOnce(node.clauses, words, report);
  for (const same of groups(node.clauses.filter(ast.isColumnClause), ({ what }) => what)) reportSecond(same, `${same[0]?.what ?? ''} column`, report);
  const named = node.clauses.filter(ast.isPropertyColumnClause);
  for (const same of groups(named, ({ kind, name }) => `${kind ?? ''} ${name ?? ''}`))
    reportSecond(same, `${same[0]?.kind ?? ''} ${same[0]?.name ?? ''}`, report);
  const mappings = node.clauses.filter(ast.isEventClause).flatMap((clause) => clause.mappings);
  for (const same of groups(mappings, ({ value }) => value?.toLowerCase())) reportSecond(same, `"${same[0]?.value ?? ''}"`, report);
}

export function checkTestContactClauses(node: ast.TestContact, report: Report): void {
  const attributes = node.entries.filter(ast.isTestAttribute);
  for (const same of groups(attributes, ({ attribute }) => attribute?.$refText)) reportSecond(same, same[0]?.attribute?.$refText ?? '', report);
}

/** Nodes by a key, in the order of their first; those without one are left out. */
function groups<Node extends AstNode>(nodes: readonly Node[], keyOf: (node: Node) => string | undefined): Node[][] {
  const found = new Map<string, Node[]>();
  for (const node of nodes) {
    const key = keyOf(node);
    if (key === undefined) continue;
    const same = found.get(key);
    if (same) same.push(node);
    else found.set(key, [node]);
  }
  return [...found.values()];
}
