import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Edit } from '../../../language-server/formatting/format-text.ts';
import { format, textOfFile } from '../../support/formatting.ts';

interface Case {
  readonly title: string;
  readonly written: string;
  readonly canonical: string;
}

const TOO_DEEP = `segment  a when ${'('.repeat(70)}been active${')'.repeat(70)}`;

const FOLDER = 'tests/cases/formatting';

/** The cases of a page: below each title what the author wrote and its canonical form, once if both are the same. */
function casesOf(page: string): Case[] {
  return textOfFile(join(FOLDER, page))
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [title = ''] = section.split('\n', 1);
      const texts = [...section.matchAll(/^```journey\n([^]*?)^```$/gm)].map(([, text = '']) => text);
      const [written, canonical = written] = texts;
      assert(written !== undefined && canonical !== undefined && texts.length <= 2, title);
      return { title, written, canonical };
    });
}

const pages = readdirSync(FOLDER).map((page) => ({ page, cases: casesOf(page) }));

const edited = (text: string, edits: readonly Edit[]): string =>
  edits.reduceRight((made, { start, end, text: changed }) => made.slice(0, start) + changed + made.slice(end), text);

describe('formatting', () => {
  it('has cases', () => assert(pages.flatMap(({ cases }) => cases).length >= 40));

  for (const { page, cases } of pages) {
    describe(page, () => {
      for (const { title, written, canonical } of cases) {
        it(title, () => {
          const { text, edits } = format(written);
          assert.equal(text, canonical);
          assert.equal(format(canonical).text, canonical);
          assert.equal(edited(written, edits), canonical);
        });
        it(`${title}, with CRLF`, () => assert.equal(format(written.replaceAll('\n', '\r\n')).text, canonical.replaceAll('\n', '\r\n')));
      }
    });
  }

  const bytes: readonly { readonly title: string; readonly written: string; readonly canonical: string }[] = [
    { title: 'nothing', written: '', canonical: '' },
    { title: 'white space alone', written: ' \n\t\n', canonical: '' },
    { title: 'no line end at the end', written: 'form a', canonical: 'form a\n' },
    { title: 'white space at the end of lines', written: 'form a \t\n// b \t\n', canonical: 'form a\n// b\n' },
    { title: 'a byte-order mark', written: '\uFEFF  form  a', canonical: '\uFEFFform a\n' },
    { title: 'a byte-order mark alone', written: '\uFEFF', canonical: '\uFEFF' },
    { title: 'a byte-order mark before a comment', written: '\uFEFF// a\r\nform  a', canonical: '\uFEFF// a\r\nform a\r\n' },
    { title: 'a byte-order mark before a broken part', written: '\uFEFF  segment  a\nform  b', canonical: '\uFEFF  segment  a\nform b\n' },
    { title: 'mixed line ends become as the first', written: 'form a\r\nform b\nform c\r', canonical: 'form a\r\nform b\r\nform c\r\n' },
    { title: 'a no-break space between words', written: 'form\u00A0a', canonical: 'form a\n' },
    { title: 'what nests too deep', written: `form  a\n${TOO_DEEP}`, canonical: `form a\n${TOO_DEEP}\n` },
  ];
  for (const { title, written, canonical } of bytes) it(title, () => assert.equal(format(written).text, canonical));

  it('says what it left alone', () => {
    const written = 'form  a\nsegment  b\nform  c\n';
    const { leftAlone } = format(written);
    assert.deepEqual(
      leftAlone.map(({ start, end }) => written.slice(start, end)),
      ['segment  b'],
    );
  });

  it('changes white space alone', () => {
    const written = 'form  a  // b \nform c';
    assert.deepEqual(format(written).edits, [
      { start: 4, end: 6, text: ' ' },
      { start: 7, end: 9, text: ' ' },
      { start: 9, end: 14, text: '// b' },
      { start: 21, end: 21, text: '\n' },
    ]);
  });
});
