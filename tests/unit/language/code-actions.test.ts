import assert from 'node:assert/strict';
import type { LangiumDocument } from 'langium';
import { TextDocument } from 'langium';
import { JourneyCodeActions } from '../../../language-server/features/code-actions.ts';
import { readFiles } from '../../support/journeys.ts';

/** What is offered where `‹ ›` stand: the title and the text that comes of it. */
async function offered(marked: string, others: Readonly<Record<string, string>> = {}, only?: string[]): Promise<[title: string, text: string][]> {
  const text = marked.replace(/[‹›]/g, '');
  const { services, document } = await readFiles({ 'journeys/a.journey': text, ...others });
  const at = (mark: string): { line: number; character: number } =>
    document.textDocument.positionAt(mark === '‹' ? marked.indexOf('‹') : marked.indexOf('›') - 1);
  const actions = new JourneyCodeActions(services).getCodeActions(document, {
    textDocument: { uri: document.uri.toString() },
    range: { start: at('‹'), end: at('›') },
    context: { diagnostics: [], ...(only ? { only } : {}) },
  });
  return actions.map((action) => {
    const edits = action.edit?.changes?.[document.uri.toString()] ?? [];
    return [action.title, TextDocument.applyEdits(TextDocument.create('', 'journey', 0, text), edits)];
  });
}

describe('quick fixes', () => {
  it('a name that was probably meant', async () => {
    assert.deepEqual(await offered('email teaser\nsegment s when clicked ‹tease›'), [['Change to `teaser`', 'email teaser\nsegment s when clicked teaser']]);
  });

  it('an import of the file that declares the name', async () => {
    const text = 'import "first.journey"\nsegment s when clicked ‹teaser› or clicked other';
    const others = { 'journeys/first.journey': 'email other', 'journeys/shared/mails.journey': 'email teaser', 'journeys/forms.journey': 'form teaser' };
    assert.deepEqual(await offered(text, others), [
      ['Import it from "shared/mails.journey"', 'import "first.journey"\nimport "shared/mails.journey"\nsegment s when clicked teaser or clicked other'],
    ]);
  });

  it('an import in a file that has none', async () => {
    assert.deepEqual(await offered('segment s when clicked ‹teaser›', { 'journeys/mails.journey': 'email teaser' }), [
      ['Import it from "mails.journey"', 'import "mails.journey"\n\nsegment s when clicked teaser'],
    ]);
  });

  it('the journey of a stage that several have', async () => {
    const journeys = ['j', 'k', 'l'].map((name) => `journey ${name} { stage ${name === 'l' ? 'other' : 'one'} { enter when become member } }\n`).join('');
    const test = (stage: string): string => `${journeys}test "t" on "q1.csv" { expect reached ${stage} >= 20% }`;
    assert.deepEqual(await offered(test('‹one›')), [
      ['Change to `j.one`', test('j.one')],
      ['Change to `k.one`', test('k.one')],
    ]);
  });

  it('a scope for `any channel`, whatever stands between its words', async () => {
    const text = (scope: string): string => `channel news\nchannel offers\nsegment s when unsubscribed from ${scope}`;
    assert.deepEqual(await offered(text('‹any›  channel')), [
      ['Write `from all channels`', text('all channels')],
      ['Write `from news`', text('news')],
      ['Write `from offers`', text('offers')],
    ]);
    assert.deepEqual(await offered(text('‹any› /* of ours */ channel')), [
      ['Write `from all channels`', text('all /* of ours */ channels')],
      ['Write `from news`', text('news /* of ours */ ')],
      ['Write `from offers`', text('offers /* of ours */ ')],
    ]);
  });

  it('what a check offers, there alone and only where quick fixes are asked for', async () => {
    const text = 'email a\njourney j {\n  stage one { enter when delivered a }\n  stage two { enter when ‹opened› a }\n}';
    const fixed = text.replace('‹opened›', 'clicked');
    assert.deepEqual(await offered(text), [['Ask for `clicked`', fixed]]);
    assert.deepEqual(await offered(text, {}, ['quickfix']), [['Ask for `clicked`', fixed]]);
    assert.deepEqual(await offered(text, {}, ['source.organizeImports']), []);
    assert.deepEqual(await offered(text.replace(/[‹›]/g, '').replace('email a', '‹email› a')), []);
  });

  it('takes an import away with its line', async () => {
    const text = 'import "mails.journey"\n‹import "forms.journey"›\nsegment s when clicked teaser';
    const others = { 'journeys/mails.journey': 'email teaser', 'journeys/forms.journey': 'form f' };
    assert.deepEqual(await offered(text, others), [['Remove the import', 'import "mails.journey"\nsegment s when clicked teaser']]);
  });

  it('adds the window that a condition needs', async () => {
    const text = (condition: string): string => `email a\njourney j {\n  stage one { enter when delivered a }\n  stage two { enter when ${condition} }\n}`;
    assert.deepEqual(
      (await offered(text('‹not clicked a›'))).map(([, fixed]) => fixed),
      ['within 14 days', 'for 14 days', 'in last 14 days', 'ever'].map((window) => text(`not clicked a ${window}`)),
    );
  });

  it('renames a declaration and whatever refers to it, in every file', async () => {
    const mails = 'email ProductTeaser\nemail other\n';
    const journey =
      'import "mails.journey"\njourney j { stage One { enter when clicked ProductTeaser } stage two { enter from One when clicked other or opened ^ProductTeaser } }';
    const { services, document } = await readFiles({ 'a/mails.journey': mails, 'a/j.journey': journey });
    const renamed = (file: LangiumDocument, line: number, character: number): [string, Record<string, string>][] =>
      new JourneyCodeActions(services)
        .getCodeActions(file, {
          textDocument: { uri: file.uri.toString() },
          range: { start: { line, character }, end: { line, character } },
          context: { diagnostics: [] },
        })
        .map(({ title, edit }) => [
          title,
          Object.fromEntries(
            Object.entries(edit?.changes ?? {}).map(([uri, edits]) => {
              const text = uri.endsWith('mails.journey') ? mails : journey;
              return [uri.split('/').at(-1), TextDocument.applyEdits(TextDocument.create('', 'journey', 0, text), edits)];
            }),
          ),
        ]);
    assert.deepEqual(renamed(document, 0, 8), [
      [
        'Rename to `product_teaser` everywhere',
        {
          'mails.journey': 'email product_teaser\nemail other\n',
          'j.journey': journey.replaceAll(/\^?ProductTeaser/g, 'product_teaser'),
        },
      ],
    ]);
    const other = services.shared.workspace.LangiumDocuments.all.find(({ uri }) => uri.path.endsWith('j.journey'));
    assert(other);
    assert.deepEqual(renamed(other, 1, journey.split('\n')[1]?.indexOf('One') ?? -1), [
      ['Rename to `one` everywhere', { 'j.journey': journey.replaceAll('One', 'one') }],
    ]);
  });

  it('does not rename to what is taken or a keyword', async () => {
    assert.deepEqual(await offered('email ‹Teaser›\nemail teaser'), []);
    assert.deepEqual(await offered('email ‹Teaser›', { 'journeys/b.journey': 'form teaser' }), []);
    assert.deepEqual(await offered('email ‹Any›'), []);
    assert.deepEqual(await offered('email ‹Teaser›'), [['Rename to `teaser` everywhere', 'email teaser']]);
  });

  it('closes what is open', async () => {
    assert.deepEqual(await offered('email a ‹{›\n  status live\n'), [['Insert the missing `}`', 'email a {\n  status live\n}\n']]);
  });
});
