import { parentPort } from 'node:worker_threads';
import { NODE_CODECS } from '../activities/containers/codecs-node.ts';
import { simulateInSteps } from '../simulator/simulate.ts';
import { openFile } from './open-file-node.ts';
import { startWorker } from './worker.ts';

// The entry of the simulation worker in Node: a file for `new Worker`.

if (parentPort === null) throw new Error('This file is the entry of a worker thread.');
const port = parentPort;

startWorker(
  {
    post: (answer) => port.postMessage(answer),
    onMessage: (listener) => void port.on('message', listener),
  },
  { openPath: openFile, codecs: NODE_CODECS, simulate: simulateInSteps },
);
