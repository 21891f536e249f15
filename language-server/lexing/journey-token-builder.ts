import type { TokenType } from 'chevrotain';
import { Lexer } from 'chevrotain';
import type { GrammarAST, Stream, TokenBuilderOptions } from 'langium';
import { DefaultTokenBuilder } from 'langium';
import { BEGINNINGS } from './beginnings.ts';

const isWord = (text: string): boolean => /^[a-z]/.test(text);

/**
 * Makes keywords soft: a word that is a keyword has no pattern of its own. It is lexed as an ID, then turned into its
 * keyword by {@link JourneyLexer}; and since the keyword belongs to the category ID, the parser takes it as a name
 * wherever the grammar expects one and nothing else fits.
 */
export class JourneyTokenBuilder extends DefaultTokenBuilder {
  /** The token type of each keyword that could be a name. */
  readonly words = new Map<string, TokenType>();
  /** The token type of each keyword that begins a declaration, for where it can be nothing else. */
  readonly beginnings = new Map<string, TokenType>();

  protected override buildKeywordTokens(rules: Stream<GrammarAST.AbstractRule>, terminals: TokenType[], options?: TokenBuilderOptions): TokenType[] {
    const id = terminals.find((terminal) => terminal.name === 'ID');
    if (!id) throw new Error('The grammar has no terminal ID.');
    const keywords = super.buildKeywordTokens(rules, terminals, options);
    const kinds: TokenType[] = [];
    for (const keyword of keywords) {
      if (!isWord(keyword.name)) continue;
      keyword.PATTERN = Lexer.NA;
      delete keyword.LONGER_ALT;
      if (BEGINNINGS.has(keyword.name)) {
        // The grammar's keyword stands for both: one that can be a name and one that cannot.
        const word = { name: `${keyword.name} or a name`, PATTERN: Lexer.NA, CATEGORIES: [keyword, id] };
        const beginning = { name: `${keyword.name} and no name`, PATTERN: Lexer.NA, CATEGORIES: [keyword] };
        kinds.push(word, beginning);
        this.words.set(keyword.name, word);
        this.beginnings.set(keyword.name, beginning);
      } else {
        keyword.CATEGORIES = [id];
        this.words.set(keyword.name, keyword);
      }
    }
    return [...keywords, ...kinds];
  }
}
