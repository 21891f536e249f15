import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedCommand } from '../support/installed-command.ts';

const bin = installedCommand();

const WRITTEN = 'form   a\ncontact { plan text }\n';
const CANONICAL = 'form a\ncontact {\n  plan text\n}\n';

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('journey fmt', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'journey-fmt-'));
    mkdirSync(join(folder, 'below'));
    write('a.journey', WRITTEN);
    write('below/b.journey', WRITTEN);
    write('good.journey', CANONICAL);
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (name: string, content: string | Uint8Array): void => writeFileSync(join(folder, name), content);
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

  function fmt(args: readonly string[], input = ''): Run {
    const run = spawnSync(process.execPath, [bin, 'fmt', ...args], { cwd: folder, encoding: 'utf8', input, env: { ...process.env, NO_COLOR: '1' } });
    assert.doesNotMatch(run.stderr, /^\s+at /m);
    return { status: run.status, stdout: run.stdout, stderr: run.stderr };
  }

  it('formats in place and lists what changed', () => {
    assert.deepEqual(fmt([]), { status: 0, stdout: 'a.journey\nbelow/b.journey\n', stderr: '2 of 3 files formatted\n' });
    assert.deepEqual([read('a.journey'), read('below/b.journey'), read('good.journey')], [CANONICAL, CANONICAL, CANONICAL]);
    assert.deepEqual(fmt([]), { status: 0, stdout: '', stderr: '0 of 3 files formatted\n' });
  });

  it('formats the files named', () => {
    assert.deepEqual(fmt(['below', 'good.journey']), { status: 0, stdout: 'below/b.journey\n', stderr: '1 of 2 files formatted\n' });
    assert.equal(read('a.journey'), WRITTEN);
  });

  it('only looks with --check', () => {
    assert.deepEqual(fmt(['--check', 'a.journey', 'good.journey']), { status: 1, stdout: 'a.journey\n', stderr: '1 of 2 files would change\n' });
    assert.equal(read('a.journey'), WRITTEN);
    assert.deepEqual(fmt(['--check', 'good.journey']), { status: 0, stdout: '', stderr: '0 of 1 file would change\n' });
  });

  it('keeps a byte-order mark and CRLF', () => {
    write('windows.journey', '\uFEFFform   a\r\n');
    assert.equal(fmt(['windows.journey']).status, 0);
    assert.equal(read('windows.journey'), '\uFEFFform a\r\n');
  });

  it('formats standard input', () => {
    assert.deepEqual(fmt(['-'], WRITTEN), { status: 0, stdout: CANONICAL, stderr: '' });
    assert.deepEqual(fmt(['-', '--check'], WRITTEN), { status: 1, stdout: 'standard input\n', stderr: '' });
    assert.deepEqual(fmt(['-', '--check'], CANONICAL), { status: 0, stdout: '', stderr: '' });
    assert.deepEqual(fmt(['-'], ''), { status: 0, stdout: '', stderr: '' });
  });

  it('leaves broken declarations alone and says so', () => {
    write('broken.journey', 'form   a\n\n  segment   b\nform   c\n');
    const said = 'broken.journey:3: left as it is, for it holds an error of syntax, which `journey check` explains\n';
    assert.deepEqual(fmt(['broken.journey']), { status: 0, stdout: 'broken.journey\n', stderr: `${said}1 of 1 file formatted\n` });
    assert.equal(read('broken.journey'), 'form a\n\n  segment   b\nform c\n');
  });

  it('leaves what is no text alone and formats the rest', () => {
    const bytes = Uint8Array.of(0x66, 0x6f, 0x72, 0x6d, 0x20, 0x20, 0xe9);
    write('0.journey', bytes);
    const said = '0.journey: this is no UTF-8 text, so it was left as it is. Save it as UTF-8 first.\n';
    assert.deepEqual(fmt(['0.journey', 'a.journey']), { status: 3, stdout: 'a.journey\n', stderr: `${said}1 of 2 files formatted\n` });
    assert.deepEqual(new Uint8Array(readFileSync(join(folder, '0.journey'))), bytes);
  });

  it('leaves a file alone that it may not write', function () {
    // The superuser may write everything.
    chmodSync(join(folder, 'a.journey'), 0o444);
    const run = fmt(['a.journey']);
    if (process.getuid?.() === 0) assert.equal(run.status, 0);
    else assert.deepEqual(run, { status: 3, stdout: '', stderr: 'a.journey: it cannot be written (EACCES).\n0 of 1 file formatted\n' });
  });

  const wrong: readonly (readonly [args: string[], status: number, stderr: RegExp])[] = [
    [['nowhere'], 3, /^nowhere: there is no such file or folder\.$/m],
    [['-', 'a.journey'], 2, /^Standard input \(-\) is formatted alone/m],
    [['--chek'], 2, /unknown option '--chek'[\s\S]*--check/],
  ];
  for (const [args, status, stderr] of wrong) {
    it(`journey fmt ${args.join(' ')}`, () => {
      const run = fmt(args);
      assert.equal(run.status, status);
      assert.match(run.stderr, stderr);
      assert.equal(read('a.journey'), WRITTEN);
    });
  }

  it('formats .journey files alone', () => {
    write('notes.md', '# Notes');
    const run = fmt(['notes.md', 'a.journey']);
    assert.equal(run.status, 2);
    assert.equal(run.stderr, 'notes.md: this is no .journey file.\n');
    assert.equal(read('a.journey'), WRITTEN);
  });
});
