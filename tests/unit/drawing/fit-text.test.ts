import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { fitText, wrapText } from '../../../src/drawing/fit-text.ts';

describe('fitting a text', () => {
  const cases: readonly [text: string, room: number, expected: string][] = [
    ['Interested', 10, 'Interested'],
    ['Interested', 9, 'Interest…'],
    ['Interested', 1, '…'],
    ['Interested', 0, '…'],
    ['ab cd', 4, 'ab…'],
    // Each of these is two cells wide; half a character is never shown.
    ['既存の顧客', 6, '既存…'],
    ['既存の顧客', 5, '既存…'],
    // A family of three is one character of two cells.
    ['👩‍👩‍👧👩‍👩‍👧', 3, '👩‍👩‍👧…'],
    // An accent stays with its letter.
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
  ];
  for (const [text, room, expected] of cases) it(`${text} in ${String(room)} cells`, () => assert.equal(fitText(text, room, stringWidth), expected));
});

describe('wrapping a text', () => {
  const cases: readonly [text: string, room: number, expected: string[]][] = [
    ['', 5, ['']],
    ['one two three', 7, ['one two', 'three']],
    ['one two three', 3, ['one', 'two', 'thr', 'ee']],
    ['既存の顧客', 4, ['既存', 'の顧', '客']],
  ];
  for (const [text, room, expected] of cases) it(`${text} in ${String(room)} cells`, () => assert.deepEqual(wrapText(text, room, stringWidth), expected));

  it('loses nothing but spaces and never runs over', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z ]{0,60}$/), fc.integer({ min: 1, max: 20 }), (text, room) => {
        const lines = wrapText(text, room, stringWidth);
        assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
        assert.ok(lines.every((line) => stringWidth(line) <= room));
      }),
    );
  });
});
