import type { AstNode, CstNode, ValidationAcceptor } from 'langium';
import { AstUtils, GrammarUtils } from 'langium';
import type { DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Range, TextEdit } from 'vscode-languageserver-types';
import type { Source } from '../../src/model/source.ts';
import type { Code, Severity } from './codes.ts';
import { CODES } from './codes.ts';

/** A change that would put something right. */
export interface Fix {
  /** What it does: the text of the light bulb. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** What a code action needs to know of a diagnostic. */
export interface DiagnosticData {
  readonly code: Code;
  /** Names that could have been meant, the nearest first. */
  readonly suggestions?: readonly string[];
  readonly fixes?: readonly Fix[];
}

/** Another place that belongs to a diagnostic: a node, or a part of the model that came from the node's file. */
export interface Related {
  readonly node: AstNode;
  readonly source?: Source;
  readonly message: string;
}

/** Where a diagnostic stands: on a node, a property or a keyword of it, or on a part of the model that came from its file. */
export interface Place {
  readonly node: AstNode;
  readonly property?: string;
  readonly index?: number;
  readonly keyword?: string;
  readonly source?: Source;
  readonly range?: Range;
  /** What else one has to see to understand it. */
  readonly related?: readonly Related[];
  /** The best one first. */
  readonly fixes?: readonly Fix[];
  readonly suggestions?: readonly string[];
  /** Whether what stands here could go without anything changing: editors show it faded. */
  readonly unnecessary?: boolean;
}

export type Report = (code: Code, message: string, place: Place) => void;

const UNNECESSARY: DiagnosticTag = 1;

export function reportTo(accept: ValidationAcceptor): Report {
  return (code, message, place) => {
    const range = place.range ?? (place.source && rangeOf(place.source));
    const data: DiagnosticData = {
      code,
      ...(place.suggestions?.length ? { suggestions: place.suggestions } : {}),
      ...(place.fixes?.length ? { fixes: place.fixes } : {}),
    };
    accept(CODES[code], message, {
      node: place.node,
      code,
      data,
      ...(place.property === undefined ? {} : { property: place.property }),
      ...(place.index === undefined ? {} : { index: place.index }),
      ...(place.keyword === undefined ? {} : { keyword: place.keyword }),
      ...(range === undefined ? {} : { range }),
      ...(place.unnecessary ? { tags: [UNNECESSARY] } : {}),
      ...(place.related === undefined ? {} : { relatedInformation: place.related.flatMap(relatedTo) }),
    });
  };
}

export const lspSeverity = (severity: Severity): DiagnosticSeverity => ({ error: 1, warning: 2, info: 3, hint: 4 })[severity] as DiagnosticSeverity;

const rangeOf = (source: Source): Range => ({
  start: { line: source.line - 1, character: source.column - 1 },
  end: { line: source.endLine - 1, character: source.endColumn - 1 },
});

function relatedTo({ node, source, message }: Related): DiagnosticRelatedInformation[] {
  const range = source ? rangeOf(source) : node.$cstNode?.range;
  return range ? [{ location: { uri: AstUtils.getDocument(node).uri.toString(), range }, message }] : [];
}

// ---- fixes. Each is a list, empty where the text has no place for it, so that fixes can be spread together.

/** Replaces what stands for a property of a node. */
export function replaceProperty(node: AstNode, property: string, newText: string, title: string): Fix[] {
  const place = GrammarUtils.findNodeForProperty(node.$cstNode, property);
  return place ? [{ title, edits: [{ range: place.range, newText }] }] : [];
}

/** Takes a node away, its line with it where nothing else stands there, else the comma before it. */
export function remove(node: AstNode, title: string): Fix[] {
  return node.$cstNode ? [{ title, edits: [{ range: withLine(node.$cstNode), newText: '' }] }] : [];
}

function withLine({ range, offset, end, root }: CstNode): Range {
  const text = root.fullText;
  const lineStart = offset - range.start.character;
  const lineEnd = text.indexOf('\n', end) < 0 ? text.length : text.indexOf('\n', end);
  const alone = text.slice(lineStart, offset).trim() === '' && text.slice(end, lineEnd).trim() === '';
  if (alone) return { start: { line: range.start.line, character: 0 }, end: { line: range.end.line + 1, character: 0 } };
  const comma = /,[ \t]*$/.exec(text.slice(lineStart, offset));
  return comma ? { start: { line: range.start.line, character: comma.index }, end: range.end } : range;
}
