import type { ActivityTable } from '../activities/activity-table.ts';
import type { PartialResult } from '../results/partial-result.ts';
import type { JourneyPatterns } from './journey-patterns.ts';
import type { Signal, Signals } from './matching/signals.ts';
import { factsOf } from './table-facts.ts';

/** Counts, for each pattern and each rule of a journey, the records that match, whatever windows and stages say. */
export class PatternCounter {
  private readonly time: Float64Array;
  private readonly asOf: number;
  /** No record is later. */
  private readonly isLatest: boolean;
  private readonly patterns: readonly Signal[];
  /** What any pattern of a rule matches: a record counts once for a rule. */
  private readonly rules: readonly { readonly stage: number; readonly place: number; readonly signal: Signal }[];

  constructor({ patterns, ofRule }: JourneyPatterns, table: ActivityTable, signals: Signals, asOf: number) {
    this.time = table.time;
    this.asOf = asOf;
    this.isLatest = factsOf(table).latest <= asOf;
    this.patterns = patterns.map(({ pattern }) => signals.ofPattern(pattern));
    const patternsAt = (places: readonly number[]) => places.map((place) => patterns[place]!.pattern);
    this.rules = ofRule.flatMap((rules, stage) => rules.map((places, place) => ({ stage, place, signal: signals.ofPatterns(patternsAt(places)) })));
  }

  /** Adds a contact's records up to the as-of moment. */
  add(contact: number, partial: PartialResult): void {
    this.patterns.forEach((signal, pattern) => {
      partial.patterns[pattern]! += this.countOf(signal, contact);
    });
    for (const { stage, place, signal } of this.rules) {
      const records = this.countOf(signal, contact);
      if (records === 0) continue;
      const rule = partial.rules[stage]![place]!;
      rule.matchedRecords += records;
      rule.matchedContacts++;
    }
  }

  /** As {@link add}, for the contacts `from` to `to`, end excluded. */
  addRange(from: number, to: number, partial: PartialResult): void {
    this.patterns.forEach((signal, pattern) => {
      partial.patterns[pattern]! += this.countIn(signal, from, to).records;
    });
    for (const { stage, place, signal } of this.rules) {
      const { records, contacts } = this.countIn(signal, from, to);
      const rule = partial.rules[stage]![place]!;
      rule.matchedRecords += records;
      rule.matchedContacts += contacts;
    }
  }

  private countIn(signal: Signal, from: number, to: number): { readonly records: number; readonly contacts: number } {
    const { starts } = signal;
    const isWhole = from === 0 && to + 1 === starts.length;
    if (this.isLatest && isWhole) return { records: signal.records.length, contacts: signal.contacts };
    let records = 0;
    let contacts = 0;
    for (let contact = from; contact < to; contact++) {
      const number = this.isLatest ? starts[contact + 1]! - starts[contact]! : this.countOf(signal, contact);
      records += number;
      if (number > 0) contacts++;
    }
    return { records, contacts };
  }

  private countOf({ records, starts }: Signal, contact: number): number {
    const first = starts[contact]!;
    let end = starts[contact + 1]!;
    while (end > first && this.time[records[end - 1]!]! > this.asOf) end--;
    return end - first;
  }
}
