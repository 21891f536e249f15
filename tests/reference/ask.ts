import type { AttributeCompare, ChainLink, Condition, Occurrence, Pattern, ScoreCompare } from '../../src/model/condition.ts';
import type { Answer } from './answer.ts';
import { and, decided, not, or } from './answer.ts';
import { compareHolds } from './compare.ts';
import { answerOfCount, howMany } from './count.ts';
import { countedOfLastEmails } from './last-emails.ts';
import { isNamed, leavesAll, matchesPattern } from './match.ts';
import { isOver, microseconds } from './moment.ts';
import type { Question } from './question.ts';
import { withoutAnchor } from './question.ts';
import type { ReferenceRecord } from './reference-record.ts';
import { eventOf } from './reference-record.ts';
import { rangeOf } from './windows.ts';

/** language.md §5: "A condition is a question about one contact at one moment *t*." */
export function ask(condition: Condition, question: Question): Answer {
  switch (condition.kind) {
    case 'and':
      return and(condition.operands.map((operand) => ask(operand, question)));
    case 'or':
      return or(condition.operands.map((operand) => ask(operand, question)));
    case 'not':
      return not(ask(condition.operand, question));
    case 'occurrence':
      return askOccurrence(condition, question, NONE);
    case 'chain':
      return askLinks(condition.links, 0, question, NONE);
    case 'in-segment':
      return decided(isInSegment(condition.segment, question));
    case 'attribute':
      return decided(attributeHolds(condition, question));
    case 'score':
      return decided(scoreHolds(condition, question));
    case 'subscribed':
      return decided(isSubscribed(condition.channel, question));
    case 'consented':
      return decided(hasConsent(question));
  }
}

const NONE: ReadonlySet<ReferenceRecord> = new Set();

// ---- what happened

interface Counted {
  readonly records: readonly ReferenceRecord[];
  readonly isOpen: boolean;
}

/**
 * The records that a pattern with a window counts, but for `taken` ones: "one record matches only one link of a chain".
 * Undefined where neither they nor their number is known: too few last emails, a stage not entered.
 */
function counted(occurrence: Occurrence, question: Question, taken: ReadonlySet<ReferenceRecord>, isFirstLink = false): Counted | undefined {
  const { pattern, window } = occurrence;
  const matching = question.seen.filter((record) => !taken.has(record) && matchesPattern(record, pattern, question.run, question.zone));
  if (isOfLastEmails(pattern)) {
    const records = countedOfLastEmails(occurrence, matching, question);
    return records && { records, isOpen: false };
  }
  if (window.kind === 'for') throw new Error('`for` counts nothing.');
  const range = rangeOf(window, question);
  if (!range) return undefined;
  // "The record that brought the contact into its stage may be the first match of a chain": whatever counts after the anchor is after it.
  const entering = isFirstLink ? matching.filter((record) => record === range.anchor?.record) : [];
  return { records: [...entering, ...matching.filter(range.includes)], isOpen: range.isOpen };
}

const isOfLastEmails = ({ event }: Pattern): boolean => event.kind === 'email' && event.emails.kind === 'last';

function askOccurrence(occurrence: Occurrence, question: Question, taken: ReadonlySet<ReferenceRecord>): Answer {
  if (occurrence.window.kind === 'for') return not(decided(absentFor(occurrence, occurrence.window.seconds, question, taken)));
  const found = counted(occurrence, question, taken);
  return found ? answerOfCount(occurrence.count, found.records, found.isOpen, question) : 'undecided';
}

/**
 * "true when the last D passed without a match, counted from the anchor or the last match, whichever is later (without
 * either, from the contact's first record); false before".
 */
function absentFor({ pattern }: Occurrence, seconds: number, question: Question, taken: ReadonlySet<ReferenceRecord>): boolean {
  const { seen, anchor, run, zone } = question;
  const lastMatch = seen.findLast((record) => !taken.has(record) && matchesPattern(record, pattern, run, zone));
  const starts = [anchor?.time, lastMatch?.time].filter((time) => time !== undefined);
  const start = starts.length > 0 ? Math.max(...starts) : seen[0]!.time;
  return isOver(start + microseconds(seconds), question.now);
}

