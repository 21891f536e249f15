import type { InputFacts } from '../activities/activity-table.ts';
import type { Model } from '../model/model.ts';
import type { JourneyResult } from '../results/result.ts';
import type { TestOutcome } from '../testing/test-result.ts';
import type { Answer, AskOptions, EvaluateOptions, Problem, Question, ReadOptions, SampleFile, WorkerAnswer, WorkerRequest } from './protocol.ts';
import { workerAnswer } from './protocol.ts';

/** The host's end of a simulation worker. */
export interface ClientPort {
  post(request: WorkerRequest): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The worker has ended, whyever; `reason` goes on "The simulation worker ended". */
  onExit(listener: (reason: string) => void): void;
  /** Ends the worker, whatever it is doing. */
  terminate(): Promise<void>;
}

export type TaskResult<Value> =
  | { readonly ok: true; readonly value: Value }
  /** The input is wrong; the message is for the user. */
  | { readonly ok: false; readonly problem: Problem }
  | { readonly ok: false; readonly cancelled: true };

export interface WorkerTask<Value> {
  /** Rejects with a {@link WorkerFault} or {@link WorkerEnded}. */
  readonly done: Promise<TaskResult<Value>>;
  /** Too late it changes nothing. */
  cancel(): void;
}

export interface Progress {
  readonly phase: 'read' | 'evaluate';
  /** Bytes while reading, journeys while evaluating. */
  readonly done: number;
  readonly total: number;
}

export interface LoadedSample {
  readonly inputs: readonly InputFacts[];
  readonly contacts: number;
  readonly records: number;
  /** What the user should know of how the files were read. */
  readonly notes: readonly string[];
}

export interface SampleFiles {
  readonly files: readonly SampleFile[];
  /** Files with the contacts' attributes. */
  readonly contacts?: readonly SampleFile[];
}

/** A mistake of ours within the worker. */
export class WorkerFault extends Error {
  /** Where in the worker. */
  readonly workerStack: string | undefined;

  constructor(message: string, workerStack?: string) {
    super(message);
    this.name = 'WorkerFault';
    this.workerStack = workerStack;
  }
}

/** The worker is gone: it was stopped, crashed, or ran out of memory. */
export class WorkerEnded extends Error {
  constructor(reason: string) {
    super(`The simulation worker ended: ${reason}`);
    this.name = 'WorkerEnded';
  }
}

interface Pending {
  readonly settle: (answer: WorkerAnswer) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** Speaks with one simulation worker: numbers the requests, checks the answers and gives each to whoever asked. */
export class WorkerClient {
  readonly #port: ClientPort;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #ended: WorkerEnded | undefined;

  constructor(port: ClientPort) {
    this.#port = port;
    port.onMessage((message) => this.#receive(message));
    port.onExit((reason) => this.#end(reason));
  }

  /** Reads files into the sample `sample`, which replaces one of that name. */
  load(sample: string, { files, contacts }: SampleFiles, options: ReadOptions, onProgress?: (progress: Progress) => void): WorkerTask<LoadedSample> {
    return this.#ask(
      (id) => ({ type: 'load', id, sample, files: [...files], ...(contacts === undefined ? {} : { contacts: [...contacts] }), options }),
      (answer) => (answer.type === 'loaded' ? { inputs: answer.inputs, contacts: answer.contacts, records: answer.records, notes: answer.notes } : undefined),
      onProgress,
    );
  }

  /** Evaluates journeys of a model on a loaded sample: one result a journey, in the order asked for. */
  evaluate(sample: string, model: Model, options: EvaluateOptions = {}, onProgress?: (progress: Progress) => void): WorkerTask<readonly JourneyResult[]> {
    return this.#ask(
      (id) => ({ type: 'evaluate', id, sample, model, options }),
      (answer) => (answer.type === 'evaluated' ? answer.results : undefined),
      onProgress,
    );
  }

  /** Asks something else of a model on a loaded sample. */
  ask<Kind extends Question['kind']>(
    sample: string,
    model: Model,
    question: Extract<Question, { kind: Kind }>,
    options: AskOptions,
  ): WorkerTask<Extract<Answer, { kind: Kind }>> {
    return this.#ask(
      (id) => ({ type: 'ask', id, sample, model, question, options }),
      (answer) => (answer.type === 'answered' && answer.answer.kind === question.kind ? (answer.answer as Extract<Answer, { kind: Kind }>) : undefined),
    );
  }

  /** Runs a test of a model; on a loaded sample, where the test is on one. */
  test(model: Model, test: string, sample: string | undefined): WorkerTask<TestOutcome> {
    return this.#ask(
      (id) => ({ type: 'test', id, ...(sample === undefined ? {} : { sample }), model, test }),
      (answer) => (answer.type === 'tested' ? answer.outcome : undefined),
    );
  }

  /** Forgets a sample and frees its memory. */
  async release(sample: string): Promise<void> {
    const task = this.#ask<true>(
      (id) => ({ type: 'release', id, sample }),
      (answer) => (answer.type === 'released' ? true : undefined),
    );
    await task.done;
  }

  /** Ends the worker; whatever is unfinished rejects with a {@link WorkerEnded}. */
  async stop(): Promise<void> {
    this.#end('it was stopped.');
    await this.#port.terminate();
  }

  #ask<Value>(
    requestOf: (id: number) => WorkerRequest,
    valueOf: (answer: WorkerAnswer) => Value | undefined,
    onProgress?: (progress: Progress) => void,
  ): WorkerTask<Value> {
    const id = ++this.#lastId;
    const done = new Promise<TaskResult<Value>>((resolve, reject) => {
      if (this.#ended !== undefined) {
        reject(this.#ended);
        return;
      }
      const settle = (answer: WorkerAnswer): void => {
        const value = valueOf(answer);
        if (value !== undefined) resolve({ ok: true, value });
        else if (answer.type === 'problem') resolve({ ok: false, problem: answer.problem });
        else if (answer.type === 'cancelled') resolve({ ok: false, cancelled: true });
        else if (answer.type === 'fault') reject(new WorkerFault(answer.message, answer.stack));
        else reject(new WorkerFault(`The worker gave an answer of type "${answer.type}" to another question.`));
      };
      this.#pending.set(id, { settle, reject, onProgress });
      this.#port.post(requestOf(id));
    });
    return {
      done,
      cancel: () => {
        if (this.#pending.has(id)) this.#port.post({ type: 'cancel', id });
      },
    };
  }

  #receive(message: unknown): void {
    const parsed = workerAnswer.safeParse(message);
    if (!parsed.success) {
      // Where it went wrong, not what was there: that may be of the user's data.
      const places = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
      this.#rejectAll(new WorkerFault(`The worker gave an answer that is not of the protocol, at: ${places}`));
      return;
    }
    const answer = parsed.data;
    if (answer.type === 'ready') return;
    const pending = this.#pending.get(answer.id);
    if (pending === undefined) return;
    if (answer.type === 'progress') {
      pending.onProgress?.({ phase: answer.phase, done: answer.done, total: answer.total });
      return;
    }
    this.#pending.delete(answer.id);
    pending.settle(answer);
  }

  #end(reason: string): void {
    this.#ended ??= new WorkerEnded(reason);
    this.#rejectAll(this.#ended);
  }

  #rejectAll(error: Error): void {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of all) reject(error);
  }
}
