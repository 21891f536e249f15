import { Command, Option } from 'commander';
import { breakdownTable } from '../../drawing/breakdown-table.ts';
import { campaignTable } from '../../drawing/campaign-table.ts';
import { emailTable } from '../../drawing/email-table.ts';
import { experimentTable } from '../../drawing/experiment-table.ts';
import { funnelTable } from '../../drawing/funnel-table.ts';
import { warningLines } from '../../drawing/warning-lines.ts';
import type { Model } from '../../model/model.ts';
import { breakdownReport } from '../../report/breakdown-report.ts';
import { campaignReport } from '../../report/campaign-report.ts';
import { experimentReport } from '../../report/experiment-report.ts';
import { journeyReport } from '../../report/journey-report.ts';
import { csvTables, reportCsv } from '../../report/report-csv.ts';
import { reportHtml } from '../../report/report-html.ts';
import { reportMarkdown } from '../../report/report-markdown.ts';
import type { Report } from '../../report/report.ts';
import type { CampaignResult } from '../../results/campaign-result.ts';
import type { ExperimentResult } from '../../results/experiment-result.ts';
import type { BreakdownResult, JourneyResult } from '../../results/result.ts';
import type { ExitCode } from '../exit-code.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import { outputColumns } from '../output-columns.ts';
import { readModel } from '../read-model.ts';
import type { SampleOptions } from '../sample-options.ts';
import { addSampleOptions } from '../sample-options.ts';
import type { LoadedSample } from '../with-sample.ts';
import { withSample } from '../with-sample.ts';
import { writeResult } from '../write-result.ts';

interface SimulateOptions extends SampleOptions {
  readonly journey?: string;
  readonly campaign?: string;
  readonly experiment?: string;
  readonly by?: string;
  readonly format: 'table' | 'json' | 'html' | 'csv' | 'markdown';
  readonly table?: string;
}

/** One document of the output, and its text for a terminal. */
interface Shown {
  readonly document: JourneyResult | BreakdownResult | CampaignResult | ExperimentResult;
  readonly lines: readonly string[];
  readonly report: Report;
}

/** `workerEntry`: the bundled entry of the simulation worker. */
export function simulateCommand(workerEntry: URL, done: (code: ExitCode) => void): Command {
  const command = new Command('simulate')
    .description('Replay activity files through a journey and show the funnel.')
    .argument('<file>', 'a .journey file')
    .option('--journey <name>', 'one journey; everything that the file declares where nothing is named')
    .option('--campaign <name>', 'one campaign: what moved in its period, its KPIs, what it would have sent')
    .option('--experiment <name>', 'one experiment: its arms compared')
    .addOption(
      new Option('--by <what>', 'the same numbers by contact.PROPERTY, "segment NAME", day, week, month or a property of records such as utm_source').conflicts(
        ['campaign', 'experiment'],
      ),
    )
    .addOption(new Option('--format <format>', 'how to print').choices(['table', 'json', 'html', 'csv', 'markdown']).default('table'))
    .option('--table <name>', 'which table to write as CSV, such as stages, rules or emails; the first one where it is not given');
  return addSampleOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  journey simulate lead-nurturing.journey --on samples/q1.csv\n  journey simulate lead-nurturing.journey --on samples/q1.csv --by contact.country --without bot-clicks\n  journey simulate lead-nurturing.journey --on samples/q1.csv --format html --out q1.html',
    )
    .action(async (file: string, options: SimulateOptions) => {
      done(await simulate(file, options, workerEntry));
    });
}

async function simulate(file: string, options: SimulateOptions, workerEntry: URL): Promise<ExitCode> {
  if (options.table !== undefined && options.format !== 'csv') throw new CommandFailure(EXIT.usage, '--table is for --format csv.');
  const model = await readModel(file, options.root);
  if (!model) return EXIT.no;
  const asked = askedOf(model, file, options);
  const shown = await withSample(workerEntry, model, options, (sample) => results(asked, sample, options));
  writeResult(options.out, textOf(shown, options));
  return EXIT.fine;
}

