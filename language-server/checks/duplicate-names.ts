import type { AstNode } from 'langium';
import { AstUtils } from 'langium';
import type { JourneyServices } from '../core-services.ts';
import * as ast from '../generated/ast.ts';
import { importsOf } from '../references/imports.ts';
import { fileOf, hasName, isNamedDeclaration, linksOf, propertiesOf, stagesOf } from '../references/names.ts';
import type { Report } from './report.ts';

type Named = AstNode & { readonly name: string };

type MaybeNamed = AstNode & { readonly name?: string };

function reportDuplicates(nodes: readonly MaybeNamed[], where: string, report: Report): void {
  const first = new Map<string, Named>();
  for (const node of nodes.filter(hasName)) {
    const other = first.get(node.name);
    if (other) reportDuplicate(node, other, where, report);
    else first.set(node.name, node);
  }
}

function reportDuplicate(node: Named, other: Named, where: string, report: Report): void {
  report('duplicate-name', `The name \`${node.name}\` is used twice ${where}, so it would not say which is meant. Rename one of them.`, {
    node,
    property: 'name',
    related: [{ node: other, message: `\`${node.name}\` is declared here too.` }],
  });
}

/** Names are unique in a file with its direct imports; so are the provider and the contact's attributes. */
export function checkFileDeclarations(file: ast.JourneyFile, report: Report, services: JourneyServices): void {
  const document = AstUtils.getDocument(file);
  const { LangiumDocuments, WorkspaceRoots } = services.shared.workspace;
  const imported = [
    ...new Set(importsOf(document, LangiumDocuments, WorkspaceRoots).flatMap((one) => (one.document && one.document !== document ? [one.document] : []))),
  ];
  const own = file.declarations.filter(isNamedDeclaration).filter(hasName);
  reportDuplicates(own, 'in this file', report);
  const seen = new Map<string, Named>();
  for (const node of imported
    .flatMap((one) => fileOf(one).declarations)
    .filter(isNamedDeclaration)
    .filter(hasName)) {
    const other = seen.get(node.name);
    if (!other) seen.set(node.name, node);
    else {
      report('duplicate-name', `Two imported files declare \`${node.name}\`, so it would not say which is meant. Rename one of them or drop an import.`, {
        node: file.imports[0] ?? file,
        related: [other, node].map((one) => ({ node: one, message: `\`${node.name}\` is declared here.` })),
      });
    }
  }
  for (const node of own) {
    const other = seen.get(node.name);
    if (other) reportDuplicate(node, other, 'in this file and its imports', report);
  }
  const everything = [...imported.flatMap((one) => fileOf(one).declarations), ...file.declarations];
  reportSecond(file, everything.filter(ast.isProvider), '`provider` is declared twice in this file and its imports; only one sends the mail.', report);
  reportSecond(
    file,
    everything.filter(ast.isContact),
    "A contact's attributes are declared twice in this file and its imports. Put them into one `contact { }`.",
    report,
  );
}

function reportSecond(file: ast.JourneyFile, nodes: readonly AstNode[], message: string, report: Report): void {
  const [first, second] = nodes;
  if (!first || !second) return;
  const here = AstUtils.getDocument(second) === AstUtils.getDocument(file) ? second : (file.imports[0] ?? file);
  report('duplicate-clause', message, { node: here, related: [{ node: first, message: 'It is declared here.' }] });
}

export function checkLinks(email: ast.Email, report: Report): void {
  reportDuplicates(linksOf(email), 'among the links of this email', report);
}

export function checkStages(journey: ast.Journey, report: Report): void {
  reportDuplicates(stagesOf(journey), 'among the stages of this journey', report);
}

export function checkProperties(node: ast.Activity | ast.Contact, report: Report): void {
  if (ast.isContact(node)) reportDuplicates(node.properties, 'among the attributes of a contact', report);
  else reportDuplicates(propertiesOf(node), 'among the properties of this activity', report);
}
