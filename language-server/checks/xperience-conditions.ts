import type { AstNode } from 'langium';
import { AstUtils, GrammarUtils } from 'langium';
import * as ast from '../generated/ast.ts';
import type { EventKind } from './provider-facts.ts';
import { eventKindOf } from './providers.ts';
import type { Fix, Place, Report } from './report.ts';

export interface StageRules {
  readonly report: Report;
  /** Events of which another diagnostic says at the same place that they cannot be asked for. */
  readonly told: ReadonlySet<EventKind>;
}

/** In UTF-16 code units. */
const LONGEST_VALUE = 200;

const LOG_IT = 'Have a custom activity logged for it, by your developers or an automation process, and ask for that: `performed …`.';

/**
 * What a condition asks that no rule of a stage in Xperience by Kentico does. There are five rules: a page was visited, a
 * form submitted, a link of an email clicked, a custom activity performed, a member registered. `beginsPass`: whether the
 * condition is asked outside the journey, where `ever` is what no window means.
 */
export function checkStageCondition(condition: ast.Condition, beginsPass: boolean, rules: StageRules): void {
  const { report } = rules;
  switch (condition.$type) {
    case ast.OrCondition.$type:
    case ast.AndCondition.$type:
      for (const operand of condition.operands) checkStageCondition(operand, beginsPass, rules);
      return;
    case ast.NotCondition.$type:
      report(
        'xperience-negation',
        'A stage of Xperience by Kentico asks only for what a contact did, never for what it did not do. Let an automation process wait, ask in a condition step and log a custom activity, and ask for that: `performed …`.',
        { node: condition },
      );
      return;
    case ast.ChainCondition.$type:
      report(
        'xperience-chain',
        'The rules of one stage in Xperience by Kentico have no order among themselves. Make a stage of each link of this chain: stages are reached in their order.',
        { node: condition },
      );
      return;
    case ast.Occurrence.$type:
      checkOccurrence(condition, beginsPass, rules);
      return;
    default:
      report('xperience-state', whyNoState(condition), { node: condition });
  }
}

/**
 * A stage has rules in groups: two levels. Levels of one operator are one level, and the `enter` clauses of a stage are
 * joined by `or`.
 */
export function checkStageNesting(conditions: readonly ast.Condition[], report: Report): void {
  const top = conditions.length > 1 ? { operator: ast.OrCondition.$type, level: 1 } : { operator: undefined, level: 0 };
  for (const condition of conditions) checkNesting(condition, top.operator, top.level, report);
}

function checkNesting(condition: ast.Condition, operator: string | undefined, level: number, report: Report): void {
  if (!ast.isOrCondition(condition) && !ast.isAndCondition(condition)) return;
  const own = condition.$type === operator ? level : level + 1;
  if (own > 2) {
    report(
      'xperience-nesting',
      'A stage of Xperience by Kentico has groups of rules, and no groups within groups. Multiply it out (`a and (b or c and d)` is `a and b or a and c and d`), or have a custom activity logged for this part.',
      { node: condition },
    );
    return;
  }
  for (const operand of condition.operands) checkNesting(operand, condition.$type, own, report);
}

type State = Exclude<ast.Condition, ast.OrCondition | ast.AndCondition | ast.NotCondition | ast.ChainCondition | ast.Occurrence>;

function whyNoState({ $type }: State): string {
  const process = 'The condition step of an automation process does: let it log a custom activity, and ask for that: `performed …`.';
  switch ($type) {
    case ast.InSegment.$type:
      return 'A stage of Xperience by Kentico does not ask for contact groups. Ask for the activities that bring contacts into the segment, and look at the journey by contact group.';
    case ast.AttributeCompare.$type:
      return `A stage of Xperience by Kentico does not look at the fields of a contact. ${process}`;
    case ast.Subscribed.$type:
      return `A stage of Xperience by Kentico does not ask who is in a recipient list. ${process}`;
    case ast.Consented.$type:
      return `A stage of Xperience by Kentico does not ask for consent, and contacts without it leave few activities anyway. ${process}`;
    case ast.ScoreCompare.$type:
      return `A stage of Xperience by Kentico does not ask for points. ${LOG_IT}`;
  }
}

