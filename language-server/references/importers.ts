import type { LangiumDocument, LangiumDocuments } from 'langium';
import { DocumentState, WorkspaceCache } from 'langium';
import type { JourneyServices } from '../core-services.ts';
import type { WorkspaceRoots } from '../workspace/workspace-roots.ts';
import { importsOf } from './imports.ts';

/** Knows which files of the workspace others import: looked up once after each change, for all files together. */
export class Importers {
  private readonly cache: WorkspaceCache<'imported', ReadonlySet<LangiumDocument>>;
  private readonly documents: LangiumDocuments;
  private readonly roots: WorkspaceRoots;

  constructor(services: JourneyServices) {
    this.cache = new WorkspaceCache(services.shared);
    this.documents = services.shared.workspace.LangiumDocuments;
    this.roots = services.shared.workspace.WorkspaceRoots;
  }

  isImported(document: LangiumDocument): boolean {
    return this.cache.get('imported', () => this.allImported()).has(document);
  }

  private allImported(): ReadonlySet<LangiumDocument> {
    const parsed = this.documents.all.filter(({ state }) => state >= DocumentState.Parsed);
    return new Set(
      parsed.flatMap((importing) =>
        importsOf(importing, this.documents, this.roots).flatMap(({ document }) => (document && document !== importing ? [document] : [])),
      ),
    );
  }
}
