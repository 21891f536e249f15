import assert from 'node:assert/strict';
import { modulesAreCurrent, type Lockfile } from '../../../scripts/installed-modules.mjs';

const lock: Lockfile = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/bin-linux': { version: '1.0.0', integrity: 'sha512-l', optional: true, os: ['linux'] },
    'node_modules/bin-win32': { version: '1.0.0', integrity: 'sha512-w', optional: true, os: ['win32'] },
  },
};
const a = { version: '1.0.0', integrity: 'sha512-a' };
const binLinux = { version: '1.0.0', integrity: 'sha512-l', optional: true, os: ['linux'] };

describe('whether node_modules is what package-lock.json says', () => {
  const cases: readonly (readonly [string, Lockfile, string, boolean])[] = [
    ['all of it', { packages: { 'node_modules/a': a, 'node_modules/bin-linux': binLinux } }, 'linux', true],
    ['without what is for another system', { packages: { 'node_modules/a': a } }, 'darwin', true],
    ['filled on another system', { packages: { 'node_modules/a': a, 'node_modules/bin-linux': binLinux } }, 'win32', false],
    ['nothing', { packages: {} }, 'linux', false],
    ['another version', { packages: { 'node_modules/a': { ...a, version: '1.0.1' } } }, 'linux', false],
    ['another content', { packages: { 'node_modules/a': { ...a, integrity: 'sha512-b' } } }, 'linux', false],
    ['a package too many', { packages: { 'node_modules/a': a, 'node_modules/b': a } }, 'linux', false],
    ['a package for all systems but this', { packages: { 'node_modules/a': { ...a, os: ['!linux'] } } }, 'linux', false],
    ['a package for all systems but another', { packages: { 'node_modules/a': { ...a, os: ['!win32'] } } }, 'linux', true],
  ];
  for (const [name, installed, platform, expected] of cases) {
    it(`${name}: ${expected ? 'yes' : 'no'}`, () => assert.equal(modulesAreCurrent(lock, installed, platform), expected));
  }
});
