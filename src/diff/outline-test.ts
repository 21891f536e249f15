import type { StageName } from '../model/campaign.ts';
import type { Value } from '../model/condition.ts';
import type { Expectation, JourneyTest, TestContact, TestMoment, TestRecord } from '../model/journey-test.ts';
import type { Source } from '../model/source.ts';
import { lengthText } from '../model/length-text.ts';
import type { Place } from './model-diff.ts';
import type { Part } from './part.ts';
import { clause, each, part, percent } from './part.ts';
import type { Names } from '../model/words.ts';
import { Words, quoted } from '../model/words.ts';

/** What a test says: it changes no number of a result. */
export function outlineTest(test: JourneyTest, names: Names, place: (source: Source) => Place): Part {
  const words = new Words(names, test.journey);
  const on = test.on && ('path' in test.on ? quoted(test.on.path) : names.of('source', test.on.source));
  return part('test', test, {
    name: test.name,
    key: test.name,
    place: place(test.source),
    matters: false,
    clauses: [
      ...clause('on', on),
      ...clause('in', test.journey === undefined ? undefined : names.of('journey', test.journey)),
      ...clause('starts', test.starts),
      ...each(
        'expect',
        test.expectations.map((expectation) => expectationText(expectation, names)),
        { tells: true },
      ),
    ],
    parts: test.contacts.map((contact) => outlineContact(contact, words, place)),
  });
}

function outlineContact(contact: TestContact, words: Words, place: (source: Source) => Place): Part {
  const { name, attributes, records, source } = contact;
  return part('contact', contact, {
    name,
    key: name,
    place: place(source),
    clauses: [
      ...each('attribute', valuesText(attributes, ' '), { tells: true }),
      ...each(
        'record',
        records.map((record) => recordText(record, words)),
        { tells: true },
      ),
    ],
  });
}

function recordText({ seconds, event, properties, sets }: TestRecord, words: Words): string {
  // Without a time a record is of the day's beginning.
  const day = momentText({ seconds, wholeDay: seconds % DAY === 0 });
  const [given, set] = [valuesText(properties, ' '), valuesText(sets, ' ')];
  return [
    `day ${day}`,
    event === undefined ? '' : words.event(event),
    given.length === 0 ? '' : `with ${given.join(', ')}`,
    set.length === 0 ? '' : `set ${set.join(', ')}`,
  ]
    .filter((text) => text !== '')
    .join(' ');
}

const valuesText = (values: Readonly<Record<string, Value>>, between: string): string[] =>
  Object.entries(values).map(([name, value]) => `${name}${between}${typeof value === 'string' ? quoted(value) : String(value)}`);

const DAY = 86_400;

/** `2`, `2 at 09:30`. */
function momentText({ seconds, wholeDay }: TestMoment): string {
  const day = Math.floor(seconds / DAY);
  if (wholeDay) return String(day);
  const rest = seconds - day * DAY;
  const digits = (number: number): string => String(number).padStart(2, '0');
  const time = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, ...(rest % 60 === 0 ? [] : [rest % 60])];
  return `${String(day)} at ${time.map(digits).join(':')}`;
}

function expectationText(expectation: Expectation, names: Names): string {
  const stage = ({ journey, stage: name }: StageName): string => `${names.of('journey', journey)}.${names.stage(journey, name)}`;
  const contact = 'contact' in expectation ? `${expectation.contact}${'negated' in expectation && expectation.negated ? ' not' : ''}` : '';
  switch (expectation.kind) {
    case 'in-stage':
      return `${contact} in ${stage(expectation.stage)} on day ${momentText(expectation.moment)}`;
    case 'reached-by':
      return `${contact} reached ${stage(expectation.stage)}`;
    case 'in-segment':
      return `${contact} in segment ${names.of('segment', expectation.segment)} on day ${momentText(expectation.moment)}`;
    case 'score': {
      const { operator, points, moment } = expectation;
      return `${contact} score ${names.of('score', expectation.score)} ${operator} ${String(points)} on day ${momentText(moment)}`;
    }
    case 'stage-count': {
      const { count, operator, unit, target } = expectation;
      return `${count} ${stage(expectation.stage)} ${operator} ${unit === 'share' ? percent(target) : `${String(target)} contacts`}`;
    }
    case 'time': {
      const { quantile, from, to, operator, seconds } = expectation;
      return `${quantile} time from ${stage(from)} to ${stage(to)} ${operator} ${lengthText(seconds)}`;
    }
    case 'rate':
      return `${expectation.rate} of ${names.of('email', expectation.email)} ${expectation.operator} ${percent(expectation.target)}`;
  }
}
