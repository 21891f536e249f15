import * as ast from '../generated/ast.ts';
import { hasName, isNamedDeclaration, linksOf, stagesOf } from '../references/names.ts';
import type { Report } from './report.ts';

/**
 * Names in one style read alike in every file: small letters, words joined by `_`. Properties are left out, since they are
 * called as the columns of activity files are; so are scripts that know no small letters.
 */
export function checkNames(file: ast.JourneyFile, report: Report): void {
  const stages = file.declarations.filter(ast.isJourney).flatMap(stagesOf);
  const links = file.declarations.filter(ast.isEmail).flatMap(linksOf);
  for (const node of [...file.declarations.filter(isNamedDeclaration), ...stages, ...links]) {
    // A capital letter without a small one, such as a mathematical one, is a name's own.
    if (!hasName(node) || !/\p{Lu}/u.test(node.name) || node.name === node.name.toLowerCase()) continue;
    const other = snakeCase(node.name);
    report('naming-style', `Names are written in small letters with \`_\` between words, here \`${other}\`; what people see is the label.`, {
      node,
      property: 'name',
    });
  }
}

/** A name in the style of the language. */
export function snakeCase(name: string): string {
  return name.replace(/(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, '_').toLowerCase();
}

/** What people see in the view and in reports where there is no label is the name. */
export function checkLabels(file: ast.JourneyFile, report: Report): void {
  const stages = file.declarations.filter(ast.isJourney).flatMap(stagesOf);
  for (const node of [...file.declarations.filter(isNamedDeclaration), ...stages]) {
    if (ast.isSource(node) || !hasName(node) || node.label !== undefined) continue;
    report('missing-label', `\`${node.name}\` has no label, so reports show its name. Add a text in double quotes after it.`, { node, property: 'name' });
  }
}
