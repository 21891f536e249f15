import assert from 'node:assert/strict';
import type { LangiumDocument } from 'langium';
import { EmptyFileSystem, URI } from 'langium';
import type { Settings } from '../../language-server/checks/diagnostic-settings.ts';
import { DEFAULT_SETTINGS } from '../../language-server/checks/diagnostic-settings.ts';
import type { JourneyServices } from '../../language-server/core-services.ts';
import { createJourneyServices } from '../../language-server/core-services.ts';
import { lowerModel } from '../../language-server/lowering/lower-model.ts';
import type { Model } from '../../src/model/model.ts';

export interface ReadText {
  readonly services: JourneyServices;
  readonly document: LangiumDocument;
}

/** Building the services takes longer than most tests, so they are built once. */
const { shared, journey } = createJourneyServices(EmptyFileSystem);

/** Reads and checks the first of some files, given by path, which may import the others. What was read before is gone. */
export async function readFiles(files: Readonly<Record<string, string>>, settings: Settings = DEFAULT_SETTINGS): Promise<ReadText> {
  journey.validation.DiagnosticSettings.set(settings);
  await shared.workspace.DocumentBuilder.update([], shared.workspace.LangiumDocuments.all.map(({ uri }) => uri).toArray());
  const documents = Object.entries(files).map(([path, text]) => shared.workspace.LangiumDocumentFactory.fromString(text, URI.file(`/workspace/${path}`)));
  for (const document of documents) shared.workspace.LangiumDocuments.addDocument(document);
  await shared.workspace.DocumentBuilder.build(documents, { validation: true });
  const [document] = documents;
  assert(document);
  return { services: journey, document };
}

/** The messages of a document's diagnostics. */
export function messagesOf({ diagnostics }: LangiumDocument): string[] {
  return (diagnostics ?? []).map(({ message }) => (typeof message === 'string' ? message : message.value));
}

/** The model of a text, which must have no error. */
export async function modelOf(text: string): Promise<Model> {
  const { services, document } = await readFiles({ 'a.journey': text });
  const errors = (document.diagnostics ?? []).filter(({ severity }) => severity === 1).map(({ message }) => message);
  assert.deepEqual(errors, [], text);
  return lowerModel(document, services, (one) => one.uri.path);
}
