import type { ReferenceRecord } from '../reference/reference-record.ts';
import { ORIGIN, timeText } from '../support/worked-cases.ts';
import type { Run } from './generate-run.ts';
import type { Ways } from './outcomes.ts';
import { wayKey, waysOfReference, waysOfSimulator } from './outcomes.ts';
import { textOf } from './phrase.ts';
import { readJourney } from './read-journey.ts';
import { wayText } from './way-text.ts';

/** A run as a worked case, with the moves that the reference demands, and what the simulator makes of it. */
export async function caseText(run: Run, title: string): Promise<string> {
  const model = await readJourney(textOf(run.journey));
  if (!model) return `${title}: the journey has errors.\n`;
  const stages = model.journeys[0]!.stages.map(({ name }) => name);
  const { records, asOf, attributes } = run.histories;
  const reference = waysOfReference(model, run.histories);
  const simulator = await waysOfSimulator(model, run.histories);
  const lines = (ways: Ways): string => [...ways].map(([contact, way]) => `${contact} ${wayText(way, stages)}`).join('\n');
  const keys = (ways: Ways): string => [...ways].map(([contact, way]) => `${contact} ${wayKey(way)}`).join('\n');
  const contactsFile = [...attributes].map(([contact, fields]) => `${contact}: ${JSON.stringify(fields)}`).join(', ');
  const block = (name: string, text: string): string => `\`\`\`${name}\n${text.trimEnd()}\n\`\`\`\n\n`;
  return [
    `## ${title}\n\n`,
    asOf === Math.max(...records.map(({ time }) => time)) ? '' : `as of ${timeText(asOf - ORIGIN)}\n\n`,
    contactsFile === '' ? '' : `Contacts' file: ${contactsFile}\n\n`,
    block('journey', textOf(run.journey)),
    block(
      'records',
      [...records]
        .sort((one, other) => one.time - other.time)
        .map(recordText)
        .join('\n'),
    ),
    `Reference:\n\n${block('moves', lines(reference))}`,
    `Simulator:\n\n${block('text', lines(simulator))}`,
    lines(reference) === lines(simulator) ? `In full (stage.rule@time):\n\n${block('text', `${keys(reference)}\n${keys(simulator)}`)}` : '',
  ].join('');
}

function recordText({ contact, time, event, email, link, properties = {}, ...rest }: ReferenceRecord): string {
  // A link's name stands after its email; what would be read otherwise than meant has a field of its own.
  const isName = link !== undefined && !link.includes('.');
  const about = email === undefined || email.includes(' ') ? { email } : {};
  const named = { ...about, ...(isName && email !== undefined ? {} : { link }), ...rest, ...properties };
  const fields = Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${String(value)}`]));
  const first = email === undefined || email.includes(' ') ? [] : [isName ? `${email}.${link}` : email];
  return [contact, timeText(time - ORIGIN), event, ...first, ...fields].join(' ');
}
