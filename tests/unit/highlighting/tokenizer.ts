import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';

const syntaxes = path.resolve(import.meta.dirname, '../../../syntaxes');
const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));

const files: Readonly<Record<string, string>> = {
  'source.journey': path.join(syntaxes, 'journey.tmLanguage.json'),
  'markdown.journey.codeblock': path.join(syntaxes, 'journey.markdown-injection.json'),
};

/** Stands for VS Code's own Markdown grammar, into which ours is injected. */
const markdown = { scopeName: 'text.html.markdown', patterns: [{ name: 'markup.other.markdown', match: '.+' }] };

const registry = new textmate.Registry({
  onigLib: oniguruma.loadWASM(wasm).then(() => ({
    createOnigScanner: (patterns) => oniguruma.createOnigScanner(patterns),
    createOnigString: (text) => oniguruma.createOnigString(text),
  })),
  loadGrammar: async (scope) => {
    const text = files[scope] === undefined ? JSON.stringify(markdown) : readFileSync(files[scope], 'utf8');
    return textmate.parseRawGrammar(text, `${scope}.json`);
  },
  getInjections: (scope) => (scope === 'text.html.markdown' ? ['markdown.journey.codeblock'] : undefined),
});

export interface Token {
  readonly text: string;
  /** From the outside in. */
  readonly scopes: readonly string[];
}

/** The lines of a text as VS Code's tokenizer cuts them. */
export async function tokenize(scope: string, lines: readonly string[]): Promise<Token[][]> {
  const grammar = (await registry.loadGrammar(scope)) as IGrammar;
  let state = textmate.INITIAL;
  return lines.map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({ text: line.slice(startIndex, endIndex), scopes }));
  });
}
