import { campaignKpis, campaignMoves, campaignPeriod, campaignSends } from '../drawing/campaign-texts.ts';
import { visibleText } from '../drawing/visible-text.ts';
import type { CampaignResult } from '../results/campaign-result.ts';
import { emailsTable, warningTexts, warningsTable } from './journey-report.ts';
import type { Report } from './report.ts';
import { countColumn, dataOnly, tableOf, textColumn } from './table-of.ts';

/** What a simulation of one campaign says. */
export function campaignReport(result: CampaignResult): Report {
  return {
    kind: 'campaign',
    name: result.campaign,
    title: visibleText(result.label),
    facts: [...(result.objective === undefined ? [] : [result.objective]), campaignPeriod(result), ...campaignMoves(result), ...campaignSends(result)].map(
      visibleText,
    ),
    verdicts: campaignKpis(result).map(visibleText),
    warnings: warningTexts(result.warnings),
    tables: [
      tableOf('campaign-stages', 'Stages in the period', result.stages, [
        dataOnly(textColumn('name', 'Name', ({ name }) => name)),
        textColumn('label', 'Stage', ({ label }) => label),
        dataOnly(textColumn('kind', 'Kind', ({ kind }) => kind)),
        countColumn('atStart', 'At the start', ({ atStart }) => atStart),
        countColumn('entered', 'Entered', ({ entered }) => entered),
        countColumn('atEnd', 'At the end', ({ atEnd }) => atEnd),
      ]),
      emailsTable(result.emails),
      tableOf(
        'sends',
        'What it would have sent',
        result.sends.flatMap(({ email, text, days }) => days.map(({ date, contacts }) => ({ email, text, date, contacts }))),
        [
          textColumn('email', 'Email', ({ email }) => email),
          textColumn('text', 'When', ({ text }) => text),
          textColumn('date', 'Day', ({ date }) => date),
          countColumn('contacts', 'Contacts', ({ contacts }) => contacts),
        ],
      ),
      tableOf(
        'campaign-kpis',
        'KPIs',
        result.kpis,
        [
          textColumn('text', 'What', ({ text }) => text),
          textColumn('unit', 'Unit', ({ unit }) => unit),
          textColumn('operator', 'Compare', ({ operator }) => COMPARES[operator]),
          countColumn('target', 'Target', ({ target }) => target),
          countColumn('actual', 'Actual', ({ actual }) => actual),
          textColumn('met', 'Met', ({ met }) => (met === null ? null : String(met))),
        ],
        true,
      ),
      warningsTable(result.warnings),
    ],
  };
}

/** In words, since a spreadsheet takes `=` at the beginning of a cell for a formula. */
const COMPARES = { '==': 'equal', '!=': 'not equal', '<': 'less', '<=': 'at most', '>': 'more', '>=': 'at least' } as const;
