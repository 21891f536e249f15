import assert from 'node:assert/strict';
import { readActivities } from '../../../src/activities/read-activities.ts';
import { ReadingCancelled } from '../../../src/activities/reading-cancelled.ts';
import { textFile } from './support.ts';

const HEADER = 'contact,time,event\n';
const options = { timezone: 'UTC', maxRejected: 0.1 };
const manyRows = HEADER + Array.from({ length: 20_000 }, (_, index) => `c${index % 700},2026-03-01T00:00:00Z,purchase${index}\n`).join('');

// eslint-disable-next-line require-yield -- it is a file that cannot be read
async function* failing(): AsyncGenerator<Uint8Array> {
  throw new Error('there is no such file');
}

describe('reading activities', () => {
  it('says which file cannot be read and why', async () => {
    const result = await readActivities([textFile('a.csv', `${HEADER}c1,2026-03-01,sent\n`), { name: 'data\\b.csv', chunks: failing() }], options);
    assert.deepEqual(result, { ok: false, problem: { kind: 'unreadable', message: 'data/b.csv: cannot be read: there is no such file' } });
  });

  it('needs a file', async () => {
    const result = await readActivities([], options);
    assert.deepEqual(result, { ok: false, problem: { kind: 'no-records', message: 'No activity file was given.' } });
  });

  it('reports every byte of every file', async () => {
    const seen: number[] = [];
    const result = await readActivities([textFile('a.csv', manyRows, 1000), textFile('b.csv', `${HEADER}c1,2026-03-01,sent\n`)], {
      ...options,
      contacts: [textFile('c.csv', 'contact,country\nc1,DE\n')],
      onProgress: (bytes) => seen.push(bytes),
    });
    assert.ok(result.ok);
    assert.equal(seen.at(-1), manyRows.length + `${HEADER}c1,2026-03-01,sent\n`.length + 'contact,country\nc1,DE\n'.length);
    assert.ok(seen.every((bytes, index) => index === 0 || bytes > seen[index - 1]!));
  });

  it('leaves the bytes it was given alone', async () => {
    const text = `${HEADER.trim()},note\nc1,2026-03-01,sent,"a ""quoted"" text"\n`;
    const bytes = new TextEncoder().encode(text);
    const result = await readActivities([{ name: 'a.csv', chunks: [bytes] }], options);
    assert.ok(result.ok);
    assert.equal(new TextDecoder().decode(bytes), text);
  });

  it('stops at every pause once it is cancelled, and closes the file', async () => {
    let pauses = 0;
    const countPauses = async (): Promise<void> => {
      pauses++;
    };
    await readActivities([textFile('a.csv', manyRows)], { ...options, pause: countPauses });
    assert.ok(pauses > 10);
    for (let stopAt = 1; stopAt < pauses; stopAt++) {
      const controller = new AbortController();
      let closed = false;
      const chunks = async function* () {
        try {
          yield* textFile('a.csv', manyRows).chunks;
        } finally {
          closed = true;
        }
      };
      let seen = 0;
      const pause = async () => {
        assert.ok(!controller.signal.aborted, 'it went on');
        if (++seen === stopAt) controller.abort();
      };
      await assert.rejects(readActivities([{ name: 'a.csv', chunks: chunks() }], { ...options, signal: controller.signal, pause }), ReadingCancelled);
      assert.ok(closed);
    }
  });
});

describe('what is said of a file that is wrong', () => {
  // Every cell is a secret: none may be in a reason or a message.
  const SECRETS = ['ann.secret@example.com', 'Ann Secret', 'c-secret', 'secret-event', 'secret-email', 'secret-note', 'secret-zone'];
  const [address, name, contact, event, email, note] = SECRETS as [string, string, string, string, string, string, string];
  const csvs = [
    `contact,time,event,email,bounce,machine,note\n`,
    `${contact},${address},${event},${email},,,${note}\n`,
    `${contact},${contact},${event},${email},,,${note}\n`,
    `${contact},,${event},${email},,,${note}\n`,
    `,2026-03-01,${event},${email},,,${note}\n`,
    `${contact},2026-03-01,,${email},,,${note}\n`,
    `${contact},2026-03-01,${event},${email},${name},,${note}\n`,
    `${contact},2026-03-01,${event},${email},,${name},${note}\n`,
    `${contact},2026-03-01,${event},${email},,,${note},${name}\n`,
    `${contact},2026-03-01,performed,${email},,,"${note}"${name}\n`,
    `${contact},2026-03-01,performed,${email}\n`,
    `${contact},2026-03-01,"${event},${email}\n`,
  ];
  const ndjsons = [
    `{"contact":"${contact}","time":"${address}","event":"${event}"}\n`,
    `{"contact":"${contact}","time":"2026-03-01","event":{"${name}":"${event}"}}\n`,
    `{"contact":"${contact}","time":"2026-03-01","${address}":1,"${address}":2}\n`,
    `{"contact":"${contact}","time":"2026-03-01","event":"${event}"\n`,
    `{"contact":"${contact}","time":${name},"event":"${event}"}\n`,
    `${contact},2026-03-01,${event}\n`,
    `{"contact":"${contact}","time":"2026-03-01","event":"${event}","note":"\\ud800"}\n`,
    `{"contact":"${contact}","time":"2026-03-01","event":"${event}","":"${note}"}\n`,
  ];

  function check(text: string): void {
    for (const secret of SECRETS) assert.ok(!text.toLowerCase().includes(secret.toLowerCase()), text);
  }

  it('no reason of a rejected record has its cells', async () => {
    const good = `${contact},2026-03-02,sent,${email},,,${note}\n`;
    const result = await readActivities(
      [
        textFile('a.csv', csvs[0]! + good + csvs.slice(1).join('')),
        textFile('a.ndjson', `{"contact":"${contact}","time":"2026-03-03","event":"sent"}\n${ndjsons.join('')}`),
      ],
      {
        timezone: 'UTC',
        maxRejected: 1,
        contacts: [textFile('c.csv', `contact,${name}\n${contact},${note}\n${contact},${email}\n,${note}\n${contact},a,${note}\n`)],
      },
    );
    assert.ok(result.ok);
    assert.equal(result.loaded.rejected.length, csvs.length - 1 + ndjsons.length + 4);
    for (const { reason } of result.loaded.rejected) check(reason);
  });

  it('no problem has them either', async () => {
    const files: [name: string, text: string][] = [
      ['all-rejected.csv', csvs.join('')],
      ['most-rejected.csv', `${csvs.join('')}${contact},2026-03-02,sent\n`],
      ['all-rejected.ndjson', ndjsons.join('')],
      ['no-header.csv', `${contact},2026-03-01,${event},${email}\n`],
      ['no-header-twice.csv', `contact,time,event,${address},${address}\n${contact},2026-03-01,${event}\n`],
      ['header-quote.csv', `contact,time,"${name}"${address}\n`],
      ['other-shape.ndjson', `{"${name}":"${contact}"}\n`],
      ['array.json', `[{"contact":"${contact}"}]`],
      ['units.csv', `contact,time,event\n${contact},1772359200,${event}\n${contact},1772359200123,${event}\n`],
    ];
    for (const [file, text] of files) {
      const result = await readActivities([textFile(file, text)], { timezone: 'UTC', maxRejected: 0.1 });
      assert.ok(!result.ok, file);
      assert.ok(result.problem.message.startsWith(`${file}:`) || result.problem.kind === 'too-many-rejected', result.problem.message);
      check(result.problem.message);
    }
  });
});
