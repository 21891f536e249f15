import type { Model } from '../model/model.ts';
import type { AskOptions, EvaluateOptions } from '../worker/protocol.ts';
import type { WorkerClient, WorkerTask } from '../worker/worker-client.ts';
import { startWorkerThread } from '../worker/worker-client-node.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import type { Samples } from './find-samples.ts';
import { findSamples } from './find-samples.ts';
import { progressLine } from './progress.ts';
import type { SampleOptions } from './sample-options.ts';

/** The sample that a command has loaded, to be asked. */
export interface LoadedSample {
  readonly evaluate: (journeys: readonly string[]) => Promise<TaskValue<ReturnType<WorkerClient['evaluate']>>>;
  readonly ask: <Kind extends Parameters<WorkerClient['ask']>[2]['kind']>(
    question: Extract<Parameters<WorkerClient['ask']>[2], { kind: Kind }>,
  ) => Promise<Extract<TaskValue<ReturnType<WorkerClient['ask']>>, { kind: Kind }>>;
}

type TaskValue<Task> = Task extends WorkerTask<infer Value> ? Value : never;

const SAMPLE = 'sample';

type ReadAndAsk = Pick<SampleOptions, 'timezone' | 'maxRejected' | 'without' | 'asOf' | 'progress'>;

/** Loads the activity files in a worker, asks what there is to ask, and ends the worker. `workerEntry`: its bundled entry. */
export async function withSample<Value>(
  workerEntry: URL,
  model: Model,
  options: SampleOptions,
  work: (sample: LoadedSample) => Promise<Value>,
): Promise<Value> {
  return withFiles(workerEntry, model, findSamples(options.on, options.contacts ?? [], model, options.as), options, work);
}

/** {@link withSample}, of what was just written: as anybody would read it who knows its shape. */
export async function withWritten<Value>(
  workerEntry: URL,
  model: Model,
  { name, text, as }: { readonly name: string; readonly text: string; readonly as: string },
  without: SampleOptions['without'],
  work: (sample: LoadedSample) => Promise<Value>,
): Promise<Value> {
  const files = [{ name, bytes: new TextEncoder().encode(text), as }];
  return withFiles(workerEntry, model, { files, contacts: [] }, { timezone: 'UTC', maxRejected: 0, without, progress: false }, work);
}

async function withFiles<Value>(
  workerEntry: URL,
  model: Model,
  samples: Samples,
  options: ReadAndAsk,
  work: (sample: LoadedSample) => Promise<Value>,
): Promise<Value> {
  const worker = startWorkerThread(workerEntry);
  const line = progressLine(process.stderr, options.progress);
  const askOptions: AskOptions = { without: [...options.without], ...(options.asOf === undefined ? {} : { asOf: options.asOf }) };
  try {
    const readOptions = { timezone: options.timezone, maxRejected: options.maxRejected };
    const { notes } = await outcomeOf(worker.load(SAMPLE, samples, readOptions, ({ done, total }) => line.show('Reading', done, total)));
    line.clear();
    for (const note of notes) process.stderr.write(`${note}\n`);
    return await work({
      evaluate: async (journeys) => {
        const evaluateOptions: EvaluateOptions = { ...askOptions, journeys: [...journeys] };
        return outcomeOf(worker.evaluate(SAMPLE, model, evaluateOptions, ({ done, total }) => line.show('Simulating', done, total)));
      },
      ask: (question) => outcomeOf(worker.ask(SAMPLE, model, question, askOptions)),
    });
  } finally {
    line.clear();
    await worker.stop();
  }
}

async function outcomeOf<Value>(task: WorkerTask<Value>): Promise<Value> {
  const outcome = await task.done;
  if (outcome.ok) return outcome.value;
  if ('problem' in outcome) throw new CommandFailure(outcome.problem.kind === 'unknown-name' ? EXIT.usage : EXIT.input, outcome.problem.message);
  throw new CommandFailure(EXIT.interrupted, 'Interrupted.');
}
