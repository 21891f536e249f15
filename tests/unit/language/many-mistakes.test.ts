import assert from 'node:assert/strict';
import { services } from '../../support/formatting.ts';
import { readFiles } from '../../support/journeys.ts';

/** More than the stack would hold calls, were each mistake read on from within a call of its own. */
const TIMES = 4_000;

/** Declarations of two lines with a mistake each. */
const MISTAKES: readonly ((n: number) => string)[] = [
  (n) => `form f${n} {{\n\n`,
  (n) => `segment s${n}\n  when submitted f within days\n`,
  (n) => `score s${n} {\n  +10 when }\n`,
  (n) => `channel c${n} ]\n\n`,
];

describe('a file of very many mistakes', () => {
  for (const mistake of MISTAKES) {
    it(`is read to its end, each reported: ${JSON.stringify(mistake(1))}`, () => {
      const text = Array.from({ length: TIMES }, (_, index) => mistake(index)).join('');
      const { parserErrors, lexerErrors } = services.parser.LangiumParser.parse(text);
      const places = [...parserErrors.map(({ token }) => token.startOffset), ...lexerErrors.map(({ offset }) => offset)];
      const lineOf = new Map([...text.matchAll(/\n/g)].map(({ index }, line) => [index, line]));
      const declarations = new Set(places.map((place) => Math.floor((lineOf.get(text.indexOf('\n', place)) ?? NaN) / 2)));
      assert.equal(declarations.size, TIMES);
    });
  }

  it('suggests for each unknown name those of its kind', async () => {
    const text = `email teaser\n${Array.from({ length: 1_000 }, (_, index) => `form teaxer${index}\nsegment s${index} when clicked teasr or submitted teaser${index}\n`).join('')}`;
    const { document } = await readFiles({ 'a.journey': text });
    const unknown = (document.diagnostics ?? [])
      .filter(({ code }) => code === 'unknown-name')
      .map(({ data }) => (data as { suggestions?: readonly string[] }).suggestions);
    assert.equal(unknown.length, 2_000);
    assert.deepEqual(unknown[0], ['teaser']);
    // Nearer than any other: it differs in one letter.
    assert.equal(unknown.at(-1)?.[0], 'teaxer999');
  });
});
