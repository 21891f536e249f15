import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { funnelHtml, newNonce } from '../../../src/extension/funnel/funnel-html.ts';
import { funnelStrings } from '../../../src/extension/funnel/funnel-strings.ts';
import type { FromView, FunnelState, ToView, ViewStrings } from '../../../src/webview/protocol.ts';
import { THEMES, type ThemeName } from './themes.ts';

const folder = path.join(import.meta.dirname, '../../../dist/webview');

/** The view's words in English, as the editor would hand them over. */
export const ENGLISH_STRINGS: ViewStrings = funnelStrings({ t: (message: unknown) => String(message) });

/** What the page under test leaves in its window. */
interface TestWindow extends Window {
  posted: FromView[];
  remembered: unknown;
  violations: string[];
  failures: string[];
}

/** The built webview in a plain page, under the same policy as in the editor, with a stand-in for VS Code's side. */
export class ViewPage {
  readonly page: Page;
  private revision = 0;

  constructor(page: Page) {
    this.page = page;
  }

  async init(state: FunnelState, options: { strings?: ViewStrings; locale?: string } = {}): Promise<void> {
    const { strings = ENGLISH_STRINGS, locale = 'en' } = options;
    const message: ToView = { type: 'init', revision: ++this.revision, locale, strings, state };
    await this.post(message);
  }

  async show(state: FunnelState): Promise<void> {
    const message: ToView = { type: 'state', revision: ++this.revision, state };
    await this.post(message);
  }

  /** Any value at all, as a message from the host, and then a frame for the view to answer in. */
  async post(message: unknown): Promise<void> {
    await this.page.evaluate(async (data) => {
      window.dispatchEvent(new MessageEvent('message', { data }));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }, message);
  }

  async setTheme(name: ThemeName): Promise<void> {
    await this.page.evaluate(({ bodyClass, variables }) => {
      document.body.className = bodyClass;
      document.documentElement.removeAttribute('style');
      for (const [variable, value] of Object.entries(variables)) document.documentElement.style.setProperty(variable, value);
    }, THEMES[name]);
  }

  /** What the view said to the host, `ready` included. */
  posted(): Promise<FromView[]> {
    return this.page.evaluate(() => (window as unknown as TestWindow).posted);
  }

  remembered(): Promise<unknown> {
    return this.page.evaluate(() => (window as unknown as TestWindow).remembered);
  }

  violations(): Promise<string[]> {
    return this.page.evaluate(() => (window as unknown as TestWindow).violations);
  }

  /** Uncaught exceptions. */
  failures(): Promise<string[]> {
    return this.page.evaluate(() => (window as unknown as TestWindow).failures);
  }

  text(): Promise<string> {
    return this.page.locator('body').innerText();
  }
}

/** A browser and a server for the pages of one test file; `open` gives a new page each time. */
export class ViewBrowser {
  private browser: Browser | undefined;
  private server: Server | undefined;

  async start(): Promise<void> {
    assert.ok(existsSync(path.join(folder, 'webview.js')), 'The webview is not built. Run: npm run build');
    this.server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
      const types: Record<string, string> = { '/webview.js': 'text/javascript', '/webview.css': 'text/css' };
      const type = types[pathname];
      if (type !== undefined) response.setHeader('Content-Type', type).end(readFileSync(path.join(folder, pathname)));
      else if (pathname === '/') response.setHeader('Content-Type', 'text/html; charset=utf-8').end(this.html());
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    this.browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  }

  async stop(): Promise<void> {
    await this.browser?.close();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  async open(
    options: { width?: number; height?: number; forcedColors?: 'active' | 'none'; reducedMotion?: 'reduce'; deviceScaleFactor?: number } = {},
  ): Promise<ViewPage> {
    assert.ok(this.browser);
    const { width = 720, height = 900, ...rest } = options;
    const context = await this.browser.newContext({ viewport: { width, height }, ...rest });
    const page = await context.newPage();
    await page.addInitScript(() => {
      const here = window as unknown as TestWindow & { acquireVsCodeApi: () => unknown };
      Object.assign(here, { posted: [], remembered: undefined, violations: [], failures: [] });
      document.addEventListener('securitypolicyviolation', (event) => here.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
      window.addEventListener('error', (event) => here.failures.push(event.message));
      window.addEventListener('unhandledrejection', (event) => here.failures.push(String(event.reason)));
      here.acquireVsCodeApi = () => ({
        postMessage: (message: FromView) => here.posted.push(structuredClone(message)),
        setState: (state: unknown) => (here.remembered = structuredClone(state)),
      });
    });
    await page.goto(this.origin());
    const view = new ViewPage(page);
    await view.setTheme('light');
    await page.waitForFunction(() => (window as unknown as TestWindow).posted.length > 0);
    return view;
  }

  private origin(): string {
    return `http://127.0.0.1:${String((this.server?.address() as AddressInfo).port)}`;
  }

  private html(): string {
    return funnelHtml({
      script: '/webview.js',
      style: '/webview.css',
      cspSource: this.origin(),
      nonce: newNonce(),
      language: 'en',
      title: ENGLISH_STRINGS.title,
      loading: 'Loading the funnel…',
      failed: ENGLISH_STRINGS.failed,
      failedHint: ENGLISH_STRINGS.failedHint,
      reload: ENGLISH_STRINGS.reload,
    });
  }
}
