import type { AstNode } from 'langium';
import { GrammarUtils } from 'langium';
import type { JourneyFile } from '../generated/ast.ts';
import * as ast from '../generated/ast.ts';
import type { LineKind } from './piece.ts';

/** The offsets at which a line of canonical text begins: one for each declaration and each clause. Closing braces are not among them. */
export function lineStarts(file: JourneyFile): Map<number, LineKind> {
  const starts = new Map<number, LineKind>();
  const add = (node: AstNode, kind: LineKind): void => {
    if (node.$cstNode) starts.set(node.$cstNode.offset, kind);
  };
  const visit = (node: AstNode): void => {
    for (const clause of clausesOf(node)) {
      add(clause, ast.isStage(clause) ? 'stage' : 'clause');
      visit(clause);
    }
  };
  for (const node of file.imports) add(node, 'import');
  for (const node of file.declarations) {
    add(node, 'declaration');
    visit(node);
    const when = ast.isSegment(node) ? GrammarUtils.findNodeForKeyword(node.$cstNode, 'when') : undefined;
    if (when) starts.set(when.offset, 'when');
  }
  return starts;
}

/** What stands between the braces of a node, one a line. */
function clausesOf(node: AstNode): readonly AstNode[] {
  switch (node.$type) {
    case ast.Contact.$type:
      return (node as ast.Contact).properties;
    case ast.Score.$type:
      return (node as ast.Score).rules;
    case ast.Test.$type:
      return (node as ast.Test).parts;
    case ast.TestContact.$type:
      return (node as ast.TestContact).entries;
    case ast.EventClause.$type:
      return (node as ast.EventClause).mappings;
    default:
      return 'clauses' in node ? (node.clauses as AstNode[]) : [];
  }
}
