import type { LangiumDocument } from 'langium';
import type { Formatter } from 'langium/lsp';
import type {
  DocumentFormattingParams,
  DocumentOnTypeFormattingOptions,
  DocumentOnTypeFormattingParams,
  DocumentRangeFormattingParams,
  TextEdit,
} from 'vscode-languageserver';
import type { JourneyServices } from '../core-services.ts';
import type { FormattedText } from '../formatting/format-text.ts';
import { formatText } from '../formatting/format-text.ts';
import type { Span } from '../formatting/piece.ts';

const CLOSING_BRACE = '}';

/**
 * Formats a document, the lines that a selection touches, and while typing: a block when its brace is closed, a line when
 * it is left. There is one canonical layout, so an editor's settings for tabs and final line ends make no difference.
 */
export class JourneyFormatter implements Formatter {
  readonly formatOnTypeOptions: DocumentOnTypeFormattingOptions = { firstTriggerCharacter: CLOSING_BRACE, moreTriggerCharacter: ['\n'] };

  private readonly services: JourneyServices;

  constructor(services: JourneyServices) {
    this.services = services;
  }

  formatDocument(document: LangiumDocument, _params: DocumentFormattingParams): TextEdit[] {
    const text = document.textDocument.getText();
    return this.changes(document, this.format(document), { start: 0, end: text.length });
  }

  formatDocumentRange(document: LangiumDocument, { range }: DocumentRangeFormattingParams): TextEdit[] {
    const { textDocument } = document;
    const [start, end] = [textDocument.offsetAt(range.start), textDocument.offsetAt(range.end)];
    const formatted = this.format(document);
    return this.changes(document, formatted, spanOfLines(formatted, start, end, textDocument.getText().length));
  }

  formatDocumentOnType(document: LangiumDocument, { ch, position }: DocumentOnTypeFormattingParams): TextEdit[] {
    const { textDocument } = document;
    const offset = textDocument.offsetAt(position);
    const formatted = this.format(document);
    if (ch !== CLOSING_BRACE) {
      if (position.line === 0) return [];
      const start = textDocument.offsetAt({ line: position.line - 1, character: 0 });
      const left = textDocument.getText().slice(start, offset).trimEnd().length + start;
      const lines = spanOfLines(formatted, start, left, Infinity);
      // What comes after the line just left is still being written.
      return this.changes(document, formatted, { start: lines.start, end: Math.min(lines.end, left) });
    }
    const closing = formatted.lines.find(({ start }) => start === offset - 1);
    const opening = closing?.opener === undefined ? undefined : formatted.lines[closing.opener];
    // Otherwise it stands in a string or a comment, or closes a block with nothing in it.
    return opening ? this.changes(document, formatted, spanOfLines(formatted, opening.start, offset, Infinity)) : [];
  }

  private format({ textDocument, parseResult }: LangiumDocument): FormattedText {
    const text = textDocument.getText();
    // Between a change and the next build the syntax tree is that of the text before.
    const isCurrent = parseResult.value.$cstNode?.root.fullText === text;
    return isCurrent ? formatText(text, this.services, parseResult) : formatText(text, this.services);
  }

  private changes({ textDocument }: LangiumDocument, { edits }: FormattedText, within: Span): TextEdit[] {
    return edits
      .filter(({ start, end }) => start >= within.start && end <= within.end)
      .map(({ start, end, text }) => ({ range: { start: textDocument.positionAt(start), end: textDocument.positionAt(end) }, newText: text }));
  }
}

/** The lines that a part of a text touches, with the white space before them, and at the end of the text that behind them. */
function spanOfLines({ lines }: FormattedText, start: number, end: number, length: number): Span {
  const touches = (line: Span): boolean => line.end >= start && (line.start < end || line.start === start);
  const first = lines.findIndex(touches);
  if (first < 0) return { start: 0, end: -1 };
  const last = lines.findLastIndex(touches);
  const from = lines[first - 1]?.end ?? 0;
  return { start: from, end: end >= length && last === lines.length - 1 ? length : (lines[last]?.end ?? from) };
}
