import { accessSync, constants, existsSync } from 'node:fs';
import { copyFile, glob, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { editions, ripgrep, type Edition } from './editions.ts';
import { fetchPackage } from './fetch-package.ts';
import { runCommand } from './run-command.ts';

/** A VS Code server on this machine. */
export interface Installation {
  readonly edition: Edition;
  /** As the product calls itself, such as `1.139.1`. */
  readonly version: string;
  /** The Node program to start it with. */
  readonly node: string;
  /** The script to start. */
  readonly server: string;
}

/**
 * Makes sure that a VS Code server is in the user's cache folder, from the npm registry alone: VS Code's own server and web workbench, which
 * the npm package `code-server` carries, without code-server around it, and the Node it wants. A finished one is left as it is.
 * Throws with what to do when the machine lacks something.
 */
export async function installVSCode(edition: Edition, say: (line: string) => void): Promise<Installation> {
  const folder = path.join(cacheFolder(), `vscode-${edition.codeServer.version}-node-${edition.node.version}`);
  if (!existsSync(path.join(folder, '.complete'))) {
    requirePlatform();
    requireTools();
    say(
      `VS Code ${edition.name}: fetching code-server ${edition.codeServer.version} and Node ${edition.node.version} from the npm registry into ${folder} (once)`,
    );
    const started = Date.now();
    await installInto(folder, edition);
    say(`VS Code ${edition.name}: installed in ${Math.round((Date.now() - started) / 1000)} s`);
  }
  const { version } = JSON.parse(await readFile(path.join(folder, 'vscode/package.json'), 'utf8')) as { version: string };
  return { edition, version, node: path.join(folder, 'node/bin/node'), server: path.join(folder, 'vscode/out/server-main.js') };
}

function cacheFolder(): string {
  return path.join(process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'), 'journey-dsl');
}

function requirePlatform(): void {
  if (process.platform === 'linux' && process.arch === 'x64') return;
  throw new Error(
    `The tests in a real VS Code install it on Linux x64 only, this is ${process.platform} ${process.arch}. ` +
      'tests/vscode/README.md says how to run the in-host suite in a desktop VS Code.',
  );
}

function requireTools(): void {
  const missing = ['make', 'g++', 'python3', 'tar'].filter((tool) => !isOnPath(tool));
  if (missing.length === 0) return;
  throw new Error(
    `VS Code's log library is compiled during its installation, and ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not on this machine. ` +
      `Run: apt-get install --no-install-recommends ${missing.join(' ')}`,
  );
}

function isOnPath(tool: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Works in a folder of its own and moves it into place at the end, so that a run that was cut off, or another one at the same time, leaves no half. */
async function installInto(folder: string, edition: Edition): Promise<void> {
  await removeAbandoned(folder);
  const working = `${folder}.${process.pid}`;
  try {
    const node = path.join(working, 'node');
    const vscode = path.join(working, 'vscode');
    await fetchPackage(edition.node, node);
    await fetchPackage(edition.codeServer, vscode, 'lib/vscode');
    // The machine's npm settings may point `nodedir` at another Node's headers; the package brings the right ones.
    const env = { PATH: `${path.join(node, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`, npm_config_nodedir: node, npm_config_yes: 'true' };
    await installDependencies(vscode, env);
    await installDependencies(path.join(vscode, 'extensions'), env);
    await buildNativeModules(vscode, env);
    await placeRipgrep(vscode, path.join(working, 'ripgrep'));
    await dropUnused(vscode);
    await writeFile(path.join(working, '.complete'), '');
    await rename(working, folder).catch((error: unknown) => {
      if (!existsSync(path.join(folder, '.complete'))) throw error;
    });
  } finally {
    await rm(working, { recursive: true, force: true });
  }
}

/** What installations left behind that were cut off. */
async function removeAbandoned(folder: string): Promise<void> {
  for await (const abandoned of glob(`${folder}.*`)) {
    try {
      process.kill(Number(path.extname(abandoned).slice(1)), 0);
    } catch {
      await rm(abandoned, { recursive: true, force: true });
    }
  }
}

/** Not `npm ci`: it refuses the lock file that code-server ships, `npm install` follows it. */
async function installDependencies(cwd: string, env: Record<string, string>): Promise<void> {
  await runCommand('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd, env });
}

/**
 * Without spdlog every output channel and log file stays empty; without the watchdog the log is full of errors. The others are for terminals,
 * sign-in and storage that the tests do not touch, and take minutes and system libraries.
 */
async function buildNativeModules(vscode: string, env: Record<string, string>): Promise<void> {
  const modules = ['@vscode/spdlog', '@vscode/native-watchdog', 'native-watchdog'].filter((name) => existsSync(path.join(vscode, 'node_modules', name)));
  const quickBuild = { JOBS: '2', CXXFLAGS: '-O0' };
  await runCommand('npm', ['rebuild', '--loglevel=error', ...modules], { cwd: vscode, env: { ...env, ...quickBuild } });
}

async function placeRipgrep(vscode: string, working: string): Promise<void> {
  const wanted = path.join(vscode, 'node_modules/@vscode/ripgrep');
  if (!existsSync(wanted) || existsSync(path.join(wanted, 'bin/rg'))) return;
  await fetchPackage(ripgrep, working);
  await mkdir(path.join(wanted, 'bin'), { recursive: true });
  await copyFile(path.join(working, 'bin/rg'), path.join(wanted, 'bin/rg'));
  await rm(working, { recursive: true });
}

/** About 180 MB of language-model runtimes; the tests switch those features off. */
async function dropUnused(vscode: string): Promise<void> {
  for (const name of ['@github/copilot-sdk', '@github/copilot-sdk-linux-x64', '@microsoft/mxc-sdk']) {
    await rm(path.join(vscode, 'node_modules', name), { recursive: true, force: true });
  }
}

if (import.meta.main) {
  try {
    for (const edition of editions) {
      const { version, server } = await installVSCode(edition, console.log);
      console.log(`VS Code ${version}: ${server}`);
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
