import assert from 'node:assert/strict';
import { TextDocument } from 'langium';
import type { TextEdit } from 'vscode-languageserver-protocol';
import { JourneyFormatter } from '../../../language-server/features/formatting.ts';
import { readFiles } from '../../support/journeys.ts';

const options = { tabSize: 8, insertSpaces: false };

interface Place {
  readonly line: number;
  readonly character: number;
}

/** A text after the edits for the place that `‹ ›` mark in it, or `|` alone. */
async function changed(marked: string, edits: (formatter: JourneyFormatter, document: Document, from: Place, to: Place) => TextEdit[]): Promise<string> {
  const text = marked.replace(/[‹›|]/g, '');
  const { services, document } = await readFiles({ 'a.journey': text });
  const from = marked.search(/[‹|]/);
  const to = marked.includes('›') ? marked.indexOf('›') - 1 : from;
  const place = (offset: number): Place => document.textDocument.positionAt(offset);
  return TextDocument.applyEdits(document.textDocument, edits(new JourneyFormatter(services), document, place(from), place(to)));
}

type Document = Awaited<ReturnType<typeof readFiles>>['document'];

const inRange = (marked: string): Promise<string> =>
  changed(marked, (formatter, document, start, end) =>
    formatter.formatDocumentRange(document, { textDocument: { uri: document.uri.toString() }, range: { start, end }, options }),
  );

const onType = (ch: string, marked: string): Promise<string> =>
  changed(marked, (formatter, document, position) =>
    formatter.formatDocumentOnType(document, { textDocument: { uri: document.uri.toString() }, position, ch, options }),
  );

describe('formatting in an editor', () => {
  it('formats a document whatever the settings for tabs', async () => {
    const text = await changed('form   a   "A"\ncontact { plan text }', (formatter, document) =>
      formatter.formatDocument(document, { textDocument: { uri: document.uri.toString() }, options }),
    );
    assert.equal(text, 'form a "A"\ncontact {\n  plan text\n}\n');
  });

  it('formats what was typed since the last build', async () => {
    const { services, document } = await readFiles({ 'a.journey': 'form   a' });
    TextDocument.update(document.textDocument, [{ text: 'page   a   "A"' }], 1);
    const edits = new JourneyFormatter(services).formatDocument(document, { textDocument: { uri: document.uri.toString() }, options });
    assert.equal(TextDocument.applyEdits(document.textDocument, edits), 'page a "A"\n');
  });

  describe('a selection', () => {
    const cases: readonly (readonly [title: string, marked: string, text: string])[] = [
      ['within a line', 'form   a\nform   ‹b›\nform   c\n', 'form   a\nform b\nform   c\n'],
      ['of nothing', 'form   a\nform   |b\nform   c\n', 'form   a\nform b\nform   c\n'],
      ['of whole lines', 'form   a\n‹form   b\n›form   c\n', 'form   a\nform b\nform   c\n'],
      ['of parts of lines', 'form   ‹a\nform › b\nform   c\n', 'form a\nform b\nform   c\n'],
      ['in a clause', 'email   a {\n      status   ‹draft›\n      subject   "A"\n  }\n', 'email   a {\n  status draft\n      subject   "A"\n  }\n'],
      ['in a continuation', 'segment s\n when been   active\n  or   has   ‹consent›\nform   b\n', 'segment s\n  when been active or has consent\nform   b\n'],
      ['in a comment', 'form   a\n    // ‹b›   \nform   c\n', 'form   a\n// b\nform   c\n'],
      ['up to the end', 'form   a\nform   ‹b\n\n\n›', 'form   a\nform b\n'],
      ['of blank lines', 'form   a\n‹\n›\n\nform   b\n', 'form   a\n\n\n\nform   b\n'],
      ['in a broken part', 'form   a\nsegment   ‹b›\nform   c\n', 'form   a\nsegment   b\nform   c\n'],
    ];
    for (const [title, marked, text] of cases) it(title, async () => assert.equal(await inRange(marked), text));
  });

  describe('a closing brace', () => {
    const cases: readonly (readonly [title: string, marked: string, text: string])[] = [
      ['formats its block', 'form   a\nemail   b { status   draft }|\nform   c\n', 'form   a\nemail b {\n  status draft\n}\nform   c\n'],
      ['of an empty block does nothing', 'form   a\nemail   b {  }|\nform   c\n', 'form   a\nemail   b {  }\nform   c\n'],
      [
        'of an inner block leaves the outer one',
        'journey   j {\n   goal   a\n    stage   a { enter   when been active }|\n }\n',
        'journey   j {\n   goal   a\n\n  stage a {\n    enter when been active\n  }\n }\n',
      ],
      ['in a broken part does nothing', 'journey   j {\n    stage   a { enter   when }|\n', 'journey   j {\n    stage   a { enter   when }\n'],
      ['in a string does nothing', 'form   a\nemail   b { subject   "}|" }\n', 'form   a\nemail   b { subject   "}" }\n'],
    ];
    for (const [title, marked, text] of cases) it(title, async () => assert.equal(await onType('}', marked), text));
  });

  describe('a new line', () => {
    const cases: readonly (readonly [title: string, marked: string, text: string])[] = [
      ['formats the line before', 'form   a\nform   b\n|\nform   c\n', 'form   a\nform b\n\nform   c\n'],
      ['keeps its own indentation', 'email a {\n      status   draft\n      |\n}\n', 'email a {\n  status draft\n      \n}\n'],
      [
        'keeps a condition broken where it was',
        'segment s\n  when been   active\n    |or has   consent\n',
        'segment s\n  when been active\n    or has   consent\n',
      ],
      ['at the beginning does nothing', '|form   a\n', 'form   a\n'],
      ['after a broken part does nothing', 'form   a\nsegment   b\n|\n', 'form   a\nsegment   b\n\n'],
      ['after an open block', 'email   a {\n  |\n}\n', 'email a {\n  \n}\n'],
    ];
    for (const [title, marked, text] of cases) it(title, async () => assert.equal(await onType('\n', marked), text));
  });
});
