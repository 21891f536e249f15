import { AstUtils } from 'langium';
import type { JourneyServices } from '../core-services.ts';
import * as ast from '../generated/ast.ts';
import { stagesOf } from '../references/names.ts';
import { canBeginPass } from './conditions.ts';
import { PROVIDER_FACTS } from './provider-facts.ts';
import { providerOf } from './providers.ts';
import type { Report } from './report.ts';
import { remove } from './report.ts';
import type { StageRules } from './xperience-conditions.ts';
import { checkStageCondition, checkStageNesting } from './xperience-conditions.ts';

const MOST_STAGES = 10;
/** In UTF-16 code units. */
const LONGEST_NAME = 200;

/**
 * The profile `xperience`: what a journey says that the journeys of Xperience by Kentico cannot. Only journeys are looked
 * at: a segment is a contact group there, which knows windows and negation. What stays in the file without a change of who
 * reaches what (phases, owners, notes, touchpoints, `stalls after`, time zones) is not reported.
 */
export function checkXperience(file: ast.JourneyFile, report: Report, services: JourneyServices): void {
  const journeys = file.declarations.filter(ast.isJourney);
  const document = AstUtils.getDocument(file);
  const { profile } = services.validation.DiagnosticSettings.of(document.uri);
  if (profile === 'none' || journeys.length === 0) return;
  const provider = providerOf(document, services);
  const named = provider?.provider === 'xperience' ? provider : undefined;
  if (profile === 'auto' && !named) return;
  const rules: StageRules = {
    report: named ? withReason(named, report) : report,
    // `provider-cannot` says of these that no record of them can come, and the same way round.
    told: new Set(named ? PROVIDER_FACTS['xperience']?.never : []),
  };
  for (const journey of journeys) checkJourney(journey, rules);
}

function withReason(provider: ast.Provider, report: Report): Report {
  const reason = { node: provider, message: '`provider xperience` is declared here.' };
  return (code, message, place) => {
    report(code, message, { ...place, related: [...(place.related ?? []), reason] });
  };
}

function checkJourney(journey: ast.Journey, rules: StageRules): void {
  const { report } = rules;
  const stages = stagesOf(journey);
  const path = stages.filter((stage) => !stage.side);
  checkName(journey, 'journey', report);
  for (const clause of journey.clauses) checkJourneyClause(clause, path, report);
  const eleventh = path[MOST_STAGES];
  if (eleventh) {
    const message = `A journey of Xperience by Kentico has at most ${String(MOST_STAGES)} stages, and this one has ${String(path.length)}. Leave out the steps that decide nothing, or begin a second journey here.`;
    report('xperience-stages', message, { node: eleventh, property: 'name' });
  }
  for (const stage of stages) {
    if (stage.side) {
      const message = `The journeys of Xperience by Kentico have no side stages: a contact stays in the furthest stage that it reached. Make a contact group of \`${stage.name ?? ''}\`, or keep it here for the simulation alone.`;
      report('xperience-side-stage', message, { node: stage, property: 'name' });
    }
  }
  path.forEach((stage, place) => {
    checkName(stage, 'stage', report);
    checkKpis(stage, report);
    checkEnters(stage, path[place - 1], rules);
  });
}

