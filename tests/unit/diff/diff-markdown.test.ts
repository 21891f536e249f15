import assert from 'node:assert/strict';
import type { Change, ModelDiff } from '../../../src/diff/model-diff.ts';
import { DIFF_SCHEMA } from '../../../src/diff/model-diff.ts';
import { diffLines } from '../../../src/report/diff-lines.ts';
import { diffMarkdown } from '../../../src/report/diff-markdown.ts';

const diffOf = (changes: readonly Change[], incomplete: ModelDiff['incomplete'] = []): ModelDiff => ({
  schema: DIFF_SCHEMA,
  old: 'main',
  new: 'HEAD',
  meaning: changes.some(({ meaning }) => meaning),
  incomplete,
  changes: [...changes],
});

const labelOf = (label: string, change: Partial<Change> = {}): Change => ({
  kind: 'changed',
  meaning: true,
  path: [{ kind: 'journey', name: label, label }],
  what: 'goal',
  before: 'a',
  after: 'b',
  says: [],
  touches: [],
  ...change,
});

describe('a diff as Markdown', () => {
  it('says first that nothing changed', () => {
    assert.equal(diffMarkdown(diffOf([])), '### Journeys: No change\n\n`main` → `HEAD`\n');
  });

  it('folds what changes no number', () => {
    assert.equal(
      diffMarkdown(diffOf([labelOf('j'), labelOf('k', { meaning: false, what: 'label' })])),
      [
        '### Journeys: 1 change of meaning, 1 that changes no number',
        '',
        '`main` → `HEAD`',
        '',
        '**journey j**',
        '',
        '- goal `a` → `b`',
        '',
        '<details><summary>What changes no number</summary>',
        '',
        '**journey k**',
        '',
        '- label `a` → `b`',
        '',
        '</details>',
        '',
      ].join('\n'),
    );
  });

  it('says at the top what is incomplete', () => {
    const [, , , , warning] = diffMarkdown(diffOf([labelOf('j')], [{ side: 'new', file: 'a.journey', errors: 2 }])).split('\n');
    assert.equal(warning, '> **Incomplete:** `a.journey` (new) has 2 errors; what could not be read of it is not compared.');
  });

  it('leaves text from a file text', () => {
    const text = diffMarkdown(diffOf([labelOf('<b>@all</b> [x](y) *z*\u202E', { before: '`a``b', after: '```', says: ['``` end'] })]));
    assert.match(text, /^\*\*journey &#60;b&#62;&#64;all&#60;\/b&#62; &#91;x&#93;\(y\) &#42;z&#42;\uFFFD\*\*$/m);
    assert.match(text, /^- goal ``` `a``b ``` → ```` ``` ````$/m);
    assert.deepEqual(
      text.split('\n').filter((line) => line.trim().startsWith('```')),
      ['  ```text', '  ```'],
    );
  });

  it('leaves out whole declarations where a comment would be too long, and says how many', () => {
    const changes = Array.from({ length: 3000 }, (_, index) => labelOf(`journey_${String(index)}`));
    const text = diffMarkdown(diffOf(changes));
    assert(text.length < 65_536, String(text.length));
    const shown = text.match(/^\*\*journey /gm)?.length ?? 0;
    assert(shown > 500, String(shown));
    assert(text.endsWith(`… and changes of ${String(3000 - shown)} more declarations, which \`journey diff\` shows.\n`), text.slice(-200));
  });
});

describe('a diff as lines', () => {
  it('is no wider than asked, and shows what could drive a terminal', () => {
    const long = 'clicked any of (one, two, three) at least 3 times in last 30 days and contact.country == "DE"';
    const lines = diffLines(
      diffOf([labelOf('A journey with a long label \u001B[31m', { before: long, after: long, says: ['  indented'] })]),
      40,
      (text) => text,
    );
    for (const line of lines) assert(line.length <= 40, line);
    assert(lines.join('\n').includes('\uFFFD[31m'));
  });
});
