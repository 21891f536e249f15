import type { LangiumDocument, ParseResult, ValidationOptions } from 'langium';
import { DefaultDocumentValidator } from 'langium';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { NameError } from '../references/journey-linker.ts';
import type { Code } from './codes.ts';
import { CODES } from './codes.ts';
import { lspSeverity } from './report.ts';

/** What a code action needs to know of a diagnostic. */
export interface DiagnosticData {
  readonly code: Code;
  /** Names that could have been meant, the nearest first. */
  readonly suggestions?: readonly string[];
}

/** Gives the diagnostics that Langium makes itself the codes and words of the language. */
export class JourneyDocumentValidator extends DefaultDocumentValidator {
  protected override processLexingErrors(parseResult: ParseResult, diagnostics: Diagnostic[], options: ValidationOptions): void {
    super.processLexingErrors(parseResult, diagnostics, options);
    for (const diagnostic of diagnostics) Object.assign(diagnostic, coded('syntax'));
  }

  protected override processParsingErrors(parseResult: ParseResult, diagnostics: Diagnostic[], options: ValidationOptions): void {
    const before = diagnostics.length;
    super.processParsingErrors(parseResult, diagnostics, options);
    for (const diagnostic of diagnostics.slice(before)) Object.assign(diagnostic, coded('syntax'));
  }

  protected override processLinkingErrors(document: LangiumDocument, diagnostics: Diagnostic[], _options: ValidationOptions): void {
    for (const reference of document.references) {
      const error = reference.error as NameError | undefined;
      // Where the parser went on after a mistake, a name can be empty; the mistake itself is already reported.
      if (!error || reference.$refNode === undefined || reference.$refText === '') continue;
      diagnostics.push({
        range: reference.$refNode.range,
        message: error.message,
        source: this.getSource() ?? '',
        ...coded(error.code, error.suggestions),
      });
    }
  }
}

function coded(code: Code, suggestions: readonly string[] = []): Pick<Diagnostic, 'code' | 'severity' | 'data'> {
  const data: DiagnosticData = suggestions.length > 0 ? { code, suggestions } : { code };
  return { code, severity: lspSeverity(CODES[code]), data };
}
