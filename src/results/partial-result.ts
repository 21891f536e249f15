import type { Lengths } from './lengths.ts';
import { addLengths, noLengths } from './lengths.ts';

/**
 * What one part of the contacts says of a journey. Parts of disjoint sets of contacts merge in any order; a finished
 * result is made from them once. Arrays are by the journey's stages in the order written; times and lengths are
 * microseconds.
 */
export interface PartialResult {
  seen: number;
  entered: number;
  keptOutByAudience: number;
  withoutConsent: number;
  passes: number;
  expired: number;
  reachedGoal: number;
  readonly stages: PartialStage[];
  /** By `from → to`; {@link OUTSIDE_STAGE} for outside. */
  readonly transitions: Map<string, PartialTransition>;
  /** By stage and place of the rule in it. */
  readonly rules: PartialRule[][];
  /** By the journey's patterns, each told apart by what it means: the records that match. */
  readonly patterns: number[];
  /** By day since 1970-01-01 in the journey's time zone: entries into each stage. */
  readonly days: Map<number, number[]>;
  /** By the model's emails. */
  readonly emails: PartialEmail[];
}

export interface PartialRule {
  /** Moves made. */
  fired: number;
  /** Records, and contacts with such a record, that one of the rule's patterns matches, whatever its window says. */
  matchedRecords: number;
  matchedContacts: number;
}

/** Counts of records; `unique…` of contacts. */
export interface PartialEmail {
  sent: number;
  delivered: number;
  bounced: number;
  opened: number;
  clicked: number;
  unsubscribed: number;
  spamReported: number;
  uniqueOpened: number;
  uniqueClicked: number;
}

export interface PartialStage {
  entered: number;
  reached: number;
  advanced: number;
  returned: number;
  left: number;
  expired: number;
  current: number;
  stalled: number;
  /** First entry into the stage before on the path to first entry into this one. */
  readonly fromPrevious: Lengths;
  /** From the first entry until a later stage of the path was entered. */
  readonly leaves: Lengths;
  /** From the first entry until the pass ended without that. */
  readonly stays: Lengths;
  /** By the stage's KPIs: of how many contacts, and how many of those. */
  readonly kpis: { base: number; met: number }[];
}

export interface PartialTransition {
  readonly from: number;
  readonly to: number;
  contacts: number;
  moves: number;
  /** Time spent in `from` before each move; empty from outside. */
  lengths: Lengths;
}

export const OUTSIDE_STAGE = -1;

/** How many of everything a partial result has. */
export interface PartialSizes {
  readonly stages: readonly { readonly kpis: number; readonly rules: number }[];
  readonly patterns: number;
  readonly emails: number;
}

export function emptyPartialResult({ stages, patterns, emails }: PartialSizes): PartialResult {
  return {
    seen: 0,
    entered: 0,
    keptOutByAudience: 0,
    withoutConsent: 0,
    passes: 0,
    expired: 0,
    reachedGoal: 0,
    stages: stages.map(({ kpis }) => ({
      entered: 0,
      reached: 0,
      advanced: 0,
      returned: 0,
      left: 0,
      expired: 0,
      current: 0,
      stalled: 0,
      fromPrevious: noLengths(),
      leaves: noLengths(),
      stays: noLengths(),
      kpis: Array.from({ length: kpis }, () => ({ base: 0, met: 0 })),
    })),
    transitions: new Map(),
    rules: stages.map(({ rules }) => Array.from({ length: rules }, () => ({ fired: 0, matchedRecords: 0, matchedContacts: 0 }))),
    patterns: new Array<number>(patterns).fill(0),
    days: new Map(),
    emails: Array.from({ length: emails }, emptyPartialEmail),
  };
}

export const emptyPartialEmail = (): PartialEmail => ({
  sent: 0,
  delivered: 0,
  bounced: 0,
  opened: 0,
  clicked: 0,
  unsubscribed: 0,
  spamReported: 0,
  uniqueOpened: 0,
  uniqueClicked: 0,
});

/** Adds the counts of one part to those of another, field by field. */
export function addEmail(into: PartialEmail, part: PartialEmail): void {
  for (const count of EMAIL_COUNTS) into[count] += part[count];
}

export function transitionOf(partial: PartialResult, from: number, to: number): PartialTransition {
  const key = `${String(from)} → ${String(to)}`;
  let transition = partial.transitions.get(key);
  if (!transition) partial.transitions.set(key, (transition = { from, to, contacts: 0, moves: 0, lengths: noLengths() }));
  return transition;
}

/** One partial result of several, of disjoint sets of contacts, in any order. */
export function mergePartialResults(parts: readonly PartialResult[]): PartialResult {
  const [first] = parts;
  if (!first) throw new Error('There is nothing to merge.');
  if (parts.length === 1) return first;
  const merged = emptyPartialResult({
    stages: first.stages.map((stage, index) => ({ kpis: stage.kpis.length, rules: first.rules[index]?.length ?? 0 })),
    patterns: first.patterns.length,
    emails: first.emails.length,
  });
  for (const part of parts) addTo(merged, part);
  return merged;
}

const COUNTS = ['seen', 'entered', 'keptOutByAudience', 'withoutConsent', 'passes', 'expired', 'reachedGoal'] as const;
const STAGE_COUNTS = ['entered', 'reached', 'advanced', 'returned', 'left', 'expired', 'current', 'stalled'] as const;
const RULE_COUNTS = ['fired', 'matchedRecords', 'matchedContacts'] as const;
const EMAIL_COUNTS = ['sent', 'delivered', 'bounced', 'opened', 'clicked', 'unsubscribed', 'spamReported', 'uniqueOpened', 'uniqueClicked'] as const;
const STAGE_LENGTHS = ['fromPrevious', 'leaves', 'stays'] as const;

function addTo(merged: PartialResult, part: PartialResult): void {
  for (const count of COUNTS) merged[count] += part[count];
  part.stages.forEach((stage, index) => {
    const into = merged.stages[index];
    if (!into) throw new Error('Parts of one result have the same stages.');
    for (const count of STAGE_COUNTS) into[count] += stage[count];
    for (const lengths of STAGE_LENGTHS) addLengths(into[lengths], stage[lengths]);
    stage.kpis.forEach((kpi, place) => {
      const total = into.kpis[place];
      if (!total) return;
      total.base += kpi.base;
      total.met += kpi.met;
    });
  });
  for (const { from, to, contacts, moves, lengths } of part.transitions.values()) {
    const into = transitionOf(merged, from, to);
    into.contacts += contacts;
    into.moves += moves;
    addLengths(into.lengths, lengths);
  }
  part.rules.forEach((rules, stage) => {
    rules.forEach((rule, place) => {
      const into = merged.rules[stage]?.[place];
      if (into) for (const count of RULE_COUNTS) into[count] += rule[count];
    });
  });
  part.patterns.forEach((records, pattern) => {
    merged.patterns[pattern] = (merged.patterns[pattern] ?? 0) + records;
  });
  for (const [day, entries] of part.days) entries.forEach((number, stage) => addEntries(merged, day, stage, number));
  part.emails.forEach((email, index) => {
    const into = merged.emails[index];
    if (into) addEmail(into, email);
  });
}

/** Counts entries into a stage on a day. */
export function addEntries(partial: PartialResult, day: number, stage: number, entries: number): void {
  let ofDay = partial.days.get(day);
  if (!ofDay) partial.days.set(day, (ofDay = new Array<number>(partial.stages.length).fill(0)));
  ofDay[stage] = (ofDay[stage] ?? 0) + entries;
}
