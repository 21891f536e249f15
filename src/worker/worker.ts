import type { ActivityTable, LoadedActivities } from '../activities/activity-table.ts';
import type { Codecs } from '../activities/containers/codecs.ts';
import type { FileBytes } from '../activities/file-bytes.ts';
import type { ActivityFile } from '../activities/read-activities.ts';
import { readActivities } from '../activities/read-activities.ts';
import { ReadingCancelled } from '../activities/reading-cancelled.ts';
import { momentOf } from '../activities/time.ts';
import type { Model } from '../model/model.ts';
import type { JourneyResult } from '../results/result.ts';
import type { SimulateOptions } from '../simulator/simulation.ts';
import type { Steps } from '../simulator/steps.ts';
import { runTest } from '../testing/run-test.ts';
import { answerQuestion } from './answer-question.ts';
import type { AskOptions, Problem, SampleFile, WorkerAnswer, WorkerRequest } from './protocol.ts';
import { workerRequest } from './protocol.ts';

/** Milliseconds of work after which waiting messages are let in. */
const TURN_AFTER = 25;

/** Milliseconds between two reports of progress. */
const REPORT_AFTER = 100;

export interface WorkerPort {
  post(answer: WorkerAnswer): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** A file of the file system: its length in bytes (0 where that is not known) and its bytes, which throw where it cannot be read. */
export interface OpenedFile extends Omit<FileBytes, 'name'> {
  readonly length: number;
}

export interface WorkerPlatform {
  /** Absent where there is no file system. */
  readonly openPath?: (path: string) => OpenedFile;
  /** Its own decompression, where that is faster than what runs everywhere. */
  readonly codecs?: Codecs;
  readonly simulate: Simulate;
}

/** One journey over one sample, in steps, between which messages are let in. */
export type Simulate = (
  model: Model,
  journeyName: string,
  loaded: LoadedActivities,
  options: SimulateOptions,
) => Steps<{ readonly ok: true; readonly result: JourneyResult } | { readonly ok: false; readonly problem: Problem }>;

/**
 * Serves the requests of one host: reads samples, keeps them, evaluates journeys on them. Requests are worked on one
 * after the other in the order they came; a cancel is seen within a slice of the work at hand.
 */
export function startWorker(port: WorkerPort, platform: WorkerPlatform): void {
  const samples = new Map<string, LoadedActivities>();
  const unfinished = new Map<number, AbortController>();
  let last = Promise.resolve();

  port.onMessage((message) => {
    const parsed = workerRequest.safeParse(message);
    if (!parsed.success) {
      const id = idOf(message);
      // Without an id nobody waits for an answer.
      if (id !== undefined) port.post({ type: 'fault', id, message: 'The worker does not know this request.' });
      return;
    }
    const request = parsed.data;
    if (request.type === 'cancel') {
      unfinished.get(request.id)?.abort();
      return;
    }
    const controller = new AbortController();
    unfinished.set(request.id, controller);
    last = last.then(async () => {
      // Cancels that came in while another request was worked on are seen before this one is begun.
      await turn();
      port.post(await answerTo(request, controller.signal, port, platform, samples));
      unfinished.delete(request.id);
    });
  });
  port.post({ type: 'ready' });
}

async function answerTo(
  request: Exclude<WorkerRequest, { type: 'cancel' }>,
  signal: AbortSignal,
  port: WorkerPort,
  platform: WorkerPlatform,
  samples: Map<string, LoadedActivities>,
): Promise<WorkerAnswer> {
  const { id } = request;
  try {
    if (signal.aborted) return { type: 'cancelled', id };
    switch (request.type) {
      case 'load': {
        const outcome = await load(request, signal, port, platform);
        if (!outcome.ok) return { type: 'problem', id, problem: outcome.problem };
        samples.set(request.sample, outcome.loaded);
        const { inputs, table, notes } = outcome.loaded;
        return { type: 'loaded', id, inputs: [...inputs], contacts: table.contacts.length, records: recordsOf(table), notes: [...notes] };
      }
      case 'evaluate':
        return await evaluate(request, signal, port, platform.simulate, samples);
      case 'ask':
        return await ask(request, signal, samples);
      case 'test':
        return await runNamedTest(request, signal, samples);
      case 'release':
        samples.delete(request.sample);
        return { type: 'released', id };
    }
  } catch (error) {
    if (error instanceof ReadingCancelled) return { type: 'cancelled', id };
    const fault = error instanceof Error ? error : new Error(String(error));
    return { type: 'fault', id, message: fault.message, ...(fault.stack === undefined ? {} : { stack: fault.stack }) };
  }
}

async function load(
  { id, files, contacts, options }: Extract<WorkerRequest, { type: 'load' }>,
  signal: AbortSignal,
  port: WorkerPort,
  platform: WorkerPlatform,
): Promise<Awaited<ReturnType<typeof readActivities>>> {
  let total = 0;
  const open = (file: SampleFile): ActivityFile => {
    const { length, ...bytes } = 'bytes' in file ? opened(file.bytes) : openPath(file.path, platform);
    total += length;
    return { name: file.name, ...bytes, ...(file.as === undefined ? {} : { as: file.as }), ...(file.source === undefined ? {} : { source: file.source }) };
  };
  const activityFiles = files.map(open);
  const contactFiles = (contacts ?? []).map(open);
  const report = throttled((done) => port.post({ type: 'progress', id, phase: 'read', done, total: Math.max(done, total) }));
  const codecs = platform.codecs === undefined ? {} : { codecs: platform.codecs };
  return readActivities(activityFiles, { ...options, ...codecs, contacts: contactFiles, signal, onProgress: report, pause: turnNowAndThen() });
}

function opened(bytes: Uint8Array): OpenedFile {
  return { length: bytes.length, chunks: [bytes], parts: { size: bytes.length, read: (start, end) => Promise.resolve(bytes.subarray(start, end)) } };
}

function openPath(path: string, platform: WorkerPlatform): OpenedFile {
  return platform.openPath?.(path) ?? { length: 0, chunks: nowhere() };
}

// eslint-disable-next-line require-yield -- it is a file that cannot be read
async function* nowhere(): AsyncGenerator<Uint8Array> {
  throw new Error('there is no file system here; give the bytes of the file');
}

async function evaluate(
  { id, sample, model, options }: Extract<WorkerRequest, { type: 'evaluate' }>,
  signal: AbortSignal,
  port: WorkerPort,
  simulate: Simulate,
  samples: ReadonlyMap<string, LoadedActivities>,
): Promise<WorkerAnswer> {
  const loaded = samples.get(sample);
  if (loaded === undefined) throw new Error('The sample is not loaded.');
  const simulateOptions = simulateOptionsOf(options);
  if (!simulateOptions) return { type: 'problem', id, problem: BAD_AS_OF };
  const names = options.journeys ?? model.journeys.map(({ name }) => name);
  const contacts = loaded.table.contacts.length;
  const report = throttled((done) => port.post({ type: 'progress', id, phase: 'evaluate', done, total: names.length * contacts }));
  const pause = turnNowAndThen();
  const results: JourneyResult[] = [];
  for (const name of names) {
    const outcome = await taken(simulate(model, name, loaded, simulateOptions), signal, pause, (done) => report(results.length * contacts + done));
    if (outcome === CANCELLED) return { type: 'cancelled', id };
    if (!outcome.ok) return { type: 'problem', id, problem: outcome.problem };
    results.push(outcome.result);
  }
  return { type: 'evaluated', id, results };
}

const CANCELLED = Symbol('cancelled');

/**
 * Takes the steps of some work, one after the other, until it is done or cancelled. The samples stay: what comes next needs no
 * reading. `pause` is what lets messages in.
 */
async function taken<Result>(
  steps: Steps<Result>,
  signal: AbortSignal,
  pause: () => Promise<void>,
  report?: (done: number) => void,
): Promise<Result | typeof CANCELLED> {
  for (;;) {
    const step = steps.next();
    if (step.done !== true) report?.(step.value);
    await pause();
    if (signal.aborted) return CANCELLED;
    if (step.done === true) return step.value;
  }
}

async function ask(
  { id, sample, model, question, options }: Extract<WorkerRequest, { type: 'ask' }>,
  signal: AbortSignal,
  samples: ReadonlyMap<string, LoadedActivities>,
): Promise<WorkerAnswer> {
  const loaded = samples.get(sample);
  if (loaded === undefined) throw new Error('The sample is not loaded.');
  const simulateOptions = simulateOptionsOf(options);
  if (!simulateOptions) return { type: 'problem', id, problem: BAD_AS_OF };
  const outcome = await taken(answerQuestion(question, model, loaded, simulateOptions), signal, turnNowAndThen());
  if (outcome === CANCELLED) return { type: 'cancelled', id };
  return outcome.ok ? { type: 'answered', id, answer: outcome.answer } : { type: 'problem', id, problem: outcome.problem };
}

async function runNamedTest(
  { id, sample, model, test: name }: Extract<WorkerRequest, { type: 'test' }>,
  signal: AbortSignal,
  samples: ReadonlyMap<string, LoadedActivities>,
): Promise<WorkerAnswer> {
  const loaded = sample === undefined ? undefined : samples.get(sample);
  if (sample !== undefined && loaded === undefined) throw new Error('The sample is not loaded.');
  const test = model.tests.find((one) => one.name === name);
  if (!test) return { type: 'problem', id, problem: { kind: 'unknown-name', message: `The file has no test "${name}".` } };
  const outcome = await taken(runTest(test, model, loaded), signal, turnNowAndThen());
  return outcome === CANCELLED ? { type: 'cancelled', id } : { type: 'tested', id, outcome };
}

const BAD_AS_OF: Problem = {
  kind: 'unsupported',
  message: 'The as-of moment is not an ISO 8601 date-time with its offset, such as 2026-03-31T22:00:00Z.',
};

/** Undefined where the as-of moment is none. */
function simulateOptionsOf({ asOf, without = [] }: AskOptions): SimulateOptions | undefined {
  if (asOf === undefined) return { without };
  const moment = momentOf(asOf);
  return moment === undefined ? undefined : { asOf: moment, without };
}

function recordsOf(table: ActivityTable): number {
  return table.time.length;
}

/** Lets the messages that wait be received. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

function turnNowAndThen(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < TURN_AFTER) return;
    await turn();
    last = performance.now();
  };
}

function throttled(report: (done: number) => void): (done: number) => void {
  let last = performance.now();
  return (done) => {
    const now = performance.now();
    if (now - last < REPORT_AFTER) return;
    last = now;
    report(done);
  };
}

function idOf(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null || !('id' in message)) return undefined;
  return typeof message.id === 'number' && Number.isSafeInteger(message.id) ? message.id : undefined;
}
