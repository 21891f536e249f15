import type { Disposable } from 'vscode';
import type { Model } from '../../model/model.ts';
import type { JourneyResult } from '../../results/result.ts';
import type { ReadOptions, SampleFile } from '../../worker/protocol.ts';
import { type LoadedSample, type Progress, type TaskResult, type WorkerClient, WorkerEnded, type WorkerTask } from '../../worker/worker-client.ts';

/** A file of activities, wherever it is. */
export interface Sample {
  /** Different for different files. */
  readonly key: string;
  /** Changes when the file does. Rejects where it cannot be read. */
  version(): Promise<string>;
  file(): Promise<SampleFile>;
}

export interface Simulation {
  readonly sample: Sample;
  readonly model: Model;
  /** The name of a journey of the model. */
  readonly journey: string;
}

export type SimulationResult =
  | { readonly kind: 'result'; readonly result: JourneyResult }
  /** The sample is not as it should be; for the user. */
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'cancelled' };

export interface SimulationTask {
  readonly done: Promise<SimulationResult>;
  /** Ends the replay. A sample that is being read goes on being read, for whoever asks next. */
  cancel(): void;
}

export interface SimulationServiceOptions {
  readonly startWorker: () => WorkerClient;
  /** Once for each worker that ended by itself. */
  readonly onCrash: (reason: string) => void;
}

interface Load {
  readonly version: string;
  readonly task: WorkerTask<LoadedSample>;
  onProgress: (progress: Progress) => void;
}

interface Run {
  readonly simulation: Simulation;
  readonly onProgress: (progress: Progress) => void;
  cancelled: boolean;
  evaluation?: WorkerTask<unknown>;
}

const READ_OPTIONS: ReadOptions = { timezone: 'UTC', maxRejected: 0.1 };

/**
 * Owns the simulation worker: started with the first need, started anew when it ends by itself. A sample is read once
 * and kept until the file changes or it is released; each edit of a journey only evaluates.
 */
export class SimulationService implements Disposable {
  readonly #options: SimulationServiceOptions;
  #worker: WorkerClient | undefined;
  #loads = new Map<string, Load>();
  /** The last look at whether a sample must be read, by its key: two runs at once must not both find that it must. */
  readonly #looks = new Map<string, Promise<unknown>>();
  #stopped = false;

  constructor(options: SimulationServiceOptions) {
    this.#options = options;
  }

  /** Replays a journey. `done` rejects on a mistake of ours. */
  simulate(simulation: Simulation, onProgress: (progress: Progress) => void): SimulationTask {
    const run: Run = { simulation, onProgress, cancelled: false };
    return {
      done: this.#simulate(run),
      cancel: () => {
        run.cancelled = true;
        run.evaluation?.cancel();
      },
    };
  }

  /** Stops reading a sample, if it is being read. */
  cancelReading(key: string): void {
    this.#loads.get(key)?.task.cancel();
  }

  /** Frees the memory of a sample that nobody shows any more. */
  async release(key: string): Promise<void> {
    const load = this.#loads.get(key);
    this.#loads.delete(key);
    this.#looks.delete(key);
    load?.task.cancel();
    await this.#worker?.release(key).catch(ignoreEnd);
  }

  /** For good: a run that is still going on is not begun anew. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const worker = this.#worker;
    this.#worker = undefined;
    this.#loads.clear();
    await worker?.stop();
  }

  dispose(): void {
    void this.stop();
  }

  async #simulate(run: Run): Promise<SimulationResult> {
    try {
      return await this.#simulateOnce(run);
    } catch (error) {
      // Once more with a new worker: what took the last one down may have been another file.
      if (error instanceof WorkerEnded && !run.cancelled && !this.#stopped) return await this.#simulateOnce(run);
      throw error;
    }
  }

  async #simulateOnce(run: Run): Promise<SimulationResult> {
    const { sample, model, journey } = run.simulation;
    const worker = this.#startedWorker();
    try {
      const load = await this.#load(worker, sample, run.onProgress);
      const loaded = await load.task.done;
      if (!loaded.ok) {
        if (this.#loads.get(sample.key) === load) this.#loads.delete(sample.key);
        return failureOf(loaded);
      }
      if (run.cancelled) return { kind: 'cancelled' };
      const evaluation = worker.evaluate(sample.key, model, { journeys: [journey] }, run.onProgress);
      run.evaluation = evaluation;
      const evaluated = await evaluation.done;
      if (!evaluated.ok) return failureOf(evaluated);
      const [result] = evaluated.value;
      if (result === undefined) throw new Error('the worker gave no result for the journey asked for');
      return { kind: 'result', result };
    } catch (error) {
      if (error instanceof WorkerEnded) this.#forgetCrashed(worker, error);
      throw error;
    }
  }

  #load(worker: WorkerClient, sample: Sample, onProgress: (progress: Progress) => void): Promise<Load> {
    const look = (this.#looks.get(sample.key) ?? Promise.resolve()).then(() => this.#loadChanged(worker, sample, onProgress));
    this.#looks.set(
      sample.key,
      look.catch(() => undefined),
    );
    return look;
  }

  /** The reading of this sample, begun anew where the file changed since. */
  async #loadChanged(worker: WorkerClient, sample: Sample, onProgress: (progress: Progress) => void): Promise<Load> {
    const version = await sample.version();
    const known = this.#loads.get(sample.key);
    if (known?.version === version) {
      known.onProgress = onProgress;
      return known;
    }
    known?.task.cancel();
    const file = await sample.file();
    const load: Load = {
      version,
      task: worker.load(sample.key, { files: [file] }, READ_OPTIONS, (progress) => load.onProgress(progress)),
      onProgress,
    };
    this.#loads.set(sample.key, load);
    return load;
  }

  #startedWorker(): WorkerClient {
    this.#worker ??= this.#options.startWorker();
    return this.#worker;
  }

  #forgetCrashed(worker: WorkerClient, error: WorkerEnded): void {
    // Several runs may see the same end, and stop() is no crash.
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#loads = new Map();
    this.#options.onCrash(error.message);
  }
}

function failureOf(result: Exclude<TaskResult<unknown>, { ok: true }>): SimulationResult {
  return 'problem' in result ? { kind: 'problem', message: result.problem.message } : { kind: 'cancelled' };
}

function ignoreEnd(error: unknown): void {
  if (!(error instanceof WorkerEnded)) throw error;
}
