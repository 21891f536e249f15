import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ENGLISH } from '../../../src/drawing/drawing-messages.ts';
import { funnelStrings } from '../../../src/extension/funnel/funnel-strings.ts';
import { VIEW_STRINGS } from '../../../src/webview/protocol.ts';

const root = path.join(import.meta.dirname, '../../..');
const json = (file: string): Record<string, string> => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, string>;

interface Found {
  /** First arguments of `l10n.t`. */
  readonly translated: Set<string>;
  /** Calls whose first argument is not a plain text, by file. */
  readonly dynamic: string[];
  /** Texts handed to what shows them to the user, by file. */
  readonly shownAsTheyAre: string[];
}

/** Functions and properties of VS Code whose texts a person reads. */
const SHOWS = /^(show(Information|Warning|Error)Message|createWebviewPanel)$/;
const SHOWN_PROPERTIES = new Set(['title', 'placeHolder', 'placeholder', 'prompt', 'label', 'description', 'detail', 'openLabel']);

function lookThrough(): Found {
  const found: Found = { translated: new Set(), dynamic: [], shownAsTheyAre: [] };
  const folder = path.join(root, 'src/extension');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))) {
    const source = ts.createSourceFile(name, readFileSync(path.join(folder, name), 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
        const [first] = node.arguments;
        if (node.expression.getText() === 'l10n.t') {
          if (first && ts.isStringLiteral(first)) found.translated.add(first.text);
          else found.dynamic.push(name);
        } else if (SHOWS.test(node.expression.name.text)) {
          for (const argument of node.arguments) if (ts.isStringLiteral(argument)) found.shownAsTheyAre.push(`${name}: ${argument.text}`);
        }
      }
      if (ts.isPropertyAssignment(node) && SHOWN_PROPERTIES.has(node.name.getText()) && ts.isStringLiteralLike(node.initializer)) {
        found.shownAsTheyAre.push(`${name}: ${node.initializer.text}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

const places = (text: string): string[] => (text.match(/\{\d+\}/g) ?? []).toSorted();
const bundles = readdirSync(path.join(root, 'l10n')).filter((name) => name.startsWith('bundle.l10n'));
const languages = bundles.map((name) => name.split('.')[2] ?? '').filter((language) => language !== 'json');

describe('localisation', () => {
  const found = lookThrough();

  it('translates plain texts only, so that they can be collected', () => assert.deepEqual(found.dynamic, []));

  it('shows no text past the translation', () => assert.deepEqual(found.shownAsTheyAre, []));

  it('has every text of the code in the bundle for translators, and no other', () => {
    assert.deepEqual(Object.keys(json('l10n/bundle.l10n.json')).toSorted(), [...found.translated].toSorted());
  });

  it('hands every string to the view', () => {
    assert.deepEqual(Object.keys(funnelStrings({ t: (message: unknown) => String(message) })).toSorted(), [...VIEW_STRINGS].toSorted());
  });

  it('says in the view what reports say, in English', () => {
    const strings: Readonly<Record<string, string>> = funnelStrings({ t: (message: unknown) => String(message) });
    for (const [name, text] of Object.entries(ENGLISH)) assert.equal(strings[name], text, name);
  });

  it('has a text for every key of the manifest, and no other', () => {
    const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { contributes: unknown };
    const keys = new Set(Array.from(JSON.stringify(contributes).matchAll(/"%([^%"]+)%"/g), ([, key]) => key ?? ''));
    assert.deepEqual(Object.keys(json('package.nls.json')).toSorted(), [...keys].toSorted());
  });

  it('shows no text of the manifest past the translation', () => {
    const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      contributes: { commands: { title: string; category: string }[]; configuration: { properties: Record<string, { markdownDescription: string }> } };
    };
    for (const { title, category } of contributes.commands) assert.match(`${title} ${category}`, /^%[\w.]+% %[\w.]+%$/);
    for (const { markdownDescription } of Object.values(contributes.configuration.properties)) assert.match(markdownDescription, /^%[\w.]+%$/);
  });

  it('has at least one other language', () => assert.ok(languages.length > 0));

  for (const language of languages) {
    it(`is whole in ${language}, with the same places to fill in`, () => {
      const pairs: [string, string][] = [
        [`l10n/bundle.l10n.json`, `l10n/bundle.l10n.${language}.json`],
        ['package.nls.json', `package.nls.${language}.json`],
      ];
      for (const [english, other] of pairs) {
        const [texts, translations] = [json(english), json(other)];
        assert.deepEqual(Object.keys(translations).toSorted(), Object.keys(texts).toSorted(), other);
        for (const [key, text] of Object.entries(texts)) assert.deepEqual(places(translations[key] ?? ''), places(text), `${other}: ${key}`);
      }
    });
  }
});
