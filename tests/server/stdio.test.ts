import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InitializeResult, PublishDiagnosticsParams } from 'vscode-languageserver-protocol';
import type { ModelResult } from '../../language-server/protocol.ts';
import { MODEL_REQUEST, MODELS_CHANGED_NOTIFICATION, READ_DIRECTORY_REQUEST, READ_FILE_REQUEST, STAT_REQUEST } from '../../language-server/protocol.ts';
import type { StdioServer } from '../support/stdio-server.ts';
import { startStdioServer } from '../support/stdio-server.ts';

const root = join(import.meta.dirname, '../..');

/** What the server has told, by file. */
class Told {
  readonly diagnostics = new Map<string, PublishDiagnosticsParams>();
  readonly changed: string[] = [];
  private waiting: (() => void)[] = [];

  constructor({ connection }: StdioServer) {
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.diagnostics.set(params.uri, params);
      this.wake();
    });
    connection.onNotification(MODELS_CHANGED_NOTIFICATION, ({ uris }: { uris: string[] }) => {
      this.changed.push(...uris);
      this.wake();
    });
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

const initialize = (server: StdioServer, folders: readonly string[], files: 'own' | 'client' = 'own'): Promise<InitializeResult> =>
  server.connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {},
    initializationOptions: { files },
    workspaceFolders: folders.map((uri) => ({ uri, name: 'workspace' })),
  });

describe('the language server over stdio', () => {
  let folder: string;
  let server: StdioServer;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'journey-server-'));
    server = startStdioServer();
  });

  afterEach(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('checks the workspace at once and follows edits with their imports', async () => {
    cpSync(join(root, 'examples'), folder, { recursive: true });
    const uri = (name: string): string => pathToFileURL(join(folder, name)).href;
    const told = new Told(server);
    await initialize(server, [pathToFileURL(folder).href]);
    await server.connection.sendNotification('initialized', {});
    await told.until(() => told.diagnostics.size === 4);
    assert.deepEqual(
      [...told.diagnostics.values()].flatMap(({ diagnostics }) => diagnostics),
      [],
    );

    const model: ModelResult = await server.connection.sendRequest(MODEL_REQUEST, { uri: uri('lead-nurturing.journey') });
    assert.equal(model.errors, 0);
    assert.deepEqual(
      model.model?.journeys.map(({ name, stages }) => [name, stages.map((stage) => stage.name)]),
      [['lead_nurturing', ['browsing', 'interested', 'engaged', 'customer', 'dormant']]],
    );

    // An unsaved edit of the imported file breaks the importing one.
    const text = 'email product_teaser\n';
    await server.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: uri('catalog.journey'), languageId: 'journey', version: 7, text },
    });
    await told.until(() => (told.diagnostics.get(uri('lead-nurturing.journey'))?.diagnostics.length ?? 0) > 0);
    const broken: ModelResult = await server.connection.sendRequest(MODEL_REQUEST, { uri: uri('lead-nurturing.journey') });
    assert.equal(broken.model, null);
    assert.equal(broken.firstError?.uri, uri('lead-nurturing.journey'));
    const catalogue: ModelResult = await server.connection.sendRequest(MODEL_REQUEST, { uri: uri('catalog.journey') });
    assert.deepEqual([catalogue.version, catalogue.model?.emails.length], [7, 1]);
    assert(told.changed.includes(uri('lead-nurturing.journey')));

    // Closing it without saving brings back what is on the disk.
    await server.connection.sendNotification('textDocument/didClose', { textDocument: { uri: uri('catalog.journey') } });
    await server.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uri('catalog.journey'), type: 2 }] });
    await told.until(() => told.diagnostics.get(uri('lead-nurturing.journey'))?.diagnostics.length === 0);
  });

  it('an import may not leave the workspace folder', async () => {
    const inner = join(folder, 'inner');
    cpSync(join(root, 'examples'), inner, { recursive: true });
    writeFileSync(join(folder, 'secret.journey'), 'email secret');
    writeFileSync(join(inner, 'a.journey'), 'import "../secret.journey"\nsegment s when clicked secret ever\n');
    const told = new Told(server);
    await initialize(server, [pathToFileURL(inner).href]);
    await server.connection.sendNotification('initialized', {});
    const uri = pathToFileURL(join(inner, 'a.journey')).href;
    await told.until(() => told.diagnostics.has(uri));
    assert.deepEqual(
      told.diagnostics.get(uri)?.diagnostics.map(({ code }) => code),
      ['unknown-name', 'import-outside-workspace'],
    );
  });

  it('reads files through the editor where it is told to', async () => {
    const files = new Map([
      ['memory://vault/ws/a.journey', 'import "b.journey"\nsegment s when clicked teaser ever\n'],
      ['memory://vault/ws/b.journey', 'email teaser\n'],
    ]);
    const asked: string[] = [];
    server.connection.onRequest(READ_FILE_REQUEST, ({ uri }: { uri: string }) => {
      asked.push(uri);
      return { text: files.get(uri) ?? null };
    });
    server.connection.onRequest(READ_DIRECTORY_REQUEST, () => ({ entries: [...files.keys()].map((uri) => ({ uri, isFile: true, isDirectory: false })) }));
    server.connection.onRequest(STAT_REQUEST, ({ uri }: { uri: string }) => ({ entry: files.has(uri) ? { isFile: true, isDirectory: false } : null }));
    const told = new Told(server);
    await initialize(server, ['memory://vault/ws'], 'client');
    await server.connection.sendNotification('initialized', {});
    await told.until(() => told.diagnostics.size === 2);
    assert.deepEqual(
      [...told.diagnostics.values()].flatMap(({ diagnostics }) => diagnostics),
      [],
    );
    assert.deepEqual(asked.sort(), [...files.keys()]);
  });

  it('a file that is in no folder has its own folder as its root', async () => {
    writeFileSync(join(folder, 'b.journey'), 'email teaser');
    const uri = pathToFileURL(join(folder, 'a.journey')).href;
    const told = new Told(server);
    await initialize(server, []);
    await server.connection.sendNotification('initialized', {});
    const text = 'import "b.journey"\nsegment s when clicked teaser ever\n';
    await server.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'journey', version: 1, text } });
    await told.until(() => told.diagnostics.has(uri));
    assert.deepEqual(told.diagnostics.get(uri)?.diagnostics, []);
  });
});
