import type { AstNode, ValidationAcceptor } from 'langium';
import type { JourneyServices } from '../core-services.ts';
import type { JourneyAstType } from '../generated/ast.ts';
import { checkEmailClauses, checkIdClauses, checkJourneyClauses, checkStageClauses } from './clauses.ts';
import { checkChain, checkCount, checkEmailSelector, checkForWindow, checkWithinWindow } from './conditions.ts';
import { checkFileDeclarations, checkLinks, checkProperties, checkStages } from './duplicate-names.ts';
import { checkImport } from './imports.ts';
import { checkCompare } from './compares.ts';
import { checkGoal, checkStageEntry, checkTimezone, checkUndecidable, checkWayIn } from './journeys.ts';
import type { Report } from './report.ts';
import { reportTo } from './report.ts';
import { checkSegmentCycle } from './segments.ts';
import { checkDatesWindow, checkDuration, checkKpi, checkMomentValue, checkStrings } from './values.ts';

type Check<Node extends AstNode> = (node: Node, report: Report, services: JourneyServices) => void;

type Checks = { readonly [Type in keyof JourneyAstType]?: readonly Check<JourneyAstType[Type] & AstNode>[] };

/** Which checks look at which kind of node. */
const CHECKS: Checks = {
  JourneyFile: [checkFileDeclarations, checkStrings],
  Import: [checkImport],
  Channel: [checkIdClauses],
  Email: [checkEmailClauses, checkLinks],
  Form: [checkIdClauses],
  Page: [checkIdClauses],
  Activity: [checkIdClauses, checkProperties],
  Contact: [checkProperties],
  Segment: [checkSegmentCycle],
  Journey: [checkJourneyClauses, checkStages, checkWayIn, checkGoal],
  TimezoneClause: [checkTimezone],
  Stage: [checkStageClauses, checkStageEntry],
  EnterClause: [checkUndecidable],
  KpiClause: [checkKpi],
  ChainCondition: [checkChain],
  Count: [checkCount],
  EmailSelector: [checkEmailSelector],
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