function checkOccurrence(occurrence: ast.Occurrence, beginsPass: boolean, { report, told }: StageRules): void {
  const { pattern, count, window } = occurrence;
  const kind = pattern && eventKindOf(pattern);
  if (!kind || told.has(kind)) return;
  const problem = patternProblem(pattern);
  if (problem?.code === 'xperience-rule') {
    report(problem.code, problem.message, { node: pattern });
    return;
  }
  if (problem) report(problem.code, problem.message, { node: pattern, fixes: oneRuleEach(occurrence, pattern) });
  else checkComparisons(pattern, report);
  if (count && !(count.operator === 'least' && Number(count.number) === 1)) {
    report('xperience-count', `A stage of Xperience by Kentico asks whether something happened, not how often. ${LOG_IT}`, { node: count });
  }
  const isLastEmails = ast.isWithinWindow(window) && window.delivery;
  if (window && !isLastEmails && !(ast.isEverWindow(window) && beginsPass)) {
    report(
      'xperience-window',
      'A stage of Xperience by Kentico counts an activity whenever it comes after the stage before. Leave the window out, or let an automation process wait, ask in a condition step for the last days and log a custom activity.',
      { node: window },
    );
  }
}

interface Problem {
  readonly code: 'xperience-rule' | 'xperience-any';
  readonly message: string;
}

function patternProblem(pattern: ast.Pattern): Problem | undefined {
  switch (pattern.$type) {
    case ast.EmailPattern.$type: {
      if (pattern.verb !== 'clicked') break;
      const items = pattern.emails?.items ?? [];
      if (items.length !== 1) return oneOnly('email', items.length);
      if (items[0]?.link || pattern.url !== undefined || pattern.filter) return undefined;
      const name = items[0]?.email?.$refText ?? '';
      const message = `A stage of Xperience by Kentico asks for a click on a certain link. Name the link, \`clicked ${name}.LINK\`, or write \`clicked ${name} to "http*"\` for any.`;
      return { code: 'xperience-rule', message };
    }
    case ast.SubmittedPattern.$type:
      return pattern.forms.length === 1 ? undefined : oneOnly('form', pattern.forms.length);
    case ast.VisitedPattern.$type:
      if (pattern.pages.length !== 1) return oneOnly('page', pattern.pages.length);
      if (pattern.pages[0]?.url === undefined) return undefined;
      return {
        code: 'xperience-rule',
        message:
          'A stage of Xperience by Kentico asks for a page of the content tree, not for an address. Declare the page, `page NAME { url "…" }`, and ask for it by its name.',
      };
    case ast.PerformedPattern.$type:
      return pattern.activities.length === 1 ? undefined : oneOnly('activity', pattern.activities.length);
    case ast.PlainPattern.$type:
      if (pattern.what === 'become') return undefined;
      break;
    case ast.SubscriptionPattern.$type:
    case ast.UnsubscribedPattern.$type:
  }
  const words = (eventKindOf(pattern) ?? '').replace('_', ' ');
  return { code: 'xperience-rule', message: `No rule of a stage in Xperience by Kentico asks for \`${words}\`. ${LOG_IT}` };
}

function oneOnly(word: string, named: number): Problem {
  const way = named > 1 ? 'Write one for each, joined by `or`.' : `Name it; where there are too many, have a custom activity logged for any of them.`;
  return { code: 'xperience-any', message: `A rule of a stage in Xperience by Kentico names exactly one ${word}. ${way}` };
}

/** `clicked any of (a, b) X` as `clicked a X or clicked b X`. */
function oneRuleEach(occurrence: ast.Occurrence, pattern: ast.Pattern): Fix[] {
  // With a count they are counted together, which no `or` says.
  const list = occurrence.count ? undefined : listOf(pattern);
  const { $cstNode } = occurrence;
  const open = list && GrammarUtils.findNodeForKeyword(list.node.$cstNode, '(');
  const close = list && GrammarUtils.findNodeForKeyword(list.node.$cstNode, ')');
  const any = list && GrammarUtils.findNodeForKeyword(list.node.$cstNode, 'any');
  if (!$cstNode || !any || !open || !close || list.items.length < 2) return [];
  const { text, offset, range } = $cstNode;
  const plain = (part: string): string => part.replaceAll(/\s/g, '');
  // A comment within the list would have no place in the result.
  if (plain(text.slice(open.end - offset, close.offset - offset)) !== plain(list.items.join(','))) return [];
  const [before, after] = [text.slice(0, any.offset - offset), text.slice(close.end - offset)];
  const rules = list.items.map((item) => `${before}${item}${after}`).join(' or ');
  const standsAlone = ast.isEnterClause(occurrence.$container) || ast.isOrCondition(occurrence.$container);
  return [{ title: 'Write a rule for each', edits: [{ range, newText: standsAlone ? rules : `(${rules})` }] }];
}

function listOf(pattern: ast.Pattern): { readonly node: AstNode; readonly items: readonly string[] } | undefined {
  const texts = (items: readonly { readonly $cstNode?: { readonly text: string }; readonly $refNode?: { readonly text: string } }[]): string[] =>
    items.map(({ $cstNode, $refNode }) => ($cstNode ?? $refNode)?.text ?? '');
  if (ast.isEmailPattern(pattern)) return pattern.emails && { node: pattern.emails, items: texts(pattern.emails.items) };
  if (ast.isSubmittedPattern(pattern)) return { node: pattern, items: texts(pattern.forms) };
  if (ast.isVisitedPattern(pattern)) return { node: pattern, items: texts(pattern.pages) };
  if (ast.isPerformedPattern(pattern)) return { node: pattern, items: texts(pattern.activities) };
  return undefined;
}

