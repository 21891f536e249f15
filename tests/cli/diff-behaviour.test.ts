import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertSchema } from '../support/schemas.ts';
import { installedCommand } from '../support/installed-command.ts';

const bin = installedCommand();

const CATALOGUE = `email hello "Hello" {
  link offer "https://acme.example/offer"
}
activity bought "Bought" {
  amount number
}
`;

const JOURNEY = `import "catalog.journey"

journey j "Trial" {
  stage seen "Seen" {
    enter when delivered hello
  }
  stage keen "Keen" {
    enter when clicked hello.offer within 5 days
  }
  stage buyer "Buyer" {
    enter when performed bought where amount > 10
  }
}
`;

/** A mail at noon of the first day each; a click so many days later, or none; a purchase two days after that, or none. */
const CONTACTS: readonly { readonly id: string; readonly clicks?: number; readonly amount?: number }[] = [
  { id: 'ann@journey.example', clicks: 1, amount: 20 },
  { id: 'bob@journey.example', clicks: 4 },
  { id: 'cy@journey.example', clicks: 4, amount: 20 },
  { id: 'dee@journey.example' },
  { id: 'eve@journey.example', clicks: 1, amount: 5 },
  { id: 'fay@journey.example', clicks: 4, amount: 5 },
];

const day = (days: number): string => new Date(Date.UTC(2026, 0, 1 + days, 12)).toISOString();

const SAMPLE = `contact,time,event,email,link,amount\n${CONTACTS.flatMap(({ id, clicks, amount }) => [
  `${id},${day(0)},delivered,hello,,`,
  ...(clicks === undefined ? [] : [`${id},${day(clicks)},clicked,hello,https://acme.example/offer,`]),
  ...(clicks === undefined || amount === undefined ? [] : [`${id},${day(clicks + 2)},bought,,,${String(amount)}`]),
]).join('\n')}\n`;

interface Move {
  readonly from: { readonly furthest: string | null; readonly last: string | null };
  readonly to: { readonly furthest: string | null; readonly last: string | null };
  readonly contacts: number;
  readonly by: readonly (readonly number[])[];
  readonly ids?: readonly string[];
}

describe('journey diff --on', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'journey-behaviour-'));
    writeFileSync(join(folder, 'catalog.journey'), CATALOGUE);
    writeFileSync(join(folder, 'j.journey'), JOURNEY);
    writeFileSync(join(folder, 'data.csv'), SAMPLE);
    git('init', '--quiet', '--initial-branch', 'main');
    commit();
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function git(...args: readonly string[]): void {
    const identity = ['-c', 'user.name=A Tester', '-c', 'user.email=tester@journey.example', '-c', 'commit.gpgsign=false'];
    const run = spawnSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' });
    assert.equal(run.status, 0, run.stderr);
  }

  function commit(): void {
    git('add', '--all');
    git('commit', '--quiet', '--message', 'an edit');
  }

  function edit(name: string, from: string, to: string): void {
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');
    assert(text.includes(from), `${name} has no ${from}`);
    writeFileSync(path, text.replace(from, to));
  }

  function diff(...args: readonly string[]): string {
    const env = { ...process.env, NO_COLOR: '1', GIT_CEILING_DIRECTORIES: tmpdir() };
    const run = spawnSync(process.execPath, [bin, 'diff', ...args], { cwd: folder, encoding: 'utf8', env });
    assert.deepEqual([run.status, run.stderr], [0, ''], args.join(' '));
    return run.stdout;
  }

  it('counts who moves, by the edit that moves them', () => {
    edit('j.journey', 'within 5 days', 'within 2 days');
    edit('j.journey', 'amount > 10', 'amount > 4');
    const text = diff('HEAD', '--on', 'data.csv');
    assert.match(text, /^Trial: 4 of 6 contacts move$/m);
    assert.match(text, /^ {2}Seen: 6 → 6 \(0\)$/m);
    // Ann, Bob, Cy, Eve and Fay clicked within five days, Ann and Eve within two.
    assert.match(text, /^ {2}Keen: 5 → 2 \(−3\); from the stage before 83\.3 % → 33\.3 %/m);
    // Ann and Cy bought for more than 10; of those still keen, Ann and Eve for more than 4.
    assert.match(text, /^ {2}Buyer: 2 → 2 \(0\); from the stage before 40\.0 % → 100\.0 %/m);
    assert.match(
      text,
      /^ {2}» 3 contacts by Keen: window 5 days → 2 days\n {6}2: in Keen → in Seen\n {6}1: in Buyer → in Seen\n {2}» 1 contact by Buyer: filter amount > 10 → amount > 4\n {6}1: in Keen → in Buyer$/m,
    );
    assert.doesNotMatch(text, /journey\.example|contact-/);
    assert(text.split('\n').every((line) => line.length <= 80));
  });

  it('says what several edits do only together', () => {
    edit('j.journey', 'within 5 days', 'within 3 days');
    edit('j.journey', 'amount > 10', 'amount > 4');
    commit();
    edit('j.journey', 'within 3 days', 'within 5 days');
    edit('j.journey', 'amount > 4', 'amount > 30');
    const { behaviour } = JSON.parse(diff('HEAD', '--on', 'data.csv', '--format', 'json')) as {
      readonly behaviour: { readonly journeys: readonly { readonly moves: readonly Move[] }[] };
    };
    const moves = (behaviour.journeys[0]?.moves ?? []).map(({ from, to, contacts, by }) => [from.last, to.last, contacts, by.map(({ length }) => length)]);
    // Bob: by the window alone. Cy and Fay: Seen before, Keen after; the window alone would make them buyers. Ann, Eve: the filter alone.
    assert.deepEqual(moves.toSorted(), [
      ['Buyer', 'Keen', 2, [1]],
      ['Seen', 'Keen', 1, [1]],
      ['Seen', 'Keen', 2, [2]],
    ]);
  });

  it('follows an edit of the catalogue alone', () => {
    edit('catalog.journey', 'https://acme.example/offer', 'https://acme.example/other');
    assert.match(diff('HEAD', '--on', 'data.csv'), /^Trial: 5 of 6 contacts move\n {2}Seen: 6 → 6 \(0\)\n {2}Keen: 5 → 0 \(−5\)/m);
  });

  it('names the tests whose outcome changed', () => {
    const test = (name: string, days: number): string => `
