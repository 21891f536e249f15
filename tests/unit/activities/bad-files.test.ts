import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PORTABLE_CODECS } from '../../../src/activities/containers/codecs.ts';
import { NODE_CODECS } from '../../../src/activities/containers/codecs-node.ts';
import type { ActivityFile } from '../../../src/activities/read-activities.ts';
import { readActivities } from '../../../src/activities/read-activities.ts';
import { openFile } from '../../../src/worker/open-file-node.ts';
import { BAD_FILES } from '../../support/bad-files.ts';
import { pieces } from './support.ts';

async function problemOf(file: ActivityFile, codecs = NODE_CODECS): Promise<string> {
  const read = await readActivities([file], { timezone: 'UTC', maxRejected: 0.1, codecs });
  assert.ok(!read.ok, 'it was read');
  return read.problem.message;
}

describe('files that cannot be read', () => {
  for (const { name, bytes, says } of BAD_FILES) {
    it(`${name}: ${says}`, async () => {
      assert.equal(await problemOf({ name, chunks: pieces(bytes, 65_536) }), says);
      assert.equal(await problemOf({ name, chunks: pieces(bytes, 65_536) }, PORTABLE_CODECS), says);
      assert.equal(await problemOf({ name, chunks: pieces(bytes, 4001) }, PORTABLE_CODECS), says);
    });
  }

  it('a line of 1 GiB costs one record and no memory', async () => {
    const piece = new Uint8Array(2 ** 20).fill(0x78);
    for (const [name, before, after] of [
      ['a.csv', 'contact,time,event\nc1,2026-03-01,opened\n', '\nc2,2026-03-01,opened\n'],
      ['a.ndjson', '{"contact":"c1","time":"2026-03-01","event":"opened"}\n', '\n{"contact":"c2","time":"2026-03-01","event":"opened"}\n'],
    ] as const) {
      const chunks = function* (): Generator<Uint8Array> {
        yield new TextEncoder().encode(before);
        for (let count = 0; count < 1024; count++) yield piece;
        yield new TextEncoder().encode(after);
      };
      const memory = process.memoryUsage().arrayBuffers;
      const read = await readActivities([{ name, chunks: chunks() }], { timezone: 'UTC', maxRejected: 0.5 });
      assert.ok(read.ok, read.ok ? '' : read.problem.message);
      assert.deepEqual(read.loaded.table.contacts, ['c1', 'c2']);
      assert.equal(read.loaded.counts.rejected, 1);
      assert.ok(read.loaded.rejected[0]!.reason.startsWith('longer than 1 MiB'), read.loaded.rejected[0]!.reason);
      assert.ok(process.memoryUsage().arrayBuffers - memory < 64e6);
    }
  }).timeout(30_000);

  describe('of the file system', () => {
    let folder: string;

    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'journey-bad-files-'));
    });

    after(() => {
      rmSync(folder, { recursive: true });
    });

    it('that is not there', async () => {
      assert.equal(await problemOf({ name: 'a.csv', ...openFile(join(folder, 'nowhere.csv')) }), 'a.csv: cannot be read: there is no such file');
    });

    it('that is a folder', async () => {
      mkdirSync(join(folder, 'folder'));
      assert.equal(
        await problemOf({ name: 'folder', ...openFile(join(folder, 'folder')) }),
        'folder: cannot be read: it is a folder; name a file in it, or all of them as in "folder/*.csv"',
      );
    });

    it('that grows while it is read', async () => {
      const path = join(folder, 'growing.csv');
      writeFileSync(path, 'contact,time,event\nc1,2026-03-01,opened\n');
      const { chunks, ...file } = openFile(path);
      const growing = async function* (): AsyncGenerator<Uint8Array> {
        for await (const chunk of chunks) {
          appendFileSync(path, 'c2,2026-03-01,opened\n');
          yield chunk;
        }
      };
      assert.equal(
        await problemOf({ name: 'growing.csv', chunks: growing(), ...file }),
        'growing.csv: cannot be read: it changed while it was read; wait until it is written, or read a copy',
      );
    });

    it('that is cut while its parts are read', async () => {
      const path = join(folder, 'cut.parquet');
      const { bytes } = BAD_FILES.find(({ name }) => name === 'damaged-page.parquet')!;
      writeFileSync(path, bytes);
      const file = openFile(path);
      writeFileSync(path, bytes.subarray(0, 100));
      assert.equal(
        await problemOf({ name: 'cut.parquet', ...file }),
        'cut.parquet: cannot be read: it changed while it was read; wait until it is written, or read a copy',
      );
    });
  });
});
