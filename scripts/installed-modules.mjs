/**
 * @typedef {{ readonly version?: string, readonly integrity?: string, readonly optional?: boolean, readonly devOptional?: boolean, readonly os?: readonly string[] }} Entry
 * @typedef {{ readonly packages?: Readonly<Record<string, Entry>> }} Lockfile
 */

/**
 * Whether `node_modules` holds what `package-lock.json` says, by the record that npm itself keeps of what it installed
 * (`node_modules/.package-lock.json`, written when an installation is complete). So a developer's own `npm install`
 * counts as well, and only a real difference costs an installation.
 *
 * @param {Lockfile} wanted the contents of `package-lock.json`
 * @param {Lockfile} installed the contents of `node_modules/.package-lock.json`
 * @param {string} platform `process.platform`: a folder that was filled on another system is of no use
 * @returns {boolean}
 */
export function modulesAreCurrent(wanted, installed, platform) {
  const present = installed.packages ?? {};
  const listed = wanted.packages ?? {};
  for (const [path, entry] of Object.entries(present)) {
    const counterpart = listed[path];
    if (counterpart === undefined || counterpart.version !== entry.version || counterpart.integrity !== entry.integrity) return false;
    if (entry.os !== undefined && !runsOn(entry.os, platform)) return false;
  }
  // An optional package that is missing is one for another system.
  return Object.entries(listed).every(([path, entry]) => path === '' || path in present || entry.optional === true || entry.devOptional === true);
}

/**
 * @param {readonly string[]} systems as in a manifest's `os`: names, or names to leave out after `!`
 * @param {string} platform
 */
function runsOn(systems, platform) {
  return systems.includes(platform) || (systems.some((system) => system.startsWith('!')) && !systems.includes(`!${platform}`));
}
