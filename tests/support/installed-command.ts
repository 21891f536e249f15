import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNpmCli } from '../../scripts/npm-cli.mjs';

const root = join(import.meta.dirname, '../..');
let installed: string | undefined;

/**
 * The path of `journey` as its users have it: the npm package, packed from this checkout and installed in an empty folder without
 * anything else. Made at the first call, removed when the process ends; what it can do without the checkout is so what is shipped.
 */
export function installedCommand(): string {
  installed ??= install();
  return installed;
}

function install(): string {
  const folder = mkdtempSync(join(tmpdir(), 'journey-installed-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  npm(root, 'pack', '--ignore-scripts', '--pack-destination', folder);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack made no package.');
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  // Offline: a package that the command needs and does not bring makes this fail.
  npm(folder, 'install', '--offline', '--no-audit', '--no-fund', join(folder, tarball));
  return join(folder, 'node_modules', 'journey-dsl', 'bin', 'journey.mjs');
}

function npm(cwd: string, ...options: readonly string[]): void {
  const script = findNpmCli(process.env, process.execPath);
  if (script === undefined) throw new Error('There is no npm to pack and install the command with.');
  // What npm run sets for the scripts of this checkout would make npm work on it and not on the folder.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const run = spawnSync(process.execPath, [script, ...options], { cwd, env, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`npm ${options.join(' ')} failed:\n${run.stdout}${run.stderr}`);
}
