import * as fc from 'fast-check';

/** What names could try on the places that show them. */
export const HOSTILE: readonly string[] = [
  'a | b `c` *d* _e_ ~~f~~ $g$ @team #1 &amp; \\',
  '</script><script>alert(1)</script><img src=x onerror="alert(1)">',
  '</title></style></svg><svg onload=alert(1)>',
  ']]>--><!--',
  "=cmd|'/c calc'!A1",
  '  +1+1',
  '-2+3',
  '@SUM(1)',
  '＝1',
  '\u001b[31mred\u001b]8;;https://a.example\u0007',
  '::error::stop',
  '##[error]stop ##vso[task.setvariable variable=a]b',
  'one\r\ntwo\tthree\u2028four',
  '\u202Eright\u2066to\u2069left',
  '"] ; click s1 "https://a.example" ; x["',
  '%%{init: {"securityLevel": "loose"}}%%',
  'style:#fff; end subgraph',
  '\\N \\G " -> s2; }',
  '`" <br/> #quot;',
  '\uD800lone',
  '既存の顧客をもう一度 مهتم 👩‍👩‍👧',
  '',
];

/** One of them, or any text that mixes the signs that they are made of. */
export const hostileName = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(...HOSTILE),
    fc.string({ unit: fc.constantFrom(...Array.from('<>&"\'`|\\;#%{}[]()=+-@:~*_!$\n\r\t\u001b\u202e a1é漢')), maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 30 }),
  );
