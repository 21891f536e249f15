import assert from 'node:assert/strict';
import { URI } from 'langium';
import { lowerModel } from '../../language-server/lowering/lower-model.ts';
import type { Model } from '../../src/model/model.ts';
import { format, services } from './formatting.ts';

/** Formatting a text again changes nothing; it has the same model, the same errors of syntax and the same comments as before. */
export async function keepsMeaning(text: string): Promise<void> {
  const formatted = format(text);
  assert.equal(format(formatted.text).text, formatted.text, `Not idempotent:\n${text}`);
  const [before, after] = [await meaning(text), await meaning(formatted.text)];
  assert.deepEqual(after, before, text);
  assert.deepEqual(commentsOf(formatted.text), commentsOf(text), text);
  if (before.errors.length === 0 && !/"[^"\n]*$/m.test(text)) assert.deepEqual(formatted.leftAlone, [], text);
}

async function meaning(text: string): Promise<{ model: Model; errors: string[] }> {
  const { LangiumDocuments, LangiumDocumentFactory, DocumentBuilder } = services.shared.workspace;
  const document = LangiumDocumentFactory.fromString(text, URI.file('/workspace/a.journey'));
  LangiumDocuments.addDocument(document);
  await DocumentBuilder.build([document]);
  const model = lowerModel(document, services, (one) => one.uri.path);
  LangiumDocuments.deleteDocument(document.uri);
  const { lexerErrors, parserErrors } = document.parseResult;
  return { model: withoutPlaces(model), errors: [...lexerErrors, ...parserErrors].map(({ message }) => message.replaceAll(/offset: \d+/g, '')) };
}

const withoutPlaces = <Value>(value: Value): Value =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'source' ? undefined : inner))) as Value;

const commentsOf = (text: string): string[] => services.parser.Lexer.tokenize(text).hidden.map(({ image }) => image.replaceAll(/\s+/g, ' ').trim());
