import type { IToken, TokenType } from 'chevrotain';
import type { Grammar } from 'langium';
import { AstUtils, GrammarAST, LangiumParserErrorMessageProvider } from 'langium';
import { nearestNames } from '../references/nearest-names.ts';

/** How many alternatives a message lists before it stops being helpful. */
const MOST_LISTED = 8;

/** Syntax errors in the words of the language: what was expected, what stands there. */
export class ParserMessages extends LangiumParserErrorMessageProvider {
  private readonly clauses: ReadonlyMap<string, readonly string[]>;

  constructor(grammar: Grammar) {
    super();
    this.clauses = clausesOf(grammar);
  }

  override buildMismatchTokenMessage({ expected, actual, ruleName }: { expected: TokenType; actual: IToken; previous: IToken; ruleName: string }): string {
    if (expected.name === 'EOF') return nothingMore(actual);
    // Langium's names of rules end with an invisible character.
    const clauses = expected.name === '}' ? this.clauses.get(ruleName.replace(/\u200B$/, '')) : undefined;
    if (!clauses) return `Expected ${wordFor(expected)}, but ${found(actual)}.${hint([expected], actual)}`;
    const [nearest] = nearestNames(actual.image, clauses);
    const meant = nearest === undefined || nearest === actual.image ? '' : ` Did you mean \`${nearest}\`?`;
    return `Expected another clause (${clauses.map(wordOf).join(', ')}) or \`}\`, but ${found(actual)}.${meant}`;
  }

  override buildNotAllInputParsedMessage({ firstRedundant }: { firstRedundant: IToken; ruleName: string }): string {
    return nothingMore(firstRedundant);
  }

  override buildNoViableAltMessage({
    expectedPathsPerAlt,
    actual,
  }: {
    expectedPathsPerAlt: TokenType[][][];
    actual: IToken[];
    previous: IToken;
    ruleName: string;
  }): string {
    return unexpected(expectedPathsPerAlt.flat(), actual[0]);
  }

  override buildEarlyExitMessage({
    expectedIterationPaths,
    actual,
  }: {
    expectedIterationPaths: TokenType[][];
    actual: IToken[];
    previous: IToken;
    ruleName: string;
  }): string {
    return unexpected(expectedIterationPaths, actual[0]);
  }
}

/** For each rule with braces the words with which what stands in them can begin. */
function clausesOf(grammar: Grammar): Map<string, readonly string[]> {
  const clauses = new Map<string, readonly string[]>();
  for (const rule of grammar.rules.filter(GrammarAST.isParserRule)) {
    const parts = AstUtils.streamAst(rule.definition).toArray();
    if (!parts.some((part) => GrammarAST.isKeyword(part) && part.value === '}')) continue;
    const repeated = parts.filter(GrammarAST.isAssignment).filter(({ operator, cardinality }) => operator === '+=' && cardinality === '*');
    const words = new Set(repeated.flatMap(({ terminal }) => [...firstWords(terminal)]));
    if (words.size > 0) clauses.set(rule.name, [...words]);
  }
  return clauses;
}

/** The words, or terminals, with which a part of the grammar can begin. */
function* firstWords(part: GrammarAST.AbstractElement): Generator<string> {
  if (GrammarAST.isKeyword(part)) yield part.value;
  else if (GrammarAST.isRuleCall(part)) yield* GrammarAST.isParserRule(part.rule.ref) ? firstWords(part.rule.ref.definition) : [part.rule.$refText];
  else if (GrammarAST.isCrossReference(part) && part.terminal) yield* firstWords(part.terminal);
  else if (GrammarAST.isAlternatives(part)) for (const one of part.elements) yield* firstWords(one);
  else if (GrammarAST.isAssignment(part)) yield* firstWords(part.terminal);
  else if (GrammarAST.isGroup(part)) {
    for (const one of part.elements) {
      yield* firstWords(one);
      if (one.cardinality !== '?' && one.cardinality !== '*' && !GrammarAST.isAction(one)) return;
    }
  }
}

const unexpected = (paths: readonly (readonly TokenType[])[], actual: IToken | undefined): string =>
  `Expected ${listed(paths)}, but ${found(actual)}.${hint(
    paths.flatMap((path) => path.slice(0, 1)),
    actual,
  )}`;

/** What a text in place of a name could have been. */
const hint = (expected: readonly TokenType[], actual: IToken | undefined): string =>
  actual?.tokenType.name === 'STRING' && expected.some(({ name }) => name === 'ID') ? ' A name is a word without quotes, such as `product_teaser`.' : '';

/** What stands here neither goes on with what is before it nor begins anything. */
const nothingMore = (token: IToken): string => `Expected the next declaration (\`email\`, \`segment\`, \`journey\` …), but ${found(token)}.`;

function listed(paths: readonly (readonly TokenType[])[]): string {
  const all = new Set(paths.flatMap((path) => (path[0] ? [wordFor(path[0])] : [])));
  // Of `day` and `days` one is enough.
  const words = [...all].filter((word) => !(word.endsWith('`') && all.has(word.replace(/`$/, 's`'))));
  const shown = words.slice(0, MOST_LISTED);
  const rest = words.length > shown.length ? ' …' : '';
  return shown.length > 1 && rest === '' ? `${shown.slice(0, -1).join(', ')} or ${shown.at(-1) ?? ''}` : `${shown.join(', ')}${rest}`;
}

const TERMINALS: Readonly<Record<string, string>> = {
  ID: 'a name',
  STRING: 'a text in double quotes',
  NUMBER: 'a number',
  MOMENT: 'a date',
  TIME: 'a time such as `09:30`',
  EOF: 'the end of the file',
};

const wordOf = (name: string): string => TERMINALS[name] ?? `\`${name}\``;

const wordFor = ({ name }: TokenType): string => wordOf(name);

const found = (token: IToken | undefined): string => (!token || token.image === '' ? 'the file ends here' : `\`${token.image}\` stands here`);
