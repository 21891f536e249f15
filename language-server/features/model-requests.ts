import type { LangiumDocument } from 'langium';
import { DocumentState, URI } from 'langium';
import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { JourneyLspServices } from '../lsp-services.ts';
import { importedDocuments, lowerModel } from '../lowering/lower-model.ts';
import type { ModelParams, ModelResult, ModelsChangedParams } from '../protocol.ts';
import { MODEL_REQUEST, MODELS_CHANGED_NOTIFICATION } from '../protocol.ts';

const ERROR = 1;

/** Answers `journey/model` and tells the client after each build that models may have changed. */
export function registerModelRequests(connection: Connection, services: JourneyLspServices): void {
  const { workspace } = services.shared;

  connection.onRequest(MODEL_REQUEST, async ({ uri: text }: ModelParams, token: CancellationToken): Promise<ModelResult> => {
    const uri = URI.parse(text);
    // A file that was just opened is not among the documents until its first build begins.
    await workspace.WorkspaceManager.ready;
    if (!workspace.LangiumDocuments.hasDocument(uri)) await workspace.DocumentBuilder.waitUntil(DocumentState.Validated, token);
    if (!workspace.LangiumDocuments.hasDocument(uri)) return { version: null, errors: 0, model: null };
    await workspace.DocumentBuilder.waitUntil(DocumentState.Validated, uri, token);
    return workspace.WorkspaceLock.read(() => modelOf(uri, services));
  });

  workspace.DocumentBuilder.onBuildPhase(DocumentState.Validated, (documents) => {
    const params: ModelsChangedParams = { uris: documents.map((document) => document.uri.toString()) };
    return connection.sendNotification(MODELS_CHANGED_NOTIFICATION, params);
  });
}

function modelOf(uri: URI, services: JourneyLspServices): ModelResult {
  const entry = services.shared.workspace.LangiumDocuments.getDocument(uri);
  if (!entry) return { version: null, errors: 0, model: null };
  const open = services.shared.workspace.TextDocuments?.get(uri);
  const version = open ? open.version : null;
  const errors = [entry, ...importedDocuments(entry, services)].flatMap(errorsOf);
  const [firstError] = errors;
  if (firstError) return { version, errors: errors.length, firstError, model: null };
  return { version, errors: 0, model: lowerModel(entry, services, (document) => document.uri.toString()) };
}

function errorsOf(document: LangiumDocument): { uri: string; line: number; message: string }[] {
  return (document.diagnostics ?? [])
    .filter((diagnostic) => diagnostic.severity === ERROR)
    .map((diagnostic) => ({
      uri: document.uri.toString(),
      line: diagnostic.range.start.line + 1,
      message: typeof diagnostic.message === 'string' ? diagnostic.message : diagnostic.message.value,
    }));
}
