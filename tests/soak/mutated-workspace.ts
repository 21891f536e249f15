import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { URI } from 'langium';
import { keywordsOf } from '../../scripts/text-mate-grammar.ts';
import { exampleTexts } from '../support/formatting.ts';
import { tokensOf } from '../support/mutations.ts';

/** The files that are mutated: the example workspace. */
export const examples = exampleTexts().map(({ name, text }) => ({ name: name.replace(/^.*[\\/]/, ''), text }));

/** What tokens are replaced by: every keyword, and every token of the examples. */
export const words = [
  ...new Set([
    ...keywordsOf(readFileSync(join(import.meta.dirname, '../../language-server/generated/grammar.ts'), 'utf8')),
    ...examples.flatMap(({ text }) => tokensOf(text).map((token) => token.text)),
  ]),
].filter((word) => word.length < 60);

export const uriOf = (name: string): URI => URI.file(`/workspace/${name}`);
