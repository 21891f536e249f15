/**
 * Who may import whom: the table of docs/architecture.md, row by row. Whatever a row does not allow is forbidden, and a
 * folder without a row may not exist.
 *
 * @typedef {object} Row
 * @property {string} folder
 * @property {readonly string[]} may folders, or single files, that its files may import beside their own folder
 * @property {readonly string[]} [types] the same, but of which only types may be imported
 * @property {readonly string[]} [lazily] the same, but only by `import()`
 * @property {'none' | readonly string[]} packages npm packages: none at all, or all but these
 */

const LANGIUM = 'langium';
const LANGIUM_LSP = 'langium/lib/lsp';
/** The client library, the server library, the protocol, its types: all that begins with `vscode-`. */
const VSCODE_PACKAGES = 'vscode-[^/]+';

/** @type {readonly Row[]} */
const ROWS = [
  { folder: 'src/model', may: [], packages: 'none' },
  // Dates, times of day and zones, which readers and simulator must understand alike.
  { folder: 'src/time', may: [], packages: 'none' },
  // When two addresses are the same and which fit a pattern, which checks and simulator must understand alike.
  { folder: 'src/urls', may: [], packages: 'none' },
  // Of the activities it knows the table's type and nothing of how one comes about.
  { folder: 'src/simulator', may: ['src/model', 'src/time', 'src/urls', 'src/results', 'src/activities/activity-table.ts'], packages: 'none' },
  { folder: 'src/analysis', may: ['src/model'], packages: 'none' },
  { folder: 'src/activities', may: ['src/model', 'src/time'], packages: [LANGIUM, VSCODE_PACKAGES] },
  { folder: 'src/results', may: ['src/model'], packages: [LANGIUM, VSCODE_PACKAGES] },
  { folder: 'src/diff', may: ['src/model', 'src/simulator', 'src/analysis', 'src/results'], packages: [LANGIUM, VSCODE_PACKAGES] },
  {
    folder: 'src/testing',
    may: ['src/model', 'src/time', 'src/urls', 'src/simulator', 'src/analysis', 'src/results', 'src/activities/activity-table.ts'],
    packages: [LANGIUM, VSCODE_PACKAGES],
  },
  {
    folder: 'src/pseudonyms',
    // Says of a text what conditions would say of it, so it asks the simulator's own tests.
    may: ['src/model', 'src/time', 'src/urls', 'src/activities', 'src/simulator'],
    packages: [LANGIUM, VSCODE_PACKAGES],
  },
  {
    folder: 'src/synthesis',
    may: ['src/model', 'src/time', 'src/simulator', 'src/analysis', 'src/results', 'src/activities/activity-table.ts', 'src/activities/activity-record.ts'],
    packages: [LANGIUM, VSCODE_PACKAGES],
  },
  { folder: 'src/drawing', may: ['src/model'], types: ['src/results'], packages: [LANGIUM, VSCODE_PACKAGES] },
  { folder: 'src/import', may: ['src/model', 'language-server/formatting'], packages: [VSCODE_PACKAGES] },
  { folder: 'src/report', may: ['src/model', 'src/results', 'src/diff', 'src/drawing'], packages: [LANGIUM, VSCODE_PACKAGES] },
  {
    folder: 'src/worker',
    may: ['src/activities', 'src/simulator', 'src/diff', 'src/testing', 'src/synthesis', 'src/results', 'src/model'],
    packages: [LANGIUM, VSCODE_PACKAGES],
  },
  {
    folder: 'src/extension',
    // The worker's client is the host's half of its protocol, for the extension and the command line alike.
    may: [
      'language-server/protocol.ts',
      'src/worker/protocol.ts',
      'src/worker/worker-client.ts',
      'src/worker/worker-client-node.ts',
      'src/webview/protocol.ts',
    ],
    types: ['src/model', 'src/results', 'src/diff'],
    packages: [LANGIUM],
  },
  { folder: 'src/webview', may: ['src/drawing'], types: ['src/results', 'src/diff'], packages: [LANGIUM, VSCODE_PACKAGES] },
  {
    folder: 'src/cli',
    may: [
      'src/(?!extension/|webview/)[^/]+',
      'language-server/core-services.ts',
      'language-server/lowering/lower-model.ts',
      'language-server/checks/codes.ts',
      'language-server/formatting',
    ],
    // Only `journey lsp` is a server; every other command starts without loading one.
    lazily: ['language-server/main-node.ts'],
    // Diagnostics are values of that package.
    packages: ['vscode-(?!languageserver-types/)[^/]+'],
  },
  { folder: 'language-server', may: ['src/model', 'src/analysis', 'src/urls'], packages: [] },
  // Two evaluators that shared code could share its faults.
  { folder: 'tests/reference', may: [], types: ['src/model'], packages: 'none' },
];

/** The part of the language server that knows the protocol; the rest is the language as a library. */
const LSP_PART = [
  '^language-server/features/',
  '^language-server/(lsp-services|start-server)\\.ts$',
  '^language-server/main-(node|browser)\\.ts$',
  // Reads files by asking the client.
  '^language-server/workspace/client-file-system\\.ts$',
];

/** Langium's interfaces are written in the types of these, so an implementation of one names them; nothing of them runs. */
const TYPES_OF_THE_PROTOCOL = 'vscode-languageserver-(types|protocol)';

const FOR_NODE = '-node(\\.d)?\\.ts$';
const FOR_BROWSER = '-browser\\.ts$';

/** @param {string} place a folder or a file, relative to the project */
const at = (place) => `^${place.endsWith('.ts') ? place.replaceAll('.', '\\.') + '$' : place + '/'}`;

