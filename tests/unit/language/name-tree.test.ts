import assert from 'node:assert/strict';
import { NameTree } from '../../../language-server/references/name-tree.ts';
import { nearestIn, nearestNames } from '../../../language-server/references/nearest-names.ts';
import { Random } from '../../differential/random.ts';

/** Wagner and Fischer's table, whole. */
function distance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : i)));
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++)
      table[i]![j] = Math.min(table[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1), table[i - 1]![j]! + 1, table[i]![j - 1]! + 1);
  return table[a.length]![b.length]!;
}

function compared(written: string, names: readonly string[]): string[] {
  const limit = Math.max(1, Math.floor(written.length / 3));
  return [...new Set(names)]
    .map((name) => ({ name, far: distance(written.toLowerCase(), name.toLowerCase()) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}

describe('the names nearest to what was written', () => {
  it('are those that a comparison with each name finds', () => {
    const random = new Random(1);
    const word = (): string => Array.from({ length: random.between(1, 12) }, () => random.pick(['a', 'b', 'A', 'é'])).join('');
    let found = 0;
    for (let round = 0; round < 3_000; round++) {
      const names = Array.from({ length: random.between(0, 40) }, word);
      const written = word();
      const expected = compared(written, names);
      found += expected.length;
      assert.deepEqual(nearestNames(written, names), expected, `${written} among ${names.join(' ')}`);
      // A file and those that it imports may declare the same.
      const [some, others] = [names.slice(0, 20), names.slice(10)];
      assert.deepEqual(nearestIn(written, [new NameTree(some), new NameTree(others)]), expected, `${written} among ${names.join(' ')}, in two files`);
    }
    assert(found > 1_000, 'many have something near');
  });

  it('are found among twenty thousand that begin alike', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `demo_${String(index)}`);
    const tree = new NameTree(names);
    for (const written of ['deom_7', 'deom_19999', 'demo_12_3', 'dem_15000']) assert.equal(nearestIn(written, [tree])[0], compared(written, names)[0]);
  });

  it('none for a text that is no name that somebody mistyped', () => {
    assert.deepEqual(nearestNames('a'.repeat(1_000_000), ['a'.repeat(999_999), 'a']), []);
  });
});
