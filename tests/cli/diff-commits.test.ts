import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelDiff } from '../../src/diff/model-diff.ts';
import type { JourneyResult } from '../../src/results/result.ts';
import { assertSchema } from '../support/schemas.ts';
import { installedCommand } from '../support/installed-command.ts';

const bin = installedCommand();
const examples = join(import.meta.dirname, '../../examples');
const LEAD = 'lead-nurturing.journey';
const CATALOGUE = 'catalog.journey';

/** Commits to the example, one change each, and whether that can move a contact at all. */
const COMMITS: readonly { readonly file: string; readonly from: string; readonly to: string; readonly moves: boolean }[] = [
  { file: LEAD, from: 'pricing within 14 days', to: 'pricing within 2 days', moves: true },
  { file: LEAD, from: 'seats >= 2', to: 'seats >= 4', moves: true },
  { file: LEAD, from: 'not clicked any email for 30 days', to: 'not clicked any email for 20 days', moves: true },
  { file: LEAD, from: 'at least 3 different pages', to: 'at least 2 different pages', moves: true },
  { file: LEAD, from: 'where value > 0', to: 'where value > 1000000', moves: true },
  { file: LEAD, from: '"Browsing" {', to: '"Just *looking*" {', moves: false },
  { file: LEAD, from: 'kpi 25% of', to: 'kpi 90% of', moves: false },
  { file: LEAD, from: 'stage customer "Customer"', to: 'stage buyer "Customer"', moves: false },
  { file: CATALOGUE, from: 'subject "Welcome to Acme"', to: 'subject "Welcome"', moves: false },
  { file: CATALOGUE, from: 'https://acme.example/pricing', to: 'https://acme.example/elsewhere', moves: true },
];

describe('journey diff --on over ten commits', function () {
  this.timeout(120_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'journey-commits-'));
    for (const name of [LEAD, CATALOGUE]) cpSync(join(examples, name), join(folder, name));
    // Every ninth contact.
    const [header, ...rows] = readFileSync(join(examples, 'samples/q1.csv'), 'utf8').split('\n');
    writeFileSync(join(folder, 'data.csv'), [header, ...rows.filter((row) => Number(/^c(\d+),/.exec(row)?.[1] ?? 1) % 9 === 0), ''].join('\n'));
    run('git', ['init', '--quiet', '--initial-branch', 'main']);
    commit();
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  function run(program: string, args: readonly string[]): string {
    const env = { ...process.env, NO_COLOR: '1', GIT_CEILING_DIRECTORIES: tmpdir() };
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8', env });
    assert.equal(status, 0, stderr);
    return stdout;
  }

  const journey = (...args: readonly string[]): string => run(process.execPath, [bin, ...args]);

  function commit(): void {
    const identity = ['-c', 'user.name=A Tester', '-c', 'user.email=tester@journey.example', '-c', 'commit.gpgsign=false'];
    run('git', ['add', '--all']);
    run('git', [...identity, 'commit', '--quiet', '--message', 'an edit']);
  }

  /** Contacts by label of the stage: that got so far, or that were there off the path. */
  function simulated(): Map<string, number> {
    const { stages } = JSON.parse(journey('simulate', LEAD, '--on', 'data.csv', '--format', 'json')) as JourneyResult;
    return new Map(stages.map(({ label, reached, entered }) => [label, reached ?? entered]));
  }

  it('shows the difference of two simulations, and who moves by the one edit', () => {
    let earlier = simulated();
    for (const { file, from, to, moves } of COMMITS) {
      const path = join(folder, file);
      const text = readFileSync(path, 'utf8');
      assert(text.includes(from), `${file} has no ${from}`);
      // What names the stage that is renamed does so on.
      const renamed = to.startsWith('stage buyer') ? text.replaceAll(/\b(goal|in|\.)( ?)customer\b/g, '$1$2buyer') : text;
      writeFileSync(path, renamed.replace(from, to));
      commit();
      const later = simulated();

      const found = JSON.parse(journey('diff', 'HEAD~1..HEAD', '--on', 'data.csv', '--format', 'json')) as ModelDiff;
      assertSchema('diff', found);
      const [lead] = found.behaviour?.journeys ?? [];
      assert(lead, to);
      const label = (name: string): string => (name === 'Just *looking*' && !earlier.has(name) ? 'Browsing' : name);
      for (const stage of lead.stages)
        assert.equal(stage.contacts, (later.get(stage.label) ?? 0) - (earlier.get(label(stage.label)) ?? 0), `${to}: ${stage.label}`);
      assert.equal(lead.moved > 0, moves, to);
      assert.equal(
        lead.moves.reduce((sum, { contacts }) => sum + contacts, 0),
        lead.moved,
      );
      for (const { by } of lead.moves) assert.deepEqual(by, [[0]], to);

      const markdown = journey('diff', 'HEAD~1..HEAD', '--on', 'data.csv', '--format', 'markdown');
      const verdict = lead.moved === 0 ? 'none of 600 contacts moves' : `${String(lead.moved)} of 600 contacts move${lead.moved === 1 ? 's' : ''}`;
      assert(markdown.includes(`\n**Lead nurturing: ${verdict}**\n`), markdown);
      earlier = later;
    }
  });

  it('finds nothing between a version and itself', () => {
    const found = JSON.parse(journey('diff', 'HEAD', 'HEAD', '--on', 'data.csv', '--format', 'json')) as ModelDiff;
    assert.deepEqual(found.changes, []);
    assert.deepEqual(
      found.behaviour?.journeys.map(({ moved, moves, undone, kpis, stages }) => [moved, moves, undone, kpis, stages.map(({ contacts }) => contacts)]),
      [[0, [], [], [], [0, 0, 0, 0, 0]]],
    );
  });
});
