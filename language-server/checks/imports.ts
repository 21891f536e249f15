import { AstUtils } from 'langium';
import type { JourneyServices } from '../core-services.ts';
import type { Import } from '../generated/ast.ts';
import { importTarget } from '../references/imports.ts';
import type { Report } from './report.ts';

export function checkImport(node: Import, report: Report, services: JourneyServices): void {
  if (node.path === undefined) return;
  const { LangiumDocuments, WorkspaceRoots } = services.shared.workspace;
  const target = importTarget(AstUtils.getDocument(node), node.path, WorkspaceRoots);
  const place = { node, property: 'path' };
  switch (target.kind) {
    case 'malformed':
      report('import-not-found', `"${node.path}" cannot be imported. ${target.reason}`, place);
      break;
    case 'outside':
      report('import-outside-workspace', `"${node.path}" leads out of the workspace. Only files inside it can be imported.`, place);
      break;
    case 'file':
      if (!LangiumDocuments.hasDocument(target.uri)) report('import-not-found', `There is no file "${node.path}" beside this one.`, place);
      break;
  }
}
