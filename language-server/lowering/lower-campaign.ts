import type { Campaign, CampaignKpi, Experiment, Send, StageName } from '../../src/model/campaign.ts';
import * as ast from '../generated/ast.ts';
import { seconds } from './duration.ts';
import type { Hole } from './lower-condition.ts';
import { lowerCondition, lowerPattern } from './lower-condition.ts';
import { lowerDeclaration } from './lower-declaration.ts';
import type { LoweringContext } from './lowering-context.ts';

export function lowerCampaign(node: ast.Campaign, context: LoweringContext): Campaign | Hole {
  const declaration = lowerDeclaration(node, context);
  if (!declaration) return undefined;
  const objective = node.clauses.find(ast.isObjectiveClause)?.value;
  const journey = context.key(node.clauses.find(ast.isCampaignJourneyClause)?.journey?.ref);
  const phase = node.clauses.find(ast.isPhaseClause)?.value;
  const moves = node.clauses.find(ast.isMovesClause);
  const [from, to] = [moves?.from?.ref?.name, moves?.to?.ref?.name];
  const audience = lowerCondition(node.clauses.find(ast.isAudienceClause)?.condition, context);
  const runs = node.clauses.find(ast.isRunsClause);
  const budget = node.clauses.find(ast.isBudgetClause);
  const utm = node.clauses.filter(ast.isUtmClause).flatMap((clause) => clause.parameters.map(({ name, value }) => [name ?? '', value ?? ''] as const));
  return {
    ...declaration,
    ...(objective === undefined ? {} : { objective }),
    ...(journey === undefined ? {} : { journey }),
    ...(phase === undefined ? {} : { phase }),
    ...(from === undefined || to === undefined ? {} : { moves: { from, to } }),
    ...(audience === undefined ? {} : { audience }),
    ...(runs?.from === undefined || runs.to === undefined ? {} : { runs: { from: runs.from, to: runs.to } }),
    media: node.clauses.filter(ast.isViaClause).flatMap((clause) => clause.media.flatMap(({ word, text }) => word ?? text ?? [])),
    utm: Object.fromEntries(utm),
    ...(budget?.amount === undefined || budget.currency === undefined ? {} : { budget: { amount: Number(budget.amount), currency: budget.currency } }),
    sends: node.clauses.filter(ast.isSendClause).flatMap((clause) => lowerSend(clause, context) ?? []),
    kpis: node.clauses.filter(ast.isCampaignKpi).flatMap((clause) => lowerKpi(clause, context) ?? []),
  };
}

function lowerSend(node: ast.SendClause, context: LoweringContext): Send | Hole {
  const email = context.key(node.email?.ref);
  const when = lowerSendTime(node, context);
  const condition = lowerCondition(node.condition, context);
  if (email === undefined || !when || (node.condition && !condition)) return undefined;
  return { email, when, ...(condition === undefined ? {} : { condition }), source: context.source(node) };
}

function lowerSendTime(node: ast.SendClause, context: LoweringContext): Send['when'] | Hole {
  if (node.day !== undefined) return { kind: 'day', day: Number(node.day) };
  const [length, email] = [seconds(node.after), context.key(node.reference?.ref)];
  return length === undefined || email === undefined ? undefined : { kind: 'after', seconds: length, email };
}

function lowerKpi(node: ast.CampaignKpi, context: LoweringContext): CampaignKpi | Hole {
  const number = Number(node.target);
  if (node.operator === undefined || Number.isNaN(number)) return undefined;
  const base = { operator: node.operator, target: node.percent ? number / 100 : number, source: context.source(node) };
  if (node.rate !== undefined) {
    const email = context.key(node.email?.ref);
    return node.email && email === undefined ? undefined : { ...base, kind: 'rate', rate: node.rate, ...(email === undefined ? {} : { email }) };
  }
  if (node.stage) {
    const [stage, of] = [node.stage.ref?.name, node.base?.ref?.name];
    if (stage === undefined || (node.base && of === undefined)) return undefined;
    return { ...base, kind: 'reached', stage, ...(of === undefined ? {} : { of }) };
  }
  const pattern = lowerPattern(node.pattern, context);
  return pattern && { ...base, kind: 'matched', pattern };
}

export function lowerExperiment(node: ast.Experiment, context: LoweringContext): Experiment | Hole {
  const declaration = lowerDeclaration(node, context);
  if (!declaration) return undefined;
  const measure = node.clauses.find(ast.isMeasureClause);
  const stage = lowerStageName(measure?.stage, context);
  const within = seconds(measure?.within);
  return {
    ...declaration,
    variants: node.clauses.filter(ast.isVariantsClause).flatMap((clause) => clause.variants.flatMap((variant) => context.key(variant.ref) ?? [])),
    ...(stage === undefined ? {} : { measure: { ...stage, ...(within === undefined ? {} : { within }) } }),
    confidence: Number(node.clauses.find(ast.isConfidenceClause)?.percent ?? '95') / 100,
  };
}

/** A stage with the journey that it belongs to, named or not. */
export function lowerStageName(node: ast.StageReference | undefined, context: LoweringContext): StageName | Hole {
  const stage = node?.stage?.ref;
  const journey = context.key(ast.isJourney(stage?.$container) ? stage.$container : undefined);
  return stage?.name === undefined || journey === undefined ? undefined : { journey, stage: stage.name };
}
