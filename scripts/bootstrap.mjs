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
import { cacheFolder, isAtLeast, nodePackageFor, NPM_PACKAGE, OLDEST_NODE } from './node-runtime.mjs';
import { findNpmCli } from './npm-cli.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

class Refusal extends Error {}

main().catch((/** @type {unknown} */ error) => {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});

/**
 * A Node and the npm to run with it.
 *
 * @typedef {object} Toolchain
 * @property {string} node
 * @property {string} npm npm's script
 * @property {readonly string[]} path what comes first in the PATH of whatever is run
 */

async function main() {
  const [script, ...scriptArguments] = process.argv.slice(2);
  if (script === undefined) throw new Refusal('Say which script to run: node scripts/bootstrap.mjs SCRIPT [ARGUMENT…]');
  const toolchain = isAtLeast(process.version, OLDEST_NODE) ? ownToolchain() : cachedToolchain();
  await installModules(toolchain);
  run(toolchain, [path.resolve(root, script), ...scriptArguments]);
}

/** @returns {Toolchain} what the machine has */
function ownToolchain() {
  const npm = findNpmCli(process.env, process.execPath);
  if (npm === undefined) throw new Refusal('npm was not found; it comes with Node from nodejs.org, and as the package npm in most Linux distributions.');
  return { node: process.execPath, npm, path: [path.dirname(process.execPath)] };
}

/**
 * A Node that is new enough with an npm that runs on it (not every machine's own does: Debian's looks for its parts where
 * only Debian's Node finds them), fetched unless an earlier run has done so.
 *
 * @returns {Toolchain}
 */
function cachedToolchain() {
  const wanted = nodePackageFor(process.platform, process.arch, usesMusl());
  if (wanted === undefined) {
    throw new Refusal(
      `This needs Node ${OLDEST_NODE} or newer and found ${process.version}; npm has no build for this machine (${process.platform} ${process.arch}), so install one with the system's package manager or from nodejs.org and run this again.`,
    );
  }
  const cache = cacheFolder(process.platform, process.env, homedir(), path);
  const folder = path.join(cache, `${wanted.name}-${wanted.version}-npm-${NPM_PACKAGE.version}`);
  /** @param {string} base @returns {Toolchain} */
  const toolchainIn = (base) => {
    const modules = path.join(base, 'node_modules');
    const node = path.join(modules, wanted.name, ...wanted.executable.split('/'));
    return { node, npm: path.join(modules, NPM_PACKAGE.name, 'bin', 'npm-cli.js'), path: [path.dirname(node), path.join(modules, '.bin')] };
  };
  const toolchain = toolchainIn(folder);
  if (existsSync(toolchain.node)) return toolchain;

  console.error(
    `Node here is ${process.version}, ${OLDEST_NODE} or newer is needed: fetching Node ${wanted.version} and npm ${NPM_PACKAGE.version} (200 MB, from npm's registry) to ${folder}`,
  );
  mkdirSync(cache, { recursive: true });
  // Filled beside its place and then renamed, so that no other run ever sees half of it.
  const filling = mkdtempSync(path.join(cache, 'fetching-'));
  try {
    const packages = [wanted, NPM_PACKAGE];
    const dependencies = Object.fromEntries(packages.map(({ name, version }) => [name, version]));
    const locked = Object.fromEntries(packages.map(({ name, version, integrity }) => [`node_modules/${name}`, { version, integrity }]));
    writeFileSync(path.join(filling, 'package.json'), JSON.stringify({ private: true, dependencies }));
    writeFileSync(path.join(filling, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages: { '': { dependencies }, ...locked } }));
    npmCi(ownToolchain(), filling, []);
    const trial = spawnSync(toolchainIn(filling).node, ['--version'], { encoding: 'utf8' });
    if (trial.error !== undefined || trial.stdout.trim() !== `v${wanted.version}`) {
      throw new Refusal(
        `The fetched Node ${wanted.version} does not run on this machine (${(trial.error?.message ?? trial.stderr).trim()}); install Node ${OLDEST_NODE} or newer yourself and run this again.`,
      );
    }
    try {
      renameSync(filling, folder);
    } catch (error) {
      // Another run was faster, and what it put there is the same.
      if (!existsSync(toolchain.node)) throw error;
    }
  } finally {
    rmSync(filling, { recursive: true, force: true });
  }
  return toolchain;
}

/** Whether the C library is musl, on which Node's usual Linux builds do not run. */
function usesMusl() {
  if (process.platform !== 'linux') return false;
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } } | string} */ (process.report.getReport());
  return (
    (typeof report === 'string' ? /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (JSON.parse(report)) : report).header?.glibcVersionRuntime ===
    undefined
  );
}

/**
 * Makes `node_modules` what `package-lock.json` says; of several runs at once one does it and the others wait.
 *
 * @param {Toolchain} toolchain
 */
async function installModules(toolchain) {
  if (isInstalled()) return;
  const lock = path.join(tmpdir(), `journey-dsl-install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
  for (let attempt = 0; !take(lock); attempt++) {
    if (attempt === 0) console.error(`Waiting for another run that fetches the packages (by its lock file ${lock})`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  try {
    if (isInstalled()) return;
    console.error(`Fetching the packages of package-lock.json to ${path.join(root, 'node_modules')}`);
    // The linter and the tests are among the development dependencies, whatever NODE_ENV or the user's settings say.
    npmCi(toolchain, root, ['--include=dev', '--include=optional']);
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
 * Packages' own scripts are not run: none that is used here needs one.
 *
 * @param {Toolchain} toolchain
 * @param {string} folder
 * @param {readonly string[]} options
 */
function npmCi(toolchain, folder, options) {
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error', '--no-engine-strict'];
  const outcome = spawnSync(toolchain.node, [toolchain.npm, 'ci', '--ignore-scripts', ...quiet, ...options], { cwd: folder, stdio: ['ignore', 2, 2] });
  if (outcome.signal !== null) process.kill(process.pid, outcome.signal);
  if (outcome.status !== 0) throw new Refusal('npm could not fetch what is needed; it says why above.');
}

/**
 * Runs Node in this process's place: same streams, same exit code, signals handed on, the toolchain first in PATH.
 *
 * @param {Toolchain} toolchain
 * @param {readonly string[]} nodeArguments
 */
function run(toolchain, nodeArguments) {
  const pathName = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const env = {
    ...process.env,
    [pathName]: [...toolchain.path, process.env[pathName] ?? ''].join(path.delimiter),
    // What the npm that may have started this says of itself is not true of the one that the script will find.
    npm_execpath: toolchain.npm,
    npm_node_execpath: toolchain.node,
    npm_config_node_gyp: undefined,
  };
  const child = spawn(toolchain.node, nodeArguments, { stdio: 'inherit', env });
  // Ctrl-C in a terminal reaches the child by itself.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  child.on('error', (error) => {
    console.error(`${toolchain.node} could not be started: ${error.message}`);
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
