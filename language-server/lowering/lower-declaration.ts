import type { Declaration } from '../../src/model/catalogue.ts';
import type * as ast from '../generated/ast.ts';
import { hasName } from '../references/names.ts';
import type { Hole } from './lower-condition.ts';
import type { LoweringContext } from './lowering-context.ts';

/** What all declarations have. */
export function lowerDeclaration(node: ast.NamedDeclaration, context: LoweringContext): Declaration | Hole {
  const key = context.key(node);
  if (key === undefined || !hasName(node)) return undefined;
  const label = 'label' in node ? node.label : undefined;
  return { key, name: node.name, label: label ?? node.name, ...documented(node, context), source: context.source(node) };
}

export function documented(node: ast.NamedDeclaration | ast.Stage | ast.Link, context: LoweringContext): { documentation?: string } {
  const documentation = context.documentation(node);
  return documentation === undefined ? {} : { documentation };
}