function checkJourneyClause(clause: ast.JourneyClause, path: readonly ast.Stage[], report: Report): void {
  switch (clause.$type) {
    case ast.OrderClause.$type:
      if (clause.value !== 'flexible') return;
      report('xperience-order', 'In Xperience by Kentico a contact reaches stages one after the other and skips none. Leave `order flexible` out.', {
        node: clause,
        fixes: remove(clause, 'Remove `order flexible`'),
      });
      return;
    case ast.AudienceClause.$type:
      report(
        'xperience-audience',
        'The journeys of Xperience by Kentico are open to every contact. Build the audience as a contact group and look at the journey by contact group, or ask in the first stage for an activity that only these contacts perform.',
        { node: clause },
      );
      return;
    case ast.ExpiresClause.$type:
      report(
        'xperience-pass',
        'In Xperience by Kentico a contact has as long as it takes: journeys do not expire. Leave this out, or put the journey into a campaign with a start and an end.',
        {
          node: clause,
          fixes: remove(clause, 'Remove `expires after`'),
        },
      );
      return;
    case ast.ReentryClause.$type:
      if (clause.value === undefined || clause.value === 'never') return;
      report(
        'xperience-pass',
        'In Xperience by Kentico a contact goes through a journey once. Leave `reentry` out; count repeated conversions in a report on the activities.',
        {
          node: clause,
          fixes: remove(clause, 'Remove `reentry`'),
        },
      );
      return;
    case ast.GoalClause.$type: {
      const goal = clause.stage?.ref;
      const last = path.at(-1);
      if (!goal || goal.side || !last || goal === last) return;
      const message = `In Xperience by Kentico the last stage is what a journey is measured by, here \`${last.name ?? ''}\`. End the journey with \`${goal.name ?? ''}\`, and make a second journey of the stages after it.`;
      report('xperience-goal', message, { node: clause });
      return;
    }
    // Its contacts have given consent, or filled in a form or registered, which it may log without.
    case ast.ConsentClause.$type:
    case ast.TimezoneClause.$type:
    case ast.Stage.$type:
  }
}

function checkName(node: ast.Journey | ast.Stage, word: string, report: Report): void {
  for (const property of ['name', 'label'] as const) {
    const length = node[property]?.length ?? 0;
    if (length <= LONGEST_NAME) continue;
    const message = `Xperience by Kentico stores at most ${String(LONGEST_NAME)} characters of the name of a ${word}, and this one has ${String(length)}. Shorten it, and put the rest into a comment \`/** … */\`.`;
    report('xperience-name', message, { node, property });
  }
}

function checkKpis(stage: ast.Stage, report: Report): void {
  const kpis = stage.clauses.filter(ast.isKpiClause);
  const first = kpis.find(({ contacts }) => contacts);
  for (const kpi of kpis) {
    if (kpi === first) continue;
    const message = kpi.contacts
      ? 'A stage of Xperience by Kentico has one KPI. Keep the one that counts.'
      : 'The KPI of a stage in Xperience by Kentico is a number of contacts, not a share and without a time. Write `kpi 50 contacts`; the share of the stage before is shown beside it anyway.';
    report('xperience-kpi', message, { node: kpi });
  }
}

function checkEnters(stage: ast.Stage, previous: ast.Stage | undefined, rules: StageRules): void {
  const { report } = rules;
  const conditions: ast.Condition[] = [];
  for (const enter of stage.clauses.filter(ast.isEnterClause)) {
    if (enter.from && !isFromPrevious(enter.from, previous)) {
      const way = previous ? `the one before it, here \`${previous.name ?? ''}\`` : 'outside the journey, since it is the first';
      const message = `In Xperience by Kentico the only way into this stage is from ${way}. Write \`enter when …\`, and draw other ways as journeys of their own.`;
      report('xperience-order', message, { node: enter.from });
      continue;
    }
    if (enter.after) {
      report(
        'xperience-wait',
        'A stage of Xperience by Kentico does not wait. Let an automation process wait and then log a custom activity, and ask for that: `performed …`.',
        { node: enter, property: 'after' },
      );
    }
    if (!enter.condition) continue;
    conditions.push(enter.condition);
    checkStageCondition(enter.condition, canBeginPass(enter), rules);
  }
  checkStageNesting(conditions, report);
}

/** Whether a clause says in words what it would mean without `from`. */
function isFromPrevious(from: ast.StageSource, previous: ast.Stage | undefined): boolean {
  const [stage, ...others] = from.stages;
  return previous ? stage?.ref === previous && others.length === 0 : from.outside;
}
