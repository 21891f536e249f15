import assert from 'node:assert/strict';
import { readFiles } from '../../support/journeys.ts';

const CATALOGUE = `channel n
email x { channel n link pricing "https://a.example/pricing" }
email y { channel n }
form f
activity buy { value number }
contact { plan text }
`;

const CODES = [
  'unreachable-stage',
  'shadowed-rule',
  'same-condition-as-previous-stage',
  'returns-at-once',
  'never-in-time',
  'could-be-segment',
  'contradiction',
  'tautology',
];

/** What is said of a file: `CODE at the line's text`, in the order of the file. */
async function said(text: string): Promise<string[]> {
  const { document } = await readFiles({ 'a.journey': CATALOGUE + text });
  const diagnostics = [...(document.diagnostics ?? [])].sort(
    (one, other) => one.range.start.line - other.range.start.line || one.range.start.character - other.range.start.character,
  );
  const errors = diagnostics.filter(({ severity }) => severity === 1).map(({ message }) => message);
  assert.deepEqual(errors, [], text);
  const lines = document.textDocument.getText().split('\n');
  return diagnostics.filter(({ code }) => CODES.includes(String(code))).map(({ code, range }) => `${String(code)} at ${lines[range.start.line]?.trim() ?? ''}`);
}

/** A journey of stages `a`, `b` … with the clauses given, side stages `s`, `t` behind them; further clauses of the journey first. */
function journey(path: readonly (readonly string[])[], side: readonly (readonly string[])[] = [], ...clauses: readonly string[]): string {
  const stage = (name: string, enters: readonly string[], word: string): string =>
    `  ${word} ${name} {\n${enters.map((enter) => `    enter ${enter}\n`).join('')}  }\n`;
  return [
    'journey j {\n',
    ...clauses.map((clause) => `  ${clause}\n`),
    ...path.map((enters, index) => stage('abcdef'[index] ?? '', enters, 'stage')),
    ...side.map((enters, index) => stage('stuv'[index] ?? '', enters, 'side stage')),
    '}\n',
  ].join('');
}

const START = ['when delivered x'];

interface Case {
  readonly title: string;
  readonly text: string;
  readonly says: readonly string[];
}

