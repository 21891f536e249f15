import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import * as path from 'node:path';
import { cacheFolder } from '../../scripts/node-runtime.mjs';
import { findNpmCli } from '../../scripts/npm-cli.mjs';

/** MIT. Only what the benchmark compares with: with its library it has 73 MB, so it is not among the packages that everybody installs. */
const NAME = '@duckdb/node-api';
const VERSION = '1.5.6-r.1';

/** The package's entry, fetched from npm's registry to the cache folder unless an earlier run has done so. */
export function duckdbPackage(): string {
  const cache = cacheFolder(process.platform, process.env, homedir(), path);
  const folder = path.join(cache, `duckdb-node-api-${VERSION}`);
  const entry = path.join(folder, 'node_modules', ...NAME.split('/'), 'lib', 'index.js');
  if (existsSync(entry)) return entry;
  console.log(`Fetching ${NAME} ${VERSION} (73 MB, from npm's registry) to ${folder}`);
  const npm = findNpmCli(process.env, process.execPath);
  if (npm === undefined) throw new Error('npm was not found.');
  mkdirSync(cache, { recursive: true });
  // Filled beside its place and then renamed, so that no other run ever sees half of it.
  const filling = mkdtempSync(path.join(cache, 'fetching-'));
  try {
    writeFileSync(path.join(filling, 'package.json'), JSON.stringify({ private: true, dependencies: { [NAME]: VERSION } }));
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
    const { status } = spawnSync(process.execPath, [npm, 'install', ...options], { cwd: filling, stdio: 'inherit' });
    if (status !== 0) throw new Error(`npm could not fetch ${NAME}; it says why above.`);
    renameSync(filling, folder);
  } finally {
    rmSync(filling, { recursive: true, force: true });
  }
  return entry;
}
