import { drawingTexts } from '../drawing/drawing-texts.ts';
import { visibleText } from '../drawing/visible-text.ts';
import type { EmailResult, JourneyResult, KpiResult, RuleResult, StageResult, TransitionResult, Warning } from '../results/result.ts';
import type { Report, ReportTable } from './report.ts';
import type { ColumnOf } from './table-of.ts';
import { countColumn, dataOnly, durationColumn, rateColumn, tableOf, textColumn } from './table-of.ts';

const texts = drawingTexts();

/** What a simulation of one journey says. */
export function journeyReport(result: JourneyResult): Report {
  const labelOf = (stage: string | null): string => (stage === null ? 'outside' : (result.stages.find(({ name }) => name === stage)?.label ?? stage));
  const kpis = result.stages.flatMap((stage) => stage.kpis.map((kpi) => ({ stage, kpi })));
  return {
    kind: 'journey',
    name: result.journey,
    title: visibleText(result.label),
    facts: journeyFacts(result),
    verdicts: kpis.map(({ stage, kpi }) => `${visibleText(stage.label)}: ${texts.kpi(kpi, result)}`),
    warnings: warningTexts(result.warnings),
    picture: result,
    tables: [
      tableOf('stages', 'Stages', result.stages, STAGE_COLUMNS),
      tableOf('transitions', 'Moves', result.transitions, transitionColumns(labelOf)),
      tableOf('rules', 'Rules', result.rules, ruleColumns(labelOf)),
      emailsTable(result.emails),
      tableOf('days', 'Entries by day', result.days, [
        textColumn('date', 'Day', ({ date }) => date),
        ...result.stages.map((stage) =>
          countColumn<JourneyResult['days'][number]>(stage.name, visibleText(stage.label), ({ entered }) => entered[stage.name] ?? 0),
        ),
      ]),
      tableOf('records', 'Contacts and records', qualityOf(result), [
        dataOnly(textColumn('measure', 'Measure', ({ measure }: Quality) => measure)),
        textColumn('what', 'What', ({ what }) => what),
        countColumn('count', 'Count', ({ count }) => count),
      ]),
      tableOf('rejected', 'Rejected records, the first 100', result.rejected, [
        textColumn('path', 'File', ({ path }) => path),
        countColumn('line', 'Line', ({ line }) => line),
        textColumn('reason', 'Reason', ({ reason }) => reason),
      ]),
      tableOf('kpis', 'KPIs', kpis, KPI_COLUMNS, true),
      warningsTable(result.warnings),
    ],
  };
}

function journeyFacts({ inputs, records, contacts, asOf, without }: JourneyResult): string[] {
  return [
    ...inputs.map(({ path, shape, records: read }) => `${visibleText(path)} (${shape}): ${texts.count(read)} records`),
    `${texts.count(records.used)} of ${texts.count(records.read)} records used${without.length === 0 ? '' : `, ${without.join(' and ')} left out`}`,
    `${texts.count(contacts.entered)} of ${texts.count(contacts.seen)} contacts entered, ${texts.count(contacts.reachedGoal)} reached the goal`,
    ...(asOf === null ? [] : [`as of ${texts.moment(asOf)}`]),
  ];
}

/** Warnings with where what they are about is written. */
export function warningTexts(warnings: readonly Warning[]): string[] {
  return warnings.map(({ message, file, line }) => visibleText(`${file === undefined ? '' : `${file}:${String(line ?? 1)}: `}${message}`));
}

export function warningsTable(warnings: readonly Warning[]): ReportTable {
  return tableOf(
    'warnings',
    'Warnings',
    warnings,
    [
      textColumn('code', 'Code', ({ code }) => code),
      textColumn('stage', 'Stage', ({ stage }) => stage),
      textColumn('file', 'File', ({ file }) => file),
      countColumn('line', 'Line', ({ line }) => line),
      textColumn('message', 'Message', ({ message }) => message),
    ],
    true,
  );
}

export function emailsTable(emails: readonly EmailResult[]): ReportTable {
  return tableOf('emails', 'Emails', emails, [
    dataOnly(textColumn('name', 'Name', ({ name }) => name)),
    textColumn('label', 'Email', ({ label }) => label),
    countColumn('sent', 'Sent', ({ sent }) => sent),
    countColumn('delivered', 'Delivered', ({ delivered }) => delivered),
    countColumn('bounced', 'Bounced', ({ bounced }) => bounced),
    dataOnly(countColumn('opened', 'Opens', ({ opened }) => opened)),
    dataOnly(countColumn('clicked', 'Clicks', ({ clicked }) => clicked)),
    countColumn('unsubscribed', 'Unsubscribed', ({ unsubscribed }) => unsubscribed),
    countColumn('spamReported', 'Spam', ({ spamReported }) => spamReported),
    countColumn('uniqueOpened', 'Opened', ({ uniqueOpened }) => uniqueOpened),
    countColumn('uniqueClicked', 'Clicked', ({ uniqueClicked }) => uniqueClicked),
    rateColumn('openRate', 'Open rate', ({ openRate }) => openRate),
    rateColumn('clickRate', 'Click rate', ({ clickRate }) => clickRate),
    rateColumn('clickToOpenRate', 'Click to open', ({ clickToOpenRate }) => clickToOpenRate),
    rateColumn('unsubscribeRate', 'Unsubscribe rate', ({ unsubscribeRate }) => unsubscribeRate),
    rateColumn('spamRate', 'Spam rate', ({ spamRate }) => spamRate),
    rateColumn('bounceRate', 'Bounce rate', ({ bounceRate }) => bounceRate),
  ]);
}

