import { type Disposable, Uri, type WebviewPanel, type WebviewPanelSerializer, window } from 'vscode';
import { restoredState, type FunnelState } from '../../webview/protocol.ts';
import { pickSample } from '../samples/pick-sample.ts';
import type { SampleChoices } from '../samples/sample-choices.ts';
import type { TestApi } from '../test-api.ts';
import { FUNNEL_VIEW_TYPE, FunnelPanel } from './funnel-panel.ts';
import { FunnelSession, type FunnelSessionServices } from './funnel-session.ts';

export interface FunnelsOptions extends FunnelSessionServices {
  readonly extensionUri: Uri;
  readonly choices: SampleChoices;
}

interface Funnel {
  readonly session: FunnelSession;
  readonly panel: FunnelPanel;
}

/** The open funnels, one a journey file, and what reaches all of them: the server's news, the cursor, a window's restart. */
export class Funnels implements Disposable, WebviewPanelSerializer, TestApi {
  readonly #options: FunnelsOptions;
  readonly #funnels = new Map<string, Funnel>();
  readonly #subscriptions: Disposable[];

  constructor(options: FunnelsOptions) {
    this.#options = options;
    this.#subscriptions = [
      window.registerWebviewPanelSerializer(FUNNEL_VIEW_TYPE, this),
      options.server.onModelsChanged((uris) => {
        for (const { session } of this.#funnels.values()) {
          if (uris.length === 0 || uris.some((uri) => session.dependsOn(uri))) session.textChanged();
        }
      }),
      window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const line = selections[0]?.active.line;
        if (line !== undefined) this.#funnels.get(textEditor.document.uri.toString())?.session.cursorMoved(line + 1);
      }),
    ];
  }

  /** The file whose funnel is in front and active. */
  get active(): Uri | undefined {
    return [...this.#funnels.values()].find(({ panel }) => panel.panel.active)?.session.document;
  }

  /** Shows the funnel of a file; asks for a sample first where none was ever chosen for it. */
  async open(document: Uri): Promise<void> {
    const open = this.#funnels.get(document.toString());
    if (open) {
      open.panel.panel.reveal(undefined, true);
      open.session.retry();
      return;
    }
    const sample = this.#options.choices.of(document) ?? (await this.#askForSample(document));
    if (sample) this.#add(document, null);
  }

  async chooseSample(document: Uri): Promise<void> {
    const sample = await this.#askForSample(document);
    if (!sample) return;
    if (this.#funnels.has(document.toString())) this.#useSample(document, sample);
    else this.#add(document, null);
  }

  /** VS Code brings back a panel of the window before its restart. */
  deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
    const restored = restoredState.safeParse(state);
    if (restored.success) this.#add(Uri.parse(restored.data.document), restored.data.journey, panel);
    else panel.dispose();
    return Promise.resolve();
  }

  dispose(): void {
    for (const { panel } of this.#funnels.values()) panel.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  // ---- for tests

  funnelState(document: string): FunnelState | undefined {
    return this.#funnels.get(Uri.parse(document).toString())?.session.state;
  }

  viewIsReady(document: string): boolean {
    return this.#funnels.get(Uri.parse(document).toString())?.panel.ready ?? false;
  }

  async chooseSampleOf(document: string, sample: string): Promise<void> {
    const [uri, chosen] = [Uri.parse(document), Uri.parse(sample)];
    await this.#options.choices.set(uri, chosen);
    this.#useSample(uri, chosen);
  }

  // ----

  async #askForSample(document: Uri): Promise<Uri | undefined> {
    const sample = await pickSample(document, this.#options.choices.of(document));
    if (sample) await this.#options.choices.set(document, sample);
    return sample;
  }

  #useSample(document: Uri, sample: Uri): void {
    const session = this.#funnels.get(document.toString())?.session;
    if (!session) return;
    const before = session.sample;
    session.setSample(sample);
    if (before) this.#releaseUnused(before);
  }

  #add(document: Uri, journey: string | null, restored?: WebviewPanel): void {
    const { extensionUri, log, choices } = this.#options;
    const session = new FunnelSession(document, choices.of(document), journey, this.#options);
    const webviewPanel = restored ?? FunnelPanel.create(session);
    const panel = new FunnelPanel(webviewPanel, { extensionUri, session, log, chooseSample: () => void this.chooseSample(document) });
    const key = document.toString();
    this.#funnels.get(key)?.panel.dispose();
    this.#funnels.set(key, { session, panel });
    webviewPanel.onDidDispose(() => {
      if (this.#funnels.get(key)?.session === session) this.#funnels.delete(key);
      panel.dispose();
      session.dispose();
      if (session.sample) this.#releaseUnused(session.sample);
    });
    const editor = window.visibleTextEditors.find((candidate) => candidate.document.uri.toString() === key);
    if (editor) session.cursorMoved(editor.selection.active.line + 1);
    session.textChanged();
  }

  #releaseUnused(sample: Uri): void {
    const used = [...this.#funnels.values()].some(({ session }) => session.sample?.toString() === sample.toString());
    if (!used) void this.#options.simulations.release(sample.toString());
  }
}
