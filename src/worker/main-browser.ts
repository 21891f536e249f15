import { simulateInSteps } from '../simulator/simulate.ts';
import { startWorker } from './worker.ts';

// The entry of the simulation worker in a browser. It has no file system: files come with their bytes.

startWorker(
  {
    post: (answer) => self.postMessage(answer),
    onMessage: (listener) => {
      self.onmessage = (event: MessageEvent<unknown>) => listener(event.data);
    },
  },
  { simulate: simulateInSteps },
);