const CASES: readonly Case[] = [
  // Shadowed rules.
  {
    title: 'a stricter rule behind a wider one',
    text: journey([START, ['when clicked x', 'when clicked x.pricing']]),
    says: ['shadowed-rule at enter when clicked x.pricing'],
  },
  { title: 'a stricter rule before a wider one', text: journey([START, ['when clicked x.pricing', 'when clicked x']]), says: [] },
  {
    title: 'a side stage behind the path',
    text: journey([START, ['when clicked x within 5 days']], [['from a when clicked x within 3 days']]),
    says: ['shadowed-rule at enter from a when clicked x within 3 days'],
  },
  {
    title: 'a side stage with the longer window',
    text: journey([START, ['when clicked x within 5 days']], [['from a when clicked x within 6 days']]),
    says: [],
  },
  {
    title: 'silence that is longer',
    text: journey([START, ['when clicked x']], [['from a when not clicked x within 5 days'], ['from a when not clicked any email within 6 days']]),
    says: ['shadowed-rule at enter from a when not clicked any email within 6 days'],
  },
  {
    title: 'silence of less',
    text: journey([START, ['when clicked x']], [['from a when not clicked any email within 6 days'], ['from a when not clicked x within 5 days']]),
    says: [],
  },
  {
    title: 'a longer wait',
    text: journey([START, ['from a after 3 days']], [['from a after 5 days when clicked x']]),
    says: ['shadowed-rule at enter from a after 5 days when clicked x'],
  },
  { title: 'a shorter wait', text: journey([START, ['from a after 3 days']], [['from a after 2 days when clicked x']]), says: [] },
  { title: 'one of two sources only', text: journey([START, ['when clicked x'], ['when clicked y']], [['from a, b when clicked x.pricing']]), says: [] },
  {
    title: 'both sources',
    text: journey([START, ['when clicked x'], ['when clicked any email']], [['from a, b when clicked x.pricing']]),
    says: ['shadowed-rule at enter from a, b when clicked x.pricing'],
  },
  {
    title: 'an operand more',
    text: journey([START, ['when clicked x', 'when clicked x and submitted f']]),
    says: ['shadowed-rule at enter when clicked x and submitted f'],
  },
  { title: 'an operand instead', text: journey([START, ['when clicked x', 'when clicked y and submitted f']]), says: [] },
  {
    title: 'where a pass begins',
    text: journey([['when delivered x', 'when delivered x and clicked y'], ['when clicked x']]),
    says: ['shadowed-rule at enter when delivered x and clicked y'],
  },
  // The delivery can have come before an audience that now lets her in: then the click begins the pass.
  {
    title: 'where a pass begins, with an audience',
    text: journey([['when delivered x', 'when delivered x and clicked y'], ['when clicked x']], [], 'audience when contact.plan == "pro"'),
    says: [],
  },
  {
    title: 'flexible order: the furthest stage is tried first',
    text: journey([['when clicked x.pricing'], ['when clicked x']], [], 'order flexible'),
    says: ['shadowed-rule at enter when clicked x.pricing'],
  },
  { title: 'flexible order: the furthest stage is stricter', text: journey([['when clicked x'], ['when clicked x.pricing']], [], 'order flexible'), says: [] },
  // From `s` she is in `a` at once, and `s` was entered at this moment already: then `t` takes her.
  {
    title: 'an earlier stage that can be held back',
    text: journey(
      [['when delivered x', 'from s when clicked x ever'], ['when submitted f']],
      [['from a when clicked x ever'], ['from a when clicked x.pricing ever']],
    ),
    says: ['returns-at-once at enter from s when clicked x ever'],
  },
  // Unreachable stages.
  {
    title: 'side stages that lead only to each other',
    text: journey([START, ['when clicked x']], [['from t when clicked x'], ['from s when clicked x']]),
    says: ['unreachable-stage at side stage s {'],
  },
  { title: 'one of them from the path', text: journey([START, ['when clicked x']], [['from t when clicked x'], ['from s, a when clicked y']]), says: [] },
  {
    title: 'what stands behind an unreachable stage is told with it',
    text: journey([START, ['from s when clicked x'], ['when submitted f'], ['when clicked y']], [['from d when clicked x']]),
    says: ['unreachable-stage at stage b {'],
  },
  {
    title: 'what stands behind a contradiction needs no word',
    text: journey([START, ['when contact.plan == "a" and contact.plan == "b"'], ['when clicked x'], ['when clicked y']]),
    says: ['contradiction at enter when contact.plan == "a" and contact.plan == "b"'],
  },
  {
    title: 'a stage that passes only reach too late',
    text: journey([START, ['when not clicked x within 5 days'], ['when clicked x']], [], 'expires after 4 days'),
    says: ['never-in-time at enter when not clicked x within 5 days'],
  },
  // The same condition.
  {
    title: 'the same condition again',
    text: journey([START, ['when clicked x'], ['when clicked x']]),
    says: ['same-condition-as-previous-stage at enter when clicked x'],
  },
  { title: 'another condition', text: journey([START, ['when clicked x'], ['when clicked y']]), says: [] },
  { title: 'the same condition two stages later', text: journey([START, ['when clicked x'], ['when clicked y'], ['when clicked x']]), says: [] },
  { title: 'the same condition after a wait', text: journey([START, ['when clicked x'], ['from b after 3 days when clicked x']]), says: [] },
  // Ways back.
  {
    title: 'back with a state that still holds',
    text: journey([['when delivered x', 'from s when submitted f'], ['when clicked y']], [['from a when not clicked x in last 9 days']]),
    says: ['returns-at-once at enter from s when submitted f'],
  },
  {
    title: 'back with what ends the state',
    text: journey([['when delivered x', 'from s when clicked x'], ['when clicked y']], [['from a when not clicked x in last 9 days']]),
    says: [],
  },
  {
    title: 'back to a window that begins anew',
    text: journey([['when delivered x', 'from s when submitted f'], ['when clicked y']], [['from a when not clicked x for 9 days']]),
    says: [],
  },
  {
    title: 'back from an attribute to another value',
    text: journey([['when delivered x', 'from s when contact.plan == "pro"'], ['when clicked y']], [['from a when contact.plan == "free"']]),
    says: [],
  },
  {
    title: 'back by a wait alone',
    text: journey([['when delivered x', 'from s after 2 days'], ['when clicked y']], [['from a when contact.plan == "free"']]),
    says: ['returns-at-once at enter from s after 2 days'],
  },
  // Expiry.
  {
    title: 'a window longer than a pass',
    text: journey([START, ['when clicked x within 9 days']], [], 'expires after 8 days'),
    says: ['never-in-time at enter when clicked x within 9 days'],
  },
  { title: 'a window as long as a pass', text: journey([START, ['when clicked x within 8 days']], [], 'expires after 8 days'), says: [] },
  {
    title: 'a wait longer than a pass',
    text: journey([START, ['from a after 9 days']], [], 'expires after 8 days'),
    says: ['never-in-time at enter from a after 9 days'],
  },
  { title: 'a wait as long as a pass', text: journey([START, ['from a after 8 days']], [], 'expires after 8 days'), says: [] },
  {
    title: 'past the goal a pass does not expire',
    text: journey([START, ['when clicked x'], ['when clicked y within 9 days']], [], 'goal b', 'expires after 8 days'),
    says: [],
  },
  { title: '`in last` looks back past the beginning', text: journey([START, ['when clicked x in last 9 days']], [], 'expires after 8 days'), says: [] },
  // Repeated conditions.
  {
    title: 'three times',
    text: journey(
      [START, ['when clicked x in last 9 days'], ['when clicked x in last 9 days and submitted f']],
      [['from b when clicked x in last 9 days or clicked y']],
    ),
    says: ['could-be-segment at enter when clicked x in last 9 days'],
  },
  {
    title: 'twice',
    text: journey(
      [START, ['when clicked x in last 9 days'], ['when clicked x in last 9 days and submitted f']],
      [['from b when clicked x in last 8 days or clicked y']],
    ),
    says: [],
  },
  {
    title: 'three times, but from the anchor',
    text: journey(
      [START, ['when clicked x within 9 days'], ['when clicked x within 9 days and submitted f']],
      [['from b when clicked x within 9 days or clicked y']],
    ),
    says: [],
  },
  {
    title: 'three times, but undecided until the day is over',
    text: journey(
      [START, ['when clicked x until 2026-02-01'], ['when clicked x until 2026-02-01 and submitted f']],
      [['from b when clicked x until 2026-02-01 or clicked y']],
    ),
    says: [],
  },
  {
    title: 'three times, but one begins a pass by its records',
    text: journey(
      [['when clicked x in last 9 days'], ['when clicked x in last 9 days and submitted f']],
      [['from b when clicked x in last 9 days or clicked y']],
    ),
    says: [],
  },
  {
    title: 'the largest of several',
    text: [1, 2, 3]
      .map((number) => `segment s${String(number)} when (clicked x in last 9 days and submitted f ever) or contact.plan == "${String(number)}"\n`)
      .join(''),
    says: ['could-be-segment at segment s1 when (clicked x in last 9 days and submitted f ever) or contact.plan == "1"'],
  },
];

describe('analysis of stages', () => {
  for (const { title, text, says } of CASES) {
    it(title, async () => {
      assert.deepEqual(await said(text), says, text);
    });
  }
});