const STAGE_COLUMNS: readonly ColumnOf<StageResult>[] = [
  dataOnly(textColumn('name', 'Name', ({ name }) => name)),
  textColumn('label', 'Stage', ({ label }) => label),
  dataOnly(textColumn('kind', 'Kind', ({ kind }) => kind)),
  dataOnly(textColumn('phase', 'Phase', ({ phase }) => phase)),
  countColumn('reached', 'Reached', ({ reached }) => reached),
  {
    ...rateColumn('rateFromPrevious', 'of previous', ({ rateFromPrevious }: StageResult) => rateFromPrevious),
    cell: ({ rateFromPrevious, rateInterval }) => ({ value: rateFromPrevious, text: texts.rateWithInterval(rateFromPrevious, rateInterval) }),
  },
  dataOnly(rateColumn('rateIntervalLow', 'from', ({ rateInterval }) => rateInterval?.[0] ?? null)),
  dataOnly(rateColumn('rateIntervalHigh', 'to', ({ rateInterval }) => rateInterval?.[1] ?? null)),
  rateColumn('rateFromStart', 'of entered', ({ rateFromStart }) => rateFromStart),
  countColumn('entered', 'Entered', ({ entered }) => entered),
  countColumn('advanced', 'Advanced', ({ advanced }) => advanced),
  countColumn('returned', 'Returned', ({ returned }) => returned),
  countColumn('left', 'Left', ({ left }) => left),
  countColumn('expired', 'Expired', ({ expired }) => expired),
  countColumn('current', 'Now in', ({ current }) => current),
  countColumn('stalled', 'Stalled', ({ stalled }) => stalled),
  countColumn('dropped', 'Dropped', ({ dropped }) => dropped),
  durationColumn('medianSecondsFromPrevious', 'Median from previous', ({ secondsFromPrevious }) => secondsFromPrevious?.p50),
  durationColumn('medianWithCensoring', 'Median to go on', ({ medianWithCensoring }) => medianWithCensoring),
];

const transitionColumns = (labelOf: (stage: string | null) => string): ColumnOf<TransitionResult>[] => [
  dataOnly(textColumn('from', 'From', ({ from }) => from)),
  dataOnly(textColumn('to', 'To', ({ to }) => to)),
  textColumn('fromLabel', 'From', ({ from }) => labelOf(from)),
  textColumn('toLabel', 'To', ({ to }) => labelOf(to)),
  countColumn('contacts', 'Contacts', ({ contacts }) => contacts),
  countColumn('moves', 'Moves', ({ moves }) => moves),
  durationColumn('p50Seconds', 'Median', ({ p50Seconds }) => p50Seconds),
];

const ruleColumns = (labelOf: (stage: string | null) => string): ColumnOf<RuleResult>[] => [
  dataOnly(textColumn('stage', 'Stage', ({ stage }) => stage)),
  textColumn('label', 'Stage', ({ stage }) => labelOf(stage)),
  dataOnly(countColumn('index', 'Index', ({ index }) => index)),
  textColumn('text', 'Enter', ({ text }) => text),
  countColumn('fired', 'Fired', ({ fired }) => fired),
  countColumn('matchedRecords', 'Records', ({ matchedRecords }) => matchedRecords),
  countColumn('matchedContacts', 'Contacts', ({ matchedContacts }) => matchedContacts),
  textColumn('file', 'File', ({ file }) => file),
  countColumn('line', 'Line', ({ line }) => line),
];

const KPI_COLUMNS: readonly ColumnOf<{ readonly stage: StageResult; readonly kpi: KpiResult }>[] = [
  textColumn('stage', 'Stage', ({ stage }) => stage.name),
  textColumn('unit', 'Unit', ({ kpi }) => kpi.unit),
  textColumn('of', 'Of', ({ kpi }) => kpi.of),
  durationColumn('withinSeconds', 'Within', ({ kpi }) => kpi.withinSeconds),
  countColumn('target', 'Target', ({ kpi }) => kpi.target),
  countColumn('actual', 'Actual', ({ kpi }) => kpi.actual),
  textColumn('met', 'Met', ({ kpi }) => (kpi.met === null ? null : String(kpi.met))),
];

interface Quality {
  readonly measure: string;
  readonly what: string;
  readonly count: number;
}

/** Every number, the zeros too, so that nothing is left out silently. */
function qualityOf({ contacts, records }: JourneyResult): Quality[] {
  const of = (measure: string, what: string, count: number): Quality => ({ measure, what, count });
  return [
    of('contacts.seen', 'Contacts with a used record', contacts.seen),
    of('contacts.entered', 'Contacts that entered the journey', contacts.entered),
    of('contacts.keptOutByAudience', 'Contacts kept out by the audience', contacts.keptOutByAudience),
    of('contacts.withoutConsent', 'Contacts without consent', contacts.withoutConsent),
    of('contacts.passes', 'Passes', contacts.passes),
    of('contacts.expired', 'Contacts whose pass expired', contacts.expired),
    of('contacts.reachedGoal', 'Contacts that reached the goal', contacts.reachedGoal),
    of('records.read', 'Records read', records.read),
    of('records.used', 'Records used', records.used),
    of('records.rejected', 'Records rejected', records.rejected),
    of('records.duplicates', 'Duplicates removed', records.duplicates),
    of('records.ignored', 'Records that say nothing for a journey', records.ignored),
    of('records.afterAsOf', 'Records after the as-of moment', records.afterAsOf),
    of('records.leftOut', 'Records left out on request', records.leftOut),
    of('records.unknownEvents', 'Records of unknown events', records.unknownEvents),
    of('records.clockChanges', 'Times within a clock change', records.clockChanges),
    of('records.machineOpens', 'Machine-made opens', records.machineOpens),
    of('records.botClicks', 'Clicks of robots', records.botClicks),
  ];
}
