import { generateJourney } from '../differential/generate-journey.ts';
import { textOf } from '../differential/phrase.ts';
import { Random } from '../differential/random.ts';
import { disordered } from '../support/disordered.ts';
import { exampleTexts, format, services } from '../support/formatting.ts';
import { keepsMeaning } from '../support/keeps-meaning.ts';
import type { SoakPart } from './soak-part.ts';

export const formatting: SoakPart = {
  name: 'formatting',
  says: 'formatting a random journey and a half-written text is idempotent and keeps their meaning and comments',
  unit: 'texts',
  whole: 100_000,
  sample: 300,
  start: () => {
    const examples = exampleTexts();
    return async (seed, tally) => {
      const random = new Random(seed);
      const journey = textOf(generateJourney(random, '2026-01-01'));
      await keepsMeaning(disordered(journey, random.pick([0, 0.02, 0.2]), random));
      tally.pass();
      const broken = broke(disordered(random.pick(examples).text, random.pick([0, 0.02]), random), random);
      tally.count('parts left alone', format(broken).leftAlone.length);
      await keepsMeaning(broken);
      tally.pass();
    };
  },
  doubts: ({ seeds, counts: { 'parts left alone': leftAlone = 0 } }) => (leftAlone > seeds / 2 ? [] : [`only ${leftAlone} parts of ${seeds} texts left alone`]),
};

/** A text with a token less, a token twice, or something that does not belong there. */
function broke(text: string, random: Random): string {
  const { tokens } = services.parser.Lexer.tokenize(text, { mode: 'partial' });
  const { startOffset, image } = random.pick(tokens);
  const end = startOffset + image.length;
  const made = random.pick(['', image + ' ' + image, '@', '"never closed', '/* never closed', `}`, `{`, `(`, `not`, `${image} = `]);
  return text.slice(0, startOffset) + made + text.slice(end);
}