test "${name}" in j {
  contact ann {
    day 0 delivered hello
    day ${String(days)} clicked hello.offer
  }
  expect ann in keen on day ${String(days)}
}
`;
    writeFileSync(join(folder, 'tests.journey'), `import "catalog.journey"\nimport "j.journey"\n${test('late', 4)}${test('early', 1)}`);
    commit();
    edit('j.journey', 'within 5 days', 'within 2 days');
    const text = diff('HEAD', '--on', 'data.csv');
    assert.match(text, /^! test late: passed, now fails \(line 4\)$/m);
    assert.doesNotMatch(text, /early/);
    assert.match(diff('HEAD', '--on', 'data.csv', '--format', 'markdown'), /^- test late: passed, now fails \(line 4\)$/m);
    const found = JSON.parse(diff('HEAD', '--on', 'data.csv', '--format', 'json')) as { readonly tests: unknown };
    assertSchema('diff', found);
    assert.deepEqual(found.tests, [{ name: 'late', old: 'passed', new: 'failed', file: 'tests.journey', line: 4 }]);
  });

  it('compares two revisions', () => {
    edit('j.journey', 'within 5 days', 'within 2 days');
    commit();
    assert.match(diff('HEAD~1..HEAD', '--on', 'data.csv'), /^Trial: 3 of 6 contacts move$/m);
    assert.match(diff('HEAD~1', 'HEAD', '--on', 'data.csv'), /^Trial: 3 of 6 contacts move$/m);
  });

  it('finds nobody who moves where only the layout changed', () => {
    edit('j.journey', 'enter when delivered hello', '// first\n    enter when   delivered hello');
    const text = diff('HEAD', '--on', 'data.csv');
    assert.match(text, /No change/);
    assert.doesNotMatch(text, / contacts? by /);
  });

  it('lists contacts by pseudonym, by id only where that is asked for', () => {
    edit('j.journey', 'within 5 days', 'within 2 days');
    const listed = diff('HEAD', '--on', 'data.csv', '--list-contacts');
    assert.equal(listed.match(/contact-[0-9a-f]{12}/g)?.length, 3);
    assert.doesNotMatch(listed, /journey\.example/);
    const shown = diff('HEAD', '--on', 'data.csv', '--list-contacts', '--show-contacts');
    assert.deepEqual(shown.match(/\w+@journey\.example/g)?.toSorted(), ['bob@journey.example', 'cy@journey.example', 'fay@journey.example']);
  });

  it('is Markdown for a reviewer and JSON of its schema', () => {
    edit('j.journey', 'within 5 days', 'within 2 days');
    const markdown = diff('HEAD', '--on', 'data.csv', '--format', 'markdown');
    assert.match(markdown, /^\*\*Trial: 3 of 6 contacts move\*\*$/m);
    assert.match(markdown, /^\| Keen \| 5 → 2 \| −3 \| 83\.3 % → 33\.3 % \| −50\.0 \(.*\), not distinguishable from noise \|$/m);
    assert.match(markdown, /^- 3 contacts by Keen: window `5 days` → `2 days`\n {2}- 2: in Keen → in Seen\n {2}- 1: in Buyer → in Seen$/m);
    assertSchema('diff', JSON.parse(diff('HEAD', '--on', 'data.csv', '--format', 'json')));
  });
});
