import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DefaultSharedCoreModuleContext, LangiumDocument } from 'langium';
import { NodeFileSystem } from 'langium/node';
import type { Diagnostic as LspDiagnostic } from 'vscode-languageserver-types';
import type { Code, Profile, Severity } from '../../language-server/checks/codes.ts';
import { CODES } from '../../language-server/checks/codes.ts';
import { createJourneyServices } from '../../language-server/core-services.ts';
import { lowerModel } from '../../language-server/lowering/lower-model.ts';
import type { Model } from '../model/model.ts';
import { pathOfUri, rootOf, shownPath, uriOfPath } from './paths.ts';

/** Lines and columns from 1; the end is the place after the last character. */
export interface Diagnostic {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
}

export interface ReadJourneys {
  /** Of the files and of what they import, by path, line and column. */
  readonly diagnostics: readonly Diagnostic[];
  /** The files read, the imported ones included, by absolute path. */
  readonly files: readonly string[];
  /** The model of a file given, or of several, with its imports. Whole where there is no error. Files are called by their paths from `base`, the current folder by default. */
  readonly modelOf: (file: string | readonly string[], base?: string) => Model;
}

/**
 * Reads and checks `.journey` files and what they import. `root`: the folder that imports may not leave, where one was given.
 * `profile`: what the journeys have to be expressible in. `fileSystem`: where the files are, the disk by default.
 */
export async function readJourneys(
  files: readonly string[],
  root: string | undefined,
  profile: Profile = 'auto',
  fileSystem: DefaultSharedCoreModuleContext = NodeFileSystem,
): Promise<ReadJourneys> {
  const { shared, journey } = createJourneyServices(fileSystem);
  journey.validation.DiagnosticSettings.set({ profile });
  const { LangiumDocuments, DocumentBuilder, WorkspaceRoots } = shared.workspace;
  const roots = [...new Set(files.map((file) => rootOf(file, root === undefined ? undefined : resolve(root), existsSync)))];
  WorkspaceRoots.set(roots.map((path) => uriOfPath(path)));
  const documents: LangiumDocument[] = [];
  for (const file of files) documents.push(await LangiumDocuments.getOrCreateDocument(uriOfPath(file)));
  await DocumentBuilder.build(documents, { validation: true });
  const all = LangiumDocuments.all.toArray();
  return {
    diagnostics: all.flatMap(diagnosticsOf).sort(byPlace),
    files: all.map((document) => pathOfUri(document.uri)),
    modelOf: (file, base = process.cwd()) => {
      const entries = [file].flat().map((path) => {
        const document = LangiumDocuments.getDocument(uriOfPath(path));
        if (!document) throw new Error('A model was asked of a file that was not read.');
        return document;
      });
      return lowerModel(entries, journey, (one) => shownPath(pathOfUri(one.uri), base));
    },
  };
}

function diagnosticsOf(document: LangiumDocument): Diagnostic[] {
  const path = pathOfUri(document.uri);
  return (document.diagnostics ?? []).map((diagnostic: LspDiagnostic) => {
    const code = String(diagnostic.code);
    const { start, end } = diagnostic.range;
    return {
      path,
      line: start.line + 1,
      column: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
      code,
      severity: CODES[code as Code],
      message: typeof diagnostic.message === 'string' ? diagnostic.message : diagnostic.message.value,
    };
  });
}

const byPlace = (a: Diagnostic, b: Diagnostic): number =>
  a.path === b.path ? a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1) : a.path < b.path ? -1 : 1;
