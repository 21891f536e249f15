import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '..', '..', '..');
const withSlashes = (path: string) => path.replaceAll(sep, '/');
const sources = globSync(['{bin,language-server,scripts,src,tests}/**/*.{ts,tsx,mjs}'], { cwd: root })
  .map(withSlashes)
  .filter((file) => !/^tests\/(cases|out)\//.test(file));

describe('source files', () => {
  it('are each compiled for exactly one runtime', () => {
    const owners = new Map<string, string[]>();
    for (const { path } of readConfig('tsconfig.json').references) {
      const project = path.replace(/^\.\//, '');
      const { fileNames } = ts.parseJsonConfigFileContent(readConfig(project), ts.sys, root, undefined, project);
      for (const name of fileNames) {
        const file = withSlashes(relative(root, name));
        owners.set(file, [...(owners.get(file) ?? []), project]);
      }
    }
    const typescript = sources.filter((file) => !file.endsWith('.mjs') && !file.endsWith('.d.ts'));
    assert.ok(typescript.length > 10);
    const wrong = typescript.map((file) => [file, owners.get(file) ?? []] as const).filter(([, projects]) => projects.length !== 1);
    assert.deepEqual(wrong, []);
  });

  it('are named in kebab-case, for the one thing they export', () => {
    const wrong = sources
      .map((file) => basename(file))
      .filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|d))?\.(ts|tsx|mjs)$/.test(name) || /\b(utils?|helpers?|index|common|misc)\b/.test(name));
    assert.deepEqual(wrong, []);
  });

  it('hold no invisible characters that make a reader see something else', () => {
    // Zero-width spaces, bidirectional controls, byte order marks, tags; the joiners and selectors of emoji can be seen.
    const invisible = /[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e01ef}]/u;
    assert.deepEqual(
      sources.filter((file) => invisible.test(readFileSync(join(root, file), 'utf8'))),
      [],
    );
  });
});

function readConfig(file: string): { readonly references: readonly { readonly path: string }[] } {
  const { config, error } = ts.readConfigFile(join(root, file), (path) => ts.sys.readFile(path));
  assert.equal(error, undefined, dirname(file));
  return config;
}
