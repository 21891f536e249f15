/**
 * All tests, layer by layer: `npm test`, or some layers with `npm test -- unit cli`. Ends with a line `N passed, N failed`
 * that counts every mocha test, and each check and each other program as one.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { chromiumPath, prepareMachine, type Need } from './prepare-machine.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

interface Layer {
  readonly says: string;
  /** Runs only if the build succeeded; without one in this run, on what is in `dist`. */
  readonly onBuild?: true;
  readonly needs?: readonly Need[];
  readonly run: () => Promise<Counts>;
}

const root = join(import.meta.dirname, '..');

/** For one program: a test that never ends is a failure like another. */
const LIMIT_MINUTES = 15;
const scratch = mkdtempSync(join(tmpdir(), 'journey-dsl-test-'));
let running: ChildProcess | undefined;

process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    running?.kill('SIGTERM');
    process.exit(130);
  });
}

const bin = (path: string) => join(root, 'node_modules', ...path.split('/'));

const layers: Readonly<Record<string, Layer>> = {
  'generate-drift': { says: 'generated files are what their sources say', run: () => check('scripts/generate.ts', '--check') },
  typecheck: { says: 'types, one project a runtime', run: () => check(bin('typescript/bin/tsc'), '--build') },
  lint: { says: 'eslint with types', run: () => check(bin('eslint/bin/eslint.js'), '--max-warnings=0', '.') },
  prettier: { says: 'layout', run: () => check(bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.') },
  boundaries: { says: 'who may import whom', run: () => check('scripts/check-boundaries.ts') },
  knip: { says: 'unused files, exports and packages', run: () => check(bin('knip/bin/knip.js')) },
  unit: { says: 'tests/unit', run: () => mocha('unit') },
  differential: { says: 'tests/differential, the simulator against the slow reference', run: () => mocha('differential') },
  soak: { says: 'tests/soak, some seeds of what npm run soak runs', run: () => mocha('soak') },
  build: { says: 'bundles, their sizes, their start', run: () => check('scripts/build.ts') },
  cli: { says: 'tests/cli, the command line, packed and installed', onBuild: true, run: () => mocha('cli') },
  server: { says: 'tests/server, the language server over stdio', onBuild: true, run: () => mocha('server') },
  webview: { says: 'tests/webview, in Chromium', onBuild: true, needs: ['chromium'], run: () => mocha('webview') },
  package: { says: 'the VSIX and what is in it', onBuild: true, run: () => check('scripts/package.ts') },
  vscode: { says: 'tests/vscode, in a real VS Code', onBuild: true, needs: ['chromium', 'compiler'], run: () => counted('tests/vscode/run.ts') },
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in layers));
if (unknown.length > 0) {
  console.error(`There is no layer ${unknown.join(', ')}; there are ${Object.keys(layers).join(', ')}.`);
  process.exit(2);
}

// A folder of tests that no layer runs would look as if it passed.
const homeless = globSync('tests/**/*.test.ts', { cwd: root }).filter((file) => !((file.split(sep)[1] ?? '') in layers));
if (homeless.length > 0) {
  console.error(`No layer of scripts/test.ts runs ${homeless.join(', ')}.`);
  process.exit(1);
}

const lines: string[] = [];
let passed = 0;
let failed = 0;
let buildFailed = false;
for (const [name, layer] of Object.entries(layers)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n── ${name}: ${layer.says}`);
  const started = performance.now();
  const counts = await outcomeOf(layer);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (name === 'build') buildFailed = counts.failed > 0;
  passed += counts.passed;
  failed += counts.failed;
  lines.push(`${name.padEnd(16)}${seconds.padStart(8)} s${String(counts.passed).padStart(8)} passed${String(counts.failed).padStart(6)} failed`);
  console.log(lines.at(-1));
}
console.log(`\n${lines.join('\n')}\n\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

async function outcomeOf({ onBuild, needs = [], run }: Layer): Promise<Counts> {
  const obstacles = [
    ...(onBuild === true && buildFailed ? ['The build failed, so this could not run.'] : []),
    ...needs.map((need) => prepareMachine(need)).filter((problem) => problem !== undefined),
  ];
  for (const obstacle of obstacles) console.error(obstacle);
  return obstacles.length > 0 ? { passed: 0, failed: 1 } : run();
}

/** A program that is one test: it passes when it ends with 0. */
async function check(program: string, ...options: readonly string[]): Promise<Counts> {
  return (await node([program, ...options])) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** The mocha tests of a folder, counted one by one. That they end early, or that there are none, is a failure too. */
async function mocha(folder: string): Promise<Counts> {
  const file = join(scratch, `${folder}.json`);
  const reporter = ['--reporter', join(root, 'scripts', 'mocha-reporter.ts'), '--reporter-option', `counts=${file}`];
  const ended = await node([bin('mocha/bin/mocha.js'), ...reporter, `tests/${folder}/**/*.test.ts`]);
  const counts = readCounts(file);
  if (counts === undefined) {
    console.error('The run ended before it could report.');
    return { passed: 0, failed: 1 };
  }
  if (counts.passed + counts.failed === 0 || (!ended && counts.failed === 0)) return { ...counts, failed: 1 };
  return counts;
}

function readCounts(file: string): Counts | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch {
    return undefined;
  }
}

/** A program that counts its own tests and says so in its last line. */
async function counted(program: string): Promise<Counts> {
  let output = '';
  const ended = await node([program], (text) => (output += text));
  const numbers = /^(\d+) passed, (\d+) failed$/.exec(output.trimEnd().split('\n').at(-1) ?? '');
  const counts = { passed: Number(numbers?.[1] ?? 0), failed: Number(numbers?.[2] ?? 1) };
  return !ended && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** Runs Node in the project's folder, without input, its output shown as it comes; gives whether it ended with 0. */
async function node(options: readonly string[], read?: (text: string) => void): Promise<boolean> {
  const chromium = chromiumPath();
  const child = spawn(process.execPath, [...options], {
    cwd: root,
    stdio: ['ignore', read === undefined ? 'inherit' : 'pipe', 'inherit'],
    env: { ...process.env, ...(chromium === undefined ? {} : { CHROMIUM: chromium }) },
  });
  running = child;
  const limit = setTimeout(() => {
    console.error(`It was still running after ${LIMIT_MINUTES} minutes.`);
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
  }, LIMIT_MINUTES * 60_000);
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    process.stdout.write(text);
    read?.(text);
  });
  return new Promise<boolean>((resolve) => {
    child.on('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.on('close', (code, signal) => {
      if (signal !== null) console.error(`It was ended by ${signal}.`);
      resolve(code === 0);
    });
  }).finally(() => clearTimeout(limit));
}
