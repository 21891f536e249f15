import { AstUtils, GrammarUtils } from 'langium';
import type { Condition } from '../../src/model/condition.ts';
import { undecidableParts } from '../../src/analysis/undecidable.ts';
import * as ast from '../generated/ast.ts';
import { lowerCondition } from '../lowering/lower-condition.ts';
import { LoweringContext } from '../lowering/lowering-context.ts';
import { hasName, stagesOf } from '../references/names.ts';
import { canBeginPass } from './conditions.ts';
import { isCutOff } from './cut-off.ts';
import type { Fix, Report } from './report.ts';

export function checkTimezone(clause: ast.TimezoneClause, report: Report): void {
  if (clause.value === undefined) return;
  try {
    new Intl.DateTimeFormat('en', { timeZone: clause.value });
  } catch {
    report('invalid-timezone', `"${clause.value}" is not a time zone. Write an IANA name such as "Europe/Prague".`, { node: clause, property: 'value' });
  }
}

/** Each stage says how contacts get into it. */
export function checkStageEntry(stage: ast.Stage, report: Report): void {
  const enters = stage.clauses.filter(ast.isEnterClause);
  if (enters.length === 0 && hasName(stage)) {
    report('missing-enter', `Nothing says how a contact gets into \`${stage.name}\`. Add \`enter when …\`.`, {
      node: stage,
      property: 'name',
      fixes: enterFix(stage),
    });
  }
  for (const enter of enters) {
    if (!enter.condition && !enter.after && !isCutOff(enter)) {
      report('missing-when', 'This `enter` says neither when nor after which time. Add `when …` or `after …`.', { node: enter });
    }
    if (enter.after && canBeginPass(enter)) {
      report('within-without-anchor', 'After that time of what? This clause can begin the journey, before any stage is entered.', {
        node: enter,
        property: 'after',
      });
    }
    if (!stage.side) continue;
    if (!enter.from) {
      report('side-stage-needs-from', `A side stage has no stage before it. Say where contacts come from: \`enter from any when …\`.`, { node: enter });
    } else if (enter.from.outside) {
      report('side-stage-needs-from', 'A journey cannot begin in a side stage. Name the stages from which contacts come.', { node: enter, property: 'from' });
    }
  }
}

/** A clause to complete, behind the brace that opens the stage. */
function enterFix(stage: ast.Stage): Fix[] {
  const brace = GrammarUtils.findNodeForKeyword(stage.$cstNode, '{');
  if (!brace) return [];
  const place = { start: brace.range.end, end: brace.range.end };
  const clause = stage.side ? 'enter from any when been active' : 'enter when been active';
  return [{ title: `Add \`${clause}\` to begin with`, edits: [{ range: place, newText: `\n    ${clause}` }] }];
}

export function checkWayIn(journey: ast.Journey, report: Report): void {
  const stages = stagesOf(journey);
  if (!hasName(journey)) return;
  if (stages.some((stage) => stage.clauses.some((clause) => ast.isEnterClause(clause) && canBeginPass(clause)))) return;
  const first = stages.find((stage) => !stage.side);
  const message = first
    ? `No clause starts \`${journey.name}\`, so no contact can ever be in it. Write \`enter when …\` in its first stage, or \`enter from outside when …\`.`
    : `\`${journey.name}\` has no stage of its path, so no contact can ever be in it. Add \`stage NAME { enter when … }\`.`;
  // A first stage without any clause is reported for itself.
  if ((first && !first.clauses.some(ast.isEnterClause)) || isCutOff(journey)) return;
  report('no-way-in', message, { node: journey, property: 'name' });
}

export function checkGoal(journey: ast.Journey, report: Report): void {
  for (const clause of journey.clauses) {
    if (ast.isGoalClause(clause) && clause.stage?.ref?.side) {
      report('goal-not-on-path', `The goal \`${clause.stage.$refText}\` is a side stage; a goal is a stage of the path.`, { node: clause, property: 'stage' });
    }
  }
}

/** A condition that what happens later could always still make false never becomes true. */
export function checkUndecidable(enter: ast.EnterClause, report: Report): void {
  if (enter.condition) checkUndecidableParts(enter, enter.condition, !canBeginPass(enter), report);
}

/** The same for any condition. `anchored`: whether there is a moment from which no window counts. */
export function checkUndecidableParts(node: ast.EnterClause | ast.SendClause, condition: ast.Condition, anchored: boolean, report: Report): void {
  const document = AstUtils.getDocument(node);
  // Which names stand for which keys decides nothing here, and to find out would take time in proportion to the file.
  const lowered = lowerCondition(condition, new LoweringContext([], []));
  if (!lowered) return;
  for (const part of undecidableParts(lowered, anchored)) {
    const end = document.textDocument.positionAt(part.source.end);
    const counted = part.kind === 'not' ? part.operand : part;
    const takesWindow = counted.kind === 'occurrence' && counted.window.kind === 'none';
    const windows = part.kind === 'not' ? ['within 14 days', 'for 14 days', 'in last 14 days', 'ever'] : ['within 14 days', 'in last 14 days', 'ever'];
    report('undecidable', `${whyUndecidable(part)} Say until when: add \`within …\`, \`for …\`, \`in last …\` or \`ever\`.`, {
      node,
      source: part.source,
      fixes: takesWindow ? windows.map((window) => ({ title: `Add \`${window}\``, edits: [{ range: { start: end, end }, newText: ` ${window}` }] })) : [],
    });
  }
}

function whyUndecidable(part: Condition): string {
  const isCount = part.kind === 'occurrence';
  return isCount
    ? 'This can never become true: another record can always still come and raise the count.'
    : 'This can never become true: what it denies can always still happen.';
}
