import type { FunnelState } from '../webview/protocol.ts';

/** What the extension's own tests see of it; given out only where VS Code runs tests. */
export interface TestApi {
  /** What the funnel of this file shows, or undefined where there is none. `document`: its URI. */
  funnelState(document: string): FunnelState | undefined;
  /** Sets a sample as the user's choice does. Both are URIs. */
  chooseSampleOf(document: string, sample: string): Promise<void>;
  /** Whether the view has said that it is ready. */
  viewIsReady(document: string): boolean;
}
