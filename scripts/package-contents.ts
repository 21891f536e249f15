/** What a package may hold, and why. Every pattern has to match something, and every file some pattern. */
export interface Contents {
  /** `*` stands for any characters but a slash. */
  readonly pattern: string;
  readonly because: string;
  /** True where it is right that nothing matches yet. */
  readonly optional?: true;
}

/** Paths as they are in the project; vsce renames some of them in the VSIX (see {@link nameInVsix}). */
export const vsixContents: readonly Contents[] = [
  { pattern: 'package.json', because: 'the manifest' },
  { pattern: 'package.nls.json', because: 'the manifest’s texts' },
  { pattern: 'package.nls.*.json', because: 'the manifest’s texts in other languages', optional: true },
  { pattern: 'l10n/*.json', because: 'the extension’s texts in other languages', optional: true },
  { pattern: 'README.md', because: 'the page of the extension' },
  { pattern: 'CHANGELOG.md', because: 'the page’s second tab' },
  { pattern: 'LICENSE', because: 'ours' },
  { pattern: 'THIRD-PARTY-NOTICES.txt', because: 'the licences of what is in the bundles ask for it' },
  { pattern: 'dist/node/extension.cjs', because: 'the extension in a host on Node' },
  { pattern: 'dist/node/server.cjs', because: 'the language server there' },
  { pattern: 'dist/node/worker.cjs', because: 'the simulation there' },
  { pattern: 'dist/browser/extension.cjs', because: 'the extension in a host in a web worker' },
  { pattern: 'dist/browser/server.js', because: 'the language server there' },
  { pattern: 'dist/browser/worker.js', because: 'the simulation there' },
  { pattern: 'dist/webview/webview.js', because: 'what runs inside the views' },
  { pattern: 'dist/webview/webview.css', because: 'how they look' },
  { pattern: 'syntaxes/journey.tmLanguage.json', because: 'highlighting before the server has answered' },
  { pattern: 'syntaxes/journey.markdown-injection.json', because: 'highlighting in Markdown' },
  { pattern: 'syntaxes/language-configuration.json', because: 'brackets, comments, indentation' },
  { pattern: 'icons/extension.png', because: 'the extension’s icon' },
  { pattern: 'icons/journey-file-light.svg', because: 'the icon of a file in a light theme' },
  { pattern: 'icons/journey-file-dark.svg', because: 'the icon of a file in a dark theme' },
  { pattern: 'docs/images/funnel.png', because: 'the README’s picture; there is no site to load it from' },
  { pattern: 'docs/*.md', because: 'what the README links to' },
  { pattern: 'docs/images/map.svg', because: 'the picture of docs/map.md' },
  { pattern: 'docs/images/semantics/*.svg', because: 'the pictures of docs/semantics.md' },
  { pattern: 'SECURITY.md', because: 'what the README links to' },
  { pattern: 'docs/diagnostics/*.md', because: 'the pages that diagnostics link to; there is no site to link to' },
];

/** What `npm pack` may take: the command line. `files` in package.json is to say the same. */
export const npmContents: readonly Contents[] = [
  { pattern: 'package.json', because: 'the manifest' },
  { pattern: 'README.md', because: 'the package’s page' },
  { pattern: 'CHANGELOG.md', because: 'what is new' },
  { pattern: 'LICENSE', because: 'ours' },
  { pattern: 'THIRD-PARTY-NOTICES.txt', because: 'the licences of what is in the bundles ask for it' },
  { pattern: 'bin/*.mjs', because: 'the command, which first looks at the version of Node' },
  { pattern: 'dist/cli/cli.mjs', because: 'what the command does' },
  { pattern: 'dist/node/worker.cjs', because: 'the simulation, in a thread' },
  { pattern: 'dist/node/server.cjs', because: '`journey lsp`' },
  { pattern: 'docs/schemas/*.json', because: 'the schemas of what the command prints' },
];

/** Compressed. */
export const vsixBudgetBytes = 2 * 1024 * 1024;

/** What is wrong with a package of these files: one sentence each. */
export function checkContents(files: readonly string[], contents: readonly Contents[]): string[] {
  const matchers = contents.map((entry) => ({ ...entry, matches: matcher(entry.pattern) }));
  const unlisted = files.filter((file) => !matchers.some(({ matches }) => matches(file)));
  const missing = matchers.filter(({ matches, optional }) => optional !== true && !files.some(matches));
  return [
    ...unlisted.map((file) => `${file} is in the package and not in scripts/package-contents.ts`),
    ...missing.map(({ pattern, because }) => `${pattern} is not in the package (${because})`),
  ];
}

/** The path in a VSIX of a file of the extension's folder. */
export function nameInVsix(file: string): string {
  const renamed: Readonly<Record<string, string>> = { 'README.md': 'readme.md', 'CHANGELOG.md': 'changelog.md', LICENSE: 'LICENSE.txt' };
  return `extension/${renamed[file] ?? file}`;
}

function matcher(pattern: string): (file: string) => boolean {
  const literal = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  const expression = new RegExp(`^${literal.join('[^/]*')}$`);
  return (file) => expression.test(file);
}
