import type { LoadedActivities } from '../../../src/activities/activity-table.ts';
import type { Model } from '../../../src/model/model.ts';
import { MODEL_VERSION } from '../../../src/model/model.ts';
import type { JourneyResult } from '../../../src/results/result.ts';
import type { WorkerAnswer } from '../../../src/worker/protocol.ts';
import type { ClientPort } from '../../../src/worker/worker-client.ts';
import type { Simulate, WorkerPlatform, WorkerPort } from '../../../src/worker/worker.ts';
import { startWorker } from '../../../src/worker/worker.ts';

/** One stage, `arrived`, entered by a delivery of any email. */
export function modelWith(...journeys: readonly string[]): Model {
  const source = { file: 0, offset: 0, end: 1, line: 1, column: 1, endLine: 1, endColumn: 2 };
  return {
    version: MODEL_VERSION,
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
    importedJourneys: [],
    campaigns: [],
    experiments: [],
    sources: [],
    tests: [],
    journeys: journeys.map((name) => ({
      key: name,
      name,
      label: name,
      goal: 'arrived',
      order: 'sequential',
      reentry: { kind: 'never' },
      consentRequired: false,
      timezone: 'UTC',
      source,
      stages: [
        {
          name: 'arrived',
          label: 'Arrived',
          kind: 'path',
          source,
          kpis: [],
          touchpoints: [],
          notes: [],
          rules: [
            {
              source,
              from: { kind: 'implied' },
              text: 'when delivered any email',
              when: {
                kind: 'occurrence',
                source,
                count: { operator: 'at-least', number: 1, of: 'times' },
                window: { kind: 'none' },
                pattern: { source, event: { kind: 'email', verb: 'delivered', emails: { kind: 'any' } } },
              },
            },
          ],
        },
      ],
    })),
  };
}

/** A result of the right form that says what it was made from: the records in `read`, as-of in milliseconds. */
function resultOf(name: string, loaded: LoadedActivities, asOf: number | undefined): JourneyResult {
  return {
    schema: 1,
    journey: name,
    label: name,
    goal: 'arrived',
    asOf: asOf === undefined ? null : new Date(asOf / 1000).toISOString(),
    inputs: [...loaded.inputs],
    records: {
      read: loaded.counts.read,
      used: loaded.counts.kept,
      duplicates: 0,
      rejected: loaded.counts.rejected,
      ignored: loaded.counts.ignored,
      afterAsOf: 0,
      unknownEvents: 0,
      clockChanges: 0,
      leftOut: 0,
      machineOpens: 0,
      botClicks: 0,
    },
    without: [],
    rejected: [...loaded.rejected],
    contacts: { seen: loaded.table.contacts.length, entered: 0, keptOutByAudience: 0, withoutConsent: 0, passes: 0, expired: 0, reachedGoal: 0 },
    stages: [],
    transitions: [],
    rules: [],
    days: [],
    emails: [],
    warnings: [],
  };
}

export const simulateNothing: Simulate = function* (model, name, loaded, { asOf }) {
  yield 0;
  return model.journeys.some((journey) => journey.name === name)
    ? { ok: true, result: resultOf(name, loaded, asOf) }
    : { ok: false, problem: { kind: 'unknown-name', message: `There is no journey ${name}.` } };
};

/** Both ends of a worker in one process. Messages are copied and arrive later, as between threads. */
export class WorkerInProcess {
  readonly answers: WorkerAnswer[] = [];
  readonly client: ClientPort;
  ended = false;
  #toWorker: (message: unknown) => void = () => undefined;
  #toClient: (message: unknown) => void = () => undefined;
  #exit: (reason: string) => void = () => undefined;

  constructor(platform: WorkerPlatform) {
    const port: WorkerPort = {
      post: (answer) => this.answer(answer),
      onMessage: (listener) => {
        this.#toWorker = listener;
      },
    };
    this.client = {
      post: (request) => this.send(request),
      onMessage: (listener) => {
        this.#toClient = listener;
      },
      onExit: (listener) => {
        this.#exit = listener;
      },
      terminate: async () => this.exit('it was terminated.'),
    };
    startWorker(port, platform);
  }

  send(message: unknown): void {
    const copy = structuredClone(message);
    setImmediate(() => this.#toWorker(copy));
  }

  answer(answer: unknown): void {
    const copy = structuredClone(answer);
    this.answers.push(copy as WorkerAnswer);
    setImmediate(() => {
      if (!this.ended) this.#toClient(copy);
    });
  }

  exit(reason: string): void {
    this.ended = true;
    this.#exit(reason);
  }

  /** Until there are so many answers. */
  async answered(count: number): Promise<readonly WorkerAnswer[]> {
    while (this.answers.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
    return this.answers;
  }
}

export function csvFile(name: string, rows: readonly string[]) {
  return { name, bytes: new TextEncoder().encode(`contact,time,event\n${rows.map((row) => `${row}\n`).join('')}`) };
}

export const READ = { timezone: 'UTC', maxRejected: 0.1 };
