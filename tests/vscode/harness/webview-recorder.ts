import type { BrowserContext } from 'playwright-core';

/** Something that went wrong inside a webview. */
export interface WebviewEvent {
  readonly kind: 'policy violation' | 'exception' | 'console error';
  /** For a violation the directive and what was blocked, else the message. */
  readonly text: string;
}

/**
 * Records, from now on, what goes wrong inside the webviews of all pages of `context`; frames of the workbench itself are left out.
 * The returned array grows.
 */
export async function recordWebviewEvents(context: BrowserContext): Promise<WebviewEvent[]> {
  const events: WebviewEvent[] = [];
  await context.exposeBinding('recordWebviewEvent', (_source, event: WebviewEvent) => void events.push(event));
  await context.addInitScript(recordInFrame);
  return events;
}

/** Runs in every frame, before anything else of it. */
function recordInFrame(): void {
  const record = (kind: WebviewEvent['kind'], text: string): void => {
    // Asked only now: a webview's frame starts as an empty page.
    if (location.pathname.includes('/webview/browser/pre/')) void (globalThis as unknown as Binding).recordWebviewEvent({ kind, text });
  };
  const listen = (): void => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
      record('policy violation', `${effectiveDirective} blocked ${blockedURI} ${sample}`.trimEnd());
    });
    addEventListener('error', ({ message }) => record('exception', message));
    addEventListener('unhandledrejection', ({ reason }) => record('exception', String(reason)));
  };
  listen();
  // VS Code writes a webview's page into a frame with document.open, which drops all listeners but keeps the globals.
  const open = Object.getOwnPropertyDescriptor(Document.prototype, 'open')?.value as () => Document;
  Document.prototype.open = function (this: Document, ...args: []): Document {
    const opened = open.apply(this, args);
    listen();
    return opened;
  } as typeof Document.prototype.open;
  const error = console.error.bind(console);
  console.error = (...args: unknown[]) => {
    record('console error', args.map(String).join(' '));
    error(...args);
  };
}

interface Binding {
  readonly recordWebviewEvent: (event: WebviewEvent) => Promise<void>;
}
