import { DefaultDocumentUpdateHandler } from 'langium/lsp';
import type { FileSystemWatcher } from 'vscode-languageserver-protocol';

/** Watches `.journey` files only: Langium's own glob reports every file of the workspace that anyone saves. */
export class NarrowUpdateHandler extends DefaultDocumentUpdateHandler {
  protected override getWatchers(): FileSystemWatcher[] {
    return [{ globPattern: '**/*.journey' }];
  }
}
