import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { JourneyResult } from '../../src/results/result.ts';
import { installedCommand } from '../support/installed-command.ts';

const root = join(import.meta.dirname, '../..');
const bin = installedCommand();

const CSV = [
  'contact;time;event;email;note',
  '"mia@example.invalid";2026-03-02T10:00:00Z;delivered;product_teaser;"call; +420 777"',
  'bob@example.invalid;2026-03-02T10:00:00Z;delivered;product_teaser;',
  'mia@example.invalid;2026-03-03T10:00:00Z;clicked;product_teaser;from mia@example.invalid',
  '',
].join('\r\n');

describe('journey pseudonymise', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'journey-pseudonymise-'));
    mkdirSync(join(folder, '.git'));
    mkdirSync(join(folder, 'out'));
    cpSync(join(root, 'examples'), folder, { recursive: true });
    writeFileSync(join(folder, 'a.csv'), `\uFEFF${CSV}`);
    writeFileSync(join(folder, 'a.csv.gz'), gzipSync(CSV));
    writeFileSync(join(folder, 'a.csv.zst'), zstdCompressSync(CSV));
    cpSync(join(root, 'tests/cases/parquet/types.parquet'), join(folder, 'types.parquet'));
    writeFileSync(join(folder, 'people.csv'), 'contact,country,phone\nmia@example.invalid,DE,+420777\n');
    writeFileSync(join(folder, 'wrong.csv'), 'who,what\nmia@example.invalid,clicked\n');
    writeFileSync(join(folder, 'breaks-off.json'), `[${JSON.stringify({ contact: 'mia@example.invalid', time: '2026-03-01', event: 'sent' })},{"contact": "x"`);
    writeFileSync(
      join(folder, 'dated.journey'),
      'import "catalog.journey"\njourney j {\n  timezone "Europe/Prague"\n  stage a {\n    enter when clicked product_teaser since 2026-03-01\n  }\n' +
        '  stage b { enter when been active at least 2 different days ever }\n}\n',
    );
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  function journey(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const run = spawnSync(process.execPath, [bin, ...args], { cwd: folder, env: { ...process.env, NO_COLOR: '1', ...env } });
    const [stdout, stderr] = [run.stdout, run.stderr.toString()];
    assert.doesNotMatch(stderr, /^\s+at |example\.invalid|777/m, args.join(' '));
    return { status: run.status, stdout, stderr };
  }

  const OF_JOURNEY = ['--journey', 'lead-nurturing.journey'];
  const KEY = { env: { TEST_KEY: 'a key for tests' }, args: ['--pseudonym-key-env', 'TEST_KEY'] };

  it('gives the example the same funnel', function () {
    this.timeout(60_000);
    const { status, stderr } = journey(['pseudonymise', 'samples/q1.csv', ...OF_JOURNEY, '--shift-weeks', '-5', '--out', 'copy.csv']);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^samples\/q1\.csv \(journey\) → copy\.csv: \d+ records$/m);
    const [before, after] = ['samples/q1.csv', 'copy.csv'].map((file) => {
      const run = journey(['simulate', 'lead-nurturing.journey', '--on', file, '--format', 'json', '--out', 'result.json']);
      assert.equal(run.status, 0, run.stderr);
      return JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as JourneyResult;
    });
    assert.ok(before && after && before.contacts.entered > 100);
    for (const part of ['contacts', 'stages', 'transitions', 'rules', 'emails'] as const) assert.deepEqual(after[part], before[part], part);
    assert.equal(Date.parse(after.asOf ?? ''), Date.parse(before.asOf ?? '') - 5 * 604_800_000);
    const [ids, copied] = ['samples/q1.csv', 'copy.csv'].map((file) => readFileSync(join(folder, file), 'utf8'));
    assert.match(ids ?? '', /c02540/);
    assert.doesNotMatch(copied ?? '', /\bc\d{5}\b/);
  });

  it('keeps the delimiter, quotes, line ends, byte-order mark and container, and gives the same bytes for the same key', () => {
    const copies = ['a.csv', 'a.csv', 'a.csv.gz', 'a.csv.zst'].map((file) => {
      const { status, stdout, stderr } = journey(['pseudonymise', file, ...OF_JOURNEY, ...KEY.args, '--shift-weeks', '1'], KEY.env);
      assert.equal(status, 0, stderr);
      return stdout;
    });
    const [first, second, gz, zst] = copies as [Buffer, Buffer, Buffer, Buffer];
    assert.deepEqual(first, second);
    const text = gunzipSync(gz).toString();
    assert.equal(zstdDecompressSync(zst).toString(), text);
    assert.equal(first.toString(), `\uFEFF${text}`);
    const lines = text.split('\r\n');
    assert.equal(lines[0], 'contact;time;event;email;note');
    const row = /^"(p-[a-p]{16}@pseudonym\.invalid)";2026-03-09T10:00:00Z;delivered;product_teaser;"(p-[^";]+)"$/.exec(lines[1] ?? '');
    assert.ok(row, lines[1]);
    assert.ok(lines[3]?.startsWith(`${row[1] ?? ''};2026-03-10T10:00:00Z;clicked;product_teaser;p-`), lines[3]);
    assert.match(lines[2] ?? '', /^p-[a-p]{16}@pseudonym\.invalid;2026-03-09T10:00:00Z;delivered;product_teaser;$/);
    assert.equal(lines[4], '');
    const other = journey(['pseudonymise', 'a.csv', ...OF_JOURNEY, '--shift-weeks', '1']).stdout;
    assert.notDeepEqual(other, first, 'a new key each run');
  });

  it('copies several files into a folder, with the same pseudonyms', () => {
    const { status, stderr } = journey(['pseudonymise', 'a.csv', 'wrong.csv', ...OF_JOURNEY, '--out', 'out']);
    assert.equal(status, 3);
    assert.match(stderr, /^wrong\.csv: no "contact"/m);
    assert.deepEqual(readdirSync(join(folder, 'out')), [], 'none of several is left where one fails');
    const { status: fine, stderr: said } = journey(['pseudonymise', 'a.csv', 'types.parquet', '--contacts', 'people.csv', ...OF_JOURNEY, '--out', 'out']);
    assert.equal(fine, 0, said);
    assert.deepEqual(readdirSync(join(folder, 'out')).sort(), ['a.csv', 'people.csv', 'types.csv'], 'Parquet becomes CSV');
    const [, person] = readFileSync(join(folder, 'out', 'people.csv'), 'utf8').split('\n');
    assert.match(person ?? '', /^p-[a-p]{16}@pseudonym\.invalid,DE,p-[a-p]{16}$/);
    assert.ok(readFileSync(join(folder, 'out', 'a.csv'), 'utf8').includes(person?.split(',')[0] ?? '-'));
  });

  const mistakes: readonly { readonly args: readonly string[]; readonly status: number; readonly stderr: RegExp }[] = [
    { args: ['a.csv', '--out', 'a.csv'], status: 2, stderr: /^a\.csv: this is a file to be copied/ },
    { args: ['a.csv', 'people.csv'], status: 2, stderr: /Several files are copied into a folder/ },
    { args: ['a.csv', 'people.csv', '--out', 'nowhere'], status: 2, stderr: /no such folder/ },
    { args: ['a.csv', '--shift-weeks', '1.5'], status: 2, stderr: /whole number of weeks/ },
    { args: ['a.csv', '--pseudonym-key-env', 'NO_SUCH_KEY'], status: 2, stderr: /"NO_SUCH_KEY" holds no key/ },
    { args: ['a.csv', '--timezone', 'Nowhere'], status: 2, stderr: /"Nowhere" is not known/ },
    { args: ['none.csv', '--out', 'bad.csv'], status: 3, stderr: /^none\.csv: cannot be read: there is no such file/ },
    { args: ['wrong.csv', '--out', 'bad.csv'], status: 3, stderr: /^wrong\.csv: no "contact"/ },
    { args: ['breaks-off.json', '--out', 'bad.csv'], status: 3, stderr: /^breaks-off\.json: line 1: the file ends within/ },
    {
      args: ['a.csv', '--journey', 'dated.journey', '--out', 'bad.csv'],
      status: 2,
      stderr: /^dated\.journey:5: a window with dates\ndated\.journey:7: different days counted in Europe\/Prague\n.*--shift-weeks 0/,
    },
  ];
  for (const { args, status, stderr } of mistakes) {
    it(`${args.join(' ')}: exit ${String(status)}`, () => {
      const run = journey(['pseudonymise', ...args]);
      assert.equal(run.status, status, run.stderr);
      assert.match(run.stderr, stderr);
      assert.deepEqual(
        readdirSync(folder).filter((name) => name === 'bad.csv' || name.endsWith('.tmp')),
        [],
      );
    });
  }

  it('copies for a journey with dates where times stay', () => {
    const { status, stderr, stdout } = journey(['pseudonymise', 'a.csv', '--journey', 'dated.journey', '--shift-weeks', '0']);
    assert.equal(status, 0, stderr);
    assert.match(stdout.toString(), /;2026-03-02T10:00:00Z;/);
  });
});