/** @param {string} name the name of a package or the beginning of a path in it */
const inPackage = (name) => `(^|/)node_modules/(@types/)?${name}/`;

/** @param {Row} row */
function rulesOf({ folder, may, types = [], lazily = [], packages }) {
  const from = { path: at(folder) };
  return [
    {
      name: `${folder}: imports`,
      comment: `${folder} may import ${[...may, ...types, ...lazily].join(', ') || 'nothing else of the project'}: see the table in docs/architecture.md.`,
      severity: 'error',
      from,
      to: { path: '^(src|language-server|scripts|bin)/', pathNot: [folder, ...may, ...types, ...lazily].map(at) },
    },
    ...types.map((place) => ({
      name: `${folder}: types of ${place} only`,
      comment: `${folder} may import types of ${place} (import type), not what it does. Only a protocol.ts may use its schemas.`,
      severity: 'error',
      from: { path: at(folder), pathNot: '/protocol\\.ts$' },
      to: { path: at(place), pathNot: may.map(at), dependencyTypesNot: ['type-only'] },
    })),
    ...lazily.map((place) => ({
      name: `${folder}: ${place} lazily`,
      comment: `${folder} may load ${place} with import() where it is needed, not at its start.`,
      severity: 'error',
      from,
      to: { path: at(place), dynamic: false },
    })),
    {
      name: `${folder}: packages`,
      comment: packages === 'none' ? `${folder} needs nothing but the language.` : `${folder} must not know ${packages.join(', ')}.`,
      severity: 'error',
      from,
      to: packages === 'none' ? { path: '(^|/)node_modules/' } : { path: packages.map(inPackage) },
    },
  ].filter(({ to }) => !Array.isArray(to.path) || to.path.length > 0);
}

/** @satisfies {import('dependency-cruiser').IConfiguration} */
const configuration = {
  forbidden: /** @type {import('dependency-cruiser').IForbiddenRuleType[]} */ ([
    ...ROWS.flatMap(rulesOf),
    {
      name: 'a folder without a row',
      comment: 'Every folder of src has a row in the table of docs/architecture.md and in .dependency-cruiser.mjs. Add the row first.',
      severity: 'error',
      from: { path: '^src/', pathNot: [...ROWS.map(({ folder }) => at(folder)), '^src/every-runtime(-node)?\\.d\\.ts$'] },
      to: {},
    },
    {
      name: 'the language without the protocol',
      comment:
        'Only features, lsp-services, start-server and the two entries know the Language Server Protocol: everything else serves the command line and tests too.',
      severity: 'error',
      from: { path: '^language-server/', pathNot: LSP_PART },
      to: { path: [inPackage(LANGIUM_LSP), inPackage(VSCODE_PACKAGES), ...LSP_PART], pathNot: inPackage(TYPES_OF_THE_PROTOCOL) },
    },
    {
      name: 'of the protocol its types only',
      comment: 'Outside features, lsp-services, start-server and the entries the protocol is known by its types alone (import type).',
      severity: 'error',
      from: { path: '^language-server/', pathNot: LSP_PART },
      to: { path: inPackage(TYPES_OF_THE_PROTOCOL), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no Node but where it is',
      comment: 'Node is there in files named *-node.ts, in src/cli, in scripts and in tests.',
      severity: 'error',
      from: { path: '^(src|language-server)/', pathNot: [FOR_NODE, '^src/cli/'] },
      to: { path: [inPackage('langium/lib/node'), inPackage('vscode-language(server|client)/(lib/)?node')], dependencyTypesNot: ['core'] },
    },
    {
      name: 'no module of Node but where it is',
      comment: 'Node is there in files named *-node.ts, in src/cli, in scripts and in tests.',
      severity: 'error',
      from: { path: '^(src|language-server)/', pathNot: [FOR_NODE, '^src/cli/'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'what is for Node stays in Node',
      comment: 'A file named *-node.ts is imported by another one, by src/cli, by scripts and by tests.',
      severity: 'error',
      from: { path: '^(src|language-server)/', pathNot: [FOR_NODE, '^src/cli/'] },
      to: { path: FOR_NODE },
    },
    {
      name: 'what is for a browser stays there',
      comment: 'A file named *-browser.ts is imported by another one.',
      severity: 'error',
      from: { pathNot: FOR_BROWSER },
      to: { path: FOR_BROWSER },
    },
    {
      name: 'vscode only in the extension',
      comment: "VS Code's API exists in an extension host and nowhere else.",
      severity: 'error',
      from: { pathNot: ['^src/extension/', '^tests/'] },
      to: { path: ['^vscode$', inPackage('vscode')] },
    },
    {
      name: 'generated files are the language server’s own',
      comment: 'Syntax trees do not leave the language server: what others need is in the model.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^language-server/generated/' },
    },
    {
      name: 'the reference evaluator on its own',
      comment: 'tests/reference is compared with the simulator, so it takes nothing from what tests use for both.',
      severity: 'error',
      from: { path: '^tests/reference/' },
      to: { path: '^tests/', pathNot: '^tests/reference/' },
    },
    {
      name: 'nothing imports tests',
      comment: 'What a test needs belongs to the tests; so do programs that use it.',
      severity: 'error',
      from: { pathNot: '^tests/' },
      to: { path: '^tests/' },
    },
    {
      name: 'no cycles',
      comment: 'A cycle of imports at run time. (Through types alone it costs nothing, and services that know each other need it.)',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything resolves',
      comment: 'The file or package does not exist.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
    {
      name: 'packages are listed',
      comment: 'The package is there by chance, through another one: add it to package.json.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ]),
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^tests/out/'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'browser', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.mjs', '.js'],
    },
  },
};

export default configuration;
