import type { LangiumDocument } from 'langium';
import type { Activity, Channel, Email, Form, Link, Page, Property } from '../../src/model/catalogue.ts';
import type { Journey, Kpi, Reentry, Rule, Score, ScoreRule, Segment, Stage } from '../../src/model/journey.ts';
import type { Model } from '../../src/model/model.ts';
import { MODEL_VERSION } from '../../src/model/model.ts';
import type { JourneyServices } from '../core-services.ts';
import * as ast from '../generated/ast.ts';
import { importsOf } from '../references/imports.ts';
import { fileOf, hasName, linksOf, propertiesOf, stagesOf } from '../references/names.ts';
import { clauseText } from './clause-text.ts';
import { seconds } from './duration.ts';
import { lowerCampaign, lowerExperiment } from './lower-campaign.ts';
import type { Hole } from './lower-condition.ts';
import { lowerCondition, lowerPattern } from './lower-condition.ts';
import { documented, lowerDeclaration } from './lower-declaration.ts';
import { lowerSource } from './lower-source.ts';
import { lowerTest } from './lower-test.ts';
import { LoweringContext } from './lowering-context.ts';

/**
 * The model of a linked file, or of several, with everything that is imported. `fileName` says how a file is called in the model.
 * Total: parts that are holes are left out, so a model of files without errors is whole.
 */
export function lowerModel(
  entry: LangiumDocument | readonly LangiumDocument[],
  services: JourneyServices,
  fileName: (document: LangiumDocument) => string,
): Model {
  const entries = 'uri' in entry ? [entry] : entry;
  const documents = [...new Set([...entries, ...entries.flatMap((one) => importedDocuments(one, services))])];
  const files = documents.map(fileName);
  const context = new LoweringContext(documents, files, services.documentation.DocumentationProvider);
  const nodes = documents.flatMap((document) => fileOf(document).declarations);
  const lowered = <Node extends ast.Declaration, Part>(
    is: (node: unknown) => node is Node,
    lower: (node: Node, context: LoweringContext) => Part | Hole,
  ): Part[] => nodes.filter(is).flatMap((node) => lower(node, context) ?? []);
  return {
    version: MODEL_VERSION,
    files,
    provider: nodes.filter(ast.isProvider)[0]?.provider ?? 'generic',
    channels: lowered(ast.isChannel, lowerChannel),
    emails: lowered(ast.isEmail, lowerEmail),
    forms: lowered(ast.isForm, lowerForm),
    pages: lowered(ast.isPage, lowerPage),
    activities: lowered(ast.isActivity, lowerActivity),
    attributes: nodes.filter(ast.isContact).flatMap((contact) => contact.properties.flatMap((property) => lowerProperty(property, context) ?? [])),
    segments: lowered(ast.isSegment, lowerSegment),
    scores: lowered(ast.isScore, lowerScore),
    journeys: lowered(ast.isJourney, lowerJourney).filter(({ source }) => source.file < entries.length),
    importedJourneys: lowered(ast.isJourney, lowerJourney).filter(({ source }) => source.file >= entries.length),
    campaigns: lowered(ast.isCampaign, lowerCampaign),
    experiments: lowered(ast.isExperiment, lowerExperiment),
    sources: lowered(ast.isSource, lowerSource),
    tests: entries
      .flatMap((one) => fileOf(one).declarations)
      .filter(ast.isTest)
      .flatMap((test) => lowerTest(test, context) ?? []),
  };
}

/** Breadth first in the order of the imports, so that the same files always give the same model. */
export function importedDocuments(entry: LangiumDocument, services: JourneyServices): LangiumDocument[] {
  const { LangiumDocuments, WorkspaceRoots } = services.shared.workspace;
  const found = new Set([entry]);
  for (const document of found) {
    for (const one of importsOf(document, LangiumDocuments, WorkspaceRoots)) if (one.document) found.add(one.document);
  }
  found.delete(entry);
  return [...found];
}

const idsOf = (clauses: readonly { readonly $type: string }[]): string[] => clauses.flatMap((clause) => (ast.isIdClause(clause) ? clause.values : []));

function lowerChannel(node: ast.Channel, context: LoweringContext): Channel | Hole {
  const declaration = lowerDeclaration(node, context);
  return declaration && { ...declaration, ids: idsOf(node.clauses) };
}

function lowerEmail(node: ast.Email, context: LoweringContext): Email | Hole {
  const declaration = lowerDeclaration(node, context);
  if (!declaration) return undefined;
  const channel = context.key(node.clauses.find(ast.isEmailChannelClause)?.channel?.ref);
  const subject = node.clauses.find(ast.isSubjectClause)?.value;
  return {
    ...declaration,
    ids: idsOf(node.clauses),
    ...(channel === undefined ? {} : { channel }),
    ...(subject === undefined ? {} : { subject }),
    status: node.clauses.find(ast.isStatusClause)?.value ?? 'live',
    links: linksOf(node).flatMap((link) => lowerLink(link, context) ?? []),
  };
}

function lowerLink(node: ast.Link, context: LoweringContext): Link | Hole {
  if (!hasName(node) || node.url === undefined) return undefined;
  return { name: node.name, url: node.url, ...documented(node, context), source: context.source(node) };
}

function lowerForm(node: ast.Form, context: LoweringContext): Form | Hole {
  const declaration = lowerDeclaration(node, context);
  return declaration && { ...declaration, ids: idsOf(node.clauses) };
}

function lowerPage(node: ast.Page, context: LoweringContext): Page | Hole {
  const declaration = lowerDeclaration(node, context);
  return declaration && { ...declaration, ids: idsOf(node.clauses), urls: node.clauses.filter(ast.isUrlClause).flatMap((clause) => clause.values) };
}

