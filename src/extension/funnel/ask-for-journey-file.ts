import { l10n, type QuickPickItem, type Uri, window, workspace } from 'vscode';

const MOST_FILES = 500;

/** The journey file that a command is about: the active one, else whichever the user picks. Undefined when there is none. */
export async function askForJourneyFile(): Promise<Uri | undefined> {
  const active = window.activeTextEditor?.document;
  if (active?.languageId === 'journey') return active.uri;
  const open = window.visibleTextEditors.map((editor) => editor.document).filter((document) => document.languageId === 'journey');
  if (open[0] !== undefined && open.length === 1) return open[0].uri;
  const files = open.length > 0 ? open.map((document) => document.uri) : await workspace.findFiles('**/*.journey', '**/node_modules/**', MOST_FILES);
  if (files.length === 0) {
    void window.showInformationMessage(l10n.t('Open a .journey file first.'));
    return undefined;
  }
  const items = files.map((uri): QuickPickItem & { uri: Uri } => ({ label: workspace.asRelativePath(uri), uri }));
  return (await window.showQuickPick(items, { placeHolder: l10n.t('Choose a journey file') }))?.uri;
}
