import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { workerAnswer, workerRequest } from '../../../src/worker/protocol.ts';
import { csvFile, modelWith, READ, simulateNothing, WorkerInProcess } from './support.ts';

const FILE = csvFile('a.csv', ['c1,2026-03-01,delivered', 'c2,2026-03-02,opened']);
const load = { type: 'load', id: 1, sample: 's', files: [FILE], options: READ };

describe('the simulation worker', () => {
  it('is ready, loads, evaluates and releases', async () => {
    const worker = new WorkerInProcess({ simulate: simulateNothing });
    worker.send(load);
    worker.send({ type: 'evaluate', id: 2, sample: 's', model: modelWith('one', 'two'), options: { asOf: '2026-03-31T22:00:00+02:00' } });
    worker.send({ type: 'evaluate', id: 3, sample: 's', model: modelWith('one', 'two'), options: { journeys: ['two'] } });
    worker.send({ type: 'release', id: 4, sample: 's' });
    const [ready, loaded, evaluated, chosen, released] = await worker.answered(5);
    assert.deepEqual(ready, { type: 'ready' });
    assert.deepEqual(loaded, { type: 'loaded', id: 1, inputs: [{ path: 'a.csv', shape: 'journey', records: 2 }], contacts: 2, records: 2, notes: [] });
    assert.ok(evaluated?.type === 'evaluated');
    assert.deepEqual(
      evaluated.results.map(({ journey, asOf }) => [journey, asOf]),
      [
        ['one', '2026-03-31T20:00:00.000Z'],
        ['two', '2026-03-31T20:00:00.000Z'],
      ],
    );
    assert.ok(chosen?.type === 'evaluated');
    assert.deepEqual(
      chosen.results.map(({ journey, asOf }) => [journey, asOf]),
      [['two', null]],
    );
    assert.deepEqual(released, { type: 'released', id: 4 });
    for (const answer of worker.answers) assert.deepEqual(workerAnswer.parse(answer), answer);
  });

  it("reads the contacts' files", async () => {
    const worker = new WorkerInProcess({ simulate: simulateNothing });
    const people = { name: 'people.csv', bytes: new TextEncoder().encode('contact,country\nc1,DE\n') };
    worker.send({ ...load, contacts: [people] });
    const loaded = (await worker.answered(2))[1];
    assert.ok(loaded?.type === 'loaded');
    assert.deepEqual(loaded.inputs[1], { path: 'people.csv', shape: 'contacts', records: 1 });
  });

  it('says what is wrong with the input, and a failed load leaves the sample as it was', async () => {
    const worker = new WorkerInProcess({ simulate: simulateNothing });
    worker.send(load);
    worker.send({ ...load, id: 2, files: [{ name: 'b.csv', bytes: new TextEncoder().encode('a,b\n') }] });
    worker.send({ ...load, id: 3, files: [{ name: 'c.csv', path: '/c.csv' }] });
    worker.send({ type: 'evaluate', id: 4, sample: 's', model: modelWith('one'), options: { journeys: ['three'] } });
    worker.send({ type: 'evaluate', id: 5, sample: 's', model: modelWith('one'), options: { asOf: 'yesterday' } });
    worker.send({ type: 'evaluate', id: 6, sample: 's', model: modelWith('one'), options: {} });
    const answers = await worker.answered(7);
    assert.deepEqual(
      answers.slice(2, 6).map((answer) => (answer.type === 'problem' ? [answer.id, answer.problem.kind] : answer.type)),
      [
        [2, 'wrong-shape'],
        [3, 'unreadable'],
        [4, 'unknown-name'],
        [5, 'unsupported'],
      ],
    );
    assert.ok(answers[6]?.type === 'evaluated');
    assert.equal(answers[6].results[0]!.records.read, 2);
  });

  it('hands on our own mistakes as faults, and lives on', async () => {
    const worker = new WorkerInProcess({
      simulate: () => {
        throw new TypeError('a bug');
      },
    });
    worker.send({ type: 'evaluate', id: 1, sample: 'none', model: modelWith('one'), options: {} });
    worker.send({ ...load, id: 2 });
    worker.send({ type: 'evaluate', id: 3, sample: 's', model: modelWith('one'), options: {} });
    worker.send({ type: 'release', id: 4, sample: 's' });
    const [, missing, loaded, bug, released] = await worker.answered(5);
    assert.ok(missing?.type === 'fault' && missing.message === 'The sample is not loaded.');
    assert.equal(loaded?.type, 'loaded');
    assert.ok(bug?.type === 'fault' && bug.message === 'a bug' && bug.stack!.includes('worker.test.ts'));
    assert.equal(released?.type, 'released');
  });

  it('cancels what waits without beginning it', async () => {
    let evaluated = 0;
    const worker = new WorkerInProcess({
      simulate: (...given) => {
        evaluated++;
        return simulateNothing(...given);
      },
    });
    worker.send(load);
    for (let id = 2; id <= 20; id++) worker.send({ type: 'evaluate', id, sample: 's', model: modelWith('one'), options: {} });
    for (let id = 2; id <= 19; id++) worker.send({ type: 'cancel', id });
    const answers = await worker.answered(21);
    assert.deepEqual(
      answers.slice(2).map(({ type }) => type),
      [...Array.from({ length: 18 }, () => 'cancelled'), 'evaluated'],
    );
    assert.equal(evaluated, 1);
  });

  it('cancels between two journeys', async () => {
    const worker = new WorkerInProcess({
      simulate: (...given) => {
        worker.send({ type: 'cancel', id: 2 });
        const until = performance.now() + 40;
        while (performance.now() < until);
        return simulateNothing(...given);
      },
    });
    worker.send(load);
    worker.send({ type: 'evaluate', id: 2, sample: 's', model: modelWith('one', 'two', 'three'), options: {} });
    assert.deepEqual((await worker.answered(3))[2], { type: 'cancelled', id: 2 });
  });

  it('cancels within an evaluation; the sample stays, and the next answer needs no load', async () => {
    let steps = 0;
    const worker = new WorkerInProcess({
      *simulate(model, name, loaded, options) {
        // The first one has no end.
        for (; name === 'endless'; steps++) {
          const until = performance.now() + 5;
          while (performance.now() < until);
          yield 1;
        }
        return yield* simulateNothing(model, name, loaded, options);
      },
    });
    worker.send(load);
    worker.send({ type: 'evaluate', id: 2, sample: 's', model: modelWith('endless'), options: {} });
    worker.send({ type: 'evaluate', id: 3, sample: 's', model: modelWith('one'), options: {} });
    while (!worker.answers.some(({ type }) => type === 'progress')) await new Promise((resolve) => setTimeout(resolve, 1));
    const before = steps;
    worker.send({ type: 'cancel', id: 2 });
    while (!worker.answers.some(({ type }) => type === 'evaluated')) await new Promise((resolve) => setTimeout(resolve, 1));
    const answers = worker.answers.filter(({ type }) => type !== 'progress');
    assert.deepEqual(
      answers.map((answer) => [answer.type, 'id' in answer ? answer.id : 0]),
      [
        ['ready', 0],
        ['loaded', 1],
        ['cancelled', 2],
        ['evaluated', 3],
      ],
    );
    // The cancel was seen at the next turn, which comes every few steps.
    assert.ok(steps - before < 50, `${steps - before} steps`);
    for (const answer of worker.answers) if (answer.type === 'progress') assert.deepEqual([answer.phase, answer.done, answer.total], ['evaluate', 1, 2]);
  });

  it('cancels a load soon, and reports its progress now and then', async () => {
    const rows = Array.from({ length: 400_000 }, (_, index) => `c${index},2026-03-01,purchase${index}`);
    const large = csvFile('large.csv', rows);
    const worker = new WorkerInProcess({ simulate: simulateNothing });
    worker.send({ ...load, files: [large] });
    while (!worker.answers.some(({ type }) => type === 'progress')) await new Promise((resolve) => setTimeout(resolve, 1));
    const asked = performance.now();
    worker.send({ type: 'cancel', id: 1 });
    while (!worker.answers.some(({ type }) => type === 'cancelled')) await new Promise((resolve) => setTimeout(resolve, 1));
    assert.ok(performance.now() - asked < 2000, 'it took too long');
    for (const answer of worker.answers) {
      if (answer.type !== 'progress') continue;
      assert.equal(answer.phase, 'read');
      assert.equal(answer.total, large.bytes.length);
      assert.ok(answer.done > 0 && answer.done <= answer.total);
    }
    assert.equal(worker.answers.filter(({ type }) => type === 'loaded').length, 0);
  });

  it('answers requests it does not know with a fault where they have a number, and nothing else changes', async () => {
    const worker = new WorkerInProcess({ simulate: simulateNothing });
    worker.send(load);
    await worker.answered(2);
    const broken = fc.oneof(
      fc.anything(),
      fc.record({ type: fc.constantFrom('load', 'evaluate', 'release', 'cancel', 'explode'), id: fc.oneof(fc.integer(), fc.anything()) }),
      fc.record({ type: fc.constant('load'), id: fc.integer(), sample: fc.string(), files: fc.anything(), options: fc.anything() }),
      fc.record({ type: fc.constant('evaluate'), id: fc.integer(), sample: fc.constant('s'), model: fc.anything(), options: fc.record({}) }),
    );
    const messages = fc.sample(broken, { numRuns: 1000, seed: 1 }).filter((message) => !workerRequest.safeParse(message).success && isCloneable(message));
    assert.ok(messages.length > 500);
    const numbered = messages.filter((message) => typeof message === 'object' && message !== null && 'id' in message && Number.isSafeInteger(message.id));
    for (const message of messages) worker.send(message);
    const faults = (await worker.answered(2 + numbered.length)).slice(2);
    assert.ok(faults.every(({ type }) => type === 'fault'));
    worker.send({ type: 'evaluate', id: 5000, sample: 's', model: modelWith('one'), options: {} });
    const answers = await worker.answered(3 + numbered.length);
    assert.equal(answers.at(-1)!.type, 'evaluated');
  });
});

function isCloneable(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}
