import type { Value } from '../model/condition.ts';
import type { Expectation, JourneyTest, TestContact, TestRecord } from '../model/journey-test.ts';
import type { Model } from '../model/model.ts';
import { wordsOf } from '../model/model-names.ts';
import { quoted } from '../model/words.ts';
import { expectationText } from './expectation-text.ts';
import { momentText } from './test-clock.ts';

const DAY = 86_400;

/** A test of contacts of its own as a `.journey` file has it. */
export function testText(test: JourneyTest, model: Model): string {
  const journey = [...model.journeys, ...model.importedJourneys].find(({ key }) => key === test.journey);
  const head = `test ${quoted(test.name)}${journey === undefined ? '' : ` in ${journey.name}`}${test.starts === undefined ? '' : ` starts ${test.starts}`} {`;
  return [
    head,
    ...test.contacts.flatMap((contact) => contactLines(contact, model)),
    ...test.expectations.map((expectation) => `  ${expectText(expectation, test, model)}`),
    '}',
    '',
  ].join('\n');
}

const expectText = (expectation: Expectation, test: JourneyTest, model: Model): string => `expect ${expectationText(expectation, test, model)}`;

function contactLines({ name, attributes, records }: TestContact, model: Model): string[] {
  return [`  contact ${name} {`, ...valuesText(attributes).map((text) => `    ${text}`), ...records.map((record) => `    ${recordText(record, model)}`), '  }'];
}

function recordText({ seconds, event, properties, sets }: TestRecord, model: Model): string {
  const moment = momentText({ seconds, wholeDay: seconds % DAY === 0 });
  if (event === undefined) return `${moment} set ${valuesText(sets).join(', ')}`;
  const given = valuesText(properties);
  return `${moment} ${wordsOf(model).event(event)}${given.length === 0 ? '' : ` with ${given.join(', ')}`}`;
}

const valuesText = (values: Readonly<Record<string, Value>>): string[] => Object.entries(values).map(([name, value]) => `${name} ${valueText(value)}`);

/** Dates are texts in the model and words in a file. */
const valueText = (value: Value): string =>
  typeof value !== 'string' ? String(value) : /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?$/.test(value) ? value : quoted(value);