function lowerActivity(node: ast.Activity, context: LoweringContext): Activity | Hole {
  const declaration = lowerDeclaration(node, context);
  return (
    declaration && { ...declaration, ids: idsOf(node.clauses), properties: propertiesOf(node).flatMap((property) => lowerProperty(property, context) ?? []) }
  );
}

function lowerProperty(node: ast.Property, context: LoweringContext): Property | Hole {
  if (!hasName(node) || node.type === undefined) return undefined;
  return { name: node.name, type: node.type, source: context.source(node) };
}

function lowerSegment(node: ast.Segment, context: LoweringContext): Segment | Hole {
  const declaration = lowerDeclaration(node, context);
  const condition = lowerCondition(node.condition, context);
  return declaration && condition && { ...declaration, condition };
}

function lowerScore(node: ast.Score, context: LoweringContext): Score | Hole {
  const declaration = lowerDeclaration(node, context);
  const rules = node.rules.map((rule) => lowerScoreRule(rule, context));
  // Without one of its rules its points would be others.
  return declaration && rules.every((rule) => rule !== undefined) ? { ...declaration, rules } : undefined;
}

function lowerScoreRule(node: ast.ScoreRule, context: LoweringContext): ScoreRule | Hole {
  const pattern = lowerPattern(node.pattern, context);
  const points = Number(node.points);
  return pattern && { points: node.sign === '-' ? -points : points, pattern, source: context.source(node) };
}

// ---- journeys

function lowerJourney(node: ast.Journey, context: LoweringContext): Journey | Hole {
  const declaration = lowerDeclaration(node, context);
  if (!declaration) return undefined;
  const stages = stagesOf(node).flatMap((stage) => lowerStage(stage, context) ?? []);
  const audience = lowerCondition(node.clauses.find(ast.isAudienceClause)?.condition, context);
  const expiresAfter = seconds(node.clauses.find(ast.isExpiresClause)?.duration);
  return {
    ...declaration,
    goal: node.clauses.find(ast.isGoalClause)?.stage?.ref?.name ?? stages.findLast((stage) => stage.kind === 'path')?.name ?? '',
    ...(audience === undefined ? {} : { audience }),
    order: node.clauses.find(ast.isOrderClause)?.value ?? 'sequential',
    ...(expiresAfter === undefined ? {} : { expiresAfter }),
    reentry: lowerReentry(node.clauses.find(ast.isReentryClause)),
    consentRequired: node.clauses.some(ast.isConsentClause),
    timezone: node.clauses.find(ast.isTimezoneClause)?.value ?? 'UTC',
    stages,
  };
}

function lowerReentry(node: ast.ReentryClause | undefined): Reentry {
  const after = seconds(node?.duration);
  if (node?.value === 'after') return after === undefined ? { kind: 'never' } : { kind: 'after', seconds: after };
  return { kind: node?.value ?? 'never' };
}

function lowerStage(node: ast.Stage, context: LoweringContext): Stage | Hole {
  if (!hasName(node)) return undefined;
  const phase = node.clauses.find(ast.isPhaseClause)?.value;
  const stallsAfter = seconds(node.clauses.find(ast.isStallsClause)?.duration);
  const owner = node.clauses.find(ast.isOwnerClause)?.value;
  return {
    name: node.name,
    label: node.label ?? node.name,
    ...documented(node, context),
    kind: node.side ? 'side' : 'path',
    ...(phase === undefined ? {} : { phase }),
    rules: node.clauses.filter(ast.isEnterClause).flatMap((clause) => lowerRule(clause, context) ?? []),
    kpis: node.clauses.filter(ast.isKpiClause).flatMap((clause) => lowerKpi(clause, context) ?? []),
    ...(stallsAfter === undefined ? {} : { stallsAfter }),
    touchpoints: node.clauses
      .filter(ast.isTouchpointsClause)
      .flatMap((clause) => clause.touchpoints.flatMap((touchpoint) => context.key(touchpoint.ref) ?? [])),
    ...(owner === undefined ? {} : { owner }),
    notes: node.clauses.filter(ast.isNoteClause).flatMap((clause) => clause.value ?? []),
    source: context.source(node),
  };
}

function lowerRule(node: ast.EnterClause, context: LoweringContext): Rule | Hole {
  const from = lowerFrom(node.from);
  const after = seconds(node.after);
  const when = lowerCondition(node.condition, context);
  if (!from || (node.after && after === undefined) || (node.condition && !when)) return undefined;
  return {
    from,
    ...(after === undefined ? {} : { after }),
    ...(when === undefined ? {} : { when }),
    text: clauseText(node.$cstNode).replace(/^enter /, ''),
    source: context.source(node),
  };
}

function lowerFrom(node: ast.StageSource | undefined): Rule['from'] | Hole {
  if (!node) return { kind: 'implied' };
  if (node.any) return { kind: 'any' };
  if (node.outside) return { kind: 'outside' };
  const stages = node.stages.map((stage) => stage.ref?.name);
  return stages.length > 0 && stages.every((stage) => stage !== undefined) ? { kind: 'stages', stages } : undefined;
}

function lowerKpi(node: ast.KpiClause, context: LoweringContext): Kpi | Hole {
  const target = Number(node.target);
  const source = context.source(node);
  if (node.contacts) return { kind: 'contacts', target, source };
  const of = node.base?.ref?.name;
  const within = seconds(node.within);
  if (of === undefined || (node.within && within === undefined)) return undefined;
  return { kind: 'share', target: target / 100, of, ...(within === undefined ? {} : { within }), source };
}
