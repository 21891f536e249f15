/** A piece of `.journey` text that knows simpler ones that could stand in its place, so that a failing text can be made small. */
export interface Phrase {
  readonly parts: readonly (string | Phrase)[];
  readonly simpler: readonly Phrase[];
}

/** A template of text and phrases; what stands between them stays. */
export function phrase(strings: TemplateStringsArray, ...parts: readonly (string | Phrase)[]): Phrase {
  return { parts: strings.flatMap((text, index) => (index < parts.length ? [text, parts[index]!] : [text])), simpler: [] };
}

export const words = (text: string): Phrase => ({ parts: [text], simpler: [] });

/** A phrase that may be left out or be replaced by one of some simpler ones. */
export const orSimpler = ({ parts }: Phrase, ...simpler: readonly Phrase[]): Phrase => ({ parts, simpler });

export const NOTHING = words('');

export const optional = (one: Phrase): Phrase => orSimpler(one, NOTHING);

export const joined = (phrases: readonly Phrase[], between = ''): Phrase => ({
  parts: phrases.flatMap((one, index) => (index === 0 ? [one] : [between, one])),
  simpler: [],
});

export const textOf = ({ parts }: Phrase): string => parts.map((part) => (typeof part === 'string' ? part : textOf(part))).join('');

/** Every text that is this one with a single phrase made simpler, large steps first. */
export function* simplerOnes(one: Phrase): Generator<Phrase> {
  yield* one.simpler;
  for (const [index, part] of one.parts.entries()) {
    if (typeof part === 'string') continue;
    for (const simpler of simplerOnes(part)) yield { parts: one.parts.with(index, simpler), simpler: one.simpler };
  }
}
