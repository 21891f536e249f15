import assert from 'node:assert/strict';
import { TextDocument } from 'langium';
import type { InitializeResult, TextEdit } from 'vscode-languageserver-protocol';
import type { StdioServer } from '../support/stdio-server.ts';
import { startStdioServer } from '../support/stdio-server.ts';

const uri = 'file:///workspace/a.journey';
const TEXT = 'form   a\nemail   b { status   draft }\n\nform   c\n';
const options = { tabSize: 4, insertSpaces: true };

describe('formatting over stdio', () => {
  let server: StdioServer;
  let capabilities: InitializeResult['capabilities'];

  before(async () => {
    server = startStdioServer();
    server.connection.onRequest('client/registerCapability', () => null);
    const result: InitializeResult = await server.connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {},
      initializationOptions: { files: 'own' },
      workspaceFolders: [],
    });
    capabilities = result.capabilities;
    await server.connection.sendNotification('initialized', {});
    await server.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'journey', version: 1, text: TEXT } });
  });

  after(() => server.stop());

  async function edited(method: string, params: object): Promise<string> {
    const edits: TextEdit[] = await server.connection.sendRequest(method, { textDocument: { uri }, options, ...params });
    return TextDocument.applyEdits(TextDocument.create(uri, 'journey', 1, TEXT), edits);
  }

  it('is offered', () => {
    assert.equal(capabilities.documentFormattingProvider, true);
    assert.equal(capabilities.documentRangeFormattingProvider, true);
    assert.deepEqual(capabilities.documentOnTypeFormattingProvider, { firstTriggerCharacter: '}', moreTriggerCharacter: ['\n'] });
  });

  it('of a document', async () => {
    assert.equal(await edited('textDocument/formatting', {}), 'form a\nemail b {\n  status draft\n}\n\nform c\n');
  });

  it('of a range', async () => {
    const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 4 } };
    assert.equal(await edited('textDocument/rangeFormatting', { range }), 'form   a\nemail   b { status   draft }\n\nform c\n');
  });

  it('on type', async () => {
    const place = { position: { line: 1, character: 29 }, ch: '}' };
    assert.equal(await edited('textDocument/onTypeFormatting', place), 'form   a\nemail b {\n  status draft\n}\n\nform   c\n');
  });
});