/** "`A then B` moves the anchor: B is asked with each match of A as its anchor, and one match suffices". */
function askLinks(links: readonly ChainLink[], index: number, question: Question, taken: ReadonlySet<ReferenceRecord>): Answer {
  const { occurrence, negated } = links[index]!;
  if (index === links.length - 1) {
    const answer = askOccurrence(occurrence, question, taken);
    return negated ? not(answer) : answer;
  }
  const found = counted(occurrence, question, taken, index === 0);
  if (!found) return 'undecided';
  const answers = matchesAmong(occurrence, found.records, question).map((match) =>
    askLinks(links, index + 1, anchoredAt(match, question), takenBy(match, found.records, occurrence, question, taken)),
  );
  // "`A then B` is false only when no further match of A can come and B is false for every match".
  return or([...answers, found.isOpen ? 'undecided' : 'false']);
}

/** "With a count, the record that completes it and every later match is a match." */
function matchesAmong({ count }: Occurrence, records: readonly ReferenceRecord[], question: Question): ReferenceRecord[] {
  return records.filter((_, index) => howMany(count, records.slice(0, index + 1), question) >= count.number);
}

/**
 * "one record matches only one link of a chain": a link with a count of N uses the N matching records up to and including the match; with
 * distinct things those met walking back from the match until N distinct ones are met.
 */
function takenBy(
  match: ReferenceRecord,
  records: readonly ReferenceRecord[],
  { count }: Occurrence,
  question: Question,
  taken: ReadonlySet<ReferenceRecord>,
): ReadonlySet<ReferenceRecord> {
  const back = records.slice(0, records.indexOf(match) + 1).toReversed();
  const enough = back.findIndex((_, index) => howMany(count, back.slice(0, index + 1), question) >= count.number);
  return new Set([...taken, ...back.slice(0, enough + 1)]);
}

/**
 * docs/semantics.md: "For a chain every record of the match's own time is after it, but for those that an earlier link or an
 * earlier move used." Those that a move makes come again are there once they have come.
 */
function anchoredAt(match: ReferenceRecord, question: Question): Question {
  const { seen, usedUp, comingAgain } = question;
  const before = new Set([match, ...usedUp, ...comingAgain]);
  return { ...question, anchor: { time: match.time, record: match, before, offeredSince: new Set(seen) } };
}

// ---- what holds

/** "the segment's condition is true at *t*; else false: one is in a segment or not, never undecided"; dates in UTC. */
function isInSegment(key: string, question: Question): boolean {
  const segment = question.run.model.segments.find((one) => one.key === key)!;
  return ask(segment.condition, withoutAnchor(question, 'UTC')) === 'true';
}

/** "the points gathered up to *t*: a rule counts once for every record that matches its pattern" */
function scoreHolds({ score: key, operator, points }: ScoreCompare, { run, seen }: Question): boolean {
  const score = run.model.scores.find((one) => one.key === key)!;
  const sum = score.rules.reduce((total, rule) => total + rule.points * seen.filter((record) => matchesPattern(record, rule.pattern, run, 'UTC')).length, 0);
  switch (operator) {
    case '==':
      return sum === points;
    case '!=':
      return sum !== points;
    case '<':
      return sum < points;
    case '<=':
      return sum <= points;
    case '>':
      return sum > points;
    case '>=':
      return sum >= points;
  }
}

/** "the last word on that channel is a subscription; leaving all channels is a word on each" */
function isSubscribed(channel: string, { run, seen }: Question): boolean {
  const isOn = (record: ReferenceRecord): boolean => isNamed(run.model.channels, channel, record.channel);
  const words = seen.filter((record) => {
    const what = eventOf(record);
    return what === 'unsubscribed' ? leavesAll(record) || isOn(record) : (what === 'subscribed' || what === 'confirmed') && isOn(record);
  });
  const last = words.at(-1);
  return last !== undefined && eventOf(last) !== 'unsubscribed';
}

