import assert from 'node:assert/strict';
import { GrammarUtils, AstUtils, GrammarAST, EmptyFileSystem } from 'langium';
import { createJourneyServices } from '../../../language-server/core-services.ts';
import { readFiles } from '../../support/journeys.ts';

function keywords(): string[] {
  const { journey } = createJourneyServices(EmptyFileSystem);
  const rules = [...GrammarUtils.getAllReachableRules(journey.Grammar, false)];
  const words = rules.flatMap((rule) =>
    AstUtils.streamAllContents(rule)
      .filter(GrammarAST.isKeyword)
      .map(({ value }) => value)
      .toArray(),
  );
  return [...new Set(words)].filter((word) => /^[a-z]+$/.test(word)).sort();
}

/** Every kind of name with every way to refer to it, all called `name`, with `ref` where a keyword would be ambiguous. */
const texts = (name: string, ref: string): Record<string, string> => ({
  channel: `channel ${name}\nemail e { channel ${name} }\nsegment s when confirmed ${name} or unsubscribed from ${ref}`,
  email: `email ${name} { link go "https://a.example/" }\nsegment s when clicked ${ref}.go or opened any of (${ref}, ${name}.go)`,
  link: `email e { link ${name} "https://a.example/" }\nsegment s when clicked e.${name}`,
  form: `form ${name}\nsegment s when submitted ${ref}`,
  page: `page ${name} { url "https://a.example/*" }\nsegment s when visited ${ref}`,
  activity: `activity ${name}\nsegment s when performed ${ref}`,
  property: `activity a { ${name} number }\nsegment s when performed a where ${ref} == 3`,
  attribute: `contact { ${name} text }\nsegment s when contact.${name} == "x"`,
  segment: `segment ${name} when been active\nsegment s when in segment ${name}`,
  score: `score ${name} { +1 when been active }\nsegment s when score ${name} > 1`,
  journey: `journey ${name} { stage a { enter when been active } }`,
  stage: `journey j { goal ${name} stage a { enter when been active } stage ${name} { enter from a after 1 day kpi 5% of ${name} } side stage b { enter from ${ref} when been active since ${name} } }`,
});

describe('every keyword is a name', () => {
  for (const keyword of keywords()) {
    it(keyword, async () => {
      for (const [kind, text] of Object.entries(texts(keyword, `^${keyword}`))) {
        const { document } = await readFiles({ 'a.journey': text });
        assert.deepEqual(
          (document.diagnostics ?? []).map(({ message }) => message),
          [],
          `${kind}: ${text}`,
        );
      }
    });
  }

  it('without ^ wherever no other reading fits', async () => {
    for (const keyword of ['goal', 'email', 'stage', 'when', 'last', 'day', 'then', 'and']) {
      for (const [kind, text] of Object.entries(texts(keyword, keyword))) {
        const { document } = await readFiles({ 'a.journey': text });
        assert.deepEqual(
          (document.diagnostics ?? []).map(({ message }) => message),
          [],
          `${kind}: ${text}`,
        );
      }
    }
  });
});
