import type { Count } from '../../src/model/condition.ts';
import { normalAddress } from './address.ts';
import type { Answer } from './answer.ts';
import { decided } from './answer.ts';
import { dayOf } from './calendar.ts';
import { emailName, emailOf, isOnLink } from './match.ts';
import type { Question } from './question.ts';
import type { ReferenceRecord } from './reference-record.ts';

/** "`at least N times` (default `at least 1`), `at most N times`, `exactly N times`; or of distinct things". */
export function answerOfCount(count: Count, counted: readonly ReferenceRecord[], isOpen: boolean, question: Question): Answer {
  const number = howMany(count, counted, question);
  switch (count.operator) {
    case 'at-least':
      return number >= count.number ? 'true' : isOpen ? 'undecided' : 'false';
    case 'at-most':
      return number > count.number ? 'false' : isOpen ? 'undecided' : 'true';
    case 'exactly':
      return number > count.number ? 'false' : isOpen ? 'undecided' : decided(number === count.number);
  }
}

export function howMany({ of }: Count, records: readonly ReferenceRecord[], question: Question): number {
  if (of === 'times') return records.length;
  return new Set(records.map((record) => thing(of, record, question)).filter((one) => one !== undefined)).size;
}

/** What is told apart; undefined where the record has no such thing. docs/semantics.md, Conditions, says how. */
function thing(of: Exclude<Count['of'], 'times'>, record: ReferenceRecord, { run: { model }, zone }: Question): string | undefined {
  switch (of) {
    case 'days':
      return dayOf(record.time, zone);
    case 'emails':
      return (record.email ?? '') === '' ? undefined : emailName(record, model);
    case 'pages':
      if ((record.url ?? '') !== '') return `address ${normalAddress(record.url!)}`;
      return (record.page ?? '') === '' ? undefined : `name ${record.page!}`;
    case 'links': {
      const email = emailOf(record, model);
      const link = email?.links.find((one) => isOnLink(record, one));
      if (link) return `link ${email!.key}.${link.name}`;
      const address = (record.url ?? '') === '' ? (record.link ?? '') : record.url!;
      return address === '' ? undefined : `address ${normalAddress(address)} in ${emailName(record, model)}`;
    }
  }
}
