import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOCS, EXAMPLES } from './examples.ts';
import { picture } from './picture.ts';

const FOLDER = 'images/semantics';

/** UPDATE_PICTURES=1 writes the pictures, to be looked at before they are committed. */
const isUpdating = process.env['UPDATE_PICTURES'] === '1';

describe('the pictures of docs/semantics.md', () => {
  if (isUpdating) before(() => void mkdirSync(join(DOCS, FOLDER), { recursive: true }));

  for (const example of EXAMPLES) {
    it(example.picture.path, () => {
      const drawn = picture(example);
      const path = join(DOCS, example.picture.path);
      if (isUpdating) writeFileSync(path, drawn);
      assert.equal(readFileSync(path, 'utf8'), drawn, 'UPDATE_PICTURES=1 writes it.');
    });
  }

  it('are all there is, one for each example', () => {
    const named = EXAMPLES.map((example) => example.picture.path).toSorted();
    assert.deepEqual(
      named,
      readdirSync(join(DOCS, FOLDER))
        .map((file) => `${FOLDER}/${file}`)
        .toSorted(),
    );
    assert.equal(new Set(named).size, named.length);
  });
});
