import type { ReferenceRecord } from '../reference/reference-record.ts';
import { contentOf } from '../reference/reference-record.ts';
import type { Run } from './generate-run.ts';
import { differences } from './outcomes.ts';
import { simplerOnes, textOf } from './phrase.ts';
import { readJourney } from './read-journey.ts';

/** A run on which the two evaluators differ, made as small as it gets while they still do. Undefined where they agree. */
export async function shrink(run: Run): Promise<Run | undefined> {
  if (!(await differs(run))) return undefined;
  let smallest = run;
  for (let next: Run | undefined = run; next; next = await firstThatDiffers(smallerOnes(smallest))) smallest = next;
  return smallest;
}

async function firstThatDiffers(runs: Iterable<Run>): Promise<Run | undefined> {
  for (const run of runs) if (await differs(run)) return run;
  return undefined;
}

async function differs({ journey, histories }: Run): Promise<boolean> {
  // Records that say the same are one.
  const different = new Set(histories.records.map(contentOf));
  if (histories.records.length === 0 || different.size < histories.records.length) return false;
  const model = await readJourney(textOf(journey));
  return model?.journeys.length === 1 && (await differences(model, histories)).length > 0;
}

/** One contact less, a piece of text less, a record or a field less: the large steps first. */
function* smallerOnes({ journey, histories }: Run): Generator<Run> {
  const { records, attributes } = histories;
  const contacts = [...new Set(records.map(({ contact }) => contact))];
  for (const one of contacts.length > 1 ? contacts : []) {
    yield { journey, histories: { ...histories, records: records.filter(({ contact }) => contact !== one) } };
  }
  for (const simpler of simplerOnes(journey)) yield { journey: simpler, histories };
  if (attributes.size > 0) yield { journey, histories: { ...histories, attributes: new Map() } };
  for (const one of records) yield { journey, histories: { ...histories, records: records.filter((record) => record !== one) } };
  for (const [index, record] of records.entries()) {
    const { properties = {} } = record;
    const put = (other: ReferenceRecord): Run => ({ journey, histories: { ...histories, records: records.with(index, other) } });
    for (const name of Object.keys(properties)) yield put({ ...record, properties: without(properties, name) });
    for (const name of ['campaign', 'bounce', 'machine', 'url', 'link']) if (name in record) yield put(without(record, name));
  }
  const latest = Math.max(...records.map(({ time }) => time));
  if (histories.asOf !== latest) yield { journey, histories: { ...histories, asOf: latest } };
}

const without = <Fields extends object>(fields: Fields, name: string): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([one]) => one !== name)) as Fields;
