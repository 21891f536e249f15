import type { BuildOptions, Cancellation, FileSystemProvider, LangiumDocument, URI } from 'langium';
import { DefaultDocumentBuilder, DocumentState } from 'langium';
import type { JourneySharedServices } from '../core-services.ts';
import { importsOf } from '../references/imports.ts';
import type { WorkspaceRoots } from './workspace-roots.ts';

/** Loads what a file imports, and rebuilds what imports a changed file, directly or not. */
export class JourneyDocumentBuilder extends DefaultDocumentBuilder {
  private readonly roots: WorkspaceRoots;
  private readonly files: FileSystemProvider;

  constructor(services: JourneySharedServices) {
    super(services);
    this.roots = services.workspace.WorkspaceRoots;
    this.files = services.workspace.FileSystemProvider;
  }

  protected override async buildDocuments(documents: LangiumDocument[], options: BuildOptions, cancelToken: Cancellation.CancellationToken): Promise<void> {
    await super.buildDocuments([...documents, ...(await this.loadImports(documents, cancelToken))], options, cancelToken);
  }

  /** The imported files that are not loaded yet. What cannot be read is left out: a check reports it. */
  private async loadImports(documents: readonly LangiumDocument[], cancelToken: Cancellation.CancellationToken): Promise<LangiumDocument[]> {
    const loaded: LangiumDocument[] = [];
    const queue = [...documents];
    for (let document = queue.shift(); document; document = queue.shift()) {
      if (document.state < DocumentState.Parsed) await this.langiumDocumentFactory.update(document, cancelToken);
      for (const { target, document: known } of importsOf(document, this.langiumDocuments, this.roots)) {
        if (known || target.kind !== 'file' || this.langiumDocuments.hasDocument(target.uri)) continue;
        if (!(await this.exists(target.uri))) continue;
        const imported = await this.langiumDocuments.getOrCreateDocument(target.uri, cancelToken);
        loaded.push(imported);
        queue.push(imported);
      }
    }
    return loaded;
  }

  private async exists(uri: URI): Promise<boolean> {
    if (this.textDocuments?.get(uri)) return true;
    try {
      return (await this.files.stat(uri)).isFile;
    } catch {
      return false;
    }
  }

  /**
   * A file's names can only come from what it imports, so nothing else can make a broken name resolve; and its model
   * and checks see everything that it imports, however far.
   */
  protected override shouldRelink(document: LangiumDocument, changed: Set<string>): boolean {
    return importClosure(document, (one) => importsOf(one, this.langiumDocuments, this.roots)).some((uri) => changed.has(uri));
  }
}

/** The URIs of everything that a file imports, directly or not, itself left out; those of missing files included. */
function importClosure(document: LangiumDocument, imports: (document: LangiumDocument) => ReturnType<typeof importsOf>): string[] {
  const seen = new Set<string>();
  const queue = [document];
  for (let one = queue.shift(); one; one = queue.shift()) {
    if (one.state < DocumentState.Parsed) continue;
    for (const { target, document: next } of imports(one)) {
      if (target.kind !== 'file' || seen.has(target.uri.toString())) continue;
      seen.add(target.uri.toString());
      if (next) queue.push(next);
    }
  }
  return [...seen];
}
