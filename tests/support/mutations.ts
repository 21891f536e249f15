import { Random } from '../differential/random.ts';

/** What a broken disk, a bad merge or a slip of the hand can put anywhere. */
const CHARACTERS = [
  ...['"', '\\', '{', '}', '(', ')', '/*', '*/', '/**', '//', '*', '^', '.', ',', '%', '+', '-', '=', '==', '!', '<', '>', ':', '0', '9', 'a', '_'],
  ...['\n', '\r\n', '\r', '\t', ' ', '\0', '\u{FEFF}', '\u{202E}', '\u{2028}', 'é', 'e\u0301', '\uD800', '\uDC00', '👩‍👧', '𝒳', 'م', '客'],
];

/** Numbers and dates at the ends of what can be written. */
const VALUES = [
  ...['0', '1', '99999999999999999999', '0.000000001', '1.', '2026-02-30', '2026-03-01T25:00Z', '9999-12-31', '24:00', '""', '"*"', '"\\u{110000}"', '"\\'],
  // Names that every object of JavaScript has.
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty'],
];

const TOKEN = /"(?:[^"\\\n]|\\.)*"?|\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*|[\p{L}_][\p{L}\p{M}\p{Nd}_]*|[0-9][0-9.:T-]*|[<>=!]=|[^\s]/gu;

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export const tokensOf = (text: string): Token[] =>
  [...text.matchAll(TOKEN)].map(({ 0: token, index }) => ({ text: token, start: index, end: index + token.length }));

/** An edit: what stands from `start` up to `end` gives way to `text`. */
export interface Mutation {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export const mutated = (text: string, { start, end, text: put }: Mutation): string => text.slice(0, start) + put + text.slice(end);

/** Makes random edits of characters and of tokens. `words` is what tokens are replaced by. */
export class Mutator {
  private readonly random: Random;
  private readonly words: readonly string[];

  constructor(random: Random, words: readonly string[]) {
    this.random = random;
    this.words = [...words, ...VALUES];
  }

  mutation(text: string): Mutation {
    return this.random.chance(0.4) ? this.ofCharacters(text) : this.ofTokens(text);
  }

  private ofCharacters(text: string): Mutation {
    const { random } = this;
    const start = random.between(0, text.length);
    const end = Math.min(text.length, start + random.between(0, random.chance(0.1) ? 400 : 3));
    return random.weighted<Mutation>([
      [3, () => ({ start, end: start, text: random.pick(CHARACTERS) })],
      [2, () => ({ start, end, text: '' })],
      [2, () => ({ start, end: Math.min(text.length, start + 1), text: random.pick(CHARACTERS) })],
      [1, () => ({ start: end, end, text: text.slice(start, end) })],
      [1, () => ({ start, end: start, text: random.pick(CHARACTERS).repeat(random.between(2, 80)) })],
      [0.5, () => ({ start, end: text.length, text: '' })],
    ]);
  }

  private ofTokens(text: string): Mutation {
    const { random } = this;
    const tokens = tokensOf(text);
    if (tokens.length === 0) return { start: text.length, end: text.length, text: random.pick(this.words) };
    const index = random.between(0, tokens.length - 1);
    const token = tokens[index]!;
    const other = random.pick(tokens);
    const last = tokens[Math.min(tokens.length - 1, index + random.between(1, 12))]!;
    return random.weighted<Mutation>([
      [3, () => ({ start: token.start, end: token.end, text: '' })],
      [3, () => ({ start: token.start, end: token.end, text: random.pick(this.words) })],
      [2, () => ({ start: token.start, end: token.end, text: other.text })],
      [2, () => ({ start: token.start, end: token.start, text: `${random.pick(this.words)} ` })],
      [1, () => ({ start: token.start, end: token.start, text: `${token.text} ` })],
      [1, () => ({ start: token.start, end: last.end, text: '' })],
      [1, () => ({ start: other.start, end: other.start, text: `${text.slice(token.start, last.end)}\n` })],
      [0.3, () => ({ start: token.start, end: token.start, text: random.pick(['(', '{', 'not ', 'any of (']).repeat(random.between(2, 100)) })],
    ]);
  }
}
