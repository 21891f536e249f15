import { existsSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';

/**
 * npm's own script, to be run with a Node of one's choice and without a shell (which `npm.cmd` would need).
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {string} node the path of the running Node
 * @returns {string | undefined} undefined where the machine has no npm
 */
export function findNpmCli(env, node) {
  const candidates = [
    // Set by npm for the scripts that it runs; other package managers set it too, to their own.
    ...(env['npm_execpath'] !== undefined && basename(env['npm_execpath']) === 'npm-cli.js' ? [env['npm_execpath']] : []),
    join(dirname(node), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(node), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    ...(env['PATH'] ?? env['Path'] ?? '').split(delimiter).flatMap((folder) => [join(folder, 'npm'), join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js')]),
  ];
  for (const candidate of candidates) {
    if (!existsSync(candidate)) continue;
    const script = realpathSync(candidate);
    if (basename(script) === 'npm-cli.js') return script;
  }
  return undefined;
}
