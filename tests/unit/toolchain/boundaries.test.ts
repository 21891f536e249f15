import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readImports } from '../../../scripts/boundaries.ts';

/** Below the project, so that its packages resolve. */
const planted = join(import.meta.dirname, '..', '..', 'out');

/** Each file imports what it is given here, which is planted too; the rules that must object to it. */
const forbidden: readonly (readonly [file: string, text: string, ...rules: string[]])[] = [
  ['src/model/model.ts', "import '../results/result.ts';", 'src/model: imports'],
  ['src/model/other.ts', "import type { Thing } from 'zod/mini';", 'src/model: packages'],
  ['src/simulator/simulate.ts', "import '../activities/read.ts';", 'src/simulator: imports'],
  ['src/simulator/files.ts', "import 'node:fs';", 'no module of Node but where it is'],
  [
    'src/simulator/tree.ts',
    "import type { Thing } from '../../language-server/generated/ast.ts';",
    'src/simulator: imports',
    'generated files are the language server’s own',
  ],
  ['src/drawing/draw.ts', "import { thing } from '../results/result.ts';", 'src/drawing: types of src/results only'],
  ['src/activities/read.ts', "import 'langium';", 'src/activities: packages'],
  ['src/activities/open.ts', "import './open-node.ts';", 'what is for Node stays in Node'],
  ['src/worker/main.ts', "import 'vscode';", 'vscode only in the extension'],
  ['src/extension/activate.ts', "import '../simulator/simulate.ts';", 'src/extension: imports'],
  ['src/webview/view.ts', "import '../../tests/unit/some.ts';", 'nothing imports tests'],
  ['src/cli/lsp.ts', "import '../../language-server/main-node.ts';", 'src/cli: language-server/main-node.ts lazily'],
  ['src/cli/show.ts', "import '../extension/activate.ts';", 'src/cli: imports'],
  ['src/elsewhere/thing.ts', "import '../model/model.ts';", 'a folder without a row'],
  ['language-server/checks/check.ts', "import 'langium/lsp';", 'the language without the protocol'],
  ['language-server/checks/types.ts', "import { Range } from 'vscode-languageserver-types';", 'of the protocol its types only'],
  ['language-server/features/hover.ts', "import '../../src/simulator/simulate.ts';", 'language-server: imports'],
  ['language-server/references/one.ts', "import './two.ts';", 'no cycles'],
  ['language-server/typing/guess.ts', "import './nowhere.ts';", 'everything resolves'],
  ['tests/reference/ask.ts', "import '../../src/simulator/simulate.ts';", 'tests/reference: imports'],
  ['tests/reference/match.ts', "import '../unit/some.ts';", 'the reference evaluator on its own'],
];

const allowed: readonly (readonly [file: string, text: string])[] = [
  ['src/results/result.ts', "import type { Model } from '../model/model.ts'; import 'zod/mini'; export const thing = 1;"],
  ['src/simulator/table.ts', "import type { ActivityTable } from '../activities/activity-table.ts';"],
  ['src/activities/activity-table.ts', 'export interface ActivityTable {}'],
  ['src/activities/open-node.ts', "import 'node:fs';"],
  ['src/drawing/shape.ts', "import type { Result } from '../results/result.ts';"],
  [
    'src/extension/client.ts',
    "import 'vscode'; import 'vscode-languageclient'; import '../webview/protocol.ts'; import type { Model } from '../model/model.ts';",
  ],
  ['src/webview/protocol.ts', "import { thing } from '../results/result.ts';"],
  ['src/cli/check.ts', "import 'node:fs'; import '../../language-server/core-services.ts';"],
  ['src/cli/serve.ts', "export const serve = () => import('../../language-server/main-node.ts');"],
  ['language-server/core-services.ts', "import 'langium'; import '../src/model/model.ts'; import type { Other } from './typing/services.ts';"],
  ['language-server/checks/range.ts', "import type { Range } from 'vscode-languageserver-types';"],
  ['language-server/typing/services.ts', "import type { Services } from '../core-services.ts';"],
  ['language-server/main-node.ts', "import 'vscode-languageserver/node'; import 'langium/node'; import './features/hover.ts';"],
  ['language-server/generated/ast.ts', 'export interface Thing {}'],
  // Of the cycle with one.ts, which is reported once, there.
  ['language-server/references/two.ts', "import './one.ts';"],
  ['tests/unit/some.ts', "import '../../src/simulator/simulate.ts';"],
];

describe('the import table', () => {
  let folder: string;
  let found: Map<string, string[]>;

  before(async () => {
    mkdirSync(planted, { recursive: true });
    folder = mkdtempSync(join(planted, 'boundaries-'));
    for (const [file, text] of [...forbidden, ...allowed]) {
      mkdirSync(join(folder, dirname(file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const { violations } = await readImports(folder, ['src', 'language-server', 'tests']);
    found = new Map([...Map.groupBy(violations, ({ from }) => from)].map(([from, theirs]) => [from, theirs.map(({ rule }) => rule).sort()]));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [file, text, ...rules] of forbidden) {
    it(`forbids ${text} in ${file}`, () => assert.deepEqual(found.get(file), rules.toSorted()));
  }
  for (const [file, text] of allowed) {
    it(`allows ${text} in ${file}`, () => assert.deepEqual(found.get(file) ?? [], []));
  }
});
