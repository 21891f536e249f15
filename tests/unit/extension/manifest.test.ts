import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROFILES } from '../../../language-server/checks/codes.ts';
import { DEFAULT_SETTINGS } from '../../../language-server/checks/diagnostic-settings.ts';

const manifest = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../../package.json'), 'utf8')) as {
  engines: { vscode: string };
  devDependencies: Record<string, string>;
  main: string;
  browser: string;
  activationEvents: string[];
  capabilities: unknown;
  extensionKind?: unknown;
  extensionPack?: unknown;
  extensionDependencies?: unknown;
  contributes: {
    commands: { command: string }[];
    menus: Record<string, { command: string; when?: string }[]>;
    configuration: { properties: Record<string, { enum?: string[]; default: unknown }> };
  };
};
const commandsOf = (file: string): string[] =>
  Array.from(
    readFileSync(path.join(import.meta.dirname, '../../../src/extension', file), 'utf8').matchAll(/registerCommand\('([^']+)'/g),
    ([, name]) => name ?? '',
  );

describe("the extension's manifest", () => {
  it('declares the commands that the code registers', () => {
    assert.deepEqual(manifest.contributes.commands.map(({ command }) => command).toSorted(), commandsOf('activate-extension.ts').toSorted());
  });

  it('offers in menus only commands that there are, and only for journeys', () => {
    for (const item of Object.values(manifest.contributes.menus).flat()) {
      assert.ok(manifest.contributes.commands.some(({ command }) => command === item.command));
      assert.match(item.when ?? '', /journey/);
    }
  });

  it('offers the profiles that there are', () => {
    const profile = manifest.contributes.configuration.properties['journey.profile'];
    assert.deepEqual([profile?.enum, profile?.default], [[...PROFILES], DEFAULT_SETTINGS.profile]);
  });

  it('works in restricted mode and in virtual workspaces', () => {
    assert.deepEqual(manifest.capabilities, { untrustedWorkspaces: { supported: true }, virtualWorkspaces: true });
    assert.equal(manifest.extensionKind, undefined);
  });

  it('is loaded for a journey or a funnel that comes back, and brings no other extension', () => {
    assert.deepEqual(manifest.activationEvents, ['onWebviewPanel:journey.funnel']);
    assert.equal(manifest.extensionPack, undefined);
    assert.equal(manifest.extensionDependencies, undefined);
  });

  it('is compiled against the API of the oldest VS Code that it claims', () => {
    assert.equal(`^${manifest.devDependencies['@types/vscode'] ?? ''}`, manifest.engines.vscode);
  });

  it('has an entry for each kind of extension host, CommonJS by name', () => {
    assert.deepEqual([manifest.main, manifest.browser], ['./dist/node/extension.cjs', './dist/browser/extension.cjs']);
  });
});
