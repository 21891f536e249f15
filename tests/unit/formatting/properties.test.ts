import assert from 'node:assert/strict';
import { URI } from 'langium';
import type { Model } from '../../../src/model/model.ts';
import { lowerModel } from '../../../language-server/lowering/lower-model.ts';
import { generateJourney } from '../../differential/generate-journey.ts';
import { textOf } from '../../differential/phrase.ts';
import { Random } from '../../differential/random.ts';
import { documentedTexts, exampleTexts, format, services } from '../../support/formatting.ts';

/** A hundredth of what `JOURNEY_SOAK=1` runs, and always the same. */
const GENERATED = process.env['JOURNEY_SOAK'] === '1' ? 100_000 : 300;

const random = new Random(20_260_301);

describe('formatting any text', () => {
  const examples = exampleTexts();
  const documented = documentedTexts();

  it('has examples', () => {
    assert(examples.length >= 2);
    assert(documented.length >= 50);
  });

  for (const { name, text } of examples) {
    it(`leaves ${name} as it is`, () => {
      assert.equal(format(text).text, text);
      assert.deepEqual(format(text).edits, []);
    });
  }

  for (const { name, text } of [...examples, ...documented]) {
    it(`keeps what ${name} means, whatever its layout`, async () => {
      await keepsMeaning(text);
      for (let round = 0; round < 4; round++) await keepsMeaning(disordered(text, random.pick([0, 0.05, 0.4])));
    });
  }

  it(`keeps what ${String(GENERATED)} random journeys mean, whatever their layout`, async function () {
    this.timeout(0);
    for (let seed = 1; seed <= GENERATED; seed++) {
      const text = textOf(generateJourney(new Random(seed), '2026-01-01'));
      await keepsMeaning(disordered(text, random.pick([0, 0.02, 0.2])));
    }
  });

  it(`keeps what ${String(GENERATED)} half-written texts mean`, async function () {
    this.timeout(0);
    let leftAlone = 0;
    for (let count = 0; count < GENERATED; count++) {
      const { text } = random.pick(examples);
      const broken = mutated(disordered(text, random.pick([0, 0.02])));
      leftAlone += format(broken).leftAlone.length;
      await keepsMeaning(broken);
    }
    assert(leftAlone > GENERATED / 2, String(leftAlone));
  });
});

/** Formatting a text again changes nothing; it has the same model, the same errors of syntax and the same comments as before. */
async function keepsMeaning(text: string): Promise<void> {
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

/** The same tokens with other white space between them, and with a comment at each place with some probability. */
function disordered(text: string, comments: number): string {
  const { tokens, hidden } = services.parser.Lexer.tokenize(text, { mode: 'partial' });
  const newline = random.pick(['\n', '\n', '\r\n']);
  const blank = (): string => random.pick([' ', ' ', ' ', '  ', '\t', newline, newline, newline + newline, `${newline}${newline}${newline}   `]);
  const comment = (): string =>
    random.pick([
      () => `/* a${String(random.between(1, 99))} */`,
      () => `${newline}/* b */${newline}`,
      () => `// c${String(random.between(1, 99))} ${newline}`,
      () => `${newline} // d${newline}`,
      () => `/* of${newline}   two lines */`,
      () => `${newline}/* of${newline}     * stars${newline} */`,
      () => `/** documents */`,
    ])();
  let made = random.chance(0.1) ? '\uFEFF' : '';
  const pieces = [...tokens, ...hidden].sort((a, b) => a.startOffset - b.startOffset);
  for (const { image, tokenType } of pieces) {
    // Between the words of `in last` there is no place for a comment.
    made += tokenType.name === 'in last' ? `in${blank()}last` : image;
    made += tokenType.name === 'SL_COMMENT' ? newline : blank();
    while (random.chance(comments)) made += comment() + random.pick(['', blank()]);
  }
  return made;
}

/** A text with a token less, a token twice, or something that does not belong there. */
function mutated(text: string): string {
  const { tokens } = services.parser.Lexer.tokenize(text, { mode: 'partial' });
  const { startOffset, image } = random.pick(tokens);
  const end = startOffset + image.length;
  const made = random.pick(['', image + ' ' + image, '@', '"never closed', '/* never closed', `}`, `{`, `(`, `not`, `${image} = `]);
  return text.slice(0, startOffset) + made + text.slice(end);
}
