import { Uri, type ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { startWorkerThread } from '../worker/worker-client-node.ts';
import { activateExtension, type Extension } from './activate-extension.ts';
import type { TestApi } from './test-api.ts';

// The entry in an extension host on Node: the desktop, remote windows, containers.

let extension: Extension | undefined;

export function activate(context: ExtensionContext): TestApi | undefined {
  const bundle = (name: string): string => Uri.joinPath(context.extensionUri, 'dist', 'node', name).fsPath;
  extension = activateExtension(context, {
    hasFileSystem: true,
    createLanguageClient: (options) => {
      const server = { module: bundle('server.cjs'), transport: TransportKind.ipc };
      // Port 0: two windows must not fight over one.
      return new LanguageClient('journey', 'Journey', { run: server, debug: { ...server, options: { execArgv: ['--inspect=0'] } } }, options);
    },
    startWorker: () => startWorkerThread(bundle('worker.cjs')),
  });
  return extension.testApi;
}

export function deactivate(): Promise<void> | undefined {
  return extension?.stop();
}
