import type { AstNode, ValidationAcceptor } from 'langium';
import type { JourneyServices } from '../core-services.ts';
import type { JourneyAstType } from '../generated/ast.ts';
import { checkMeaning } from './analysis.ts';
import { checkGlob, checkLinkGlob, checkSameLink, checkSamePage, checkUrlClause } from './addresses.ts';
import {
  checkAudience,
  checkCampaignKpi,
  checkCampaignParts,
  checkCampaignsCollide,
  checkMedium,
  checkMediumForPhase,
  checkRuns,
  checkSendCondition,
  checkSendDay,
  checkSendPeriod,
  checkSendsCollide,
  checkSendToUnsubscribed,
} from './campaigns.ts';
import {
  checkCampaignClauses,
  checkEmailClauses,
  checkExperimentClauses,
  checkIdClauses,
  checkJourneyClauses,
  checkSourceClauses,
  checkStageClauses,
  checkTestContactClauses,
} from './clauses.ts';
import { checkCompare } from './compares.ts';
import { checkChain, checkCount, checkEmailSelector, checkForWindow, checkWithinWindow } from './conditions.ts';
import { checkFileDeclarations, checkLinks, checkProperties, checkStages } from './duplicate-names.ts';
import { checkConfidence, checkVariants } from './experiments.ts';
import { checkImport } from './imports.ts';
import { checkGoal, checkStageEntry, checkTimezone, checkUndecidable, checkWayIn } from './journeys.ts';
import { checkLabels, checkNames } from './naming.ts';
import { checkBranches, checkGoalKpi, checkKpiOrder, checkReentryBySending } from './paths.ts';
import { checkDraft, checkLastEmailsWindow, checkOpensOnly, checkUnsubscribeScope } from './patterns.ts';
import { checkProvider, checkProviderEvents } from './providers.ts';
import type { Report } from './report.ts';
import { reportTo } from './report.ts';
import { checkSegmentCycles } from './segments.ts';
import { checkColumns, checkShape } from './sources.ts';
import {
  checkExpectedCount,
  checkExpectedRate,
  checkPropertyValue,
  checkTestAttribute,
  checkTestContacts,
  checkTestNames,
  checkTestRecord,
  checkTestStart,
  checkTestTime,
} from './test-declarations.ts';
import { checkUnused } from './unused.ts';
import { checkDatesWindow, checkDuration, checkKpi, checkMomentValue, checkStrings } from './values.ts';
import { checkXperience } from './xperience.ts';

type Check<Node extends AstNode> = (node: Node, report: Report, services: JourneyServices) => void;

type Checks = { readonly [Type in keyof JourneyAstType]?: readonly Check<JourneyAstType[Type] & AstNode>[] };

/** Which checks look at which kind of node. What needs the whole model is in analysis.ts, of the row `JourneyFile`. */
const CHECKS: Checks = {
  JourneyFile: [
    checkFileDeclarations,
    checkStrings,
    checkTestNames,
    checkSamePage,
    checkUnsubscribeScope,
    checkCampaignsCollide,
    checkProviderEvents,
    checkXperience,
    checkUnused,
    checkNames,
    checkLabels,
    checkSegmentCycles,
    checkMeaning,
  ],
  Import: [checkImport],
  Provider: [checkProvider],
  Channel: [checkIdClauses],
  Email: [checkEmailClauses, checkLinks, checkSameLink],
  Form: [checkIdClauses],
  Page: [checkIdClauses],
  UrlClause: [checkUrlClause],
  Activity: [checkIdClauses, checkProperties],
  Contact: [checkProperties],
  Journey: [checkJourneyClauses, checkStages, checkWayIn, checkGoal, checkKpiOrder, checkGoalKpi, checkBranches],
  ReentryClause: [checkReentryBySending],
  TimezoneClause: [checkTimezone],
  Stage: [checkStageClauses, checkStageEntry, checkOpensOnly],
  EnterClause: [checkUndecidable],
  KpiClause: [checkKpi],
  Campaign: [checkCampaignClauses, checkCampaignParts, checkMediumForPhase, checkSendPeriod, checkSendsCollide, checkSendToUnsubscribed],
  AudienceClause: [checkAudience],
  RunsClause: [checkRuns],
  Medium: [checkMedium],
  SendClause: [checkSendCondition, checkSendDay],
  CampaignKpi: [checkCampaignKpi],
  Experiment: [checkExperimentClauses, checkVariants],
  ConfidenceClause: [checkConfidence],
  Source: [checkSourceClauses, checkShape, checkColumns],
  Test: [checkTestContacts, checkTestStart],
  TestContact: [checkTestContactClauses],
  TestAttribute: [checkTestAttribute],
  TestRecord: [checkTestRecord, checkTestTime],
  TestMoment: [checkTestTime],
  PropertyValue: [checkPropertyValue],
  CountExpectation: [checkExpectedCount],
  RateExpectation: [checkExpectedRate],
  ChainCondition: [checkChain],
  Occurrence: [checkLastEmailsWindow],
  Count: [checkCount],
  EmailPattern: [checkGlob, checkLinkGlob],
  EmailItem: [checkDraft],
  EmailSelector: [checkEmailSelector],
  PageItem: [checkGlob],
  ForWindow: [checkForWindow],
  WithinWindow: [checkWithinWindow],
  DatesWindow: [checkDatesWindow],
  Duration: [checkDuration],
  Compare: [checkCompare],
  MomentValue: [checkMomentValue],
};

export class JourneyChecks {
  private readonly services: JourneyServices;

  constructor(services: JourneyServices) {
    this.services = services;
  }

  register(): void {
    const checks: Record<string, ((node: AstNode, accept: ValidationAcceptor) => void)[]> = {};
    for (const [type, list] of Object.entries(CHECKS) as [string, readonly Check<AstNode>[]][]) {
      checks[type] = list.map((check) => (node, accept) => {
        check(node, reportTo(accept), this.services);
      });
    }
    this.services.validation.ValidationRegistry.register(checks);
  }
}
