import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AstUtils, EmptyFileSystem, URI } from 'langium';
import { createJourneyServices } from '../../../language-server/core-services.ts';
import { keywordsOf } from '../../../scripts/text-mate-grammar.ts';

const keywords = keywordsOf(readFileSync(join(import.meta.dirname, '../../../language-server/generated/grammar.ts'), 'utf8'));

interface Kind {
  /** A text in which something is called `name` and referred to as `name` and as `ref`. */
  readonly text: (name: string, ref: string) => string;
  /** Words that mean something else there, so that only `^` makes them a name. */
  readonly taken?: readonly string[];
}

const journey = (stages: string): string => `journey j {\n  ${stages}\n}`;

/** What can come after the name of an email, a form … in a stage: any of it could be mistaken for part of the name's pattern. */
const AFTER = [
  ...['within 14 days', 'in last 3 days', 'ever', 'since first', 'at least 3 times', 'exactly 2 times ever', 'where value > 3'],
  ...['and has consent', 'then not been active within 1 day'],
  ...['phase see', 'stalls after 3 days', 'enter from first after 1 day', 'enter when has consent', 'touchpoints x'],
];

const followed = (pattern: string, declaration: string): string => {
  const stages = AFTER.map((after, index) => `stage s_${String(index)} {\n    enter when ${pattern}\n    ${after}\n  }`);
  return `email x\nsegment s when been active\n${declaration}\n${journey(`stage first { enter when been active }\n  ${stages.join('\n  ')}`)}`;
};

