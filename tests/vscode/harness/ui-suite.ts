import type { ServerOptions } from './server.ts';
import type { VSCodeWindow } from './window.ts';

/**
 * Tests that share one window with the packaged extension in it, in the order written. A file in tests/vscode/ui exports one as `suite`.
 */
export interface UiSuite {
  readonly name: string;
  /** By default a trusted window over the workspace `examples`, whose path is relative to the project. */
  readonly window?: Partial<Pick<ServerOptions, 'workspace' | 'settings' | 'trusted'>>;
  readonly tests: Readonly<Record<string, (window: VSCodeWindow) => Promise<void>>>;
}