function textOf(shown: readonly Shown[], { format, table }: SimulateOptions): string {
  const reports = shown.map(({ report }) => report);
  switch (format) {
    case 'table':
      return `${shown.map(({ lines }) => lines.join('\n')).join('\n\n')}\n`;
    case 'json': {
      const documents = shown.map(({ document }) => document);
      return `${JSON.stringify(documents.length === 1 ? documents[0] : documents, null, 2)}\n`;
    }
    case 'html':
      return reportHtml(reports);
    case 'markdown':
      return reportMarkdown(reports);
    case 'csv': {
      const tables = csvTables(reports);
      const [first = ''] = tables;
      if (table === undefined || tables.includes(table)) return reportCsv(reports, table ?? first);
      throw new CommandFailure(EXIT.usage, `--table: there is no table "${table}". There is ${tables.join(', ')}.`);
    }
  }
}

interface Asked {
  readonly journeys: readonly string[];
  readonly campaigns: readonly string[];
  readonly experiments: readonly string[];
}

/** What is named, else all that the file itself declares; a breakdown is one of journeys. */
function askedOf(model: Model, file: string, { journey, campaign, experiment, by }: SimulateOptions): Asked {
  const isNamed = journey !== undefined || campaign !== undefined || experiment !== undefined;
  const chosen = (
    what: string,
    name: string | undefined,
    things: readonly { readonly name: string; readonly source: { readonly file: number } }[],
  ): string[] => {
    if (name === undefined) return isNamed ? [] : things.filter(({ source }) => source.file === 0).map((thing) => thing.name);
    if (things.some((thing) => thing.name === name)) return [name];
    const known = things.length === 0 ? `It has no ${what}.` : `It has ${things.map((thing) => thing.name).join(', ')}.`;
    throw new CommandFailure(EXIT.usage, `${file}: there is no ${what} "${name}". ${known}`);
  };
  const asked: Asked = {
    journeys: chosen('journey', journey, model.journeys),
    campaigns: by === undefined ? chosen('campaign', campaign, model.campaigns) : [],
    experiments: by === undefined ? chosen('experiment', experiment, model.experiments) : [],
  };
  if (asked.journeys.length + asked.campaigns.length + asked.experiments.length > 0) return asked;
  throw new CommandFailure(EXIT.input, `${file}: the file declares no journey${by === undefined ? ', no campaign and no experiment' : ''}.`);
}

async function results({ journeys, campaigns, experiments }: Asked, sample: LoadedSample, { by }: SimulateOptions): Promise<Shown[]> {
  const columns = outputColumns();
  const shown: Shown[] = [];
  if (by !== undefined) {
    for (const journey of journeys) {
      const { breakdown } = await sample.ask({ kind: 'breakdown', journey, by });
      const lines = journeyLines(breakdown.whole, columns, ['', ...breakdownTable(breakdown, { columns })]);
      shown.push({ document: breakdown, lines, report: breakdownReport(breakdown) });
    }
    return shown;
  }
  if (journeys.length > 0) {
    for (const result of await sample.evaluate(journeys))
      shown.push({ document: result, lines: journeyLines(result, columns, []), report: journeyReport(result) });
  }
  for (const campaign of campaigns) {
    const { result } = await sample.ask({ kind: 'campaign', campaign });
    shown.push({ document: result, lines: campaignTable(result, { columns }), report: campaignReport(result) });
  }
  for (const experiment of experiments) {
    const { result } = await sample.ask({ kind: 'experiment', experiment });
    shown.push({ document: result, lines: experimentTable(result, { columns }), report: experimentReport(result) });
  }
  return shown;
}

function journeyLines(result: JourneyResult, columns: number, more: readonly string[]): string[] {
  const emails = emailTable(result.emails, { columns });
  const warnings = warningLines(result.warnings, { columns });
  return [...funnelTable(result, { columns }), ...more, ...(emails.length === 0 ? [] : ['', ...emails]), ...(warnings.length === 0 ? [] : ['', ...warnings])];
}
