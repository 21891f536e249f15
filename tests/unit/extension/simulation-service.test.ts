import assert from 'node:assert/strict';
import { type Sample, SimulationService } from '../../../src/extension/simulation/simulation-service.ts';
import type { Model } from '../../../src/model/model.ts';
import type { WorkerRequest } from '../../../src/worker/protocol.ts';
import { type ClientPort, WorkerClient, WorkerFault } from '../../../src/worker/worker-client.ts';
import { exampleResult } from '../drawing/example-result.ts';

const model: Model = {
  version: 1,
  files: ['a.journey'],
  provider: 'generic',
  channels: [],
  emails: [],
  forms: [],
  pages: [],
  activities: [],
  attributes: [],
  segments: [],
  scores: [],
  journeys: [],
  importedJourneys: [],
  campaigns: [],
  experiments: [],
  sources: [],
  tests: [],
};

/** A worker that answers when the test says so. */
class StubWorker implements ClientPort {
  readonly requests: WorkerRequest[] = [];
  terminated = false;
  #listen: (message: unknown) => void = () => undefined;
  #exit: (reason: string) => void = () => undefined;

  post(request: WorkerRequest): void {
    this.requests.push(request);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#listen = listener;
  }
  onExit(listener: (reason: string) => void): void {
    this.#exit = listener;
  }
  terminate(): Promise<void> {
    this.terminated = true;
    return Promise.resolve();
  }

  types(): string[] {
    return this.requests.map(({ type }) => type);
  }
  answer(message: object): void {
    this.#listen(message);
  }
  crash(): void {
    this.#exit('out of memory');
  }

  /** Answers the latest request of this type, once it is there. */
  async reply(type: WorkerRequest['type'], message: (id: number) => object): Promise<void> {
    await settled();
    const request = this.requests.findLast((candidate) => candidate.type === type);
    assert.ok(request, `no request ${type}`);
    this.answer(message(request.id));
    await settled();
  }
  async loads(): Promise<void> {
    await this.reply('load', (id) => ({ type: 'loaded', id, inputs: [{ path: 'a.csv', shape: 'journey', records: 5 }], contacts: 3, records: 5, notes: [] }));
  }
  async evaluates(): Promise<void> {
    await this.reply('evaluate', (id) => ({ type: 'evaluated', id, results: [exampleResult()] }));
  }
}

