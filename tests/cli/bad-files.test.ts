import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { JourneyResult } from '../../src/results/result.ts';
import { BAD_FILES } from '../support/bad-files.ts';
import { installedCommand } from '../support/installed-command.ts';

const bin = installedCommand();
const CSV = 'contact,time,event\nann,2026-03-01T10:00:00Z,signup\nbob,2026-03-02T10:00:00Z,signup\n';

describe('journey simulate --on', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'journey-files-'));
    writeFileSync(join(folder, 'a.journey'), 'activity signup "Sign-up"\njourney j "J" {\n  stage known "Known" { enter when performed signup }\n}\n');
    for (const { name, bytes } of BAD_FILES) writeFileSync(join(folder, name), bytes);
    mkdirSync(join(folder, 'more', 'deep'), { recursive: true });
    writeFileSync(join(folder, 'more', '1.csv'), CSV.replaceAll('ann', 'cid'));
    writeFileSync(join(folder, 'more', '2.csv.gz'), gzipSync(CSV.replaceAll('ann', 'dan')));
    writeFileSync(join(folder, 'more', 'deep', '[3].csv.zst'), zstdCompressSync(CSV.replaceAll('ann', 'eve')));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  function simulate(...on: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
    return spawnSync(process.execPath, [bin, 'simulate', 'a.journey', '--format', 'json', '--on', ...on], { cwd: folder, encoding: 'utf8' });
  }

  for (const { name, says } of BAD_FILES) {
    it(`${name}: says what and what to do, exit code 3`, () => {
      const { status, stdout, stderr } = simulate(name);
      assert.deepEqual({ status, stdout, stderr }, { status: 3, stdout: '', stderr: `${says}\n` });
    });
  }

  for (const [on, says] of [
    ['nowhere.csv', 'nowhere.csv: cannot be read: there is no such file'],
    ['more', 'more: cannot be read: it is a folder; name a file in it, or all of them as in "folder/*.csv"'],
    ['nowhere/*.csv', 'nowhere/*.csv: no file has a name like this. Name a file, or mend the pattern.'],
  ] as const) {
    it(`${on}: exit code 3`, () => {
      const { status, stdout, stderr } = simulate(on);
      assert.deepEqual({ status, stdout, stderr }, { status: 3, stdout: '', stderr: `${says}\n` });
    });
  }

  const inputsOf = (...on: readonly string[]): string[] => {
    const { status, stdout, stderr } = simulate(...on);
    assert.equal(status, 0, stderr);
    const { inputs, contacts } = JSON.parse(stdout) as JourneyResult;
    // Each file has one contact of its own, and bob.
    assert.equal(contacts.seen, inputs.length + 1);
    return inputs.map(({ path }) => path);
  };

  for (const [on, expected] of [
    [['more/*.csv*'], ['more/1.csv', 'more/2.csv.gz']],
    [['more/**/*.{gz,zst}'], ['more/2.csv.gz', 'more/deep/[3].csv.zst']],
    [
      ['more/2.csv.gz', 'more/*.csv*', 'more/1.csv'],
      ['more/2.csv.gz', 'more/1.csv'],
    ],
    [['more/deep/[3].csv.zst'], ['more/deep/[3].csv.zst']],
  ] as const) {
    it(`${on.join(' ')}: each file once, those of a pattern in order`, () => {
      assert.deepEqual(inputsOf(...on), expected);
    });
  }
});