const KINDS: Readonly<Record<string, Kind>> = {
  channel: { text: (name, ref) => `channel ${name}\nemail e { channel ${name} }\nsegment s when confirmed ${ref} or is subscribed to ${name}` },
  'channel in a pattern': { text: (name) => followed(`unsubscribed from ${name}`, `channel ${name}`) },
  'channel of any email': { text: (name) => followed(`clicked any email in ${name}`, `channel ${name}`) },
  email: { text: (name, ref) => `email ${name} { link go "https://a.example/" }\nsegment s when clicked ${ref}.go or opened any of (${name}, ${name}.go)` },
  'email in a pattern': { text: (name) => followed(`clicked ${name}`, `email ${name}`) },
  link: { text: (name, ref) => `email e { link ${name} "https://a.example/" }\nsegment s when clicked e.${name} or clicked any of (e.${ref}, e)` },
  form: { text: (name, ref) => `form ${name}\nsegment s when submitted ${ref} or submitted any of (${name}, ${ref})` },
  'form in a pattern': { text: (name) => followed(`submitted ${name}`, `form ${name}`) },
  page: { text: (name, ref) => `page ${name} { url "https://a.example/*" }\nsegment s when visited ${ref} or visited any of ("x", ${name})` },
  'page in a pattern': { text: (name) => followed(`visited ${name}`, `page ${name}`) },
  activity: { text: (name, ref) => `activity ${name}\nsegment s when performed ${ref} or performed any of (${name}, ${ref})` },
  'activity in a pattern': { text: (name) => followed(`performed ${name}`, `activity ${name}`) },
  property: {
    text: (name, ref) =>
      `activity a { id "x" ${name} number }\nsegment s when performed a where ${name} == 3 or performed a where not ${name} > 3 or performed a where (${ref} is missing and not ${name} < 3 or ${name} in (1, 2))`,
  },
  attribute: { text: (name, ref) => `contact { ${name} text }\nsegment s when contact.${name} == "x" and contact.${ref} is present for 3 days` },
  segment: { text: (name, ref) => `segment ${name} when been active\nsegment s when in segment ${name} and in segment ${ref}` },
  score: { text: (name, ref) => `score ${name} { +1 when been active }\nsegment s when score ${name} > 1 and score ${ref} < 5` },
  stage: {
    text: (name, ref) =>
      `email x\n${journey(`goal ${name} stage a { enter when been active } stage ${name} { enter from a after 1 day kpi 5% of ${ref} } stage c { enter from a, ${name} when been active since ${name} touchpoints x }`)}`,
  },
  'stage from which contacts come': {
    text: (name) => journey(`stage ${name} { enter when been active } stage b { enter from ${name} when has consent }`),
    taken: ['any', 'outside'],
  },
  'stage of a window': {
    text: (name) => journey(`stage ${name} { enter when been active } stage b { enter when been active within 3 days of ${name} }`),
    taken: ['delivery'],
  },
  touchpoint: { text: (name, ref) => `email ${name}\n${journey(`stage a { enter when been active touchpoints ${name}, ${ref} owner "x" }`)}` },
  journey: {
    text: (name, ref) =>
      `journey ${name} { stage a { enter when been active } }\ncampaign c { journey ${name} objective "x" }\nexperiment e { measure reached ${ref}.a }\ntest "t" in ${name} starts 2026-01-01 { expect reached ${name}.a > 3 contacts }`,
  },
  campaign: { text: (name, ref) => `campaign ${name} { objective "x" }\nsegment s when clicked any email of ${name} ever or opened any email of ${ref}` },
  'campaign of any email': { text: (name) => followed(`clicked any email of ${name}`, `campaign ${name} { objective "x" }`) },
  'stage in a campaign': {
    text: (name, ref) =>
      `${journey(`stage ${name} { enter when been active } stage b { enter when has consent }`)}\ncampaign c { journey j moves ${name} to ${ref} phase see kpi reached ${name} >= 3 contacts kpi reached ${ref} >= 3% of ${name} }`,
  },
  'email in a campaign': {
    text: (name, ref) =>
      `email ${name}\ncampaign c {\n  send ${name} on day 0\n  send ${ref} 3 days after ${name}\n  send ${name} 3 days after ${name} when has consent\n  kpi click_rate of ${name} >= 3%\n  kpi clicked ${name} >= 3 contacts\n}`,
  },
  'words of a campaign': { text: (name, ref) => `campaign c { via "x", email utm ${name} "x", ${ref} "y" budget 3 ${name} objective "x" budget 3 ${ref} }` },
  experiment: { text: (name) => `experiment ${name} { confidence 95% }` },
  'variant and stage of an experiment': {
    text: (name, ref) =>
      `email ${name}\nemail e_2\n${journey(`stage ${name} { enter when been active }`)}\nexperiment x { variants ${name}, e_2 confidence 95% }\nexperiment y { variants e_2, ${name} measure reached ${name} within 3 days }\nexperiment z { variants e_2, ${ref} measure reached j.${name} }`,
  },
  source: {
    text: (name, ref) =>
      `source ${name} "x.csv" as journey\n${journey('stage a { enter when been active }')}\ntest "t" on ${name} in j { }\ntest "u" on ${ref} { }`,
  },
  'column of a property': {
    text: (name, ref) =>
      `contact { ${name} text }\nsource s "x.csv" as journey { property ${name} column "a" attribute ${name} column "b" property ${ref} column "c" }`,
  },
  'activity of a source': {
    text: (name, ref) =>
      `activity ${name}\nsource s "x.csv" as journey { event column "k" { "a" is performed ${name} "b" is sent } }\nsource t "x.csv" as journey { event is performed ${name} contacts "x" }\nsource u "x.csv" as journey { event is performed ${ref} email column "x" }`,
  },
  'contact of a test': {
    text: (name, ref) =>
      `segment s when been active\nscore p { +1 when been active }\n${journey('stage a { enter when been active }')}\ntest "t" in j { contact ${name} { day 0 become member } expect ${name} in a on day 0 expect ${name} not in a on day 1 at 09:30 expect ${name} reached a expect ${ref} not reached a expect ${name} in segment s on day 0 expect ${name} score p > 3 on day 1 }`,
  },
  'attribute in a test': {
    text: (name, ref) =>
      `contact { ${name} number }\ntest "t" { contact c { ${name} 3 ${ref} 4 day 0 become member } contact d { day 1 set ${name} 3, ${ref} 4 } }`,
  },
  'property in a test': {
    text: (name, ref) =>
      `activity a { ${name} number }\ntest "t" { contact c { day 0 performed a with ${name} 3, ${ref} 4 day 1 performed a with ${name} 5 } }`,
  },
  'what happened in a test': {
    text: (name, ref) =>
      `activity ${name}\nactivity a\ntest "t" { contact c { day 0 performed ${name} with value 3 day 1 performed ${ref} day 2 at 09:30 performed ${name} } expect c reached j.a }\n${journey('stage a { enter when been active }')}`,
  },
  'stage in a test': {
    text: (name, ref) =>
      `${journey(`stage ${name} { enter when been active }`)}\ntest "t" in j { contact c { day 0 become member } expect c in ${name} on day 0 expect c not in ${name} on day 1 expect c in j.${ref} on day 0 expect c reached ${name} expect c not reached ${name} expect reached ${name} > 3 contacts expect dropped ${name} < 3% expect current ${name} == 3% expect median time from ${name} to ${name} < 3 days }`,
  },
  'email in a test': { text: (name, ref) => `email ${name}\ntest "t" { expect click_rate of ${name} > 3% expect open_rate of ${ref} > 3% }` },
  'segment in a test': {
    text: (name, ref) =>
      `segment ${name} when been active\ntest "t" { contact c { day 0 become member } expect c in segment ${name} on day 0 expect c not in segment ${ref} on day 1 }`,
  },
  'score in a test': {
    text: (name, ref) =>
      `score ${name} { +1 when been active }\ntest "t" { contact c { day 0 become member } expect c score ${name} > 3 on day 0 expect c score ${ref} > -3 on day 1 }`,
  },
};

