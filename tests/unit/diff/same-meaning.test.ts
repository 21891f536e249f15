import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { lowerModel } from '../../../language-server/lowering/lower-model.ts';
import { diffModels } from '../../../src/diff/diff-models.ts';
import type { Model } from '../../../src/model/model.ts';
import { generateJourney } from '../../differential/generate-journey.ts';
import { textOf } from '../../differential/phrase.ts';
import { Random } from '../../differential/random.ts';
import { rewritesOfModel } from '../../differential/rewrites.ts';
import { documentedTexts, format } from '../../support/formatting.ts';
import { readFiles } from '../../support/journeys.ts';

const root = join(import.meta.dirname, '../../..');
const SEEDS = 60;

/** What can be read of the first file, which may import the others. */
async function readModel(files: Readonly<Record<string, string>>): Promise<Model> {
  const { services, document } = await readFiles(files);
  return lowerModel(document, services, ({ uri }) => uri.path);
}

const generated = (seed: number): string => textOf(generateJourney(new Random(seed), '2026-01-01'));

const withoutPlaces = (model: Model): unknown => JSON.parse(JSON.stringify(model, (key, value: unknown) => (key === 'source' ? undefined : value)));

describe('a diff of what means the same', () => {
  const files = globSync('{examples,docs,tests,scripts,src}/**/*.journey', { cwd: root, exclude: ['tests/out/**'] });

  it('finds nothing between a file of the repository and itself', async () => {
    assert(files.length >= 4, `${String(files.length)} files`);
    for (const file of files) {
      const folder = dirname(join(root, file));
      const beside = globSync('**/*.journey', { cwd: folder }).filter((name) => name !== relative(folder, join(root, file)));
      const names = [relative(folder, join(root, file)), ...beside];
      const read = (): Promise<Model> => readModel(Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')])));
      assert.deepEqual(diffModels(await read(), await read()), [], file);
    }
  });

  it('finds nothing between a documented text, right or wrong, and itself with other lines', async () => {
    const texts = documentedTexts();
    assert(texts.length > 100, `${String(texts.length)} texts`);
    for (const { name, text } of texts) {
      assert.deepEqual(diffModels(await readModel({ 'a.journey': text }), await readModel({ 'a.journey': `// moved\n\n${text}` })), [], name);
    }
  });

  it(`finds nothing where ${String(SEEDS)} random journeys are formatted`, async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const text = generated(seed);
      assert.deepEqual(diffModels(await readModel({ 'a.journey': text }), await readModel({ 'a.journey': format(text).text })), [], text);
    }
  });

  it('finds nothing where declarations and what has no order stand in another one', async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const model = await readModel({ 'a.journey': generated(seed) });
      const turned: Model = {
        ...model,
        channels: model.channels.toReversed(),
        emails: model.emails.map((email) => ({ ...email, ids: email.ids.toReversed(), links: email.links.toReversed() })).toReversed(),
        forms: model.forms.toReversed(),
        pages: model.pages.map((page) => ({ ...page, urls: page.urls.toReversed() })).toReversed(),
        activities: model.activities.map((activity) => ({ ...activity, properties: activity.properties.toReversed() })).toReversed(),
        segments: model.segments.map((segment) => ({ ...segment, condition: turnedGroups(segment.condition) })).toReversed(),
        scores: model.scores.map((score) => ({ ...score, rules: score.rules.toReversed() })).toReversed(),
        campaigns: model.campaigns.map((campaign) => ({ ...campaign, sends: campaign.sends.toReversed() })),
        journeys: model.journeys.map((journey) => ({
          ...journey,
          stages: journey.stages.map((stage) => ({
            ...stage,
            kpis: stage.kpis.toReversed(),
            rules: stage.rules.map(({ when, ...rule }) => (when ? { ...rule, when: turnedGroups(when) } : rule)),
          })),
        })),
      };
      assert.deepEqual(diffModels(model, turned), []);
    }
  });
});

/** The operands of every `and` and `or` in the other order. */
const turnedGroups = <Part>(part: Part): Part =>
  JSON.parse(JSON.stringify(part), (_, value: unknown) => {
    const isGroup = typeof value === 'object' && value !== null && 'kind' in value && (value.kind === 'and' || value.kind === 'or');
    return isGroup && 'operands' in value && Array.isArray(value.operands) ? { ...value, operands: value.operands.toReversed() as unknown[] } : value;
  }) as Part;

describe('a diff of what means something else', () => {
  it('finds every removed, negated or replaced clause of random journeys', async () => {
    const found = new Set<string>();
    for (let seed = 1; seed <= SEEDS; seed++) {
      const text = generated(seed);
      const model = await readModel({ 'a.journey': text });
      if (!model.journeys[0]) continue;
      for (const [clause, rewritten] of rewritesOfModel(model)) {
        // The last one of `any of last 1` cannot become fewer.
        if (isDeepStrictEqual(withoutPlaces(rewritten), withoutPlaces(model))) continue;
        const changes = diffModels(model, rewritten);
        assert(
          changes.some(({ meaning }) => meaning),
          `${clause} is not seen in seed ${String(seed)}:\n${text}`,
        );
        found.add(clause);
      }
    }
    assert(found.size >= 80, `only ${String(found.size)} kinds of clauses`);
  });

  it('finds a change of every value that a model holds', async () => {
    const folder = join(root, 'examples');
    const texts = globSync('*.journey', { cwd: folder }).map((name) => readFileSync(join(folder, name), 'utf8').replaceAll(/^import .*$/gm, ''));
    // What the example does not use, the random journeys do.
    for (const text of [texts.join('\n'), ...Array.from({ length: 12 }, (_, seed) => generated(seed + 1))]) {
      const model = await readModel({ 'a.journey': text });
      for (const { path, changed } of changedLeaves(model)) {
        assert(diffModels(model, changed as Model).length > 0, `A change of ${path.join('.')} is not seen.`);
      }
    }
  });
});

/** What a model is held together by. */
const NOT_SAID: ReadonlySet<string> = new Set(['version', 'files', 'source', 'key', 'kind']);

/** What follows from something else: a rule's text, the type of a compared property, the second at which a whole day begins. */
const FOLLOWS = [/\.rules\.\d+\.text$/, /\.(?:compare|filter|operand|operands\.\d+)\.type$/, /\.moment\.seconds$/];

/** What else can stand in place of a word. */
const TWINS: Readonly<Record<string, unknown>> = { contacts: 'share', share: 'contacts', anchor: 'delivery', delivery: 'anchor', all: 'any', any: [] };

interface ChangedLeaf {
  readonly path: readonly string[];
  /** The whole with another value in that place. */
  readonly changed: unknown;
}

function* changedLeaves(part: unknown, path: readonly string[] = []): Generator<ChangedLeaf> {
  const name = path.at(-1) ?? '';
  if (NOT_SAID.has(name) || FOLLOWS.some((pattern) => pattern.test(path.join('.')))) return;
  if (typeof part === 'string') yield { path, changed: TWINS[part] ?? `${part}x` };
  else if (typeof part === 'number') yield { path, changed: part + 1 };
  else if (typeof part === 'boolean') yield { path, changed: !part };
  else if (Array.isArray(part)) {
    for (const [index, inner] of part.entries())
      for (const leaf of changedLeaves(inner, [...path, String(index)])) yield { ...leaf, changed: part.with(index, leaf.changed) };
  } else if (typeof part === 'object' && part !== null) {
    for (const [key, inner] of Object.entries(part))
      for (const leaf of changedLeaves(inner, [...path, key])) yield { ...leaf, changed: { ...part, [key]: leaf.changed } };
  }
}
