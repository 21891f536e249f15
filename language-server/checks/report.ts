import type { AstNode, ValidationAcceptor } from 'langium';
import { AstUtils } from 'langium';
import type { DiagnosticRelatedInformation, DiagnosticSeverity, Range } from 'vscode-languageserver-types';
import type { Source } from '../../src/model/source.ts';
import type { Code, Severity } from './codes.ts';
import { CODES } from './codes.ts';
import type { DiagnosticData } from './journey-document-validator.ts';

/** Where a diagnostic stands: on a node, a property or a keyword of it, or on a part of the model that came from its file. */
export interface Place {
  readonly node: AstNode;
  readonly property?: string;
  readonly index?: number;
  readonly keyword?: string;
  readonly source?: Source;
  readonly range?: Range;
  /** What else one has to see to understand it. */
  readonly related?: readonly { readonly node: AstNode; readonly message: string }[];
}

export type Report = (code: Code, message: string, place: Place) => void;

export function reportTo(accept: ValidationAcceptor): Report {
  return (code, message, place) => {
    const range = place.range ?? (place.source && rangeOf(place.source));
    accept(CODES[code], message, {
      node: place.node,
      code,
      data: { code } satisfies DiagnosticData,
      ...(place.property === undefined ? {} : { property: place.property }),
      ...(place.index === undefined ? {} : { index: place.index }),
      ...(place.keyword === undefined ? {} : { keyword: place.keyword }),
      ...(range === undefined ? {} : { range }),
      ...(place.related === undefined ? {} : { relatedInformation: place.related.flatMap(({ node, message: text }) => relatedTo(node, text)) }),
    });
  };
}

export const lspSeverity = (severity: Severity): DiagnosticSeverity => ({ error: 1, warning: 2, info: 3, hint: 4 })[severity] as DiagnosticSeverity;

const rangeOf = (source: Source): Range => ({
  start: { line: source.line - 1, character: source.column - 1 },
  end: { line: source.endLine - 1, character: source.endColumn - 1 },
});

function relatedTo(node: AstNode, message: string): DiagnosticRelatedInformation[] {
  const range = node.$cstNode?.range;
  return range ? [{ location: { uri: AstUtils.getDocument(node).uri.toString(), range }, message }] : [];
}
