import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** What a layer of the tests needs beside Node and npm; with the Debian packages that bring it. */
export const needs = {
  chromium: {
    why: 'to run the webview and VS Code in a browser',
    isThere: () => chromiumPath() !== undefined,
    packages: ['chromium', 'fonts-noto-core', 'fonts-noto-cjk', 'fonts-noto-color-emoji'],
    byHand: 'install Chromium or Chrome and set CHROMIUM to its path',
  },
  compiler: {
    why: "to compile VS Code's log library",
    isThere: () => ['make', 'g++', 'python3', 'tar'].every((program) => programPath(program) !== undefined),
    packages: ['make', 'g++', 'python3', 'tar'],
    byHand: 'install make, g++, python3 and tar',
  },
} as const;

export type Need = keyof typeof needs;

/**
 * Makes sure that a need is there: on a Debian-like system as root by installing it.
 *
 * @returns what the user has to do, where this could not
 */
export function prepareMachine(need: Need): string | undefined {
  const { why, isThere, packages, byHand } = needs[need];
  if (isThere()) return undefined;
  if (programPath('apt-get') === undefined) return `${need} is needed ${why}: ${byHand}.`;
  const install = ['install', '-yq', '--no-install-recommends', ...packages];
  if (process.getuid?.() !== 0) return `${need} is needed ${why}; run: sudo sh -c 'apt-get update && apt-get ${install.join(' ')}'`;
  console.log(`Installing ${packages.join(', ')} with apt-get, ${why}`);
  for (const options of [['update', '-q'], install]) {
    const outcome = spawnSync('apt-get', options, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (outcome.status !== 0) return `apt-get ${options.join(' ')} failed:\n${outcome.stdout}${outcome.stderr}`;
  }
  return isThere() ? undefined : `apt-get installed ${packages.join(', ')}, but ${need} is still not found: ${byHand}.`;
}

/** Chromium or Chrome: what the environment variable CHROMIUM names, else the first found in PATH. */
export function chromiumPath(): string | undefined {
  const named = process.env['CHROMIUM'];
  if (named) return programPath(named);
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']
    .map(programPath)
    .find((found) => found !== undefined);
}

function programPath(name: string): string | undefined {
  const places = isAbsolute(name) ? [name] : (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
