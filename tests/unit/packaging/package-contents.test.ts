import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkContents, nameInVsix, npmContents, vsixContents } from '../../../scripts/package-contents.ts';

const contents = [
  { pattern: 'package.json', because: 'the manifest' },
  { pattern: 'docs/*.md', because: 'pages' },
  { pattern: 'l10n/*.json', because: 'texts', optional: true },
] as const;

describe('the list of what is packaged', () => {
  it('accepts the files that it names', () => {
    assert.deepEqual(checkContents(['package.json', 'docs/a.md', 'docs/b.md'], contents), []);
  });

  const objections: Readonly<Record<string, readonly [files: readonly string[], problem: RegExp]>> = {
    'a file more': [['package.json', 'docs/a.md', 'src/a.ts'], /^src\/a\.ts is in the package/],
    'a file in a folder below': [['package.json', 'docs/a.md', 'docs/deep/b.md'], /^docs\/deep\/b\.md is in the package/],
    'a name that only begins alike': [['package.json', 'package.json.map', 'docs/a.md'], /^package\.json\.map is in the package/],
    'a dot taken for any character': [['package.json', 'docs/a.md', 'docs/bxmd'], /^docs\/bxmd is in the package/],
    'a file less': [['docs/a.md'], /^package\.json is not in the package \(the manifest\)$/],
    'a pattern without a file': [['package.json'], /^docs\/\*\.md is not in the package \(pages\)$/],
  };
  for (const [name, [files, problem]] of Object.entries(objections)) {
    it(`objects to ${name}`, () => {
      const problems = checkContents(files, contents);
      assert.equal(problems.length, 1);
      assert.match(problems[0]!, problem);
    });
  }

  it('never names sources, tests, maps or packages', () => {
    const unwanted = /\.map$|\.ts$|^tests|^src|^node_modules|^language-server|^scripts/;
    assert.deepEqual(
      [...vsixContents, ...npmContents].map(({ pattern }) => pattern).filter((pattern) => unwanted.test(pattern)),
      [],
    );
  });

  it('knows the names that vsce gives', () => {
    assert.deepEqual(['README.md', 'LICENSE', 'dist/node/server.cjs'].map(nameInVsix), [
      'extension/readme.md',
      'extension/LICENSE.txt',
      'extension/dist/node/server.cjs',
    ]);
  });

  it('has every file that the manifest points to', () => {
    const manifest = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../../package.json'), 'utf8'));
    const languages = manifest.contributes.languages.flatMap((language: { configuration: string; icon: object }) => [
      language.configuration,
      ...Object.values(language.icon),
    ]);
    const grammars = manifest.contributes.grammars.map((grammar: { path: string }) => grammar.path);
    const named = [manifest.main, manifest.browser, manifest.icon, ...languages, ...grammars].map((file: string) => file.replace(/^\.\//, ''));
    assert.ok(named.length >= 8);
    const listed = new Set(vsixContents.map(({ pattern }) => pattern));
    assert.deepEqual(
      named.filter((file) => !listed.has(file)),
      [],
    );
  });
});
