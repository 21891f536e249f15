import type { AstNode, LangiumCoreServices, ParseResult, ParserOptions } from 'langium';
import { createParser, LangiumParser } from 'langium';
import type { JourneyLexer } from '../lexing/journey-lexer.ts';
import type { JourneyTokenBuilder } from '../lexing/journey-token-builder.ts';
import type { RecoveringParser } from './recover-in-a-loop.ts';
import { recoverInALoop } from './recover-in-a-loop.ts';

/**
 * Reads a text up to its first mistake, and where there is one, again and to the end: then no name can be the keyword of the
 * declaration on the next line. So a declaration without its name yet, or a clause without its end, does not swallow the one
 * after it.
 */
export class JourneyParser extends LangiumParser {
  private readonly journeyLexer: JourneyLexer;
  private readonly inside: RecoveringParser;

  constructor(services: LangiumCoreServices) {
    super(services);
    this.journeyLexer = services.parser.Lexer as JourneyLexer;
    const beginnings = new Set((services.parser.TokenBuilder as JourneyTokenBuilder).beginnings.values());
    // Chevrotain goes on past a token that does not fit when the next one does. Past the beginning of a declaration it must not.
    const inside = this.wrapper as unknown as RecoveringParser;
    this.inside = inside;
    inside.canTokenTypeBeDeletedInRecovery = () => ![1, 2].some((ahead) => beginnings.has(inside.LA(ahead).tokenType));
    // How far ahead Chevrotain works out what would have been right, anew for each mistake. Messages name the next word only.
    inside.maxLookahead = 1;
    recoverInALoop(inside);
  }

  override parse<Node extends AstNode = AstNode>(input: string, options?: ParserOptions): ParseResult<Node> {
    this.inside.recoveryEnabled = false;
    try {
      const result = super.parse<Node>(input, options);
      if (result.parserErrors.length === 0) return result;
    } finally {
      this.inside.recoveryEnabled = true;
    }
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
