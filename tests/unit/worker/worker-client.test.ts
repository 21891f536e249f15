import assert from 'node:assert/strict';
import type { Progress } from '../../../src/worker/worker-client.ts';
import { WorkerClient, WorkerEnded, WorkerFault } from '../../../src/worker/worker-client.ts';
import { csvFile, modelWith, READ, simulateNothing, WorkerInProcess } from './support.ts';

const FILE = csvFile('a.csv', ['c1,2026-03-01,delivered', 'c2,2026-03-02,opened']);

function start() {
  const worker = new WorkerInProcess({ simulate: simulateNothing });
  return { worker, client: new WorkerClient(worker.client) };
}

describe("a host's client of the simulation worker", () => {
  it('gives every answer to whoever asked', async () => {
    const { client } = start();
    const one = client.load('s', { files: [FILE] }, READ);
    const two = client.evaluate('s', modelWith('one', 'two'), { journeys: ['two', 'one'] });
    const three = client.evaluate('s', modelWith('one'), { asOf: '2026-03-01T12:00:00Z' });
    assert.deepEqual(await one.done, { ok: true, value: { inputs: [{ path: 'a.csv', shape: 'journey', records: 2 }], contacts: 2, records: 2, notes: [] } });
    const evaluated = await two.done;
    assert.ok(evaluated.ok);
    assert.deepEqual(
      evaluated.value.map(({ journey }) => journey),
      ['two', 'one'],
    );
    const asOf = await three.done;
    assert.ok(asOf.ok && asOf.value[0]!.asOf === '2026-03-01T12:00:00.000Z');
    await client.release('s');
    await assert.rejects(client.evaluate('s', modelWith('one')).done, WorkerFault);
  });

  it('gives problems as values', async () => {
    const { client } = start();
    const result = await client.load('s', { files: [{ name: 'b.csv', bytes: new Uint8Array(0) }] }, READ).done;
    assert.deepEqual(result, { ok: false, problem: { kind: 'no-records', message: 'b.csv: no records. Is this the right file?' } });
  });

  it('cancels, and a cancel too late changes nothing', async () => {
    const { worker, client } = start();
    const load = client.load('s', { files: [FILE] }, READ);
    const evaluation = client.evaluate('s', modelWith('one'));
    evaluation.cancel();
    assert.ok((await load.done).ok);
    assert.deepEqual(await evaluation.done, { ok: false, cancelled: true });
    const answers = worker.answers.length;
    load.cancel();
    evaluation.cancel();
    assert.ok((await client.evaluate('s', modelWith('one')).done).ok);
    assert.equal(worker.answers.length, answers + 1);
  });

  it('hands on progress', async () => {
    const { worker, client } = start();
    const seen: Progress[] = [];
    const load = client.load('s', { files: [FILE] }, READ, (progress) => seen.push(progress));
    worker.answer({ type: 'progress', id: 1, phase: 'read', done: 3, total: 10 });
    await load.done;
    assert.deepEqual(seen, [{ phase: 'read', done: 3, total: 10 }]);
  });

  it('rejects what is unfinished, and what is asked later, when the worker ends', async () => {
    const { worker, client } = start();
    const load = client.load('s', { files: [FILE] }, READ);
    const evaluation = client.evaluate('s', modelWith('one'));
    worker.exit('it ran out of memory.');
    const expected = { name: 'WorkerEnded', message: 'The simulation worker ended: it ran out of memory.' };
    await assert.rejects(load.done, expected);
    await assert.rejects(evaluation.done, expected);
    await assert.rejects(client.release('s'), expected);
    evaluation.cancel();
  });

  it('stops the worker', async () => {
    const { worker, client } = start();
    const load = client.load('s', { files: [FILE] }, READ);
    const rejected = assert.rejects(load.done, WorkerEnded);
    await client.stop();
    await rejected;
    assert.ok(worker.ended);
  });

  it('does not believe an answer that is not of the protocol', async () => {
    for (const answer of [
      null,
      'loaded',
      { type: 'loaded', id: 1 },
      { type: 'evaluated', id: 1, results: [{}] },
      { type: 'loaded', id: 1, inputs: [], contacts: 1.5, records: 0, notes: [] },
    ]) {
      const { worker, client } = start();
      const load = client.load('s', { files: [FILE] }, READ);
      worker.answer(answer);
      await assert.rejects(load.done, WorkerFault);
    }
  });

  it('does not take the answer to one question for that to another', async () => {
    const { worker, client } = start();
    const load = client.load('s', { files: [FILE] }, READ);
    worker.answer({ type: 'evaluated', id: 1, results: [] });
    await assert.rejects(load.done, { name: 'WorkerFault', message: 'The worker gave an answer of type "evaluated" to another question.' });
  });
});
