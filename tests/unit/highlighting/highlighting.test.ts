import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { keywordsOf } from '../../../scripts/text-mate-grammar.ts';
import { tokenize, type Token } from './tokenizer.ts';

/**
 * A case is a text with, below each line that has anything on it, its colours: one letter a character. JOURNEY_UPDATE=1 writes them anew; read the difference.
 */
const colours: readonly (readonly [letter: string, scope: string])[] = [
  ['D', 'storage.'],
  ['N', 'entity.name.type'],
  ['P', 'support.constant.provider'],
  ['k', 'keyword.other.journey'],
  ['u', 'keyword.other.unit'],
  ['c', 'keyword.control'],
  ['o', 'keyword.operator'],
  ['e', 'support.function.event'],
  ['r', 'support.function.measure'],
  ['M', 'support.constant.medium'],
  ['t', 'support.type'],
  ['v', 'constant.language'],
  ['d', 'constant.numeric.date'],
  ['n', 'constant.numeric'],
  ['C', 'variable.language.contact'],
  ['p', 'variable.other.property'],
  ['m', 'variable.other.member'],
  ['x', 'variable.other.journey'],
  ['\\', 'constant.character.escape'],
  ['!', 'invalid.'],
  ['s', 'string.'],
  ['*', 'comment.block.documentation'],
  ['/', 'comment.'],
  ['.', 'punctuation.'],
];

const project = path.resolve(import.meta.dirname, '../../..');
const cases = path.join(import.meta.dirname, 'cases');
const keywords = keywordsOf(readFileSync(path.join(project, 'language-server/generated/grammar.ts'), 'utf8'));

describe('highlighting', () => {
  for (const file of readdirSync(cases)) {
    it(`colours ${file} as it says`, async () => {
      const text = readFileSync(path.join(cases, file), 'utf8');
      const expected = text.trimEnd().split('\n');
      const source = expected.filter((_line, index) => index % 2 === 0);
      const tokens = await tokenize('source.journey', source);
      const actual = source.flatMap((line, index) => [line, tokens[index]!.map(colour).join('').trimEnd()]);
      if (process.env['JOURNEY_UPDATE'] === '1') writeFileSync(path.join(cases, file), `${actual.join('\n')}\n`);
      assert.deepEqual(actual, expected);
    });
  }

  it('colours every keyword of the language', async () => {
    const sentences: Readonly<Record<string, string>> = {
      ...{ text: '  p text', number: '  p number', flag: '  p flag', date: '  p date' },
      ...{ property: '  property p column "c"', attribute: '  attribute p column "c"', column: '  id column "c"' },
      ...Object.fromEntries(['time', 'event', 'bounce', 'machine'].map((what) => [what, `  ${what} column "c"`])),
    };
    assert.ok(keywords.includes('journey') && keywords.includes('unsubscribed'));
    const plainNames = [];
    for (const keyword of keywords) {
      const found = await tokenize('source.journey', [
        keyword,
        `1 ${keyword}`,
        `phase ${keyword}`,
        `status ${keyword}`,
        `order ${keyword}`,
        `reentry ${keyword}`,
        `consent ${keyword}`,
        sentences[keyword] ?? '',
      ]);
      const asKeyword = found.some((line) => line.some((token) => token.text === keyword && !token.scopes.some((scope) => scope.startsWith('variable.'))));
      if (!asKeyword) plainNames.push(keyword);
    }
    assert.deepEqual(plainNames, []);
  });

  it('does not colour a keyword where it is the name', async () => {
    for (const keyword of keywords) {
      const [declared, member, escaped, part] = await tokenize('source.journey', [
        `segment ${keyword} "Label"`,
        `clicked welcome.${keyword}`,
        `in segment ^${keyword}`,
        `in segment ${keyword}_2`,
      ]);
      assert.deepEqual(innermost(declared!, keyword), 'entity.name.type.journey');
      assert.deepEqual(innermost(member!, keyword), 'variable.other.member.journey');
      assert.deepEqual(innermost(escaped!, `^${keyword}`), 'variable.other.journey');
      assert.deepEqual(innermost(part!, `${keyword}_2`), 'variable.other.journey');
    }
  });

  it('colours a journey block in Markdown and nothing around it', async () => {
    const lines = [
      'text journey',
      '```journey',
      'segment warm when opened any email',
      '```',
      'segment warm',
      '~~~ Journey {title}',
      'provider ses',
      '~~~',
      '```journeys',
      'provider ses',
      '```',
    ];
    const tokens = await tokenize('text.html.markdown', lines);
    const inside = lines.filter((_line, index) => tokens[index]!.some(({ scopes }) => scopes.includes('meta.embedded.block.journey')));
    assert.deepEqual(inside, ['segment warm when opened any email', 'provider ses']);
    assert.equal(innermost(tokens[2]!, 'warm'), 'entity.name.type.journey');
    assert.equal(innermost(tokens[6]!, 'ses'), 'support.constant.provider.journey');
  });

  describe('takes time in proportion to the length of a line', () => {
    const hostile = ['/* ', '/**', '"\\', '\\"', '1 ', '1.', 'a.', '^', ' ', '\t{', 'kpi 1', 'contact ', 'email a', '𝒳', '2026-03-01T', '{ }', '- + '];
    for (const text of hostile) {
      it(JSON.stringify(text), async () => {
        // In proportion it takes tenths of a second, in proportion to the square it would pass mocha's two seconds.
        await tokenize('source.journey', [text.repeat(50_000 / text.length)]);
      });
    }
  });

  it('has no pattern with a repetition inside a repeated group', () => {
    for (const name of ['journey.tmLanguage.json', 'journey.markdown-injection.json']) {
      const patterns = patternsIn(JSON.parse(readFileSync(path.join(project, 'syntaxes', name), 'utf8')));
      assert.ok(patterns.length >= 3);
      // Classes and escapes hold no repetition; what is left of a group can be seen.
      const bare = patterns.map((pattern) => pattern.replaceAll(/\\p\{\w+\}|\\./g, 'x').replaceAll(/\[[^\]]*\]/g, 'x'));
      assert.deepEqual(
        bare.filter((pattern) => /\([^()]*[*+}][^()]*\)[*+{]/.test(pattern)),
        [],
      );
    }
  });
});

function colour({ text, scopes }: Token): string {
  if (text.trim() === '') return ' '.repeat(text.length);
  const scope = scopes.at(-1)!;
  const [letter] = colours.find(([, prefix]) => scope.startsWith(prefix)) ?? (scope === 'source.journey' ? ['?'] : []);
  assert.ok(letter !== undefined, `no letter for ${scope}`);
  return text.replaceAll(/\S/gu, () => letter);
}

function innermost(tokens: readonly Token[], text: string): string | undefined {
  return tokens.findLast((token) => token.text === text)?.scopes.at(-1);
}

function patternsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    ['match', 'begin', 'end', 'while'].includes(key) && typeof part === 'string' ? [part] : patternsIn(part),
  );
}
