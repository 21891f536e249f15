import type { AstNode } from 'langium';
import { AstUtils } from 'langium';
import * as ast from '../generated/ast.ts';
import { stagesOf } from '../references/names.ts';
import type { Report } from './report.ts';

/** Only matches can lead on: the links of a chain are patterns, and only the last may be negated. */
export function checkChain(chain: ast.ChainCondition, report: Report): void {
  chain.links.forEach((link, index) => {
    const last = index === chain.links.length - 1;
    if (ast.isOccurrence(link) || (last && ast.isNotCondition(link) && ast.isOccurrence(link.operand))) return;
    const message = ast.isNotCondition(link)
      ? '`then` goes on from a match, and what did not happen has none. Only the last link of a chain can be negated.'
      : '`then` goes on from a match: each link is one pattern, such as `delivered X` or `clicked X within 2 days`.';
    report('then-needs-match', message, { node: chain, property: 'links', index });
  });
}

export function checkCount(count: ast.Count, report: Report): void {
  // Half of a count is a syntax error already.
  if (count.number === undefined) return;
  const number = Number(count.number);
  if (!Number.isSafeInteger(number)) {
    report('invalid-number', 'A count is a whole number.', { node: count, property: 'number' });
  } else if (count.operator === 'least' && number === 0) {
    report('empty-count', '`at least 0` is always true. Count from 1.', { node: count });
  }
}

export function checkEmailSelector(selector: ast.EmailSelector, report: Report): void {
  if (selector.last === undefined) return;
  const number = Number(selector.last);
  if (!Number.isSafeInteger(number) || number < 1) {
    report(number === 0 ? 'empty-count' : 'invalid-number', 'How many of the last emails to look at is a whole number from 1.', {
      node: selector,
      property: 'last',
    });
  }
  const pattern = selector.$container;
  const occurrence = pattern.$container;
  if (!ast.isOccurrence(occurrence) || !occurrence.window) return;
  const { window } = occurrence;
  if (ast.isWithinWindow(window) && window.delivery) return;
  report('last-emails-window', '`any of last N emails` looks at each email from its delivery on. Its only window is `within … of delivery`.', { node: window });
}

/** `for 30 days` says how long something did not happen. */
export function checkForWindow(window: ast.ForWindow, report: Report): void {
  const occurrence = window.$container;
  if (!ast.isOccurrence(occurrence)) return;
  if (!ast.isNotCondition(occurrence.$container)) {
    report('for-without-not', '`for` says how long something did not happen: `not clicked X for 30 days`. For what did happen write `within` or `in last`.', {
      node: window,
    });
  } else if (occurrence.count) {
    report('for-without-not', '`for` takes no count. Write `in last` with a count: `not clicked X at least 3 times in last 30 days`.', { node: window });
  }
}

/** `within` needs something to count from. */
export function checkWithinWindow(window: ast.WithinWindow, report: Report): void {
  const occurrence = window.$container;
  if (!ast.isOccurrence(occurrence)) return;
  if (window.delivery) {
    const { pattern } = occurrence;
    if (!ast.isEmailPattern(pattern) || pattern.emails?.last === undefined) {
      report(
        'within-without-anchor',
        '`of delivery` counts from the deliveries of `any of last N emails`. Write `within` alone, or a chain: `delivered X then clicked X within 2 days`.',
        { node: window },
      );
    }
    return;
  }
  if (window.stage || isLaterLink(occurrence)) return;
  const reason = withoutAnchor(occurrence);
  if (reason !== undefined) report('within-without-anchor', `Within that time of what? ${reason} Write \`in last\`, \`ever\`, or dates.`, { node: window });
}

/** Each link of a chain but the first has the match before it as its anchor. */
function isLaterLink(occurrence: ast.Occurrence): boolean {
  const link = ast.isNotCondition(occurrence.$container) ? occurrence.$container : occurrence;
  return ast.isChainCondition(link.$container) && link.$container.links[0] !== link;
}

/** Why a condition has no moment of entering a stage to count from; undefined where it has one. */
function withoutAnchor(node: AstNode): string | undefined {
  if (AstUtils.hasContainerOfType(node, ast.isSegment)) return 'A segment is asked at any time, without a stage that was entered.';
  if (AstUtils.hasContainerOfType(node, ast.isAudienceClause)) return 'The audience is asked before any stage is entered.';
  const send = AstUtils.getContainerOfType(node, ast.isSendClause);
  if (send)
    return send.reference || send.day === undefined ? undefined : 'Only `send … D after EMAIL` has a delivery to count from; a day of the campaign has none.';
  const enter = AstUtils.getContainerOfType(node, ast.isEnterClause);
  return enter && canBeginPass(enter) ? 'This clause can begin the journey, before any stage is entered.' : undefined;
}

/** Whether a clause can be taken from outside the journey. */
export function canBeginPass(enter: ast.EnterClause): boolean {
  const stage = enter.$container;
  if (!ast.isStage(stage) || stage.side) return false;
  if (enter.from) return enter.from.outside;
  const journey = stage.$container;
  if (!ast.isJourney(journey)) return false;
  const flexible = journey.clauses.some((clause) => ast.isOrderClause(clause) && clause.value === 'flexible');
  return flexible || stagesOf(journey).find((one) => !one.side) === stage;
}
