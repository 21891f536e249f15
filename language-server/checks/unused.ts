import type { AstNode, LangiumDocument } from 'langium';
import { AstUtils } from 'langium';
import type { JourneyServices } from '../core-services.ts';
import * as ast from '../generated/ast.ts';
import { importsOf } from '../references/imports.ts';
import { fileOf, hasName, isNamedDeclaration, wordFor } from '../references/names.ts';
import type { Report } from './report.ts';
import { remove } from './report.ts';

/** What the catalogue declares for others to use; all else is of use by itself. */
const FOR_OTHERS: ReadonlySet<string> = new Set([ast.Channel.$type, ast.Email.$type, ast.Form.$type, ast.Page.$type, ast.Activity.$type]);

export function checkUnused(file: ast.JourneyFile, report: Report, services: JourneyServices): void {
  const document = AstUtils.getDocument(file);
  // Where a name is missing or wrong nobody can say what is used.
  if (document.parseResult.parserErrors.length > 0 || document.parseResult.lexerErrors.length > 0) return;
  const used = new Set<AstNode>();
  for (const reference of document.references) {
    if (reference.error) return;
    // A reference to itself is no use.
    if ('ref' in reference && reference.ref) used.add(reference.ref);
  }
  checkUnusedImports(document, used, report, services);
  checkUnusedDeclarations(document, used, report, services);
}

function checkUnusedImports(document: LangiumDocument, used: ReadonlySet<AstNode>, report: Report, services: JourneyServices): void {
  const { LangiumDocuments, WorkspaceRoots } = services.shared.workspace;
  const usedDocuments = new Set([...used].map((node) => AstUtils.getDocument(node)));
  const seen = new Set<LangiumDocument>();
  const asksForAny = AstUtils.streamAllContents(fileOf(document)).some(isAny);
  for (const { node, document: imported } of importsOf(document, LangiumDocuments, WorkspaceRoots)) {
    if (!imported) continue;
    const twice = seen.has(imported);
    seen.add(imported);
    // A provider and sources work without being named, and `any email` means those of the catalogue too.
    const works = fileOf(imported).declarations.some((one) => ast.isProvider(one) || ast.isSource(one) || (asksForAny && FOR_OTHERS.has(one.$type)));
    if (!twice && (imported === document ? false : usedDocuments.has(imported) || works || imported.parseResult.parserErrors.length > 0)) continue;
    const why = twice ? 'is imported already' : imported === document ? 'is this file itself' : 'is imported, but nothing of it is used';
    report('unused-import', `"${node.path ?? ''}" ${why}. Remove the import.`, { node, fixes: remove(node, 'Remove the import'), unnecessary: true });
  }
}

const isAny = (node: AstNode): boolean =>
  ((ast.isEmailSelector(node) || ast.isSubmittedPattern(node) || ast.isVisitedPattern(node)) && (node.any || ('last' in node && node.last !== undefined))) ||
  (ast.isPlainPattern(node) && node.what === 'been') ||
  (ast.isUnsubscribedPattern(node) && (node.any || node.all));

function checkUnusedDeclarations(document: LangiumDocument, used: ReadonlySet<AstNode>, report: Report, services: JourneyServices): void {
  const { declarations } = fileOf(document);
  // A file without journeys is a catalogue, which can hold more than is used today.
  if (!declarations.some((one) => ast.isJourney(one) || ast.isCampaign(one))) return;
  const parts = new Set([...used].flatMap((node) => node.$container ?? []));
  for (const node of declarations.filter(isNamedDeclaration)) {
    if (!FOR_OTHERS.has(node.$type) || !hasName(node) || used.has(node) || parts.has(node)) continue;
    if (services.references.Importers.isImported(document)) return;
    const message = `Nothing uses ${wordFor(node.$type).replace(/^an? /, 'the ')} \`${node.name}\`. Remove it, or move it into a file that others import.`;
    report('unused-declaration', message, { node, property: 'name', fixes: remove(node, `Remove \`${node.name}\``), unnecessary: true });
  }
}
