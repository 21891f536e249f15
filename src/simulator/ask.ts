import type { Answer } from './answer.ts';
import { FALSE, TRUE, UNDECIDED, answerOf, not } from './answer.ts';
import { viewsAfter, chainStart } from './chain.ts';
import { countOf, countedBy, verdict } from './counting.ts';
import { lastGroups, matchesOfGroups } from './last-emails.ts';
import type { Signal } from './matching/signals.ts';
import type { AttributeHolds, LastEmails, ProgramCondition, ProgramOccurrence, Words } from './program.ts';
import type { View } from './view.ts';
import { hasPassed } from './view.ts';

/** The answer to a condition at one moment: language.md §5. */
export function ask(condition: ProgramCondition, view: View): Answer {
  switch (condition.kind) {
    case 'and':
      return askAll(condition.operands, view, FALSE);
    case 'or':
      return askAll(condition.operands, view, TRUE);
    case 'not':
      return not(ask(condition.operand, view));
    case 'occurrence':
      return askOccurrence(condition, view);
    case 'chain':
      return askChain(condition.links, 0, view);
    case 'last-emails':
      return askLastEmails(condition, view);
    case 'segment':
      // One is in a segment or not, never undecided.
      return answerOf(ask(condition.condition, segmentView(view)) === TRUE);
    case 'attribute':
      return answerOf(attributeHolds(condition, view));
    case 'score':
      return answerOf(comparePoints(pointsOf(condition.rules, view), condition.operator, condition.points));
    case 'word':
      return answerOf(lastWord(condition.words, view));
  }
}

/** A segment is asked without an anchor. */
export const segmentView = ({ history, moment }: View): View => ({
  history,
  moment,
  anchor: undefined,
  origin: undefined,
  outside: true,
  earlierLinks: [],
  stageAnchors: [],
});

/** `and` is settled by one false operand, `or` by one true one. */
function askAll(operands: readonly ProgramCondition[], view: View, settles: typeof TRUE | typeof FALSE): Answer {
  let undecided = false;
  for (const operand of operands) {
    const answer = ask(operand, view);
    if (answer === settles) return settles;
    undecided ||= answer === UNDECIDED;
  }
  return undecided ? UNDECIDED : settles === TRUE ? FALSE : TRUE;
}

function askOccurrence({ signal, count, window }: ProgramOccurrence, view: View): Answer {
  // Stands below `not`: it is false once so much time passed without a match.
  if (window.kind === 'for') return answerOf(!hasPassed(quietSince(signal, view) + window.length, view.moment));
  const counted = countedBy(window, view);
  if (!counted) return UNDECIDED;
  return verdict(countOf(signal, counted, count, view.history), count, counted.open);
}

/** From when on nothing matched: the anchor or the last match, whichever is later; without either the contact's first record. */
export function quietSince(signal: Signal, { history, moment, anchor, outside, earlierLinks }: View): number {
  const first = history.firstIndex(signal);
  let index = history.indexAt(signal, moment.high) - 1;
  while (index >= first && earlierLinks.includes(signal.records[index]!)) index--;
  const last = index < first ? -Infinity : history.times[signal.records[index]!]!;
  const from = Math.max(last, anchor && !outside ? anchor.time : -Infinity);
  return from === -Infinity ? history.known() : from;
}

type Links = Extract<ProgramCondition, { kind: 'chain' }>['links'];

function askChain(links: Links, index: number, view: View): Answer {
  const link = links[index];
  if (!link) throw new Error('A chain has no link left to ask.');
  if (index === links.length - 1) {
    const answer = askOccurrence(link.occurrence, view);
    return link.negated ? not(answer) : answer;
  }
  const start = chainStart(link.occurrence, view);
  if (!start) return UNDECIDED;
  let undecided = start.open;
  for (const next of viewsAfter(link.occurrence, start, view, index === 0)) {
    const answer = askChain(links, index + 1, next);
    if (answer === TRUE) return TRUE;
    undecided ||= answer === UNDECIDED;
  }
  return undecided ? UNDECIDED : FALSE;
}

function askLastEmails(condition: LastEmails, view: View): Answer {
  const groups = lastGroups(condition, view);
  if (groups.length < condition.last) return UNDECIDED;
  const things = new Set<number>();
  let number = 0;
  for (const place of matchesOfGroups(condition, groups, view)) {
    number++;
    const thing = condition.count.identity?.(place) ?? -1;
    if (thing >= 0) things.add(thing);
  }
  return verdict(condition.count.identity ? things.size : number, condition.count, false);
}

function attributeHolds(condition: AttributeHolds, view: View): boolean {
  const held = attributeHeldSince(condition, view);
  if (held === undefined) return false;
  return condition.heldFor === undefined || hasPassed(held + condition.heldFor, view.moment);
}

/** Since when the compare has held without a break; undefined where it does not hold. */
export function attributeHeldSince({ fixed, set, missing }: AttributeHolds, { history, moment }: View): number | undefined {
  const always = fixed(history.contact);
  if (always !== undefined) return always ? -Infinity : undefined;
  let since: number | undefined;
  if (set) {
    const { signal, passes } = set;
    const first = history.firstIndex(signal);
    let time = Infinity;
    for (let index = history.indexAt(signal, moment.high) - 1; index >= first; index--) {
      const place = signal.records[index]!;
      // Of several values of one time the last took effect.
      if (history.times[place] === time) continue;
      time = history.times[place]!;
      if (!passes(place)) return since;
      since = time;
    }
  }
  return missing ? history.known() : since;
}

function pointsOf(rules: readonly { readonly points: number; readonly signal: Signal }[], { history, moment }: View): number {
  return rules.reduce((sum, { points, signal }) => sum + points * (history.indexAt(signal, moment.high) - history.firstIndex(signal)), 0);
}

function comparePoints(points: number, operator: '==' | '!=' | '<' | '<=' | '>' | '>=', wanted: number): boolean {
  switch (operator) {
    case '==':
      return points === wanted;
    case '!=':
      return points !== wanted;
    case '<':
      return points < wanted;
    case '<=':
      return points <= wanted;
    case '>':
      return points > wanted;
    case '>=':
      return points >= wanted;
  }
}

export function lastWord({ on, off }: Words, { history, moment }: View): boolean {
  const lastOf = (signal: Signal): number => {
    const index = history.indexAt(signal, moment.high) - 1;
    return index < history.firstIndex(signal) ? -1 : signal.records[index]!;
  };
  return lastOf(on) > lastOf(off);
}
