import type { AstNode } from 'langium';
import * as ast from '../generated/ast.ts';
import type { Report } from './report.ts';

type Word = readonly [type: string, word: string];

/** Reports each clause that stands a second time where one is allowed. */
function atMostOnce(clauses: readonly AstNode[], words: readonly Word[], report: Report): void {
  for (const [type, word] of words) {
    const [first, ...others] = clauses.filter((clause) => clause.$type === type);
    for (const other of others) {
      report('duplicate-clause', `\`${word}\` stands here a second time; only one can hold. Remove one of them.`, {
        node: other,
        related: first ? [{ node: first, message: 'It stands here already.' }] : [],
      });
    }
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
