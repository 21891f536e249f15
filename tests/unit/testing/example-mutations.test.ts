import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lowerModel } from '../../../language-server/lowering/lower-model.ts';
import type { Model } from '../../../src/model/model.ts';
import { runTest } from '../../../src/testing/run-test.ts';
import { atOnce } from '../../../src/simulator/steps.ts';
import { readFiles } from '../../support/journeys.ts';

const examples = join(import.meta.dirname, '../../../examples');
const FILES = ['lead-nurturing-tests.journey', 'lead-nurturing.journey', 'catalog.journey'];

const DAY = 86_400;

type Part = Record<string, unknown>;

/** A part of the model in another version, with what was done to it. */
type Change = readonly [what: string, part: unknown];

const OPERATORS: Readonly<Record<string, string>> = { '>=': '>', '>': '>=', '<=': '<', '<': '<=', '==': '!=', '!=': '==' };

/** What people do wrong: another window, count, operator, value, event or link; a rule, a condition or a clause too few. */
function changesOf(part: Part): Change[] {
  const changes: Change[] = [];
  const change = (what: string, fields: Part): void => void changes.push([what, { ...part, ...fields }]);
  for (const field of ['seconds', 'expiresAfter', 'after', 'heldFor']) {
    const length = part[field];
    if (typeof length !== 'number') continue;
    for (const by of [1, DAY]) {
      change(`${field} ${by} s longer`, { [field]: length + by });
      if (length > by) change(`${field} ${by} s shorter`, { [field]: length - by });
    }
  }
  for (const field of ['number', 'count', 'points']) {
    const number = part[field];
    if (typeof number !== 'number') continue;
    change(`${field} one more`, { [field]: number + 1 });
    if (number > 1) change(`${field} one less`, { [field]: number - 1 });
  }
  if (typeof part['value'] === 'number') change('another value', { value: part['value'] + 1 });
  if (typeof part['value'] === 'string') change('another value', { value: `${part['value']}x` });
  if (typeof part['operator'] === 'string' && part['operator'] in OPERATORS) change('another operator', { operator: OPERATORS[part['operator']] });
  if (part['operator'] === 'at-least') change('at most', { operator: 'at-most' });
  for (const verb of ['sent', 'delivered', 'opened', 'clicked']) if (typeof part['verb'] === 'string' && verb !== part['verb']) change(verb, { verb });
  if (typeof part['link'] === 'string') change('any link', { link: undefined });
  if (part['scope'] === 'all') change('any channel', { scope: 'any' });
  if (typeof part['of'] === 'string' && part['operator'] === 'at-least' && part['of'] !== 'times') change('of times', { of: 'times' });
  if (part['emails'] !== undefined && (part['emails'] as Part)['kind'] === 'listed') change('any email', { emails: { kind: 'any' } });
  if (Array.isArray(part['pages'])) change('any page', { pages: 'any' });
  if ('property' in part && part['operator'] === 'in') change('not in', { operator: '!=', value: (part['values'] as unknown[])[0] });
  if (part['kind'] === 'and') change('or', { kind: 'or' });
  if (part['kind'] === 'or') change('and', { kind: 'and' });
  if (part['kind'] === 'not') changes.push(['without not', part['operand']]);
  if (part['kind'] === 'within' || part['kind'] === 'in-last') changes.push(['without window', { kind: 'ever' }]);
  if (part['kind'] === 'none') changes.push(['also before the stage', { kind: 'ever' }]);
  if ('audience' in part) change('without audience', { audience: undefined });
  if ('expiresAfter' in part) change('never expires', { expiresAfter: undefined });
  if ('reentry' in part) for (const kind of ['never', 'always', 'overlapping']) change(`re-entry ${kind}`, { reentry: { kind } });
  if ('stages' in part && 'goal' in part) {
    const stages = part['stages'] as readonly Part[];
    const path = stages.filter((stage) => stage['kind'] === 'path');
    for (const stage of path) if (stage['name'] !== part['goal']) change(`goal ${String(stage['name'])}`, { goal: stage['name'] });
    for (const place of path.keys()) {
      const next = path[place + 1];
      // With a window as the first one has, a stage cannot be the first: the language would not read it. Nor could it be flexible.
      if (next && place > 0)
        change(`${String(next['name'])} before ${String(path[place]!['name'])}`, { stages: stages.with(place, next).with(place + 1, path[place]!) });
    }
  }
  for (const field of ['rules', 'operands', 'values', 'items', 'stages']) {
    const list = part[field];
    if (!Array.isArray(list) || (field === 'stages' && part['kind'] !== 'stages') || (field !== 'rules' && list.length < 2)) continue;
    list.forEach((_, place) => change(`without ${field} ${String(place)}`, { [field]: list.filter((__, other) => other !== place) }));
  }
  return changes;
}

/** Every version of a tree in which one part is another. */
function* mutantsOf(tree: unknown, path = ''): Generator<Change> {
  if (typeof tree !== 'object' || tree === null) return;
  if (!Array.isArray(tree)) yield* changesOf(tree as Part).map(([what, part]): Change => [`${path}: ${what}`, part]);
  for (const [key, part] of Object.entries(tree)) {
    if (key === 'source' || key === 'kpis') continue;
    for (const [what, other] of mutantsOf(part, `${path}.${key}`))
      yield [what, Array.isArray(tree) ? tree.with(Number(key), other) : { ...tree, [key]: other }];
  }
}

describe("the example's tests", () => {
  it('find at least 95 % of planted mistakes', async () => {
    const texts = Object.fromEntries(FILES.map((file) => [file, readFileSync(join(examples, file), 'utf8')]));
    const { services, document } = await readFiles(texts);
    const model = lowerModel(document, services, ({ uri }) => uri.path);
    const isFound = (mutant: Model): boolean => model.tests.some((test) => atOnce(runTest(test, mutant, undefined)).test.status !== 'passed');
    assert.equal(isFound(model), false);
    const parts = ['importedJourneys', 'segments', 'scores'] as const;
    const mutants = parts.flatMap((part) => [...mutantsOf(model[part], part)].map(([what, other]): [string, Model] => [what, { ...model, [part]: other }]));
    assert(mutants.length > 140, String(mutants.length));
    const missed = mutants.filter(([, mutant]) => !isFound(mutant)).map(([what]) => what);
    assert(missed.length <= mutants.length * 0.05, `${String(missed.length)} of ${String(mutants.length)}:\n${missed.join('\n')}`);
  }).timeout(30_000);
});
