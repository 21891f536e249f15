import type { LangiumDocument, LangiumDocuments } from 'langium';
import { URI, UriUtils } from 'langium';
import type { Import } from '../generated/ast.ts';
import { fileOf } from './names.ts';
import type { WorkspaceRoots } from '../workspace/workspace-roots.ts';

export type ImportTarget =
  { readonly kind: 'file'; readonly uri: URI } | { readonly kind: 'outside' } | { readonly kind: 'malformed'; readonly reason: string };

/**
 * Where an import leads: relative to the importing file, `/` between folders, inside the workspace. Backslashes, drive
 * letters, schemes, absolute paths and percent signs are refused, so that a path means the same on every platform.
 */
export function importTarget(document: LangiumDocument, path: string, roots: WorkspaceRoots): ImportTarget {
  const reason = malformed(path);
  if (reason !== undefined) return { kind: 'malformed', reason };
  const folder = UriUtils.dirname(document.uri);
  const uri = UriUtils.resolvePath(folder, path);
  return roots.contains(document.uri, uri) ? { kind: 'file', uri } : { kind: 'outside' };
}

function malformed(path: string): string | undefined {
  if (path.trim() === '') return 'The path is empty.';
  if (path.includes('\\')) return 'Write `/` between folders, not `\\`.';
  if (path.includes('\0')) return 'The path holds a NUL character.';
  // A lone surrogate has no form in a URI.
  if (/\p{Cs}/u.test(path)) return 'The path holds half of a character.';
  if (path.startsWith('/') || /^[A-Za-z][A-Za-z0-9+.-]*:/.test(path)) return 'Write a path relative to this file.';
  if (!path.endsWith('.journey')) return 'Only .journey files can be imported.';
  return undefined;
}

export interface ResolvedImport {
  readonly node: Import;
  readonly target: ImportTarget;
  /** The imported file, where it is there. */
  readonly document: LangiumDocument | undefined;
}

/** The imports of a file, in the order written. */
export function importsOf(document: LangiumDocument, documents: LangiumDocuments, roots: WorkspaceRoots): ResolvedImport[] {
  return fileOf(document).imports.map((node) => {
    const target = importTarget(document, node.path ?? '', roots);
    return { node, target, document: target.kind === 'file' ? documents.getDocument(target.uri) : undefined };
  });
}
