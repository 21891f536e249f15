import { type Disposable, EventEmitter, l10n, type LogOutputChannel, Uri, window, workspace } from 'vscode';
import { CloseAction, ErrorAction, State, type BaseLanguageClient, type LanguageClientOptions } from 'vscode-languageclient';
import * as z from 'zod/mini';
import { MODEL_REQUEST, MODELS_CHANGED_NOTIFICATION, type ModelParams, type ModelResult, type ServerOptions } from '../../../language-server/protocol.ts';
import type { Model } from '../../model/model.ts';
import type { Platform } from '../platform.ts';
import { answerFileRequests } from './file-requests.ts';
import { RestartPolicy } from './restart-policy.ts';

const modelsChanged = z.object({ uris: z.array(z.string()) });

const modelResult = z.object({
  version: z.nullable(z.int()),
  errors: z.int(),
  firstError: z.optional(z.object({ uri: z.string(), line: z.int(), message: z.string() })),
  // The server is of the same version as this; the worker looks at the model's version when it evaluates.
  model: z.nullable(z.custom<Model>((value: unknown) => typeof value === 'object')),
});

/** The language server and all that the extension asks of it beyond what every editor does. */
export class JourneyServer implements Disposable {
  readonly #platform: Platform;
  readonly #log: LogOutputChannel;
  readonly #client: BaseLanguageClient;
  readonly #restarts = new RestartPolicy();
  readonly #changed = new EventEmitter<readonly string[]>();
  readonly #disposables: Disposable[] = [this.#changed];
  #started: Promise<void> = Promise.resolve();
  #files: ServerOptions['files'] = 'client';

  /** The URIs of files whose models may have changed; empty after a start, when all may have. */
  readonly onModelsChanged = this.#changed.event;

  /** `pages`: the folder with a page for each diagnostic. */
  constructor(platform: Platform, log: LogOutputChannel, pages: Uri) {
    this.#platform = platform;
    this.#log = log;
    const watcher = workspace.createFileSystemWatcher('**/*.journey');
    const options: LanguageClientOptions = {
      // Any scheme: untitled files, virtual workspaces and the sides of a comparison are journeys too.
      documentSelector: [{ language: 'journey' }],
      outputChannel: log,
      synchronize: { fileEvents: watcher },
      initializationOptions: (): ServerOptions => ({ files: this.#files, diagnosticPages: pages.toString() }),
      errorHandler: {
        error: (_error, _message, count) => ({ action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown, handled: true }),
        closed: () => {
          const again = this.#restarts.mayRestart(performance.now());
          this.#log.error(`The language server ended; ${again ? 'it is started anew' : 'it ended too often and stays so'}.`);
          if (!again) void this.#offerRestart(l10n.t('The Journey language server ended several times and is not started again.'));
          return { action: again ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
        },
      },
    };
    this.#client = platform.createLanguageClient(options);
    this.#disposables.push(
      watcher,
      ...answerFileRequests(this.#client),
      this.#client.onNotification(MODELS_CHANGED_NOTIFICATION, (params: unknown) => {
        const { success, data } = modelsChanged.safeParse(params);
        if (success) this.#changed.fire(data.uris);
      }),
      this.#client.onDidChangeState(({ newState }) => {
        if (newState !== State.Running) return;
        this.#log.info(`The language server runs; it reads files ${this.#files === 'own' ? 'by itself' : 'through the editor'}.`);
        this.#changed.fire([]);
      }),
      workspace.onDidChangeWorkspaceFolders(() => {
        if (this.#filesNeeded() !== this.#files) void this.restart();
      }),
    );
  }

  /** Never rejects: a failure is logged and shown. */
  start(): Promise<void> {
    this.#files = this.#filesNeeded();
    this.#started = this.#client.start().catch((error: unknown) => this.#tellOfFailure(error));
    return this.#started;
  }

  async restart(): Promise<void> {
    this.#restarts.forget();
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    await this.#started;
    // A server that does not answer is ended all the same.
    if (this.#client.state === State.Running) await this.#client.stop(2000).catch((error: unknown) => this.#log.error(messageOf(error)));
  }

  /** The model of a file, or undefined while the server cannot say. */
  async model(uri: Uri): Promise<ModelResult | undefined> {
    await this.#started;
    if (this.#client.state !== State.Running) return undefined;
    try {
      const params: ModelParams = { uri: this.#client.code2ProtocolConverter.asUri(uri) };
      return modelResult.parse(await this.#client.sendRequest<unknown>(MODEL_REQUEST, params)) as ModelResult;
    } catch (error) {
      this.#log.error(`journey/model: ${messageOf(error)}`);
      return undefined;
    }
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /** Its own file system serves a server only where every folder of the workspace is in it. */
  #filesNeeded(): ServerOptions['files'] {
    const local = (workspace.workspaceFolders ?? []).every((folder) => folder.uri.scheme === 'file');
    return this.#platform.hasFileSystem && local ? 'own' : 'client';
  }

  async #tellOfFailure(error: unknown): Promise<void> {
    this.#log.error(`The language server did not start: ${messageOf(error)}`);
    void this.#offerRestart(l10n.t('The Journey language server did not start.'));
  }

  async #offerRestart(message: string): Promise<void> {
    const restart = l10n.t('Restart');
    const show = l10n.t('Show Log');
    const answer = await window.showErrorMessage(message, restart, show);
    if (answer === restart) await this.restart();
    if (answer === show) this.#log.show(true);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
