import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JourneyResult } from '../../src/results/result.ts';
import { installedCommand } from '../support/installed-command.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/xperience.md'), 'utf8');
const block = (language: string): string => new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(page)?.[1] ?? '';

describe('the export of docs/xperience.md', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'journey-xperience-'));
    writeFileSync(join(folder, 'coffee-samples.journey'), block('journey'));
    writeFileSync(join(folder, 'activities.csv'), block('csv'));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('is replayed by the command beside it', () => {
    const command = /^journey simulate (.*)$/m.exec(page)?.[1]?.split(' ') ?? [];
    const run = spawnSync(process.execPath, [installedCommand(), 'simulate', ...command, '--format', 'json'], { cwd: folder, encoding: 'utf8' });
    assert.equal(run.status, 0, run.stderr);
    const result = JSON.parse(run.stdout) as JourneyResult;
    // One contact signs up and clicks two days later, by the clocks of Prague an hour before UTC; nobody asks for samples.
    assert.deepEqual(
      result.stages.map(({ reached }) => reached),
      [1, 1, 0],
    );
    assert.equal(result.asOf, '2026-03-04T08:12:31.417Z');
  });
});
