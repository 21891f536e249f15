import { Uri, type ExtensionContext } from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient, type MessageTransports } from 'vscode-languageclient/browser';
import { WorkerClient, type ClientPort } from '../worker/worker-client.ts';
import { activateExtension, type Extension } from './activate-extension.ts';
import type { TestApi } from './test-api.ts';

// The entry in a browser's extension host, such as that of vscode.dev.

let extension: Extension | undefined;

export function activate(context: ExtensionContext): TestApi | undefined {
  // Unencoded: the address is fetched as it is.
  const startScript = (name: string): Worker => new Worker(Uri.joinPath(context.extensionUri, 'dist', 'browser', name).toString(true));
  let server: Worker | undefined;
  const startServer = (): Promise<MessageTransports> => {
    // The client says goodbye to a server but leaves its worker running.
    server?.terminate();
    server = startScript('server.js');
    // Not the worker itself: VS Code's stand-in for workers is not the class that the client looks for.
    return Promise.resolve({ reader: new BrowserMessageReader(server), writer: new BrowserMessageWriter(server) });
  };
  extension = activateExtension(context, {
    hasFileSystem: false,
    createLanguageClient: (options) => new LanguageClient('journey', 'Journey', startServer, options),
    startWorker: () => new WorkerClient(portOf(startScript('worker.js'))),
  });
  return extension.testApi;
}

export function deactivate(): Promise<void> | undefined {
  return extension?.stop();
}

function portOf(worker: Worker): ClientPort {
  return {
    post: (request) => worker.postMessage(request),
    onMessage: (listener) => worker.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data)),
    // A browser tells of an uncaught exception and of a script that does not load, and then the worker is of no more use.
    onExit: (listener) => worker.addEventListener('error', (event) => listener(event.message)),
    terminate: () => {
      worker.terminate();
      return Promise.resolve();
    },
  };
}
