import { type Disposable, env, l10n, type LogOutputChannel, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import { fromView, type FromView, type FunnelState, type ToView } from '../../webview/protocol.ts';
import { funnelHtml, newNonce } from './funnel-html.ts';
import type { FunnelSession, Place } from './funnel-session.ts';
import { funnelStrings } from './funnel-strings.ts';

export const FUNNEL_VIEW_TYPE = 'journey.funnel';

export interface FunnelPanelOptions {
  readonly extensionUri: Uri;
  readonly session: FunnelSession;
  readonly log: LogOutputChannel;
  readonly chooseSample: () => void;
}

/** The webview panel of one session: its page, and the messages to and from it. */
export class FunnelPanel implements Disposable {
  readonly panel: WebviewPanel;
  readonly #options: FunnelPanelOptions;
  readonly #subscriptions: Disposable[];
  #revision = 0;
  /** The view listens; before that a message would be lost. */
  #ready = false;

  constructor(panel: WebviewPanel, options: FunnelPanelOptions) {
    this.panel = panel;
    this.#options = options;
    panel.webview.options = { enableScripts: true, enableForms: false, enableCommandUris: false, localResourceRoots: [this.#folder] };
    const icon = (kind: string): Uri => Uri.joinPath(options.extensionUri, 'icons', `journey-file-${kind}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    this.#subscriptions = [
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      options.session.onDidChange((state) => this.#show(state)),
      // A hidden page is thrown away; it says `ready` again when it comes back.
      panel.onDidChangeViewState(() => (this.#ready &&= panel.visible)),
    ];
    this.#load();
  }

  static create(session: FunnelSession): WebviewPanel {
    const title = l10n.t('Funnel: {0}', session.state.document);
    return window.createWebviewPanel(FUNNEL_VIEW_TYPE, title, { viewColumn: ViewColumn.Beside, preserveFocus: true });
  }

  get ready(): boolean {
    return this.#ready;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.panel.dispose();
  }

  get #folder(): Uri {
    return Uri.joinPath(this.#options.extensionUri, 'dist', 'webview');
  }

  #load(): void {
    this.#ready = false;
    const { webview, title } = this.panel;
    const strings = funnelStrings(l10n);
    webview.html = funnelHtml({
      script: webview.asWebviewUri(Uri.joinPath(this.#folder, 'webview.js')).toString(),
      style: webview.asWebviewUri(Uri.joinPath(this.#folder, 'webview.css')).toString(),
      cspSource: webview.cspSource,
      nonce: newNonce(),
      language: env.language,
      title,
      loading: l10n.t('Loading the funnel…'),
      failed: strings.failed,
      failedHint: strings.failedHint,
      reload: strings.reload,
    });
  }

  #show(state: FunnelState): void {
    if (this.#ready) this.#post({ type: 'state', revision: ++this.#revision, state });
  }

  #post(message: ToView): void {
    // False when the page has just gone: it asks again when it is back.
    void this.panel.webview.postMessage(message);
  }

  #receive(message: unknown): void {
    const { log } = this.#options;
    const parsed = fromView.safeParse(message);
    if (!parsed.success) log.warn('The funnel view sent a message that is not of the protocol.');
    else if (parsed.data.revision > this.#revision) log.warn('The funnel view answered to a state that it was not shown.');
    else this.#handle(parsed.data);
  }

  #handle(message: FromView): void {
    const { session, log, chooseSample } = this.#options;
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        this.#post({ type: 'init', revision: ++this.#revision, locale: env.language, strings: funnelStrings(l10n), state: session.state });
        return;
      case 'chooseSample':
        chooseSample();
        return;
      case 'retry':
        session.retry();
        return;
      case 'cancel':
        session.cancel();
        return;
      case 'selectJourney':
        session.selectJourney(message.journey);
        return;
      case 'revealStage':
        void this.#reveal(session.placeOfStage(message.stage));
        return;
      case 'revealProblem':
        void this.#reveal(session.placeOfTextProblem);
        return;
      case 'reload':
        this.#load();
        return;
      case 'fault':
        log.error(`The funnel view failed: ${message.message}`);
        return;
    }
  }

  /** In the editor that has the file open, else in the first column: not over the funnel. */
  async #reveal(place: Place | undefined): Promise<void> {
    if (place === undefined) return;
    const { uri, range } = place;
    const open = window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString());
    try {
      await window.showTextDocument(uri, { viewColumn: open?.viewColumn ?? ViewColumn.One, selection: range });
    } catch (error) {
      void window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  }
}
