import assert from 'node:assert/strict';
import { isSameButForWhiteSpace } from '../../../language-server/formatting/same-text.ts';
import { services } from '../../support/formatting.ts';

/** What the formatter's distrust of itself is there for: mistakes that it does not make. */
describe('whether only white space differs', () => {
  const cases: readonly (readonly [title: string, before: string, after: string, same: boolean])[] = [
    ['nothing', 'form a', 'form a', true],
    ['white space between words', 'form\ta  "A"', '\uFEFFform a "A"\r\n', true],
    ['white space in `in last`', 'segment s when been active in\nlast 3 days', 'segment s when been active in last 3 days', true],
    ['the indentation of a comment', '/* a\n  * b */ form a', '/* a\n * b */\nform a', true],
    ['a word less', 'form a form b', 'form a', false],
    ['another word', 'form a', 'form b', false],
    ['two words that became one', 'form a', 'forma', false],
    ['a name that moved into a comment', '// why\nform a', '// why form a', false],
    ['a comment less', 'form a // why', 'form a', false],
    ['a comment on the other side', 'form /* why */ a', 'form a /* why */', false],
    ['white space in a string', 'form a "A  B"', 'form a "A B"', false],
    ['a character less that is no token', 'form a @', 'form a', false],
    [
      'a broken text that reads otherwise in one line',
      'journey j { stage a {\nsegment s when been active',
      'journey j { stage a { segment s when been active',
      false,
    ],
  ];
  for (const [title, before, after, same] of cases) it(title, () => assert.equal(isSameButForWhiteSpace(before, after, services), same));
});
