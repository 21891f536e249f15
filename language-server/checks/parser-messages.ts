import type { IToken, TokenType } from 'chevrotain';
import { LangiumParserErrorMessageProvider } from 'langium';

/** How many alternatives a message lists before it stops being helpful. */
const MOST_LISTED = 8;

/** Syntax errors in the words of the language: what was expected, what stands there. */
export class ParserMessages extends LangiumParserErrorMessageProvider {
  override buildMismatchTokenMessage({ expected, actual }: { expected: TokenType; actual: IToken; previous: IToken; ruleName: string }): string {
    if (expected.name === 'EOF') return nothingMore(actual);
    return `Expected ${wordFor(expected)}, but ${found(actual)}.`;
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
    return `Expected ${listed(expectedPathsPerAlt.flat())}, but ${found(actual[0])}.`;
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
    return `Expected ${listed(expectedIterationPaths)}, but ${found(actual[0])}.`;
  }
}

/** What stands here neither goes on with what is before it nor begins anything. */
const nothingMore = (token: IToken): string => `Expected the next declaration (\`email\`, \`segment\`, \`journey\` …), but ${found(token)}.`;

function listed(paths: readonly (readonly TokenType[])[]): string {
  const words = [...new Set(paths.flatMap((path) => (path[0] ? [wordFor(path[0])] : [])))];
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

const wordFor = (type: TokenType): string => TERMINALS[type.name] ?? `\`${type.name}\``;

const found = (token: IToken | undefined): string => (!token || token.image === '' ? 'the file ends here' : `\`${token.image}\` stands here`);
