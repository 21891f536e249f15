import type { LangiumDocument, ReferenceInfo } from 'langium';
import { CstUtils, UriUtils } from 'langium';
import type { CodeActionProvider } from 'langium/lsp';
import type { CodeAction, CodeActionParams, Diagnostic, Range, TextEdit } from 'vscode-languageserver';
import { snakeCase } from '../checks/naming.ts';
import type { DiagnosticData } from '../checks/report.ts';
import type { JourneyServices } from '../core-services.ts';
import * as ast from '../generated/ast.ts';
import type { JourneyTokenBuilder } from '../lexing/journey-token-builder.ts';
import type { JourneyScopeProvider } from '../references/journey-scope-provider.ts';
import { fileOf, stagesOf } from '../references/names.ts';

const QUICK_FIX = 'quickfix';
/** More imports than this to choose from are no help. */
const MOST_IMPORTS = 5;

/** A fix with what it changes in each file. */
interface FoundFix {
  readonly title: string;
  readonly changes: Record<string, TextEdit[]>;
}

/** The quick fixes of diagnostics: those that the checks found, and those for names that need a look at the workspace. */
export class JourneyCodeActions implements CodeActionProvider {
  private readonly services: JourneyServices;

  constructor(services: JourneyServices) {
    this.services = services;
  }

  getCodeActions(document: LangiumDocument, { range, context }: CodeActionParams): CodeAction[] {
    if (context.only && !context.only.some((kind) => kind === '' || kind === QUICK_FIX)) return [];
    return (document.diagnostics ?? []).filter((diagnostic) => overlap(diagnostic.range, range)).flatMap((diagnostic) => this.fixesOf(document, diagnostic));
  }

  private fixesOf(document: LangiumDocument, diagnostic: Diagnostic): CodeAction[] {
    const { code, suggestions = [], fixes = [] } = diagnostic.data as DiagnosticData;
    const uri = document.uri.toString();
    const here: FoundFix[] = [
      ...suggestions.map((name) => ({ title: `Change to \`${name}\``, edits: [{ range: diagnostic.range, newText: name }] })),
      ...fixes,
      ...(code === 'unknown-name' ? this.forUnknownName(document, diagnostic.range) : []),
    ].map(({ title, edits }) => ({ title, changes: { [uri]: [...edits] } }));
    const found = [...here, ...(code === 'naming-style' ? this.renaming(document, diagnostic.range) : [])];
    return found.map(({ title, changes }, index) => ({
      title,
      kind: QUICK_FIX,
      diagnostics: [diagnostic],
      edit: { changes },
      // Where there is one thing to do, an editor may offer to do it at once.
      ...(index === 0 && found.length === 1 ? { isPreferred: true } : {}),
    }));
  }

  /** The style's name in place of the author's, in the declaration and in all that refers to it. Not where the new name could mean something else. */
  private renaming(document: LangiumDocument, range: Range): FoundFix[] {
    const { References } = this.services.references;
    const { LangiumDocuments, IndexManager } = this.services.shared.workspace;
    const root = document.parseResult.value.$cstNode;
    const node = root && CstUtils.findLeafNodeAtOffset(root, document.textDocument.offsetAt(range.start))?.astNode;
    if (!node || !('name' in node) || typeof node.name !== 'string') return [];
    const newText = snakeCase(node.name);
    const places = References.findReferences(node, { includeDeclaration: true }).toArray();
    const roots = places.flatMap(({ sourceUri }) => LangiumDocuments.getDocument(sourceUri)?.parseResult.value.$cstNode ?? []);
    const isTaken =
      (this.services.parser.TokenBuilder as JourneyTokenBuilder).words.has(newText) ||
      IndexManager.allElements().some(({ name }) => name === newText) ||
      [...new Set(roots)].some((one) => CstUtils.flattenCst(one).some(({ text }) => text === newText));
    if (isTaken) return [];
    const changes: Record<string, TextEdit[]> = {};
    for (const { sourceUri, segment } of places) (changes[sourceUri.toString()] ??= []).push({ range: segment.range, newText });
    return [{ title: `Rename to \`${newText}\` everywhere`, changes }];
  }

  private forUnknownName(document: LangiumDocument, range: Range): { title: string; edits: TextEdit[] }[] {
    const reference = document.references.find(({ $refNode }) => $refNode && equal($refNode.range, range));
    const info = reference?.error?.info;
    if (!info) return [];
    return this.isStageOutside(info) ? this.qualified(document, range, info) : this.imports(document, info);
  }

  private isStageOutside({ container }: ReferenceInfo): boolean {
    return ast.isStageReference(container) && !container.journey;
  }

  /** `lead_nurturing.interested` for a stage that several journeys could have. */
  private qualified(document: LangiumDocument, range: Range, { reference }: ReferenceInfo): { title: string; edits: TextEdit[] }[] {
    const scopes = this.services.references.ScopeProvider as JourneyScopeProvider;
    const journeys = scopes
      .declarationTables(document)
      .flatMap((table) => [...table.values()].flat().flatMap(({ node }) => (node && ast.isJourney(node) ? [node] : [])));
    return journeys
      .filter((journey) => stagesOf(journey).some(({ name }) => name === reference.$refText))
      .map((journey) => `${journey.name ?? ''}.${reference.$refText}`)
      .map((newText) => ({ title: `Change to \`${newText}\``, edits: [{ range, newText }] }));
  }

  /** An import of each file of the workspace that declares such a thing. */
  private imports(document: LangiumDocument, info: ReferenceInfo): { title: string; edits: TextEdit[] }[] {
    const { IndexManager, WorkspaceRoots } = this.services.shared.workspace;
    const type = this.services.shared.AstReflection.getReferenceType(info);
    const name = info.reference.$refText;
    const files = IndexManager.allElements(type)
      .filter((one) => one.name === name && WorkspaceRoots.contains(document.uri, one.documentUri))
      .limit(MOST_IMPORTS)
      .toArray();
    const last = fileOf(document).imports.at(-1)?.$cstNode?.range.end;
    const place = last ?? { line: 0, character: 0 };
    return files.map(({ documentUri }) => {
      const path = UriUtils.relative(UriUtils.dirname(document.uri), documentUri);
      const line = `import "${path}"`;
      return { title: `Import it from "${path}"`, edits: [{ range: { start: place, end: place }, newText: last ? `\n${line}` : `${line}\n\n` }] };
    });
  }
}

const before = (a: Range['start'], b: Range['start']): boolean => a.line < b.line || (a.line === b.line && a.character < b.character);
const overlap = (a: Range, b: Range): boolean => !before(a.end, b.start) && !before(b.end, a.start);
const equal = (a: Range, b: Range): boolean => !before(a.start, b.start) && !before(b.start, a.start) && !before(a.end, b.end) && !before(b.end, a.end);
