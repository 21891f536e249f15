import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diffModels } from '../../../src/diff/diff-models.ts';
import type { Change, ModelDiff } from '../../../src/diff/model-diff.ts';
import { DIFF_SCHEMA } from '../../../src/diff/model-diff.ts';
import { diffLines } from '../../../src/report/diff-lines.ts';
import { modelOf } from '../../support/journeys.ts';
import { assertSchema } from '../../support/schemas.ts';

const folder = join(import.meta.dirname, '../../cases/diff');

interface Case {
  readonly title: string;
  readonly old: string;
  readonly new: string;
  readonly changes: readonly string[];
}

function block(text: string, name: string): string {
  const found = new RegExp(`^\`\`\`${name}\\n([^]*?)^\`\`\`$`, 'm').exec(text)?.[1];
  assert(found !== undefined, `There is no block "${name}" in:\n${text}`);
  return found;
}

function casesOf(path: string): Case[] {
  const [head = '', ...sections] = readFileSync(path, 'utf8').split(/^## /m);
  const catalogue = block(head, 'catalogue');
  return sections.map((section) => ({
    title: section.split('\n', 1)[0] ?? '',
    old: catalogue + block(section, 'old'),
    new: catalogue + block(section, 'new'),
    changes: block(section, 'changes')
      .split('\n')
      .filter((line) => line !== ''),
  }));
}

const SIGNS: Readonly<Record<string, Change['kind']>> = { '+': 'added', '-': 'removed', '=': 'renamed', '↕': 'moved', '~': 'changed' };
const BACK: Readonly<Record<Change['kind'], Change['kind']>> = { added: 'removed', removed: 'added', renamed: 'renamed', moved: 'moved', changed: 'changed' };

/** What is shown, without the summary, in the form of the cases: a declaration after another, in whose order stand the changes of both kinds. */
function shown(changes: readonly Change[]): string[] {
  const lines: string[] = [];
  let title = '';
  for (const change of changes) {
    const diff: ModelDiff = { schema: DIFF_SCHEMA, old: 'old', new: 'new', meaning: change.meaning, incomplete: [], changes: [change] };
    const [declaration = '', ...rest] = diffLines(diff, 10_000, (text) => text)
      .slice(1)
      .filter((line) => line !== '' && line !== 'Changes no number:');
    const touches = rest[0]?.startsWith('  touches ') ? ` (${rest.shift()?.slice('  touches '.length) ?? ''})` : '';
    const heading = declaration.replace(/ · .*/, '') + touches;
    if (heading.replace(/ \(.*/, '') !== title.replace(/ \(.*/, '')) lines.push((title = heading));
    for (const line of rest) {
      const text = line.replace(/ \((?:was )?line \d+\)$/, '');
      lines.push(/^ {6}/.test(text) ? `-   ${text.slice(6)}` : `${change.meaning ? '' : '· '}${text.trimStart()}`);
    }
  }
  return lines;
}

const kindsOf = (changes: readonly Change[]): string[] => changes.map(({ kind }) => kind).sort();

for (const path of globSync('*.md', { cwd: folder }).sort()) {
  describe(`changes in words: ${path}`, () => {
    for (const { title, old, new: now, changes } of casesOf(join(folder, path))) {
      it(title, async () => {
        const [before, after] = [await modelOf(old), await modelOf(now)];
        const found = diffModels(before, after);
        assert.deepEqual(shown(found), changes);
        assertSchema('diff', { schema: DIFF_SCHEMA, old: 'old', new: 'new', meaning: true, incomplete: [], changes: found });
        const back = diffModels(after, before);
        assert.deepEqual(kindsOf(back), kindsOf(found.map((change) => ({ ...change, kind: BACK[change.kind] }))), 'There are as many changes back.');
      });
    }
  });
}

it('names every kind of change in a case', () => {
  const lines = globSync('*.md', { cwd: folder }).flatMap((path) => casesOf(join(folder, path)).flatMap(({ changes }) => changes));
  for (const sign of Object.keys(SIGNS))
    assert(
      lines.some((line) => line.replace('· ', '').startsWith(`${sign} `)),
      sign,
    );
});