/** Lets everything happen that does not wait for the worker. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class StubSample implements Sample {
  readonly key: string;
  currentVersion = '1';
  reads = 0;
  constructor(key = 'file:///a.csv') {
    this.key = key;
  }
  version(): Promise<string> {
    return Promise.resolve(this.currentVersion);
  }
  file(): Promise<{ name: string; path: string }> {
    this.reads++;
    return Promise.resolve({ name: 'a.csv', path: '/a.csv' });
  }
}

function setUp(): { workers: StubWorker[]; crashes: string[]; service: SimulationService; run: (sample: Sample) => ReturnType<SimulationService['simulate']> } {
  const workers: StubWorker[] = [];
  const crashes: string[] = [];
  const service = new SimulationService({
    startWorker: () => {
      const worker = new StubWorker();
      workers.push(worker);
      return new WorkerClient(worker);
    },
    onCrash: (reason) => crashes.push(reason),
  });
  return { workers, crashes, service, run: (sample) => service.simulate({ sample, model, journey: 'lead_nurturing' }, () => undefined) };
}

describe('the simulation service', () => {
  it('starts its worker with the first run, reads the sample once and evaluates each time', async () => {
    const { workers, run } = setUp();
    assert.equal(workers.length, 0);
    const sample = new StubSample();
    const first = run(sample);
    await settled();
    await workers[0]?.loads();
    await workers[0]?.evaluates();
    assert.equal((await first.done).kind, 'result');
    const second = run(sample);
    await settled();
    await workers[0]?.evaluates();
    assert.deepEqual((await second.done).kind, 'result');
    assert.deepEqual(workers[0]?.types(), ['load', 'evaluate', 'evaluate']);
    assert.equal(sample.reads, 1);
  });

  it('asks for the one journey', async () => {
    const { workers, run } = setUp();
    run(new StubSample());
    await settled();
    await workers[0]?.loads();
    const request = workers[0]?.requests.at(-1);
    assert.ok(request?.type === 'evaluate');
    assert.deepEqual(request.options, { journeys: ['lead_nurturing'] });
  });

  it('reads a file anew once it has changed', async () => {
    const { workers, run } = setUp();
    const sample = new StubSample();
    const first = run(sample);
    await settled();
    await workers[0]?.loads();
    await workers[0]?.evaluates();
    await first.done;
    sample.currentVersion = '2';
    run(sample);
    await settled();
    assert.deepEqual(workers[0]?.types(), ['load', 'evaluate', 'load']);
  });

  it('shares one reading between runs that come while it lasts', async () => {
    const { workers, run } = setUp();
    const sample = new StubSample();
    const first = run(sample);
    await settled();
    first.cancel();
    const second = run(sample);
    await settled();
    await workers[0]?.loads();
    assert.equal((await first.done).kind, 'cancelled');
    await workers[0]?.evaluates();
    assert.equal((await second.done).kind, 'result');
    assert.deepEqual(workers[0]?.types(), ['load', 'evaluate']);
  });

  it('tells the progress to the latest run', async () => {
    const { workers, service } = setUp();
    const sample = new StubSample();
    const told: string[] = [];
    for (const name of ['first', 'second']) {
      service.simulate({ sample, model, journey: 'x' }, ({ phase, done, total }) => told.push(`${name} ${phase} ${done}/${total}`));
      await settled();
    }
    await workers[0]?.reply('load', (id) => ({ type: 'progress', id, phase: 'read', done: 1, total: 4 }));
    assert.deepEqual(told, ['second read 1/4']);
  });

  it('gives the reason when a sample is not as it should be, and tries again when asked', async () => {
    const { workers, run } = setUp();
    const sample = new StubSample();
    const first = run(sample);
    await settled();
    await workers[0]?.reply('load', (id) => ({ type: 'problem', id, problem: { kind: 'wrong-shape', message: 'a.csv, line 1: no column "contact"' } }));
    assert.deepEqual(await first.done, { kind: 'problem', message: 'a.csv, line 1: no column "contact"' });
    run(sample);
    await settled();
    assert.deepEqual(workers[0]?.types(), ['load', 'load']);
  });

  it('cancels an evaluation, and the reading on request', async () => {
    const { workers, run, service } = setUp();
    const sample = new StubSample();
    const first = run(sample);
    await settled();
    service.cancelReading(sample.key);
    await workers[0]?.reply('load', (id) => ({ type: 'cancelled', id }));
    assert.equal((await first.done).kind, 'cancelled');
    const second = run(sample);
    await settled();
    await workers[0]?.loads();
    second.cancel();
    assert.deepEqual(workers[0]?.types(), ['load', 'cancel', 'load', 'evaluate', 'cancel']);
    await workers[0].reply('evaluate', (id) => ({ type: 'cancelled', id }));
    assert.equal((await second.done).kind, 'cancelled');
  });

  it('starts a crashed worker anew, reads the sample again, and says so once', async () => {
    const { workers, crashes, run } = setUp();
    const sample = new StubSample();
    const runs = [run(sample), run(sample)];
    await settled();
    workers[0]?.crash();
    await settled();
    await settled();
    assert.equal(workers.length, 2);
    await workers[1]?.loads();
    for (const request of workers[1]?.requests.filter(({ type }) => type === 'evaluate') ?? []) {
      workers[1]?.answer({ type: 'evaluated', id: request.id, results: [exampleResult()] });
    }
    assert.deepEqual(
      (await Promise.all(runs.map(({ done }) => done))).map(({ kind }) => kind),
      ['result', 'result'],
    );
    assert.equal(crashes.length, 1);
    assert.match(crashes[0] ?? '', /out of memory/);
  });

  it('does not try for ever', async () => {
    const { workers, crashes, run } = setUp();
    const outcome = run(new StubSample()).done.then(
      () => 'done',
      (error: unknown) => (error as Error).name,
    );
    for (const turn of [0, 1]) {
      await settled();
      await settled();
      workers[turn]?.crash();
    }
    assert.equal(await outcome, 'WorkerEnded');
    assert.deepEqual([workers.length, crashes.length], [2, 2]);
  });

  it('passes a mistake of ours on', async () => {
    const { workers, crashes, run } = setUp();
    const task = run(new StubSample());
    await settled();
    const rejected = assert.rejects(task.done, WorkerFault);
    await workers[0]?.reply('load', (id) => ({ type: 'fault', id, message: 'x is not a function' }));
    await rejected;
    assert.equal(crashes.length, 0);
  });

  it('frees a sample, and ends its worker without calling that a crash', async () => {
    const { workers, crashes, run, service } = setUp();
    const sample = new StubSample();
    const first = run(sample);
    await settled();
    await workers[0]?.loads();
    await workers[0]?.evaluates();
    await first.done;
    const released = service.release(sample.key);
    await workers[0]?.reply('release', (id) => ({ type: 'released', id }));
    await released;
    const second = run(sample).done.catch(() => 'ended');
    await settled();
    assert.deepEqual(workers[0]?.types(), ['load', 'evaluate', 'release', 'load']);
    await service.stop();
    await second;
    assert.deepEqual(
      workers.map(({ terminated }) => terminated),
      [true],
    );
    assert.deepEqual(crashes, []);
  });
});
