import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lowerModel } from '../../../language-server/lowering/lower-model.ts';
import { messagesOf, readFiles } from '../../support/journeys.ts';

const examples = join(import.meta.dirname, '../../../examples');
const catalogue = readFileSync(join(examples, 'catalog.journey'), 'utf8');
const journey = readFileSync(join(examples, 'lead-nurturing.journey'), 'utf8');

/** Reads a text that may be broken: nothing may throw, and no check may fail with an exception of its own. */
async function readBroken(text: string): Promise<void> {
  const { document, services } = await readFiles({ 'lead-nurturing.journey': text, 'catalog.journey': catalogue });
  for (const message of messagesOf(document)) assert.doesNotMatch(message, /An error occurred|undefined|\[object/, text.slice(-80));
  for (const { code } of document.diagnostics ?? []) assert.equal(typeof code, 'string');
  assert.equal(lowerModel(document, services, (one) => one.uri.path).version, 1);
}

const tokens = [...journey.matchAll(/"[^"]*"|[\p{L}_][\p{L}\d_]*|\d+|[^\s\w]/gu)];

describe('half-written files', () => {
  it('every beginning of a file, token by token', async function () {
    this.timeout(60_000);
    for (const token of tokens) await readBroken(journey.slice(0, token.index + token[0].length));
  });

  it('every file with one token missing', async function () {
    this.timeout(60_000);
    for (const token of tokens) await readBroken(journey.slice(0, token.index) + journey.slice(token.index + token[0].length));
  });

  it('every file with one token twice', async function () {
    this.timeout(60_000);
    for (const token of tokens) await readBroken(`${journey.slice(0, token.index)}${token[0]} ${journey.slice(token.index)}`);
  });

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
