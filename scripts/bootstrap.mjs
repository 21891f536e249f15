/**
 * `node scripts/bootstrap.mjs SCRIPT…` runs a script of this project on any machine that has npm and Node 18 or newer:
 * it sees to a Node that is new enough and to `node_modules`, then runs the script with both. Where the machine has
 * all that already, nothing is fetched. Plain JavaScript, because it runs before there is a Node that reads TypeScript.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { modulesAreCurrent } from './installed-modules.mjs';
import { cacheFolder, isAtLeast, nodePackageFor, OLDEST_NODE } from './node-runtime.mjs';
import { findNpmCli } from './npm-cli.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

class Refusal extends Error {}

main().catch((/** @type {unknown} */ error) => {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});

async function main() {
  const [script, ...scriptArguments] = process.argv.slice(2);
  if (script === undefined) throw new Refusal('Say which script to run: node scripts/bootstrap.mjs SCRIPT [ARGUMENT…]');
  const node = isAtLeast(process.version, OLDEST_NODE) ? process.execPath : cachedNode();
  await installModules();
  run(node, [path.resolve(root, script), ...scriptArguments]);
}

/** The path of a Node that is new enough, fetched unless an earlier run has done so. */
function cachedNode() {
  const wanted = nodePackageFor(process.platform, process.arch, usesMusl());
  if (wanted === undefined) {
    throw new Refusal(
      `This needs Node ${OLDEST_NODE} or newer and found ${process.version}; npm has no build for this machine (${process.platform} ${process.arch}), so install one with the system's package manager or from nodejs.org and run this again.`,
    );
  }
  const cache = cacheFolder(process.platform, process.env, homedir(), path);
  const folder = path.join(cache, `${wanted.name}-${wanted.version}`);
  /** @param {string} base */
  const executableIn = (base) => path.join(base, 'node_modules', wanted.name, ...wanted.executable.split('/'));
  if (existsSync(executableIn(folder))) return executableIn(folder);

  console.error(`Node here is ${process.version}, ${OLDEST_NODE} or newer is needed: fetching Node ${wanted.version} (npm package ${wanted.name}, about 190 MB) to ${folder}`);
  mkdirSync(cache, { recursive: true });
  // Filled beside its place and then renamed, so that no other run ever sees half of it.
  const filling = mkdtempSync(path.join(cache, 'fetching-'));
  try {
    const dependencies = { [wanted.name]: wanted.version };
    writeFileSync(path.join(filling, 'package.json'), JSON.stringify({ private: true, dependencies }));
    writeFileSync(
      path.join(filling, 'package-lock.json'),
      JSON.stringify({
        lockfileVersion: 3,
        packages: { '': { dependencies }, [`node_modules/${wanted.name}`]: { version: wanted.version, integrity: wanted.integrity } },
      }),
    );
    npmCi(filling, []);
    const trial = spawnSync(executableIn(filling), ['--version'], { encoding: 'utf8' });
    if (trial.error !== undefined || trial.stdout.trim() !== `v${wanted.version}`) {
      throw new Refusal(
        `The fetched Node ${wanted.version} does not run on this machine (${(trial.error?.message ?? trial.stderr).trim()}); install Node ${OLDEST_NODE} or newer yourself and run this again.`,
      );
    }
    try {
      renameSync(filling, folder);
    } catch (error) {
      // Another run was faster, and what it put there is the same.
      if (!existsSync(executableIn(folder))) throw error;
    }
  } finally {
    rmSync(filling, { recursive: true, force: true });
  }
  return executableIn(folder);
}

/** Whether the C library is musl, on which Node's usual Linux builds do not run. */
function usesMusl() {
  if (process.platform !== 'linux') return false;
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } } | string} */ (process.report.getReport());
  return (typeof report === 'string' ? /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (JSON.parse(report)) : report).header?.glibcVersionRuntime === undefined;
}

/** Makes `node_modules` what `package-lock.json` says; of several runs at once one does it and the others wait. */
async function installModules() {
  if (isInstalled()) return;
  const lock = path.join(tmpdir(), `journey-dsl-install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
  while (!take(lock)) await new Promise((resolve) => setTimeout(resolve, 250));
  try {
    if (isInstalled()) return;
    console.error(`Fetching the packages of package-lock.json to ${path.join(root, 'node_modules')}`);
    // The linter and the tests are among the development dependencies, whatever NODE_ENV or the user's settings say.
    npmCi(root, ['--include=dev', '--include=optional']);
  } finally {
    rmSync(lock, { force: true });
  }
}

function isInstalled() {
  const record = path.join(root, 'node_modules', '.package-lock.json');
  return existsSync(record) && modulesAreCurrent(readLockfile(path.join(root, 'package-lock.json')), readLockfile(record), process.platform);
}

/** @param {string} file */
function readLockfile(file) {
  return /** @type {import('./installed-modules.mjs').Lockfile} */ (JSON.parse(readFileSync(file, 'utf8')));
}

/**
 * Creates the lock file, unless a run that is still alive holds it.
 *
 * @param {string} lock
 */
function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw error;
  }
  try {
    const holder = Number(readFileSync(lock, 'utf8'));
    // Empty for the moment between its creation and its first write.
    if (holder > 0) process.kill(holder, 0);
  } catch (error) {
    if (isSystemError(error, 'ESRCH')) rmSync(lock, { force: true });
    else if (!isSystemError(error, 'ENOENT') && !isSystemError(error, 'EPERM')) throw error;
  }
  return false;
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function isSystemError(error, code) {
  return error instanceof Error && /** @type {NodeJS.ErrnoException} */ (error).code === code;
}

/**
 * Runs with the Node that npm came with, since not every npm (Debian's own, for one) starts with another. That is safe
 * because no package's scripts are run.
 *
 * @param {string} folder
 * @param {readonly string[]} options
 */
function npmCi(folder, options) {
  const npm = findNpmCli(process.env, process.execPath);
  if (npm === undefined) throw new Refusal('npm was not found; it comes with Node from nodejs.org, and as the package npm in most Linux distributions.');
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error', '--no-engine-strict'];
  const outcome = spawnSync(process.execPath, [npm, 'ci', '--ignore-scripts', ...quiet, ...options], { cwd: folder, stdio: ['ignore', 2, 2] });
  if (outcome.signal !== null) process.kill(process.pid, outcome.signal);
  if (outcome.status !== 0) throw new Refusal(`npm could not fetch what is needed (see above). The same can be tried by hand: npm ci --ignore-scripts, in ${folder === root ? root : 'a checkout of this project'}`);
}

/**
 * Runs Node in this process's place: same streams, same exit code, signals handed on, itself first in PATH.
 *
 * @param {string} node
 * @param {readonly string[]} nodeArguments
 */
function run(node, nodeArguments) {
  const pathName = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const env = { ...process.env, [pathName]: [path.dirname(node), process.env[pathName] ?? ''].join(path.delimiter) };
  const child = spawn(node, nodeArguments, { stdio: 'inherit', env });
  // Ctrl-C in a terminal reaches the child by itself.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  child.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exitCode = code ?? 1;
    else {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }
  });
}
