import type { FileSystemProvider } from 'langium';
import { EmptyFileSystemProvider } from 'langium';
import { startLanguageServer } from 'langium/lsp';
import type { Connection, InitializeParams } from 'vscode-languageserver';
import { registerModelRequests } from './features/model-requests.ts';
import { createJourneyLspServices } from './lsp-services.ts';
import type { ServerOptions } from './protocol.ts';
import { ClientFileSystem } from './workspace/client-file-system.ts';

/** Starts the server on a connection. `own`: the file system of this process, where it has one. */
export function startServer(connection: Connection, own: FileSystemProvider | undefined): void {
  const files = new ChosenFileSystem(own, new ClientFileSystem(connection));
  const { shared, journey } = createJourneyLspServices({ connection, fileSystemProvider: () => files.provider });
  shared.lsp.LanguageServer.onInitialize((params: InitializeParams) => {
    files.choose(params.initializationOptions as Partial<ServerOptions> | undefined);
    journey.validation.DiagnosticSettings.initialize(params);
  });
  registerModelRequests(connection, journey);
  startLanguageServer(shared);
}

/** Which file system it is, is said with `initialize`, before anything is read. */
class ChosenFileSystem {
  private readonly own: FileSystemProvider | undefined;
  private readonly client: FileSystemProvider;
  private chosen: FileSystemProvider;

  constructor(own: FileSystemProvider | undefined, client: FileSystemProvider) {
    this.own = own;
    this.client = client;
    this.chosen = own ?? client;
  }

  choose(options: Partial<ServerOptions> | undefined): void {
    this.chosen = options?.files === 'client' ? this.client : (this.own ?? this.client);
  }

  /** Stands for the chosen one, whichever that will be. */
  get provider(): FileSystemProvider {
    const current = (): FileSystemProvider => this.chosen;
    return new Proxy(new EmptyFileSystemProvider(), {
      get: (_target, member) => {
        const provider = current();
        const value: unknown = Reflect.get(provider, member);
        return typeof value === 'function' ? (value.bind(provider) as unknown) : value;
      },
    });
  }
}
