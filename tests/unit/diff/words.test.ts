import assert from 'node:assert/strict';
import { ModelNames } from '../../../src/model/model-names.ts';
import { Words, flatFilters, flatOperands, quoted } from '../../../src/model/words.ts';
import type { Condition, Filter } from '../../../src/model/condition.ts';
import type { Model } from '../../../src/model/model.ts';
import { generateJourney } from '../../differential/generate-journey.ts';
import { textOf } from '../../differential/phrase.ts';
import { Random } from '../../differential/random.ts';
import { readJourney } from '../../differential/read-journey.ts';
import { modelOf } from '../../support/journeys.ts';

const SEEDS = 150;

interface Written {
  readonly condition: Condition;
  readonly words: Words;
}

/** Every condition of a model, each with the words of its journey. */
function conditionsOf(model: Model): Written[] {
  const names = new ModelNames(model);
  const inJourneys = model.journeys.flatMap(({ key, audience, stages }) => {
    const words = new Words(names, key);
    const rules = stages.flatMap(({ rules }) => rules.flatMap(({ when }) => (when ? [when] : [])));
    return [...(audience ? [audience] : []), ...rules].map((condition) => ({ condition, words }));
  });
  return [...inJourneys, ...model.segments.map(({ condition }) => ({ condition, words: new Words(names) }))];
}

/** A model without places, names of files, texts of rules, and parentheses that mean nothing. */
function meaningOf(model: Model): unknown {
  return JSON.parse(JSON.stringify(model), (name, value: unknown) => {
    if (name === 'source' || name === 'text' || name === 'files') return undefined;
    if (typeof value !== 'object' || value === null || !('operands' in value)) return value;
    const group = value as Extract<Condition | Filter, { kind: 'and' | 'or' }>;
    return { ...group, operands: 'property' in (group.operands[0] ?? {}) ? flatFilters(group as never) : flatOperands(group as never) };
  });
}

describe('conditions in the words of the language', () => {
  it('are read as what they say', async () => {
    let read = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const text = textOf(generateJourney(new Random(seed), '2026-01-01'));
      const model = await readJourney(text);
      if (!model) continue;
      let written = text;
      for (const { condition, words } of conditionsOf(model).sort((one, other) => other.condition.source.offset - one.condition.source.offset)) {
        const { offset, end } = condition.source;
        written = `${written.slice(0, offset)}${words.condition(condition)}${written.slice(end)}`;
      }
      assert.deepEqual(meaningOf(await modelOf(written)), meaningOf(model), written);
      read += conditionsOf(model).length;
    }
    assert(read > 500, `${String(read)} conditions`);
  });

  it('stand in parentheses where they would be read otherwise', async () => {
    const texts = [
      'not (clicked a then clicked b within 2 days)',
      'not (clicked a within 2 days or clicked b within 2 days)',
      '(clicked a or clicked b) and become member',
      'clicked a and clicked b or become member',
      'performed buy where not (value > 1 and day < 2026-03-01) at least 2 times in last 7 days',
      'performed buy where kind in ("x", "y")',
      'contact.since >= 2026-03-01 for 3 days',
      'contact.name starts with "a \\"b\\" \\\\ \\u{7}\\t"',
    ];
    const rules = texts.map((text, index) => `stage s${String(index)} { enter when ${text} }`);
    const model = await modelOf(
      `email a email b activity buy { value number day date kind text } contact { since date name text }\njourney j { ${rules.join(' ')} }`,
    );
    assert.deepEqual(
      conditionsOf(model).map(({ condition, words }) => words.condition(condition)),
      // `and` binds tighter than `or`, and to show it costs nothing.
      texts.map((text) => text.replace(/^clicked a and clicked b or/, '(clicked a and clicked b) or')),
    );
  });

  it('quote what cannot stand in a string as it is', () => {
    assert.equal(quoted('a "b" \\ \n\t\u0007é'), '"a \\"b\\" \\\\ \\n\\t\\u{7}é"');
  });
});
