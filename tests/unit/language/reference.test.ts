import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LangiumDocument } from 'langium';
import { EmptyFileSystem, URI } from 'langium';
import { CODES } from '../../../language-server/checks/codes.ts';
import { createJourneyServices } from '../../../language-server/core-services.ts';
import { keywordsOf } from '../../../scripts/text-mate-grammar.ts';
import { messagesOf } from '../../support/journeys.ts';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/language.md'), 'utf8');

interface Block {
  /** The line number of its fence. */
  readonly line: number;
  readonly path: string;
  readonly text: string;
}

/** Blocks ```journey, ```journey PATH (a file that others import) and ```journey with PATH PATH (what it imports). */
function blocks(): Block[] {
  return [...page.matchAll(/^```journey ?(.*)\n([\s\S]*?)^```$/gm)].map(({ index, 1: info = '', 2: text = '' }) => {
    const line = page.slice(0, index).split('\n').length;
    const [word, ...paths] = info.split(' ');
    const imports = word === 'with' ? `${paths.map((path) => `import "${path}"\n`).join('')}\n` : '';
    return { line, path: word === 'with' || info === '' ? `line-${String(line)}.journey` : info, text: imports + text };
  });
}

function section(heading: string): string {
  return page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
}

describe('docs/language.md', () => {
  const documents = new Map<string, LangiumDocument>();

  before(async () => {
    const { shared } = createJourneyServices(EmptyFileSystem);
    for (const { path, text } of blocks()) {
      const document = shared.workspace.LangiumDocumentFactory.fromString(text, URI.file(`/workspace/${path}`));
      shared.workspace.LangiumDocuments.addDocument(document);
      documents.set(path, document);
    }
    await shared.workspace.DocumentBuilder.build([...documents.values()], { validation: true });
  });

  for (const { line, path } of blocks()) {
    it(`line ${String(line)} has no diagnostic`, () => {
      const document = documents.get(path);
      assert(document);
      assert.deepEqual(messagesOf(document), []);
    });
  }

  it('shows every declaration', () => {
    const types = [...documents.values()].flatMap((document) => (document.parseResult.value as { declarations?: { $type: string }[] }).declarations ?? []);
    const shown = new Set(types.map(({ $type }) => $type));
    const all = [
      'Provider',
      'Channel',
      'Email',
      'Form',
      'Page',
      'Activity',
      'Contact',
      'Segment',
      'Score',
      'Journey',
      'Campaign',
      'Experiment',
      'Source',
      'Test',
    ];
    assert.deepEqual([...shown].sort(), all.sort());
  });

  it('leads to the page of every diagnostic', () => {
    const linked = [...section('Diagnostics').matchAll(/\[`([a-z-]+)`\]\(diagnostics\/\1\.md\)/g)].map(([, code]) => code);
    assert.deepEqual(linked.sort(), Object.keys(CODES).sort());
  });

  it('lists every keyword', () => {
    const listed = [...section('Keywords').matchAll(/`([a-z0-9_]+)`/g)].map(([, word]) => word);
    assert.deepEqual(listed, keywordsOf(readFileSync(join(root, 'language-server/generated/grammar.ts'), 'utf8')));
  });

  it('links to headings that are there', () => {
    const links = [...page.matchAll(/\]\(((?!https?:)[^)#]*)(?:#([^)]*))?\)/g)];
    assert(links.length > 40);
    for (const [, file = '', anchor] of links) {
      const target = file === '' ? page : readFileSync(join(root, 'docs', file), 'utf8');
      if (anchor !== undefined) assert(anchorsOf(target).has(anchor), `${file}#${anchor}`);
    }
  });
});

/** The anchors of a page's headings, as GitHub and VS Code make them. */
function anchorsOf(text: string): Set<string> {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
