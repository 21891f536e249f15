import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Folders whose answers depend on nothing but what they are given. */
const PURE = [
  'src/model',
  'src/time',
  'src/simulator',
  'src/results',
  'src/analysis',
  'src/activities',
  'src/drawing',
  'src/diff',
  'src/testing',
  'src/synthesis',
];

const NO_MARKUP_FROM_TEXT = 'Build nodes and set textContent: text from a file must never be read as markup.';
const NO_NETWORK = 'Nothing here talks to a network.';
const NO_PROGRAMS = 'Nothing here starts a program.';
const SAME_EVERY_TIME = 'The same input gives the same bytes every time: take moments and seeds as parameters.';

/**
 * @param {string} selector
 * @param {string} message
 */
const ban = (selector, message) => ({ selector, message });

const everywhere = [
  ban('ExportDefaultDeclaration', 'Export it by name: then it has the same name wherever it is used.'),
  ban('JSXAttribute[name.name="dangerouslySetInnerHTML"]', NO_MARKUP_FROM_TEXT),
];

const inPureFolders = [ban('NewExpression[callee.name="Date"][arguments.length=0]', SAME_EVERY_TIME)];

const inTests = [
  ban('MemberExpression[object.name=/^(describe|context|suite|it|specify|test)$/][property.name=/^(only|skip)$/]', 'Every test runs, or it is not there.'),
  ban('CallExpression[callee.name=/^(xdescribe|xcontext|xit|xspecify)$/]', 'Every test runs, or it is not there.'),
  ban('CallExpression[callee.object.type="ThisExpression"][callee.property.name="skip"]', 'Every test runs, or it is not there.'),
];

const markup = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'srcdoc'].map((property) => ({ property, message: NO_MARKUP_FROM_TEXT }));
const documentWrite = ['write', 'writeln'].map((property) => ({ object: 'document', property, message: NO_MARKUP_FROM_TEXT }));

const networkModules = ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns'];
const withPrefix = (/** @type {readonly string[]} */ names) => names.flatMap((name) => [name, `node:${name}`]);

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'language-server/generated/', 'tests/cases/', 'tests/out/', 'examples/', 'kernel/']),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-syntax': ['error', ...everywhere],
      'no-restricted-properties': ['error', ...markup, ...documentWrite],

      // Relaxed, each for a reason.
      // Under noUncheckedIndexedAccess `array[i]!` says what a loop's bound has just proved; the alternatives test what cannot be or hide it in a cast.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Numbers in texts are what most of our texts are about.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `() => emitter.fire()` is the shortest clear form.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidOperator: true }],
      // `async` without `await` turns a throw into a rejection, which is what the caller of an asynchronous interface expects.
      '@typescript-eslint/require-await': 'off',
      // Compares private parts of classes, which services that are put together by interface (Langium's way) never match.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // The compiler does this, knowing which runtime a file is for.
      'no-undef': 'off',
      // As a stand-in an empty class is a value like another.
      '@typescript-eslint/no-extraneous-class': ['error', { allowEmpty: true }],
      // A parameter that an interface prescribes and this one does not need begins with an underscore.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }],
    },
  },
  {
    files: ['src/**', 'language-server/**'],
    rules: {
      'no-restricted-globals': ['error', ...['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'].map((name) => ({ name, message: NO_NETWORK }))],
      'no-restricted-imports': ['error', { paths: withPrefix(networkModules).map((name) => ({ name, message: NO_NETWORK })) }],
    },
  },
  {
    files: ['src/extension/**', 'src/webview/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            ...withPrefix(networkModules).map((name) => ({ name, message: NO_NETWORK })),
            ...withPrefix(['child_process', 'cluster', 'vm']).map((name) => ({ name, message: NO_PROGRAMS })),
          ],
        },
      ],
    },
  },
  {
    files: PURE.map((folder) => `${folder}/**`),
    rules: {
      'no-restricted-syntax': ['error', ...everywhere, ...inPureFolders],
      'no-restricted-properties': [
        'error',
        ...markup,
        ...documentWrite,
        { object: 'Math', property: 'random', message: SAME_EVERY_TIME },
        { object: 'Date', property: 'now', message: SAME_EVERY_TIME },
        { object: 'performance', property: 'now', message: SAME_EVERY_TIME },
      ],
      'no-console': 'error',
    },
  },
  {
    files: ['language-server/**'],
    rules: {
      // A half-written file leaves mandatory parts of the syntax tree undefined, whatever its types say: the checks that look needless are needed.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // Standard output belongs to the protocol.
      'no-console': 'error',
    },
  },
  {
    files: ['tests/**'],
    rules: {
      'no-restricted-syntax': ['error', ...everywhere, ...inTests],
      // Tests of what must not happen have to try it.
      'no-restricted-properties': 'off',
      'no-eval': 'off',
      'no-new-func': 'off',
      '@typescript-eslint/no-implied-eval': 'off',
      // What programs print is parsed and compared as it is; the comparison is the check.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // Types in comments: the compiler checks the casts there, the linter does not see them.
    files: ['**/*.mjs'],
    rules: { '@typescript-eslint/no-unsafe-return': 'off' },
  },
  {
    // Read by their tools as default exports.
    files: ['eslint.config.js', '.dependency-cruiser.mjs', 'scripts/mocha-reporter.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
