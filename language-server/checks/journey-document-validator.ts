import type { ILexingError, IRecognitionException } from 'chevrotain';
import type { Cancellation, LangiumDocument, ParseResult, ValidationOptions } from 'langium';
import { DefaultDocumentValidator } from 'langium';
import type { Diagnostic, Position, Range } from 'vscode-languageserver-types';
import type { JourneyServices } from '../core-services.ts';
import type { WrongTurn } from '../lexing/wrong-turns.ts';
import type { NameError } from '../references/journey-linker.ts';
import type { Code } from './codes.ts';
import { CODES, isCode } from './codes.ts';
import type { DiagnosticSettings, Settings } from './diagnostic-settings.ts';
import { severityOf } from './diagnostic-settings.ts';
import { applyDisableComments } from './disable-comments.ts';
import type { DiagnosticData, Fix } from './report.ts';
import { lspSeverity } from './report.ts';

/**
 * Gives the diagnostics that Langium makes itself the codes and words of the language, reports one mistake once, and
 * applies what the user has set and disabled.
 */
export class JourneyDocumentValidator extends DefaultDocumentValidator {
  private readonly services: JourneyServices;
  private readonly settings: DiagnosticSettings;

  constructor(services: JourneyServices) {
    super(services);
    this.services = services;
    this.settings = services.validation.DiagnosticSettings;
  }

  override async validateDocument(document: LangiumDocument, options?: ValidationOptions, cancelToken?: Cancellation.CancellationToken): Promise<Diagnostic[]> {
    await this.settings.prepare(document.uri);
    const found = await super.validateDocument(document, options, cancelToken);
    const settings = this.settings.of(document.uri);
    const { left, problems } = applyDisableComments(document, withoutAdviceOnErrors(found.flatMap(withSeverity(settings))), this.services);
    const ofComments = problems.map(({ code, message, range, suggestions }): Diagnostic => ({
      range,
      message,
      source: this.source,
      ...coded(code, suggestions),
    }));
    return [...left, ...ofComments.flatMap(withSeverity(settings))];
  }

  protected override processLexingErrors(parseResult: ParseResult, diagnostics: Diagnostic[], _options: ValidationOptions): void {
    for (const error of parseResult.lexerErrors as (ILexingError & Partial<WrongTurn>)[]) {
      const range = rangeAt(parseResult, error.offset, error.length);
      const fixes = error.fix === undefined ? [] : [fixOf(parseResult, error.fix)];
      diagnostics.push({ range, message: messageOf(parseResult, error), source: this.source, ...coded(error.code ?? 'syntax', [], fixes) });
    }
  }

  /** A mistake makes the parser stumble again soon after: on each line only the first error is shown. */
  protected override processParsingErrors(parseResult: ParseResult, diagnostics: Diagnostic[], options: ValidationOptions): void {
    const lexing = new Set(diagnostics.flatMap(({ range }) => [range.start.line, range.end.line]));
    const found: Diagnostic[] = [];
    super.processParsingErrors({ ...parseResult, parserErrors: parseResult.parserErrors.filter(isFirstAtItsPlace).filter(isNoClosingBrace) }, found, options);
    const lines = new Set<number>();
    for (const diagnostic of found) {
      const { line } = diagnostic.range.start;
      if (lexing.has(line) || lines.has(line)) continue;
      lines.add(line);
      diagnostics.push(Object.assign(diagnostic, coded('syntax')));
    }
  }

  protected override processLinkingErrors(document: LangiumDocument, diagnostics: Diagnostic[], _options: ValidationOptions): void {
    for (const reference of document.references) {
      const error = reference.error as NameError | undefined;
      // Where the parser went on after a mistake, a name can be empty; the mistake itself is already reported.
      if (!error || reference.$refNode === undefined || reference.$refText === '') continue;
      diagnostics.push({ range: reference.$refNode.range, message: error.message, source: this.source, ...coded(error.code, error.suggestions) });
    }
  }

  private get source(): string {
    return this.getSource() ?? '';
  }
}

/** Of errors on one token the first says what is wrong; the others come from going on. */
function isFirstAtItsPlace(error: IRecognitionException, index: number, all: readonly IRecognitionException[]): boolean {
  const before = all[index - 1];
  return before?.token.startOffset !== error.token.startOffset || Number.isNaN(error.token.startOffset);
}

/** A brace that closes nothing any more, since the parser has lost what it closes by a mistake before it. */
function isNoClosingBrace(error: IRecognitionException, index: number): boolean {
  return index === 0 || error.token.image !== '}' || error.name !== 'NotAllInputParsedException';
}

const ERROR = 1;

/** Where something is wrong, advice on the same place is of no use before it is right. */
function withoutAdviceOnErrors(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const errors = diagnostics.filter(({ severity }) => severity === ERROR).sort((a, b) => order(a.range.start, b.range.start));
  if (errors.length === 0 || errors.length === diagnostics.length) return diagnostics;
  let furthest = { line: 0, character: 0 };
  // Of the errors up to each one the furthest end, so that one look finds whether any reaches into a place.
  const ends = errors.map(({ range }) => (furthest = order(range.end, furthest) > 0 ? range.end : furthest));
  return diagnostics.filter(({ severity, range }) => {
    if (severity === ERROR) return true;
    const before = countUpTo(errors, range.end);
    const end = ends[before - 1];
    return !end || order(end, range.start) <= 0;
  });
}

/** How many of some diagnostics, ordered by their starts, begin before a place. */
function countUpTo(diagnostics: readonly Diagnostic[], place: Position): number {
  let [low, high] = [0, diagnostics.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const start = diagnostics[middle]?.range.start;
    if (start && order(start, place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

const order = (a: Position, b: Position): number => a.line - b.line || a.character - b.character;

function messageOf(parseResult: ParseResult, error: ILexingError): string {
  if (!error.message.startsWith('unexpected character')) return error.message;
  const text = parseResult.value.$document?.textDocument.getText().slice(error.offset, error.offset + error.length) ?? '';
  return `\`${text}\` means nothing here. Remove it, or put it into double quotes where it belongs to a text.`;
}

function rangeAt(parseResult: ParseResult, offset: number, length: number): Range {
  const text = parseResult.value.$document?.textDocument;
  const start = text?.positionAt(offset) ?? { line: 0, character: 0 };
  return { start, end: text?.positionAt(offset + length) ?? start };
}

const fixOf = (parseResult: ParseResult, { title, edits }: NonNullable<WrongTurn['fix']>): Fix => ({
  title,
  edits: edits.map(({ offset, length, text }) => ({ range: rangeAt(parseResult, offset, length), newText: text })),
});

function withSeverity(settings: Settings): (diagnostic: Diagnostic) => Diagnostic[] {
  return (diagnostic) => {
    const code = String(diagnostic.code);
    if (!isCode(code)) return [diagnostic];
    const severity = severityOf(code, settings);
    if (severity === 'off') return [];
    const href = settings.pages === undefined ? {} : { codeDescription: { href: `${settings.pages}/${code}.md` } };
    return [{ ...diagnostic, severity: lspSeverity(severity), ...href }];
  };
}

function coded(code: Code, suggestions: readonly string[] = [], fixes: readonly Fix[] = []): Pick<Diagnostic, 'code' | 'severity' | 'data'> {
  const data: DiagnosticData = { code, ...(suggestions.length > 0 ? { suggestions } : {}), ...(fixes.length > 0 ? { fixes } : {}) };
  return { code, severity: lspSeverity(CODES[code]), data };
}
