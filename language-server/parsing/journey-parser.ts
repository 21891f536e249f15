import type { IToken } from 'chevrotain';
import type { AstNode, LangiumCoreServices, ParseResult, ParserOptions } from 'langium';
import { createParser, LangiumParser } from 'langium';
import type { JourneyLexer } from '../lexing/journey-lexer.ts';
import type { JourneyTokenBuilder } from '../lexing/journey-token-builder.ts';

/**
 * Reads a text with mistakes a second time, in which no name can be the keyword of the declaration on the next line. So a
 * declaration without its name yet, or a clause without its end, does not swallow the one after it.
 */
export class JourneyParser extends LangiumParser {
  private readonly journeyLexer: JourneyLexer;

  constructor(services: LangiumCoreServices) {
    super(services);
    this.journeyLexer = services.parser.Lexer as JourneyLexer;
    const beginnings = new Set((services.parser.TokenBuilder as JourneyTokenBuilder).beginnings.values());
    // Chevrotain goes on past a token that does not fit when the next one does. Past the beginning of a declaration it must not.
    const wrapper = this.wrapper as unknown as { LA: (ahead: number) => IToken; canTokenTypeBeDeletedInRecovery: () => boolean };
    wrapper.canTokenTypeBeDeletedInRecovery = () => ![1, 2].some((ahead) => beginnings.has(wrapper.LA(ahead).tokenType));
  }

  override parse<Node extends AstNode = AstNode>(input: string, options?: ParserOptions): ParseResult<Node> {
    const result = super.parse<Node>(input, options);
    if (result.parserErrors.length === 0) return result;
    this.journeyLexer.surelyBegins = true;
    try {
      return super.parse<Node>(input, options);
    } finally {
      this.journeyLexer.surelyBegins = false;
    }
  }
}

export function createJourneyParser(services: LangiumCoreServices): JourneyParser {
  const parser = createParser(services.Grammar, new JourneyParser(services), services.parser.Lexer.definition);
  parser.finalize();
  return parser;
}
