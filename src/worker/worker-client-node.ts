import { Worker } from 'node:worker_threads';
import type { ClientPort } from './worker-client.ts';
import { WorkerClient } from './worker-client.ts';

/** Starts a simulation worker as a thread of this process. `entry`: the file of `main-node.ts`, as it is or bundled. */
export function startWorkerThread(entry: string | URL): WorkerClient {
  const worker = new Worker(entry);
  let failure: string | undefined;
  worker.on('error', (error) => {
    failure = error instanceof Error ? error.message : String(error);
  });
  const port: ClientPort = {
    post: (request) => worker.postMessage(request),
    onMessage: (listener) => void worker.on('message', listener),
    onExit: (listener) => void worker.on('exit', (code) => listener(failure ?? `it left with code ${code}.`)),
    terminate: async () => {
      await worker.terminate();
    },
  };
  return new WorkerClient(port);
}