/** Words that begin a declaration and what `any …` can ask for: before them a name `any` would be read as `any …`. */
const ANY: Readonly<Record<string, string>> = { 'clicked any': 'email', 'submitted any': 'form', 'visited any': 'page', 'unsubscribed from any': 'channel' };

const { shared } = createJourneyServices(EmptyFileSystem);

/** What texts are read as, names left out. Nothing is checked: a name that is taken for a keyword is an error of syntax, or resolves to nothing. */
async function readingsOf(texts: readonly string[]): Promise<string[]> {
  const { LangiumDocumentFactory, LangiumDocuments, DocumentBuilder } = shared.workspace;
  const documents = texts.map((text, index) => LangiumDocumentFactory.fromString(text, URI.file(`/workspace/${String(index)}.journey`)));
  for (const document of documents) LangiumDocuments.addDocument(document);
  await DocumentBuilder.build(documents);
  const readings = documents.map(({ parseResult: { value, lexerErrors, parserErrors }, references }) => {
    const nodes = AstUtils.streamAllContents(value).map(({ $type }) => $type);
    const errors = [...lexerErrors, ...parserErrors].map(({ message }) => message);
    const unresolved = references.filter((reference) => 'ref' in reference && reference.ref === undefined).map(({ $refText }) => $refText);
    return [...nodes, 'names:', references.length, 'unknown:', ...unresolved, 'errors:', ...errors].join(' ');
  });
  await DocumentBuilder.update(
    [],
    documents.map(({ uri }) => uri),
  );
  return readings;
}

describe('every keyword is a name', () => {
  it('the keywords are those of the grammar', () => {
    assert(keywords.length > 150);
    for (const word of ['campaign', 'p90', 'open_rate', 'column']) assert(keywords.includes(word), word);
  });

  for (const [kind, { text, taken = [] }] of Object.entries(KINDS)) {
    it(`of the kind: ${kind}`, async () => {
      const [expected = '', ...readings] = await readingsOf([text('other', '^other'), ...keywords.map((keyword) => text(keyword, `^${keyword}`))]);
      assert.match(expected, /names: [0-9]+ unknown: errors:$/);
      assert.deepEqual(
        keywords.filter((_keyword, index) => readings[index] !== expected),
        taken,
      );
      for (const reading of await readingsOf(taken.map((keyword) => text(`^${keyword}`, `^${keyword}`)))) assert.equal(reading, expected);
    });
  }

  for (const [pattern, next] of Object.entries(ANY)) {
    it(`\`${pattern}\` before \`${next} NAME\` is \`any ${next}\`, with ^ a name`, async () => {
      const texts = ['other', '^any', 'any'].map((name) => `${next} ${name}\nsegment s when ${pattern.replace('any', name)}\n${next} q`);
      const [expected = '', escaped, bare] = await readingsOf(texts);
      assert.match(expected, /names: 1 unknown: errors:$/);
      assert.equal(escaped, expected);
      assert.notEqual(bare, expected);
    });
  }
});
