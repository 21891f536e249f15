import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

describe('the codes of warnings', () => {
  it('are each explained in docs/results.md, and no other is', () => {
    const files = globSync('src/{simulator,results}/**/*.ts', { cwd: root });
    const written = files.flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/\bcode: '([a-z-]+)'/g)].map(([, code]) => code));
    const explained = [...readFileSync(join(root, 'docs/results.md'), 'utf8').matchAll(/^\| `([a-z-]+)` \| [A-Z]/gm)].map(([, code]) => code);
    assert(written.length > 0);
    assert.deepEqual([...new Set(written)].sort(), explained.sort());
  });
});
