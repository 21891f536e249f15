import { dirname, isAbsolute, resolve } from 'node:path';
import type { JourneyTest } from '../model/journey-test.ts';
import type { Model } from '../model/model.ts';
import { failedToRun } from '../testing/run-test.ts';
import type { TestOutcome } from '../testing/test-result.ts';
import type { WorkerClient, WorkerTask } from '../worker/worker-client.ts';
import { startWorkerThread } from '../worker/worker-client-node.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import type { Samples } from './find-samples.ts';
import { findSamples } from './find-samples.ts';
import type { ProgressLine } from './progress.ts';

/** A test says all that it depends on, so its sample is read as `simulate` reads one without further options. */
const READ_OPTIONS = { timezone: 'UTC', maxRejected: 0.1 };

/** Runs tests in a worker. Tests of one sample, run one after the other, read it once. */
export class TestWorker {
  private readonly worker: WorkerClient;
  private readonly line: ProgressLine;
  /** The name, in the worker, of the sample that it holds. */
  private held: string | undefined;

  /** `entry`: the bundled entry of the worker. */
  constructor(entry: URL, line: ProgressLine) {
    this.worker = startWorkerThread(entry);
    this.line = line;
  }

  async run(test: JourneyTest, model: Model): Promise<{ readonly outcome: TestOutcome; readonly hasNoSample: boolean }> {
    const sample = test.on === undefined ? { ok: true, name: undefined } : await this.sample(test, test.on, model);
    if ('problem' in sample) return { outcome: failedToRun(test, model, sample.problem), hasNoSample: true };
    const run = await settled(this.worker.test(model, test.name, sample.name));
    if ('problem' in run) return { outcome: failedToRun(test, model, run.problem), hasNoSample: false };
    return { outcome: run.value, hasNoSample: false };
  }

  async stop(): Promise<void> {
    await this.worker.stop();
  }

  private async sample(test: JourneyTest, on: NonNullable<JourneyTest['on']>, model: Model): Promise<{ readonly name: string } | { readonly problem: string }> {
    const samples = samplesOf(test, on, model);
    if ('problem' in samples) return samples;
    const name = JSON.stringify(samples);
    if (this.held === name) return { name };
    if (this.held !== undefined) await this.worker.release(this.held);
    this.held = undefined;
    const loaded = await settled(this.worker.load(name, samples, READ_OPTIONS, ({ done, total }) => this.line.show('Reading', done, total)));
    this.line.clear();
    if ('problem' in loaded) return loaded;
    this.held = name;
    return { name };
  }
}

/** A path is relative to the folder of the test's file, as those of sources are to theirs. */
function samplesOf({ source }: JourneyTest, on: NonNullable<JourneyTest['on']>, model: Model): Samples | { readonly problem: string } {
  const folder = dirname(resolve(model.files[source.file] ?? '.'));
  try {
    if ('path' in on) return findSamples([isAbsolute(on.path) ? on.path : `./${on.path}`], [], model, undefined, folder);
    const sources = model.sources.filter(({ key }) => key === on.source);
    return findSamples(
      sources.map(({ name }) => name),
      [],
      { ...model, sources },
      undefined,
      folder,
    );
  } catch (error) {
    if (error instanceof CommandFailure) return { problem: error.message };
    throw error;
  }
}

async function settled<Value>(task: WorkerTask<Value>): Promise<{ readonly value: Value } | { readonly problem: string }> {
  const result = await task.done;
  if (result.ok) return { value: result.value };
  if ('problem' in result) return { problem: result.problem.message };
  throw new CommandFailure(EXIT.interrupted, 'Interrupted.');
}
