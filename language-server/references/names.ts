import type { AstNode, LangiumDocument } from 'langium';
import { AstUtils } from 'langium';
import type { JourneyFile, NamedDeclaration } from '../generated/ast.ts';
import * as ast from '../generated/ast.ts';

const NAMED: ReadonlySet<string> = new Set([
  ast.Channel.$type,
  ast.Email.$type,
  ast.Form.$type,
  ast.Page.$type,
  ast.Activity.$type,
  ast.Segment.$type,
  ast.Score.$type,
  ast.Journey.$type,
  ast.Campaign.$type,
  ast.Experiment.$type,
  ast.Source.$type,
]);

export const isNamedDeclaration = (node: AstNode): node is NamedDeclaration => NAMED.has(node.$type);

/** Of a half-written declaration the name can be missing; the parser has said so. */
export const hasName = <Node extends { readonly name?: string }>(node: Node): node is Node & { readonly name: string } => node.name !== undefined;

export const fileOf = (document: LangiumDocument): JourneyFile => document.parseResult.value as JourneyFile;

export const journeyOf = (node: AstNode): ast.Journey | undefined => AstUtils.getContainerOfType(node, ast.isJourney);

/** The stages of a journey, in the order written. */
export const stagesOf = (journey: ast.Journey): ast.Stage[] => journey.clauses.filter(ast.isStage);

export const linksOf = (email: ast.Email): ast.Link[] => email.clauses.filter(ast.isLink);

export const propertiesOf = (activity: ast.Activity): ast.Property[] => activity.clauses.filter(ast.isProperty);

/** What a user calls a thing of this type. */
const WORDS: Readonly<Record<string, string>> = {
  [ast.Channel.$type]: 'a channel',
  [ast.Email.$type]: 'an email',
  [ast.Form.$type]: 'a form',
  [ast.Page.$type]: 'a page',
  [ast.Activity.$type]: 'an activity',
  [ast.Segment.$type]: 'a segment',
  [ast.Score.$type]: 'a score',
  [ast.Journey.$type]: 'a journey',
  [ast.Campaign.$type]: 'a campaign',
  [ast.Experiment.$type]: 'an experiment',
  [ast.Source.$type]: 'a source',
  [ast.TestContact.$type]: 'a contact of the test',
  [ast.Stage.$type]: 'a stage',
  [ast.Link.$type]: 'a link',
  [ast.Property.$type]: 'a property',
  NamedDeclaration: 'an email, form, page or activity',
};

export const wordFor = (type: string): string => WORDS[type] ?? type;
