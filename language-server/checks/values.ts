import { AstUtils, CstUtils } from 'langium';
import * as ast from '../generated/ast.ts';
import { stringValue } from '../lexing/string-value.ts';
import { durationValue } from '../lowering/duration.ts';
import { momentProblem } from '../lowering/moment.ts';
import type { Report } from './report.ts';

export function checkDuration(duration: ast.Duration, report: Report): void {
  // Half of a duration is a syntax error already.
  if (duration.value === undefined || duration.unit === undefined) return;
  const value = durationValue(duration);
  if (!value.ok) report('invalid-duration', value.problem, { node: duration });
}

export function checkMomentValue(value: ast.MomentValue, report: Report): void {
  const problem = value.moment === undefined ? undefined : momentProblem(value.moment);
  if (problem !== undefined) report('invalid-date', problem, { node: value });
}

export function checkDatesWindow(window: ast.DatesWindow, report: Report): void {
  const { since, until } = window;
  const problems = (['since', 'until'] as const).flatMap((property) => {
    const moment = window[property];
    const problem = moment === undefined ? undefined : momentProblem(moment);
    return problem === undefined ? [] : [{ property, problem }];
  });
  for (const { property, problem } of problems) report('invalid-date', problem, { node: window, property });
  if (problems.length > 0 || since === undefined || until === undefined) return;
  // A bare `until` date holds to the end of its day, so the same day twice is a day.
  const reversed = since.length === 10 && until.length === 10 ? until < since : Date.parse(until) < Date.parse(since);
  if (reversed) report('period-reversed', `The period ends (${until}) before it begins (${since}), so no record can count.`, { node: window });
}

export function checkKpi(kpi: ast.KpiClause, report: Report): void {
  const target = Number(kpi.target);
  if (Number.isNaN(target)) return;
  if (kpi.contacts && !Number.isInteger(target)) report('invalid-number', 'A target of contacts is a whole number.', { node: kpi, property: 'target' });
  if (!kpi.contacts && target > 100) report('invalid-number', 'A share of contacts is at most 100%.', { node: kpi, property: 'target' });
}

/** Unknown escapes, strings without an end, comments without an end, bidirectional control characters. */
export function checkStrings(file: ast.JourneyFile, report: Report): void {
  const document = AstUtils.getDocument(file);
  const text = document.textDocument;
  const rangeAt = (offset: number, length: number) => ({ start: text.positionAt(offset), end: text.positionAt(offset + length) });
  if (file.$cstNode) {
    for (const leaf of CstUtils.flattenCst(file.$cstNode)) {
      // One in other quotes is reported by the lexer.
      if (leaf.tokenType.name === 'STRING' && leaf.text.startsWith('"')) {
        for (const problem of stringValue(leaf.text).problems) {
          report('invalid-string', problem.message, { node: file, range: rangeAt(leaf.offset + problem.index, problem.length) });
        }
      } else if (leaf.tokenType.name === 'ML_COMMENT' && !(leaf.length >= 4 && leaf.text.endsWith('*/'))) {
        report('syntax', 'This comment has no end. Close it with `*/`.', { node: file, range: rangeAt(leaf.offset, 2) });
      }
    }
  }
  for (const match of text.getText().matchAll(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g)) {
    report('syntax', 'An invisible character here changes the direction of the text, so that it reads other than it means. Remove it.', {
      node: file,
      range: rangeAt(match.index, 1),
    });
  }
}
