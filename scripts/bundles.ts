export interface Bundle {
  readonly entry: string;
  readonly file: string;
  readonly format: 'cjs' | 'esm' | 'iife';
  readonly platform: 'node' | 'browser';
  readonly external?: readonly string[];
  readonly banner?: string;
  /** Gzipped; a build that exceeds it fails. */
  readonly budgetKibibytes: number;
  /** What shows after the build that the bundle starts: see {@link startBundle}. */
  readonly start: 'extension' | 'server' | 'worker' | 'browser-script' | 'command-line' | 'page';
}

/**
 * Everything that is shipped. Both extension hosts load CommonJS (hence `.cjs` in a package of type `module`); a
 * browser's workers load classic scripts. The command line starts `dist/node/worker.cjs` and, for `journey lsp`,
 * `dist/node/server.cjs`.
 */
export const bundles: Readonly<Record<string, Bundle>> = {
  'extension-node': {
    entry: 'src/extension/main-node.ts',
    file: 'dist/node/extension.cjs',
    format: 'cjs',
    platform: 'node',
    external: ['vscode'],
    budgetKibibytes: 250,
    start: 'extension',
  },
  'extension-browser': {
    entry: 'src/extension/main-browser.ts',
    file: 'dist/browser/extension.cjs',
    format: 'cjs',
    platform: 'browser',
    external: ['vscode'],
    budgetKibibytes: 250,
    start: 'extension',
  },
  'server-node': {
    entry: 'language-server/main-node.ts',
    file: 'dist/node/server.cjs',
    format: 'cjs',
    platform: 'node',
    budgetKibibytes: 350,
    start: 'server',
  },
  'server-browser': {
    entry: 'language-server/main-browser.ts',
    file: 'dist/browser/server.js',
    format: 'iife',
    platform: 'browser',
    budgetKibibytes: 350,
    start: 'browser-script',
  },
  'worker-node': {
    entry: 'src/worker/main-node.ts',
    file: 'dist/node/worker.cjs',
    format: 'cjs',
    platform: 'node',
    budgetKibibytes: 250,
    start: 'worker',
  },
  'worker-browser': {
    entry: 'src/worker/main-browser.ts',
    file: 'dist/browser/worker.js',
    format: 'iife',
    platform: 'browser',
    budgetKibibytes: 250,
    start: 'browser-script',
  },
  cli: {
    entry: 'src/cli/main.ts',
    file: 'dist/cli/cli.mjs',
    format: 'esm',
    platform: 'node',
    // What is bundled as CommonJS asks for Node's modules with `require`, which an ES module has to make first.
    banner: "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);",
    // All commands, the language, and the readers once more for `journey pseudonymise`; nothing that an editor loads.
    budgetKibibytes: 540,
    start: 'command-line',
  },
  webview: {
    entry: 'src/webview/main.tsx',
    file: 'dist/webview/webview.js',
    format: 'iife',
    platform: 'browser',
    budgetKibibytes: 60,
    start: 'page',
  },
};