// ---- what a rule compares: the address of a click, the value of a custom activity

/** `clicked E.LINK`, `clicked E to "…"`, `clicked E where url …`, `performed A where value …`, and nothing else. */
function checkComparisons(pattern: ast.Pattern, report: Report): void {
  const compared = ast.isEmailPattern(pattern) ? 'url' : ast.isPerformedPattern(pattern) ? 'value' : undefined;
  const { filter } = pattern;
  if (ast.isEmailPattern(pattern)) {
    const item = pattern.emails?.items[0];
    const questions = [item?.link, pattern.url, filter].filter((one) => one !== undefined);
    if (questions.length > 1) {
      const message = 'The rule for clicks in Xperience by Kentico compares the address once. Keep one of the link, `to "…"` and `where url …`.';
      report('xperience-comparison', message, { node: pattern });
      return;
    }
    if (item?.link) checkAddress(item.link.ref?.url, { node: item }, report);
    checkAddress(pattern.url, { node: pattern, property: 'url' }, report);
  }
  if (!filter) return;
  const problem = filterProblem(filter, compared);
  if (problem !== undefined) report('xperience-comparison', problem, { node: filter });
  for (const value of AstUtils.streamAst(filter)) if (ast.isTextValue(value)) checkLength(value.text, { node: value }, report);
}

function checkAddress(glob: string | undefined, place: Place, report: Report): void {
  if (glob === undefined) return;
  if (!isOneComparison(glob)) report('xperience-comparison', starWithin(glob), place);
  checkLength(glob.replaceAll('*', ''), place, report);
}

function checkLength(value: string | undefined, place: Place, report: Report): void {
  if (value === undefined || value.length <= LONGEST_VALUE) return;
  const message = `A rule of a stage in Xperience by Kentico compares with at most ${String(LONGEST_VALUE)} characters, and these are ${String(value.length)}. Ask for a shorter part: \`to "*part*"\` or \`contains "part"\`.`;
  report('xperience-value', message, place);
}

/** Whether a pattern with `*` is one of equals, starts with, ends with, contains. */
const isOneComparison = (glob: string): boolean => !glob.replace(/^\*/, '').replace(/\*$/, '').includes('*');

const starWithin = (glob: string): string =>
  `A rule of a stage in Xperience by Kentico compares with one text: equals, starts with, ends with or contains. \`${glob}\` has a \`*\` within; keep the part that tells it from others, as \`*part*\`.`;

/** The product has no other operators; `NotContains` and `NotEquals` are the two that deny. */
const OPERATORS: ReadonlySet<string | undefined> = new Set(['==', '!=', 'contains', 'starts', 'ends', 'matches']);
const DENIABLE: ReadonlySet<string | undefined> = new Set(['==', '!=', 'contains']);

function filterProblem(filter: ast.Filter, compared: 'url' | 'value' | undefined): string | undefined {
  if (compared === undefined) return `This rule of a stage in Xperience by Kentico compares nothing further. ${LOG_IT}`;
  if (ast.isOrFilter(filter) || ast.isAndFilter(filter)) {
    const way = ast.isOrFilter(filter) ? 'Write two rules, joined by `or`.' : LOG_IT;
    return `A rule of a stage in Xperience by Kentico compares once. ${way}`;
  }
  const negated = ast.isNotFilter(filter);
  const compare = negated ? filter.operand : filter;
  const operators = 'contains, does not contain, starts with, ends with, equals and does not equal';
  const other = `A rule of a stage in Xperience by Kentico knows the comparisons ${operators}. ${LOG_IT}`;
  if (!ast.isCompare(compare)) return compare && other;
  const [value] = compare.values;
  const property = compare.property?.$refText;
  if (property !== undefined && property !== compared) {
    const thing = compared === 'url' ? 'the address of a click' : 'the value of a custom activity';
    const way = compared === 'url' ? 'Ask for `url`' : `Log \`${property}\` as the activity's value`;
    return `A rule of a stage in Xperience by Kentico compares ${thing} and nothing else. ${way}, or have another custom activity logged for it.`;
  }
  if (compare.operator === 'in') return 'A rule of a stage in Xperience by Kentico compares with one text. Write a rule for each, joined by `or`.';
  if (!(negated ? DENIABLE : OPERATORS).has(compare.operator)) return other;
  const glob = compare.operator === 'matches' && ast.isTextValue(value) ? value.text : undefined;
  return glob === undefined || isOneComparison(glob) ? undefined : starWithin(glob);
}
