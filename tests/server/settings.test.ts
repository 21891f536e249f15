import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeAction, ConfigurationParams, PublishDiagnosticsParams } from 'vscode-languageserver-protocol';
import type { StdioServer } from '../support/stdio-server.ts';
import { startStdioServer } from '../support/stdio-server.ts';

const TEXT = 'email teaser { status draft }\nsegment s when clicked teaser\n';

describe('settings and quick fixes over stdio', () => {
  let folder: string;
  let server: StdioServer;
  const told = new Map<string, string[]>();
  const asked: string[] = [];
  let waiting: (() => void)[] = [];
  /** By folder of the workspace. */
  const settings: Record<string, unknown> = {};

  const uriOf = (...names: string[]): string => pathToFileURL(join(folder, ...names)).href;

  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise<void>((resolve) => waiting.push(resolve));
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'journey-settings-'));
    told.clear();
    asked.length = 0;
    for (const name of ['strict', 'loose']) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'a.journey'), TEXT);
    }
    settings[uriOf('strict')] = { diagnostics: { severity: { 'draft-email': 'error' } } };
    settings[uriOf('loose')] = { diagnostics: { severity: { 'draft-email': 'off' } } };
    server = startStdioServer();
    server.connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }: PublishDiagnosticsParams) => {
      told.set(
        uri,
        diagnostics.map(({ code, severity, codeDescription }) => `${String(code)} ${String(severity)} ${codeDescription?.href ?? ''}`.trim()),
      );
      for (const wake of waiting.splice(0)) wake();
    });
    server.connection.onRequest('workspace/configuration', ({ items }: ConfigurationParams) => {
      asked.push(...items.flatMap(({ scopeUri }) => scopeUri ?? []));
      return items.map(({ scopeUri }) => (scopeUri === undefined ? {} : (settings[scopeUri] ?? null)));
    });
    server.connection.onRequest('client/registerCapability', () => null);
    await server.connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: { workspace: { configuration: true } },
      initializationOptions: { files: 'own', diagnosticPages: 'file:///pages' },
      workspaceFolders: ['strict', 'loose'].map((name) => ({ name, uri: uriOf(name) })),
    });
    await server.connection.sendNotification('initialized', {});
    await until(() => told.size === 2);
  });

  afterEach(async () => {
    waiting = [];
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('each folder has its own, asked for once', () => {
    assert.deepEqual(told.get(uriOf('strict', 'a.journey')), ['draft-email 1 file:///pages/draft-email.md']);
    assert.deepEqual(told.get(uriOf('loose', 'a.journey')), []);
    assert.deepEqual(asked.sort(), [uriOf('loose'), uriOf('strict')]);
  });

  it('what changes is asked for again, and every file is told anew', async () => {
    settings[uriOf('loose')] = { diagnostics: { severity: { 'draft-email': 'hint' } } };
    told.clear();
    await server.connection.sendNotification('workspace/didChangeConfiguration', { settings: { journey: {} } });
    await until(() => told.size === 2);
    assert.deepEqual(told.get(uriOf('loose', 'a.journey')), ['draft-email 4 file:///pages/draft-email.md']);
    assert.deepEqual(told.get(uriOf('strict', 'a.journey')), ['draft-email 1 file:///pages/draft-email.md']);
  });

  it('offers quick fixes', async () => {
    const uri = uriOf('loose', 'a.journey');
    const text = 'email teaser\nsegment s when clicked tease\n';
    told.clear();
    await server.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'journey', version: 1, text } });
    await until(() => told.get(uri)?.[0]?.startsWith('unknown-name') ?? false);
    const range = { start: { line: 1, character: 25 }, end: { line: 1, character: 25 } };
    const actions: CodeAction[] = await server.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: [] },
    });
    assert.deepEqual(
      actions.map(({ title, edit }) => [title, edit?.changes?.[uri]?.map(({ newText }) => newText)]),
      [['Change to `teaser`', ['teaser']]],
    );
  });
});
