import assert from 'node:assert/strict';
import path from 'node:path';
import { URI } from 'langium';
import { WorkspaceRoots } from '../../../language-server/workspace/workspace-roots.ts';
import type { PathKind } from '../../../src/cli/paths.ts';
import { pathOfUri, rootOf, shownPath, uriOfPath } from '../../../src/cli/paths.ts';

/** The same case on both kinds of platform. */
interface Kind {
  readonly name: string;
  readonly kind: PathKind;
  readonly at: (path: string) => string;
}

const kinds: readonly Kind[] = [
  { name: 'posix', kind: path.posix, at: (text) => text },
  { name: 'win32 drive', kind: path.win32, at: (text) => `C:${text.replaceAll('/', '\\')}` },
  { name: 'win32 UNC', kind: path.win32, at: (text) => `\\\\server\\share${text.replaceAll('/', '\\')}` },
];

for (const { name, kind, at } of kinds) {
  describe(`paths: ${name}`, () => {
    it('a path becomes a URI and the same path again', () => {
      for (const text of ['/work/a b/ü#?.journey', '/work/100%/x.journey']) {
        assert.equal(pathOfUri(uriOfPath(at(text), kind), kind).toLowerCase(), at(text).toLowerCase());
      }
    });

    it('is shown relative to a folder, with slashes', () => {
      assert.equal(shownPath(at('/work/journeys/a.journey'), at('/work'), kind), 'journeys/a.journey');
      assert.equal(shownPath(at('/other/a.journey'), at('/work'), kind), '../other/a.journey');
      assert.equal(shownPath(at('/work'), at('/work'), kind), '.');
    });

    it('the root is the repository that holds the file, else its folder, else what was given', () => {
      const repository = kind.join(at('/work'), '.git');
      const exists = (text: string): boolean => text === repository;
      assert.equal(rootOf(at('/work/deep/er/a.journey'), undefined, exists, kind), at('/work'));
      assert.equal(
        rootOf(at('/work/deep/a.journey'), undefined, () => false, kind),
        at('/work/deep'),
      );
      assert.equal(rootOf(at('/work/deep/a.journey'), at('/given'), exists, kind), at('/given'));
    });

    it('an import stays in the root', () => {
      const roots = new WorkspaceRoots();
      roots.set([uriOfPath(at('/work'), kind)]);
      const file = uriOfPath(at('/work/a.journey'), kind);
      const cases: readonly (readonly [path: string, inside: boolean])[] = [
        ['/work/b.journey', true],
        ['/work/deep/b.journey', true],
        ['/workshop/b.journey', false],
        ['/b.journey', false],
      ];
      for (const [target, inside] of cases) assert.equal(roots.contains(file, uriOfPath(at(target), kind)), inside, target);
    });
  });
}

describe('paths: URIs as editors write them', () => {
  it('a drive has either case, encoded or not', () => {
    const roots = new WorkspaceRoots();
    roots.set([URI.parse('file:///c%3A/work')]);
    for (const text of ['file:///c%3A/work/a.journey', 'file:///C:/work/a.journey', 'file:///C%3A/work/a.journey']) {
      assert.equal(roots.contains(URI.parse(text), URI.parse('file:///C:/work/deep/b.journey')), true, text);
      assert.equal(roots.contains(URI.parse(text), URI.parse('file:///d:/work/b.journey')), false, text);
      assert.equal(pathOfUri(text, path.win32).toLowerCase(), 'c:\\work\\a.journey');
    }
  });

  it('a path on another drive is shown whole', () => {
    assert.equal(shownPath('D:\\data\\q1.csv', 'C:\\work', path.win32), 'D:/data/q1.csv');
  });
});
