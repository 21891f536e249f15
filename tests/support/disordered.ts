import { writtenTokens } from '../../language-server/formatting/written-tokens.ts';
import type { Random } from '../differential/random.ts';
import { services } from './formatting.ts';

/** The same tokens with other white space between them, and with a comment at each place with some probability. */
export function disordered(text: string, comments: number, random: Random): string {
  const { tokens, comments: hidden } = writtenTokens(text, services);
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
    made += image;
    made += tokenType.name === 'SL_COMMENT' ? newline : blank();
    while (random.chance(comments)) made += comment() + random.pick(['', blank()]);
  }
  return made;
}
