import type { FromView, FunnelState } from './protocol.ts';

interface VsCodeApi {
  postMessage(message: FromView): void;
  setState(state: FunnelState['restore']): void;
}

// Given to every webview by VS Code, once.
declare function acquireVsCodeApi(): VsCodeApi;

type WithoutRevision<Message> = Message extends FromView ? Omit<Message, 'revision'> : never;

/** The extension as the view sees it. */
export interface ViewHost {
  /** `revision`: of the state on which the user acted; 0 before there is one. */
  send(message: WithoutRevision<FromView>, revision: number): void;
  /** What the view is restored from after a reload of the window. */
  remember(restore: FunnelState['restore']): void;
}

export function connectToHost(): ViewHost {
  const api = acquireVsCodeApi();
  return {
    send: (message, revision) => api.postMessage({ ...message, revision }),
    remember: (restore) => api.setState(restore),
  };
}
