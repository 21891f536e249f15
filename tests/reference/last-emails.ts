import type { Occurrence } from '../../src/model/condition.ts';
import { campaignName, emailName, isDelivery } from './match.ts';
import { isOver, microseconds } from './moment.ts';
import type { Question } from './question.ts';
import type { ReferenceRecord } from './reference-record.ts';

interface Group {
  readonly name: string;
  /** What D and the records that count run from. */
  readonly start: ReferenceRecord;
  readonly latest: ReferenceRecord;
}

/**
 * The records, of those that match the pattern otherwise, that count for `any of last N emails`; undefined for "Fewer than N
 * such emails: undecided".
 */
export function countedOfLastEmails(occurrence: Occurrence, matching: readonly ReferenceRecord[], question: Question): ReferenceRecord[] | undefined {
  const { event } = occurrence.pattern;
  if (event.kind !== 'email' || event.emails.kind !== 'last') throw new Error('Not a pattern of last emails.');
  const { count, of } = event.emails;
  const { model } = question.run;
  const length = occurrence.window.kind === 'within' ? microseconds(occurrence.window.seconds) : undefined;
  const isReady = (start: ReferenceRecord): boolean => length === undefined || isOver(start.time + length, question.now);
  const deliveries = question.seen.filter((record) => isDelivery(record, question.run));

  // "each of the N had its chance, so only deliveries whose D is over are looked at"
  const name = (record: ReferenceRecord): string => (of === 'emails' ? emailName(record, model) : campaignName(record, model));
  const groups: Group[] =
    of === 'emails'
      ? groupedBy(deliveries.filter(isReady), name).map((group) => ({ name: name(group[0]!), start: group.at(-1)!, latest: group.at(-1)! }))
      : groupedBy(deliveries, name)
          .map((group) => ({ name: name(group[0]!), start: group[0]!, latest: group.at(-1)! }))
          .filter(({ start }) => isReady(start));

  // "the N different emails most recently delivered to the contact by *t*, each by its latest delivery"
  const last = groups.sort((one, other) => question.seen.indexOf(other.latest) - question.seen.indexOf(one.latest)).slice(0, count);
  if (last.length < count) return undefined;
  // "only records in that D count; without it all records after the delivery up to *t* count." Same-time records have no order of their own.
  const counts = (record: ReferenceRecord, { start }: Group): boolean =>
    record !== start && record.time >= start.time && (length === undefined || record.time <= start.time + length);
  return matching.filter((record) => last.some((group) => group.name === name(record) && counts(record, group)));
}

function groupedBy(records: readonly ReferenceRecord[], name: (record: ReferenceRecord) => string): ReferenceRecord[][] {
  return [...new Set(records.map(name))].map((one) => records.filter((record) => name(record) === one));
}
