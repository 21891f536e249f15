import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import type { Installation } from '../../../scripts/vscode/install.ts';
import { windowSize } from './browser.ts';
import { screenshotsFolder } from './folders.ts';
import { VSCodeServer, type ServerOptions } from './server.ts';
import { themes, type Settings, type Theme } from './settings.ts';
import { recordWebviewEvents, type WebviewEvent } from './webview-recorder.ts';

/** A VS Code window in a browser, driven as a person would. Every step waits for what it needs and throws when it does not come. */
export class VSCodeWindow {
  readonly page: Page;
  readonly server: VSCodeServer;
  /** What went wrong inside webviews so far. */
  readonly webviewEvents: readonly WebviewEvent[];
  readonly #editionName: string;

  private constructor(page: Page, server: VSCodeServer, webviewEvents: readonly WebviewEvent[], editionName: string) {
    this.page = page;
    this.server = server;
    this.webviewEvents = webviewEvents;
    this.#editionName = editionName;
  }

  static async open(installation: Installation, browser: Browser, options: ServerOptions): Promise<VSCodeWindow> {
    const server = await VSCodeServer.start(installation, options);
    try {
      const context = await browser.newContext({ viewport: windowSize });
      const webviewEvents = await recordWebviewEvents(context);
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      const window = new VSCodeWindow(page, server, webviewEvents, installation.edition.name);
      await window.reload();
      return window;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Loads the window anew, as "Developer: Reload Window" does. */
  async reload(): Promise<void> {
    await this.page.goto(`${this.server.address}/?folder=${encodeURIComponent(this.server.workspace)}`);
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
  }

  async close(): Promise<void> {
    await this.page.context().close();
    await this.server.stop();
  }

  /** Opens a file of the workspace by Quick Open. */
  async openFile(name: string): Promise<void> {
    await this.#choose(path.basename(name), name, 'Control+P');
    await this.page.locator(`.tab.active[data-resource-name="${path.basename(name)}"]`).waitFor();
    await this.page.locator('.editor-instance .monaco-editor .view-line').first().waitFor();
  }

  /** Runs a command of the palette by its whole title, such as `Journey: Simulate`. */
  async runCommand(title: string): Promise<void> {
    await this.#choose(title, `>${title}`, 'F1');
  }

  /** Fills in the quick pick that is open, or about to be, and takes the row with the label. */
  async pick(label: string): Promise<void> {
    await this.#choose(label, label);
  }

  /** The row with exactly that label; typing a label need not bring it to the top. */
  quickPickRow(label: string): Locator {
    const row = this.page.locator('.quick-input-list .monaco-list-row');
    return row.filter({ has: this.page.getByText(label, { exact: true }) }).first();
  }

  /** Puts the cursor of the active editor there; both from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.page.keyboard.press('Control+G');
    await this.#quickInput.fill(`:${line}:${column}`);
    await this.#quickInput.press('Enter');
    await this.#quickInput.waitFor({ state: 'hidden' });
  }

  /** Replaces a line of the active editor, as typing over it does. */
  async replaceLine(line: number, text: string): Promise<void> {
    await this.goTo(line);
    await this.page.keyboard.press('Home');
    await this.page.keyboard.press('Shift+End');
    await this.page.keyboard.insertText(text);
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('Control+S');
    await this.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
  }

  /** The editor text that is on the screen. */
  get editorLines(): Locator {
    return this.page.locator('.editor-instance .view-line');
  }

  get squiggles(): Locator {
    return this.page.locator('.editor-instance .squiggly-error, .editor-instance .squiggly-warning');
  }

  get notifications(): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item');
  }

  /** The rows of the Problems view, which this opens. */
  async problems(): Promise<Locator> {
    await this.runCommand('Problems: Focus on Problems View');
    return this.page.locator('.markers-panel .monaco-list-row');
  }

  /** The page inside the webview that is shown; with several, the one at `index` from the left. */
  webview(index = 0): FrameLocator {
    return this.page.locator('iframe.webview').filter({ visible: true }).nth(index).contentFrame().locator('iframe#active-frame').contentFrame();
  }

  async setTheme(theme: Theme): Promise<void> {
    const { label, kind } = themes[theme];
    await this.runCommand('Preferences: Color Theme');
    await this.pick(label);
    await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
    await this.#quickInput.waitFor({ state: 'hidden' });
    await sleep(300); // colours fade over
  }

  /** Loads the window anew: this VS Code reads settings that others wrote only then. */
  async changeSettings(changes: Settings): Promise<void> {
    await this.server.changeSettings(changes);
    await this.reload();
  }

  /** Saves a picture as `tests/out/screenshots/NAME-EDITION.png`. */
  async screenshot(name: string): Promise<void> {
    await mkdir(screenshotsFolder, { recursive: true });
    await this.page.screenshot({ path: path.join(screenshotsFolder, `${name}-${this.#editionName}.png`) });
  }

  /** A list shows what was known when it was opened; soon after the start that may be too little, so it is opened and filled in again. */
  async #choose(label: string, filter: string, openingKey?: string): Promise<void> {
    const row = this.quickPickRow(label);
    for (let attempt = 1; attempt <= 8; attempt++) {
      if (openingKey !== undefined) {
        await this.#leaveWebview();
        await this.page.keyboard.press(openingKey);
      }
      // Not typed: where the focus is while one list closes and the next opens is anyone's guess.
      await this.#quickInput.fill(filter);
      const found = await row.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
      if (found) {
        await row.click();
        return;
      }
      if (openingKey !== undefined) await this.page.keyboard.press('Escape');
    }
    throw new Error(`No "${label}" in the list`);
  }

  /** A list that closes gives the focus back; a webview takes it a moment later, which would close the next list that is open by then. */
  async #leaveWebview(): Promise<void> {
    await this.page.evaluate(() => {
      if (document.activeElement instanceof HTMLIFrameElement) document.activeElement.blur();
    });
  }

  get #quickInput(): Locator {
    return this.page.locator('.quick-input-widget .quick-input-box input');
  }
}
