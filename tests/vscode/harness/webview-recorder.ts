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
  const frame = globalThis as unknown as FrameGlobals;
  if (!/\/webview\/browser\/pre\//.test(frame.location.pathname)) return;
  const record = (kind: WebviewEvent['kind'], text: string): void => void frame.recordWebviewEvent({ kind, text });
  const listen = (): void => {
    frame.document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
      record('policy violation', `${effectiveDirective ?? ''} blocked ${blockedURI ?? ''} ${sample ?? ''}`.trim()),
    );
    frame.addEventListener('error', ({ message }) => record('exception', message ?? 'an element that did not load'));
    frame.addEventListener('unhandledrejection', ({ reason }) => record('exception', String(reason)));
  };
  listen();
  // VS Code writes a webview's page into a frame with document.open, which drops all listeners but keeps the globals.
  const open = frame.document.open.bind(frame.document);
  frame.document.open = (...args) => {
    const document = open(...args);
    listen();
    return document;
  };
  const error = frame.console.error.bind(frame.console);
  frame.console.error = (...args) => {
    record('console error', args.map(String).join(' '));
    error(...args);
  };
}

/** The part of a browser's globals that is used above: the tests are compiled without the DOM's types. */
interface FrameGlobals {
  readonly location: { readonly pathname: string };
  readonly document: { addEventListener: Listen; open: (...args: unknown[]) => unknown };
  readonly console: { error: (...args: unknown[]) => void };
  readonly addEventListener: Listen;
  readonly recordWebviewEvent: (event: WebviewEvent) => Promise<void>;
}

type Listen = (name: string, listener: (event: Readonly<Record<string, string | undefined>>) => void) => void;
