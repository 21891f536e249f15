import type { URI } from 'langium';
import { DocumentState } from 'langium';
import type { InitializeParams } from 'vscode-languageserver';
import type { Settings } from '../checks/diagnostic-settings.ts';
import { DEFAULT_SETTINGS, DiagnosticSettings, settingsFrom } from '../checks/diagnostic-settings.ts';
import type { JourneyLspServices } from '../lsp-services.ts';
import type { ServerOptions } from '../protocol.ts';

const SECTION = 'journey';

/** The settings of the editor, asked for once for each folder of the workspace, and again after they have changed. */
export class ClientSettings extends DiagnosticSettings {
  private readonly services: JourneyLspServices;
  private readonly byFolder = new Map<string, Settings>();
  private canAsk = false;
  private pages: string | undefined;

  constructor(services: JourneyLspServices) {
    super();
    this.services = services;
  }

  /** Before anything is built. */
  initialize({ capabilities, initializationOptions }: InitializeParams): void {
    this.canAsk = capabilities.workspace?.configuration ?? false;
    this.pages = (initializationOptions as Partial<ServerOptions> | undefined)?.diagnosticPages?.replace(/\/$/, '');
    this.services.shared.workspace.ConfigurationProvider.onConfigurationSectionUpdate(({ section }) => {
      if (section === SECTION) void this.refresh();
    });
  }

  override async prepare(file: URI): Promise<void> {
    const folder = this.folderOf(file);
    if (this.byFolder.has(folder)) return;
    this.byFolder.set(folder, settingsFrom(await this.ask(folder), this.pages));
  }

  override of(file: URI): Settings {
    return this.byFolder.get(this.folderOf(file)) ?? DEFAULT_SETTINGS;
  }

  private folderOf(file: URI): string {
    return this.services.shared.workspace.WorkspaceRoots.rootOf(file).toString();
  }

  /** An editor that cannot answer, or answers with an error, has no settings. */
  private async ask(folder: string): Promise<unknown> {
    const connection = this.services.shared.lsp.Connection;
    if (!this.canAsk || !connection) return undefined;
    try {
      return (await connection.workspace.getConfiguration({ scopeUri: folder, section: SECTION })) as unknown;
    } catch {
      return undefined;
    }
  }

  private async refresh(): Promise<void> {
    const { workspace } = this.services.shared;
    await workspace.WorkspaceLock.write(async (token) => {
      this.byFolder.clear();
      const documents = workspace.LangiumDocuments.all.toArray();
      for (const document of documents) workspace.DocumentBuilder.resetToState(document, DocumentState.IndexedReferences);
      await workspace.DocumentBuilder.build(documents, { validation: true }, token);
    });
  }
}
