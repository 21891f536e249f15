import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LangiumDocument } from 'langium';
import { lowerModel } from '../../../language-server/lowering/lower-model.ts';
import { messagesOf, readFiles } from '../../support/journeys.ts';
import { tokensOf } from '../../support/mutations.ts';

const folder = join(import.meta.dirname, '../../../examples');
const example = (name: string): string => readFileSync(join(folder, name), 'utf8');
const imported = { 'catalog.journey': example('catalog.journey'), 'lead-nurturing.journey': example('lead-nurturing.journey') };

/** Reads a text that may be broken: nothing may throw, and no check may fail with an exception of its own. */
async function readBroken(text: string): Promise<LangiumDocument> {
  const others = Object.entries(imported).filter(([name]) => text.includes(`"${name}"`));
  const { document, services } = await readFiles({ 'broken.journey': text, ...Object.fromEntries(others) });
  for (const message of messagesOf(document)) assert.doesNotMatch(message, /An error occurred|undefined|\[object/, text.slice(-80));
  for (const { code } of document.diagnostics ?? []) assert.equal(typeof code, 'string');
  assert.equal(lowerModel(document, services, (one) => one.uri.path).version, 1);
  return document;
}

/** The texts between blank lines at the top level: declarations, some with the one before them. */
const declarationsOf = (text: string): string[] =>
  text
    .trimEnd()
    .split(/\n\n(?=\S)/)
    .filter((part) => !part.startsWith('import'));

describe('half-written files', () => {
  for (const name of ['lead-nurturing.journey', 'spring-push.journey', 'sources.journey']) {
    const text = example(name);
    const tokens = tokensOf(text);

    it(`every beginning of ${name}, token by token`, async function () {
      this.timeout(60_000);
      for (const token of tokens) await readBroken(text.slice(0, token.end));
    });

    it(`${name} with one token missing, each of them`, async function () {
      this.timeout(60_000);
      for (const token of tokens) await readBroken(text.slice(0, token.start) + text.slice(token.end));
    });

    it(`${name} with one token twice, each of them`, async function () {
      this.timeout(60_000);
      for (const token of tokens) await readBroken(`${text.slice(0, token.end)} ${text.slice(token.start)}`);
    });
  }

  for (const name of ['catalog.journey', 'lead-nurturing.journey', 'spring-push.journey', 'sources.journey']) {
    it(`no beginning of a declaration of ${name} hides what is wrong in the next`, async function () {
      this.timeout(60_000);
      const next = 'segment next when clicked nothing ever\n';
      for (const declaration of declarationsOf(example(name))) {
        // A comment without its end hides everything, and rightly.
        const tokens = tokensOf(declaration).filter(({ text }) => !text.startsWith('/*'));
        for (const { end } of tokens) {
          const text = `import "catalog.journey"\n${declaration.slice(0, end)}\n\n${next}`;
          const document = await readBroken(text);
          const line = text.split('\n').length - 2;
          const found = (document.diagnostics ?? []).some(({ code, range: { start } }) => code === 'unknown-name' && start.line === line);
          assert(found && messagesOf(document).some((message) => message.includes('email `nothing`')), `${text}\n${messagesOf(document).join('\n')}`);
        }
      }
    });
  }

  it('nesting deeper than the limit is a diagnostic, not a crash', async () => {
    for (const depth of [63, 65, 5_000]) {
      const text = `segment s when ${'('.repeat(depth)}been active ever${')'.repeat(depth)}`;
      const { document } = await readFiles({ 'a.journey': text });
      const messages = messagesOf(document);
      assert.equal(
        messages.some((message) => message.includes('64 levels')),
        depth > 64,
        `${String(depth)}: ${messages.join(' ')}`,
      );
    }
    await readBroken(`segment s when ${'not '.repeat(10_000)} been active ever`);
  });

  it('a broken declaration does not hide the diagnostics of the next', async () => {
    const { document } = await readFiles({ 'a.journey': 'email teaser {\n  link pricing\n}\nsegment s when clicked nothing ever\n' });
    assert.deepEqual(
      (document.diagnostics ?? []).map(({ code, range }) => `${String(range.start.line + 1)} ${String(code)}`),
      ['3 syntax', '4 unknown-name'],
    );
  });
});
