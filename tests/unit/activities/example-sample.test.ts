import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readActivities } from '../../../src/activities/read-activities.ts';
import { pieces } from './support.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const examples = join(root, 'examples');
const bytes = readFileSync(join(examples, 'samples', 'q1.csv'));
const pragueBytes = readFileSync(join(examples, 'samples', 'q1-prague.csv'));

/** The counts that examples/README.md states: `| what | 1,234 | …`. */
const stated = new Map(
  readFileSync(join(examples, 'README.md'), 'utf8')
    .split('\n')
    .map((line) => /^\| ([^|]+?) +\| ([\d,]+) /.exec(line))
    .filter((match) => match !== null)
    .map(([, what, count]) => [what!, Number(count!.replaceAll(',', ''))] as const),
);

type Row = Readonly<Record<string, string>>;

/** The rows as any reader of the text would count them, without a line of ours: no cell of the sample has a line break. */
function rowsOf(text: string): { rows: Row[]; bad: number } {
  const [header, ...lines] = text.trimEnd().split('\n');
  const names = header!.split(',');
  const rows: Row[] = [];
  let bad = 0;
  for (const line of lines) {
    const cells = line.match(/"[^"]*"|[^,]+|(?<=,|^)(?=,|$)/g)!.map((cell) => cell.replaceAll('"', ''));
    const row = Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
    const wellFormed = (line.match(/"/g) ?? []).length % 2 === 0 && cells.length <= names.length;
    const words = ['', 'hard', 'soft'].includes(row['bounce']!) && ['', 'true'].includes(row['machine']!);
    if (wellFormed && words && row['contact'] !== '' && row['event'] !== '' && secondsOf(row['time']!) !== undefined) rows.push(row);
    else bad++;
  }
  return { rows, bad };
}

/** Of the one form that the sample's times have. */
function secondsOf(time: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(Z|\+0([12]):00)$/.exec(time);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (date.toISOString().slice(0, 19) !== time.slice(0, 19)) return undefined;
  return date.getTime() / 1000 - Number(match[8] ?? 0) * 3600;
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  return [...Map.groupBy(items, keyOf).values()];
}

describe('the example sample', () => {
  const { rows: all, bad } = rowsOf(bytes.toString());
  const kept = grouped(all, (row) => (row['id'] === '' ? JSON.stringify({ ...row, time: secondsOf(row['time']!) }) : row['id']!)).map(([row]) => row!);
  const count = (test: (row: Row) => boolean): number => kept.filter(test).length;

  const counted = new Map<string, number>([
    ['Records', all.length + bad],
    ['Records that cannot be used', bad],
    ['Duplicates', all.length - kept.length],
    ['Records used', kept.length],
    ['Contacts', new Set(kept.map((row) => row['contact'])).size],
    [
      'Records with another one of the same contact at the same time',
      grouped(kept, (row) => `${row['contact']} ${secondsOf(row['time']!)}`)
        .filter(({ length }) => length > 1)
        .flat().length,
    ],
    ['Opens that a machine made', count((row) => row['event'] === 'opened' && row['machine'] === 'true')],
    [
      'Contacts with four clicks within a second on one email',
      new Set(
        grouped(
          kept.filter((row) => row['event'] === 'clicked'),
          (row) => `${row['contact']} ${row['email']}`,
        )
          .filter((clicks) => {
            const times = clicks.map((row) => secondsOf(row['time']!)!).sort((a, b) => a - b);
            return times.some((time, index) => times[index + 3] !== undefined && times[index + 3]! - time <= 1);
          })
          .map(([row]) => row!['contact']),
      ).size,
    ],
    ['Times in winter time', count((row) => row['time']!.endsWith('+01:00'))],
    ['Times in summer time', count((row) => row['time']!.endsWith('+02:00'))],
    ['Unsubscribes from one channel', count((row) => row['event'] === 'unsubscribed' && row['channel'] !== '')],
    ['Unsubscribes from all channels', count((row) => row['event'] === 'unsubscribed' && row['channel'] === '')],
    ['Spam reports', count((row) => row['event'] === 'spam_reported')],
    ['Bounces', count((row) => row['event'] === 'bounced')],
    ['Webinar registrations', count((row) => row['event'] === 'webinar_registration')],
    ['Purchases with a value above 0', count((row) => row['event'] === 'purchase' && Number(row['value']) > 0)],
    ['Visits', count((row) => row['event'] === 'visited')],
    ['Consents', count((row) => row['event'] === 'consented')],
  ]);

  it('is what the script makes', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts', 'sample-example.ts'), '--check'], { encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
  });

  for (const [what, number] of counted) {
    it(`README: ${what}`, () => assert.equal(stated.get(what), number));
  }

  it('is large and unclean enough to test with', () => {
    const of = (what: string): number => counted.get(what)!;
    assert.ok(bytes.length < 6_000_000);
    assert.ok(of('Contacts') >= 5000);
    assert.ok(of('Records with another one of the same contact at the same time') >= of('Records used') * 0.05);
    assert.ok(of('Records that cannot be used') > 0 && of('Records that cannot be used') < of('Records') * 0.01);
    for (const what of ['Duplicates', 'Contacts with four clicks within a second on one email', 'Times in winter time', 'Times in summer time'])
      assert.ok(of(what) > 0, what);
  });

  it('has no people in it', () => {
    for (const text of [bytes.toString(), pragueBytes.toString()]) {
      assert.ok(!text.includes('@'));
      for (const line of text.trimEnd().split(/\r?\n/).slice(1)) assert.match(line, /^(c\d{5})?[,;]/);
    }
  });

  it('is read as it was counted', async () => {
    const read = await readActivities([{ name: 'q1.csv', chunks: pieces(bytes, 65_536) }], { timezone: 'UTC', maxRejected: 0.01 });
    assert.ok(read.ok);
    assert.deepEqual(read.loaded.counts, {
      read: counted.get('Records'),
      kept: counted.get('Records used'),
      duplicates: counted.get('Duplicates'),
      rejected: counted.get('Records that cannot be used'),
      ignored: 0,
    });
    assert.equal(read.loaded.table.contacts.length, counted.get('Contacts'));
  });

  it('is read as the same table in any order of its lines', async () => {
    const tableOf = async (content: Uint8Array) => {
      const read = await readActivities([{ name: 'q1.csv', chunks: pieces(content, 65_536) }], { timezone: 'UTC', maxRejected: 0.01 });
      assert.ok(read.ok);
      return { table: read.loaded.table, counts: read.loaded.counts };
    };
    const [header, ...lines] = bytes.toString().trimEnd().split('\n');
    const expected = await tableOf(bytes);
    // 7919 is prime and no divisor of the number of lines: every line once, far from its neighbours.
    const strided = lines.map((_, index) => lines[(index * 7919) % lines.length]!);
    assert.equal(new Set(lines.map((_, index) => (index * 7919) % lines.length)).size, lines.length);
    for (const order of [lines.toReversed(), strided]) {
      assert.deepEqual(await tableOf(Buffer.from([header, ...order, ''].join('\n'))), expected);
    }
  });

  it('the one of Prague has times that a clock change skips', async () => {
    const walls = pragueBytes
      .toString()
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(';')[1]!);
    const skipped = walls.filter((wall) => wall >= '2026-03-29 02:00:00' && wall < '2026-03-29 03:00:00').length;
    assert.equal(stated.get('Times from 02:00 to 03:00 on 2026-03-29'), skipped);
    assert.equal(stated.get('Registrations'), walls.length);
    const read = await readActivities([{ name: 'q1-prague.csv', chunks: [pragueBytes] }], { timezone: 'Europe/Prague', maxRejected: 0 });
    assert.ok(read.ok);
    assert.equal(read.loaded.counts.kept, walls.length);
    assert.equal(read.loaded.clockChanges, skipped);
  });
});