/** "the last word is consent given" */
export function hasConsent({ seen }: Question): boolean {
  const last = seen.findLast((record) => ['consented', 'consent_withdrawn'].includes(eventOf(record)));
  return last !== undefined && eventOf(last) === 'consented';
}

/**
 * "compares the attribute's latest value at *t*"; "that compare has held without a break for D". simulation.md §2: `attr.NAME`
 * fields "take effect at their time (at equal times the last in the fixed order); those of the second file always hold".
 */
function attributeHolds({ compare, heldFor }: AttributeCompare, { seen, attributes, zone, now }: Question): boolean {
  const holdsAt = (time: number): boolean => {
    const said = seen.filter((record) => record.time <= time).map((record) => record.properties?.[`attr.${compare.property}`] ?? '');
    return compareHolds(compare, attributes[compare.property] ?? said.findLast((cell) => cell !== ''), zone);
  };
  if (!holdsAt(now.time)) return false;
  // docs/semantics.md: "Values from a file of contacts hold at all times".
  if (heldFor === undefined || attributes[compare.property] !== undefined) return true;
  const times = seen.map(({ time }) => time);
  const lastFalse = times.findLastIndex((time) => !holdsAt(time));
  const since = lastFalse === -1 ? times[0]! : times.slice(lastFalse).find((time) => time > times[lastFalse]!)!;
  return isOver(since + microseconds(heldFor), now);
}

// ---- what a condition counts

/**
 * simulation.md, Order: "A record is *used up* when it […] was counted after the anchor by the clause that moved."
 * docs/semantics.md: "every record […] that a window counted from an anchor (no window, `within`, `since STAGE`, a link of a
 * chain) in the clause that moved. `ever`, `in last` and dates use nothing up."
 */
export function countedFromAnchor(condition: Condition, question: Question): ReferenceRecord[] {
  return countedBy(condition, question, ({ window, pattern }) => ANCHORED.includes(window.kind) && !isOfLastEmails(pattern));
}

const ANCHORED = ['none', 'within', 'since-stage'];

/** docs/semantics.md: "“Counts a record of this moment” looks at patterns that are not below `not`." Segments and scores are states. */
export function countedInBeginning(condition: Condition, question: Question): ReferenceRecord[] {
  return countedBy(condition, question, (_, isDenied) => !isDenied);
}

type Which = (occurrence: Occurrence, isDenied: boolean) => boolean;

/** `isDenied`: below a `not` that no other takes back. */
function countedBy(condition: Condition, question: Question, which: Which, isDenied = false): ReferenceRecord[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.operands.flatMap((operand) => countedBy(operand, question, which, isDenied));
    case 'not':
      return countedBy(condition.operand, question, which, !isDenied);
    case 'occurrence':
      if (condition.window.kind === 'for' || !which(condition, isDenied)) return [];
      return [...(counted(condition, question, NONE)?.records ?? [])];
    case 'chain':
      return countedByLinks(condition.links, 0, question, which, NONE, isDenied);
    case 'in-segment':
    case 'attribute':
    case 'score':
    case 'subscribed':
    case 'consented':
      return [];
  }
}

function countedByLinks(
  links: readonly ChainLink[],
  index: number,
  question: Question,
  which: Which,
  taken: ReadonlySet<ReferenceRecord>,
  isDenied: boolean,
): ReferenceRecord[] {
  const { occurrence, negated } = links[index]!;
  if (occurrence.window.kind === 'for') return [];
  const { records } = counted(occurrence, question, taken, index === 0) ?? { records: [] };
  const own = which(occurrence, isDenied !== negated) ? records : [];
  if (index === links.length - 1) return [...own];
  const matches = matchesAmong(occurrence, records, question);
  const later = matches.flatMap((match) =>
    countedByLinks(links, index + 1, anchoredAt(match, question), which, takenBy(match, records, occurrence, question, taken), isDenied),
  );
  return [...own, ...later];
}
