/**
 * Makes syntaxes/journey.tmLanguage.json. Its words are the language grammar's; what is said here is the colour of those that have one of their own.
 * It works on a line at a time and knows no context, so a keyword that is used as a name looks like one only where the characters around it tell:
 * after a declaring keyword, after a dot, after `^`. The language server's semantic tokens know the rest.
 *
 * No pattern may have a quantifier inside a quantified group: then each is linear in the line.
 */

/** Words that declare a name, which follows. */
const declaring = ['channel', 'email', 'form', 'page', 'activity', 'contact', 'segment', 'score', 'journey', 'stage', 'link'];

/** Words that are keywords only where they begin a declaration, at the start of a line. */
const topLevel = ['campaign', 'experiment', 'source', 'test'];

/** What a column of a source can hold; these words mean that only before `column`. */
const columns = ['time', 'event', 'bounce', 'machine', 'campaign'];

/** Words of a source that a name follows, and then `column`. */
const named = ['property', 'attribute'];

/** What else can stand before `column` and is a keyword elsewhere too. */
const columnsToo = ['contact', 'email', 'link', 'url', 'channel', 'form', 'page', 'id'];

/** Words that are values of a clause, and mean that only after its keyword. */
const values: Readonly<Record<string, readonly string[]>> = {
  status: ['draft', 'live'],
  order: ['sequential', 'flexible'],
  reentry: ['never', 'always', 'overlapping'],
  consent: ['required'],
  phase: ['awareness', 'consideration', 'decision', 'retention', 'advocacy', 'see', 'think', 'do', 'care'],
};

const types = ['text', 'number', 'flag', 'date'];

/** What is counted or measured, and means that only after a number (or `different`). */
const units = [
  ...['second', 'seconds', 'minute', 'minutes', 'hour', 'hours', 'day', 'days', 'week', 'weeks'],
  ...['times', 'pages', 'emails', 'links', 'campaigns', 'contacts'],
];

/** The scopes of other words; a word of the grammar that is nowhere in this file is a plain keyword. */
const scopes: Readonly<Record<string, readonly string[]>> = {
  'keyword.control.import.journey': ['import'],
  'keyword.control.journey': ['when', 'where', 'then'],
  'keyword.operator.logical.journey': ['and', 'or', 'not'],
  'keyword.operator.comparison.journey': ['contains', 'starts', 'ends', 'matches', 'missing', 'present'],
  'constant.language.boolean.journey': ['true', 'false'],
  'support.function.measure.journey': ['open_rate', 'click_rate', 'click_to_open_rate', 'unsubscribe_rate', 'spam_rate', 'bounce_rate', 'median', 'p90'],
  'support.function.event.journey': [
    ...['sent', 'delivered', 'opened', 'clicked', 'bounced', 'reported', 'spam', 'subscribed', 'confirmed', 'unsubscribed'],
    ...['submitted', 'visited', 'performed', 'given', 'withdrawn', 'become', 'member', 'been', 'active'],
  ],
};

const nameStart = String.raw`[\p{L}_]`;
const nameCharacter = String.raw`[\p{L}\p{M}\p{Nd}_]`;
const name = String.raw`\^?${nameStart}${nameCharacter}*`;
const wordEnd = `(?!${nameCharacter})`;
/** The beginning of a value. */
const value = String.raw`(?:"|-?\d|true|false)`;
const oneOf = (words: readonly string[]): string => `(${words.join('|')})${wordEnd}`;

/** The words of the grammar that langium-cli wrote into language-server/generated/grammar.ts, sorted. */
export function keywordsOf(generatedGrammar: string): readonly string[] {
  const found = generatedGrammar.matchAll(/"\$type":"Keyword","value":"([a-z][a-z0-9_]*)"/g);
  return [...new Set(Array.from(found, ([, word]) => word!))].sort();
}

