import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { WorkerClient } from '../worker/worker-client.ts';

/** What differs between the desktop and the web. */
export interface Platform {
  /** Whether the language server and the simulation worker can read files by their paths. */
  readonly hasFileSystem: boolean;
  createLanguageClient(options: LanguageClientOptions): BaseLanguageClient;
  startWorker(): WorkerClient;
}
