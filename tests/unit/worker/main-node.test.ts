import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkerClient } from '../../../src/worker/worker-client.ts';
import { WorkerEnded } from '../../../src/worker/worker-client.ts';
import { startWorkerThread } from '../../../src/worker/worker-client-node.ts';
import { modelWith, READ } from './support.ts';

const ENTRY = new URL('../../../src/worker/main-node.ts', import.meta.url);

describe('the simulation worker as a thread of Node', () => {
  let folder: string;
  let client: WorkerClient;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'journey-worker-'));
    client = startWorkerThread(ENTRY);
  });

  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  it('reads files by path and simulates', async () => {
    const path = join(folder, 'a.csv');
    writeFileSync(path, 'contact,time,event,email\nc1,2026-03-01,delivered,welcome\nc2,2026-03-02,opened,welcome\n');
    const loaded = await client.load('s', { files: [{ name: 'a.csv', path }] }, READ).done;
    assert.deepEqual(loaded, { ok: true, value: { inputs: [{ path: 'a.csv', shape: 'journey', records: 2 }], contacts: 2, records: 2, notes: [] } });
    const evaluated = await client.evaluate('s', modelWith('arrivals')).done;
    assert.ok(evaluated.ok);
    assert.equal(evaluated.value[0]!.contacts.entered, 1);
    assert.equal(evaluated.value[0]!.asOf, '2026-03-02T00:00:00.000Z');
  });

  it('says in words what is wrong with a file', async () => {
    mkdirSync(join(folder, 'data'));
    const missing = await client.load('s', { files: [{ name: 'gone.csv', path: join(folder, 'gone.csv') }] }, READ).done;
    assert.deepEqual(missing, { ok: false, problem: { kind: 'unreadable', message: 'gone.csv: cannot be read: there is no such file' } });
    const aFolder = await client.load('s', { files: [{ name: 'data', path: join(folder, 'data') }] }, READ).done;
    assert.deepEqual(aFolder, {
      ok: false,
      problem: { kind: 'unreadable', message: 'data: cannot be read: it is a folder; name a file in it, or all of them as in "folder/*.csv"' },
    });
  });

  it('is ended in the middle of its work', async () => {
    const path = join(folder, 'large.csv');
    writeFileSync(path, `contact,time,event\n${Array.from({ length: 300_000 }, (_, index) => `c${index},2026-03-01,purchase${index}\n`).join('')}`);
    const load = client.load('s', { files: [{ name: 'large.csv', path }] }, READ);
    const rejected = assert.rejects(load.done, WorkerEnded);
    await client.stop();
    await rejected;
  });

  it('says that it could not start', async () => {
    const broken = join(folder, 'broken.mjs');
    writeFileSync(broken, 'throw new Error("no such thing");\n');
    const dead = startWorkerThread(broken);
    await assert.rejects(dead.load('s', { files: [] }, READ).done, { name: 'WorkerEnded', message: 'The simulation worker ended: no such thing' });
  });
});