/** The TextMate grammar for a language with these keywords. Throws when this file gives a colour to a word that is none. */
export function textMateGrammar(keywords: readonly string[]): string {
  // These are keywords in one place only, so elsewhere they look like the names they may be.
  const contextual = new Set([
    ...topLevel,
    ...columns,
    ...named,
    'column',
    ...Object.values(values).flat(),
    ...types,
    ...units,
    ...Object.values(scopes).flat(),
  ]);
  const coloured = [...declaring, ...columnsToo, ...Object.keys(values), ...contextual];
  const strangers = coloured.filter((word) => !keywords.includes(word));
  if (strangers.length > 0) throw new Error(`scripts/text-mate-grammar.ts gives a colour to ${strangers.join(', ')}, which the grammar does not have`);
  const plain = keywords.filter((word) => !contextual.has(word));
  return JSON.stringify({
    name: 'Journey',
    scopeName: 'source.journey',
    patterns: [
      'documentation',
      'comment',
      'lineComment',
      'string',
      'column',
      'declaration',
      'provider',
      'media',
      'assignment',
      'testing',
      'property',
      'attribute',
      'member',
      'date',
      'measure',
      'number',
      'clause',
      'keyword',
      'name',
      'operator',
      'punctuation',
    ].map(include),
    repository: {
      documentation: block('comment.block.documentation.journey', String.raw`/\*\*(?!/)`),
      comment: block('comment.block.journey', String.raw`/\*`),
      lineComment: { name: 'comment.line.double-slash.journey', match: '//.*$' },
      string: {
        name: 'string.quoted.double.journey',
        begin: '"',
        end: '"|$',
        patterns: [
          { name: 'constant.character.escape.journey', match: String.raw`\\(?:["\\nt]|u\{[0-9A-Fa-f]{1,6}\})` },
          { name: 'invalid.illegal.unknown-escape.journey', match: String.raw`\\.` },
        ],
      },
      declaration: {
        patterns: [
          // At the start of a line a name is declared. Further in, the same words begin clauses that refer to a name (`channel newsletter` in an
          // e-mail); there a declaration goes on with a label, a link's address or a block.
          { match: `^${oneOf(declaring)}\\s+(${name})`, captures: declarationCaptures },
          { match: `^\\s+${oneOf(declaring)}\\s+(${name})(?=\\s*["{])`, captures: declarationCaptures },
          { match: `^\\s+(side)\\s+(stage)\\s+(${name})`, captures: captures('storage.modifier.journey', 'storage.type.journey', 'entity.name.type.journey') },
          { match: String.raw`^\s*(contact)(?=\s*\{)`, captures: captures('storage.type.journey') },
          { match: `^${oneOf(topLevel)}\\s+(${name})`, captures: declarationCaptures },
          // A test has a title instead of a name; and a keyword that is being typed has neither yet.
          { name: 'storage.type.journey', match: `^${oneOf(topLevel)}` },
        ],
      },
      // Before the declarations: `link column "url"` would be one of a link.
      column: {
        patterns: [
          { match: `^\\s+${oneOf([...columns, ...columnsToo])}\\s+(column)(?=\\s*")`, captures: captures('keyword.other.journey', 'keyword.other.journey') },
          {
            match: `^\\s+${oneOf(named)}\\s+(${name})\\s+(column)(?=\\s*")`,
            captures: captures('keyword.other.journey', 'variable.other.property.journey', 'keyword.other.journey'),
          },
          { match: String.raw`^\s+(event)\s+(is)(?=\s)`, captures: captures('keyword.other.journey', 'keyword.other.journey') },
        ],
      },
      provider: {
        patterns: [
          { match: `^(provider)\\s+(${name})`, captures: captures('storage.type.journey', 'support.constant.provider.journey') },
          { match: `(as)\\s+(${name})`, captures: captures('keyword.other.journey', 'support.constant.provider.journey') },
        ],
      },
      // Ends where a word follows one without a comma between.
      media: {
        begin: String.raw`(via)\s+`,
        beginCaptures: captures('keyword.other.journey'),
        end: String.raw`(?<![,\s])(?=\s+[\p{L}_])|(?=\})|$`,
        patterns: [
          include('comment'),
          include('lineComment'),
          include('string'),
          { name: 'support.constant.medium.journey', match: name },
          { name: 'punctuation.separator.journey', match: ',' },
        ],
      },
      // A property and its value, without an operator between: `with topic "pricing", seats 2`, `utm source "newsletter"`.
      assignment: {
        patterns: [
          { match: `(with|set|utm)\\s+(${name})(?=\\s+${value})`, captures: captures('keyword.other.journey', 'variable.other.property.journey') },
          { match: `(,)\\s*(${name})(?=\\s+${value})`, captures: captures('punctuation.separator.journey', 'variable.other.property.journey') },
        ],
      },
      testing: {
        patterns: [
          { match: String.raw`(day)\s+(\d[\d.]*)`, captures: captures('keyword.other.unit.journey', 'constant.numeric.journey') },
          { match: String.raw`(median|p90)\s+(time)(?=\s)`, captures: captures('support.function.measure.journey', 'keyword.other.journey') },
          { match: String.raw`(starts)(?=\s+\d)`, captures: captures('keyword.other.journey') },
        ],
      },
      property: {
        match: `^\\s+(${name})\\s+${oneOf(types)}(?=\\s*(?:$|\\}|//|/\\*))`,
        captures: captures('variable.other.property.journey', 'support.type.journey'),
      },
      attribute: {
        match: `(contact)\\s*(\\.)\\s*(${name})`,
        captures: captures('variable.language.contact.journey', 'punctuation.accessor.journey', 'variable.other.property.journey'),
      },
      member: { match: `(\\.)\\s*(${name})`, captures: captures('punctuation.accessor.journey', 'variable.other.member.journey') },
      date: {
        name: 'constant.numeric.date.journey',
        match: String.raw`\d{4}-\d{2}-\d{2}(?:T[\d:.]*(?:Z|[+-]\d{2}:\d{2})?)?|\d{2}:\d{2}(?::\d{2})?`,
      },
      measure: {
        patterns: [
          {
            match: `(budget)\\s+(\\d[\\d.]*)\\s+(${name})`,
            captures: captures('keyword.other.journey', 'constant.numeric.journey', 'keyword.other.unit.journey'),
          },
          { match: String.raw`(\d[\d.]*)(%)`, captures: captures('constant.numeric.journey', 'keyword.other.unit.journey') },
          { match: String.raw`(\d[\d.]*)\s+${oneOf(units)}`, captures: captures('constant.numeric.journey', 'keyword.other.unit.journey') },
          {
            match: String.raw`(\d[\d.]*)\s+(different)\s+${oneOf(units)}`,
            captures: captures('constant.numeric.journey', 'keyword.other.journey', 'keyword.other.unit.journey'),
          },
        ],
      },
      number: { name: 'constant.numeric.journey', match: String.raw`\d[\d.]*` },
      clause: {
        patterns: Object.entries(values).map(([clause, words]) => ({
          match: `(${clause})\\s+${oneOf(words)}`,
          captures: captures('keyword.other.journey', 'constant.language.journey'),
        })),
      },
      keyword: {
        patterns: [
          ...Object.entries(scopes).map(([scope, words]) => ({ name: scope, match: oneOf(words) })),
          { name: 'keyword.other.journey', match: oneOf(plain) },
        ],
      },
      // Takes whole names, so that no keyword is found inside one.
      name: { name: 'variable.other.journey', match: name },
      operator: { name: 'keyword.operator.journey', match: String.raw`==|!=|<=|>=|<|>|\+(?=\d)|-(?=\d)` },
      punctuation: {
        patterns: [
          { name: 'punctuation.section.block.journey', match: '[{}]' },
          { name: 'punctuation.section.group.journey', match: '[()]' },
          { name: 'punctuation.separator.journey', match: ',' },
        ],
      },
    },
  });
}

const declarationCaptures = captures('storage.type.journey', 'entity.name.type.journey');

function include(rule: string): object {
  return { include: `#${rule}` };
}

function block(scope: string, begin: string): object {
  return { name: scope, begin, end: String.raw`\*/` };
}

function captures(...names: readonly string[]): object {
  return Object.fromEntries(names.map((scope, index) => [String(index + 1), { name: scope }]));
}
