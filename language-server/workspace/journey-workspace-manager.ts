import type { BuildOptions, FileSystemNode } from 'langium';
import { DefaultWorkspaceManager, URI, UriUtils } from 'langium';
import type { InitializeParams } from 'vscode-languageserver-protocol';
import type { JourneySharedServices } from '../core-services.ts';
import type { WorkspaceRoots } from './workspace-roots.ts';

/** Folders that hold what tools wrote, not what people wrote. */
const NOT_SOURCES: ReadonlySet<string> = new Set(['node_modules', 'dist', 'out', 'bin', 'obj']);

/** Loads every `.journey` file of the workspace's folders, checks them at once, and keeps imports inside the folders. */
export class JourneyWorkspaceManager extends DefaultWorkspaceManager {
  override initialBuildOptions: BuildOptions = { validation: true };
  private readonly roots: WorkspaceRoots;

  constructor(services: JourneySharedServices) {
    super(services);
    this.roots = services.workspace.WorkspaceRoots;
  }

  override initialize(params: InitializeParams): void {
    super.initialize(params);
    this.roots.set((params.workspaceFolders ?? []).map((folder) => URI.parse(folder.uri)));
  }

  override shouldIncludeEntry(entry: FileSystemNode): boolean {
    if (entry.isDirectory && NOT_SOURCES.has(UriUtils.basename(entry.uri))) return false;
    return super.shouldIncludeEntry(entry);
  }
}
