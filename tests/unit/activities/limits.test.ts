import assert from 'node:assert/strict';
import { readActivities } from '../../../src/activities/read-activities.ts';
import { recordsOf, textFile } from './support.ts';

const MEBIBYTE = 1024 * 1024;
const HEADER = 'contact,time,event,note\n';
const options = { timezone: 'UTC', maxRejected: 0.9 };

async function read(name: string, text: string, size?: number) {
  return readActivities([textFile(name, text, size)], options);
}

async function problemOf(name: string, text: string) {
  const result = await read(name, text);
  assert.ok(!result.ok);
  return result.problem;
}

describe('limits of activity files', () => {
  it('a CSV record of 1 MiB is read, one byte more is rejected, and what follows is read', async () => {
    const begin = 'c1,2026-03-01,sent,';
    const longest = begin + 'x'.repeat(MEBIBYTE - begin.length);
    for (const size of [65_536, 999_983]) {
      const result = await read('a.csv', `${HEADER}${longest}\n${longest}x\nc2,2026-03-01,sent,y\n`, size);
      assert.ok(result.ok);
      assert.deepEqual(result.loaded.table.contacts, ['c1', 'c2']);
      assert.equal(result.loaded.table.properties.get('note')!.dictionary[1]!.length, MEBIBYTE - begin.length);
      assert.deepEqual(result.loaded.rejected, [{ path: 'a.csv', line: 3, reason: 'longer than 1 MiB; is a quote not closed?' }]);
      assert.equal(result.loaded.counts.read, 3);
    }
  });

  it('a quote that is not closed within 1 MiB costs one record', async () => {
    const lines = Array.from({ length: 60_000 }, (_, index) => `c${index},2026-03-01,sent,x`);
    const result = await read('a.csv', `${HEADER}c,2026-03-01,sent,"open\n${lines.join('\n')}\n`);
    assert.ok(result.ok);
    assert.equal(result.loaded.counts.kept, 60_000);
    assert.deepEqual(result.loaded.rejected, [{ path: 'a.csv', line: 2, reason: 'longer than 1 MiB; is a quote not closed?' }]);
  });

  it('an NDJSON line of more than 1 MiB is rejected, and what follows is read', async () => {
    const line = (length: number, contact: string) => {
      const record = `{"contact":"${contact}","time":"2026-03-01","event":"sent","note":""}`;
      return record.replace('"note":"', `"note":"${'x'.repeat(length - record.length)}`);
    };
    for (const size of [65_536, 999_983]) {
      const result = await read('a.ndjson', `${line(MEBIBYTE, 'c1')}\n${line(3 * MEBIBYTE, 'c2')}\n${line(80, 'c3')}\n${line(MEBIBYTE + 1, 'c4')}`, size);
      assert.ok(result.ok);
      assert.deepEqual(result.loaded.table.contacts, ['c1', 'c3']);
      assert.deepEqual(
        result.loaded.rejected.map(({ line: at, reason }) => `${at}: ${reason}`),
        ['2: longer than 1 MiB', '4: longer than 1 MiB'],
      );
    }
  });

  it('in a JSON document an object of more than 1 MiB is rejected, and what follows is read', async () => {
    const record = (length: number, contact: string) => ({ contact, time: '2026-03-01', event: 'sent', note: 'x}"'.repeat(length) });
    const longest = JSON.stringify(record(0, 'c1')).length;
    const text = JSON.stringify(
      [record(0, 'c1'), record(400_000, 'c2'), record(0, 'c3'), { ...record(0, 'c4'), note: 'y'.repeat(MEBIBYTE - longest) }],
      null,
      0,
    );
    for (const size of [65_536, 999_983]) {
      const result = await read('a.json', text, size);
      assert.ok(result.ok);
      assert.deepEqual(result.loaded.table.contacts, ['c1', 'c3', 'c4']);
      assert.deepEqual(result.loaded.rejected, [{ path: 'a.json', line: 1, reason: 'longer than 1 MiB' }]);
    }
  });

  it('a list in an object is read however long it is', async () => {
    const events = Array.from({ length: 30_000 }, (_, index) => ({ contact: `c${index}`, time: '2026-03-01', event: 'sent', note: 'x'.repeat(60) }));
    const result = await read('a.json', JSON.stringify({ next: null, events, total: events.length }));
    assert.ok(result.ok);
    assert.equal(result.loaded.counts.kept, events.length);
  });

  it('a header of more than 1 MiB is a limit', async () => {
    const problem = await problemOf('a.csv', `contact,time,event,${'x'.repeat(MEBIBYTE)}\nc1,2026-03-01,sent\n`);
    assert.equal(problem.kind, 'limit');
    assert.match(problem.message, /^a\.csv: the header is longer than 1 MiB/);
  });

  it('4,096 columns are read, one more is a limit', async () => {
    const header = ['contact', 'time', 'event', ...Array.from({ length: 4093 }, (_, index) => `p${index}`)];
    const row = `c1,2026-03-01,sent${',v'.repeat(4093)}`;
    const result = await read('a.csv', `${header.join(',')}\n${row}\n`);
    assert.ok(result.ok);
    assert.equal(result.loaded.table.properties.size, 4093);
    const problem = await problemOf('a.csv', `${header.join(',')},more\n${row}\n`);
    assert.equal(problem.kind, 'limit');
    assert.match(problem.message, /^a\.csv: more than 4096 columns/);
  });

  it('4,096 different JSON fields are read, one more is a limit', async () => {
    const fields = (count: number) =>
      Array.from({ length: count }, (_, index) => `{"contact":"c","time":"2026-03-01","event":"sent","p${index}":1}\n`).join('');
    const result = await read('a.ndjson', fields(4093));
    assert.ok(result.ok);
    assert.equal(result.loaded.table.properties.size, 4093);
    const problem = await problemOf('a.ndjson', fields(4094));
    assert.equal(problem.kind, 'limit');
    assert.match(problem.message, /^a\.ndjson: line 4094: more than 4096 different fields/);
  });

  it('the first 100 rejected records are kept, all are counted', async () => {
    const rows = Array.from({ length: 300 }, (_, index) => (index % 2 === 0 ? `c1,never,sent,${index}` : `c1,2026-03-01,sent,${index}`));
    const result = await read('a.csv', `${HEADER}${rows.join('\n')}\n`);
    assert.ok(result.ok);
    assert.deepEqual(result.loaded.counts, { read: 300, kept: 150, duplicates: 0, rejected: 150, ignored: 0 });
    assert.deepEqual(
      result.loaded.rejected.map(({ line }) => line),
      Array.from({ length: 100 }, (_, index) => 2 + 2 * index),
    );
  });

  it('a hundred thousand different texts, and one text a hundred thousand times', async () => {
    const rows = Array.from({ length: 100_000 }, (_, index) => `contact-${index},2026-03-01,sent,same é`);
    const result = await read('a.csv', `${HEADER}${rows.join('\n')}\n`);
    assert.ok(result.ok);
    const { table } = result.loaded;
    assert.deepEqual(table.contacts, Array.from({ length: 100_000 }, (_, index) => `contact-${index}`).sort());
    assert.deepEqual(table.properties.get('note')!.dictionary, ['', 'same é']);
    assert.ok(table.properties.get('note')!.codes.every((code) => code === 1));
  });

  it('contacts beyond one partition keep their own records, in order', async () => {
    const contacts = 9000;
    const rows = Array.from({ length: 3 * contacts }, (_, index) => {
      const day = 3 - Math.floor(index / contacts);
      return `c${String((index * 7) % contacts).padStart(4, '0')},2026-03-0${day},opened,n${day}`;
    });
    const result = await read('a.csv', `${HEADER}${rows.join('\n')}\n`);
    assert.ok(result.ok);
    const expected = Array.from({ length: contacts }, (_, contact) =>
      [1, 2, 3].map((day) => `c${String(contact).padStart(4, '0')} 2026-03-0${day}T00:00:00.000000Z opened note=[n${day}]`),
    ).flat();
    assert.deepEqual(recordsOf(result.loaded.table), expected);
  });
});
