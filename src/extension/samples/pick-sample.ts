import { CancellationTokenSource, l10n, type QuickPickItem, type Uri, window, workspace } from 'vscode';

const ENDINGS = ['csv', 'tsv', 'ndjson', 'jsonl'];
const MOST_FILES = 500;

interface SampleItem extends QuickPickItem {
  /** Absent: any other file. */
  readonly uri?: Uri;
}

/**
 * Asks which file of activities to replay: one of the workspace, looked for only now, or any other. Undefined when the
 * user leaves without an answer. `current` is marked.
 */
export async function pickSample(document: Uri, current: Uri | undefined): Promise<Uri | undefined> {
  const search = new CancellationTokenSource();
  try {
    const items = workspace.findFiles(`**/*.{${ENDINGS.join(',')}}`, '**/node_modules/**', MOST_FILES, search.token).then((files) => itemsOf(files, current));
    const item = await window.showQuickPick(items, {
      title: l10n.t('Sample for {0}', workspace.asRelativePath(document)),
      placeHolder: l10n.t('Choose a file of recorded activities to replay the journey over'),
      matchOnDescription: true,
    });
    if (item === undefined) return undefined;
    return item.uri ?? (await pickAnyFile());
  } finally {
    search.cancel();
    search.dispose();
  }
}

function itemsOf(files: readonly Uri[], current: Uri | undefined): SampleItem[] {
  const items = files.map((uri): SampleItem => {
    const chosen = uri.toString() === current?.toString();
    return { label: workspace.asRelativePath(uri), ...(chosen ? { description: l10n.t('in use') } : {}), uri };
  });
  items.sort((one, other) => (one.label < other.label ? -1 : 1));
  return [...items, { label: l10n.t('Choose a File…'), alwaysShow: true }];
}

async function pickAnyFile(): Promise<Uri | undefined> {
  const [uri] = (await window.showOpenDialog({ title: l10n.t('Choose a Sample'), filters: { [l10n.t('Activities')]: ENDINGS } })) ?? [];
  return uri;
}
