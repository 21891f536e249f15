import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EmptyFileSystem, URI } from 'langium';
import { createJourneyServices } from '../../language-server/core-services.ts';
import { lowerModel } from '../../language-server/lowering/lower-model.ts';
import type { ActivityTable, LoadedActivities } from '../../src/activities/activity-table.ts';
import { EVENTS } from '../../src/activities/activity-table.ts';
import type { Model } from '../../src/model/model.ts';
import type { JourneyResult } from '../../src/results/result.ts';
import { simulate, simulateInSteps } from '../../src/simulator/simulate.ts';
import { duckdbPackage } from './duckdb-package.ts';
import { EMAILS, PAGES, evaluationTable } from './evaluation-table.ts';

const DAY = 86_400;

/** As much of the package's types as is used: it is fetched for the benchmark alone. */
interface SqlConnection {
  run(sql: string): Promise<{ getRows(): Promise<readonly (readonly unknown[])[]> }>;
}
interface DuckDb {
  DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<SqlConnection> }> };
}

/** What differs from one edit to the next. */
interface Edit {
  /** Days. */
  readonly interested: number;
  readonly quiet: number;
}

const EDITS: readonly Edit[] = [
  { interested: 60, quiet: 14 },
  { interested: 45, quiet: 14 },
  { interested: 60, quiet: 21 },
  { interested: 30, quiet: 10 },
];

const journeyText = ({ interested, quiet }: Edit): string => `
channel offers
${EMAILS.map((name) => `email ${name} { ${name.startsWith('offer') ? 'channel offers ' : ''}link pricing "https://acme.example/pricing" }`).join('\n')}
${PAGES.map((name) => `page ${name}`).join('\n')}
activity purchase { value number }
activity signup

journey bench {
  stage signed_up { enter when performed signup }
  stage interested {
    enter when opened any email in offers at least 2 times within ${interested} days or clicked any of (${EMAILS.map((name) => `${name}.pricing`).join(', ')}) within ${interested} days
  }
  stage customer { enter when performed purchase where value >= 20 within 90 days or visited pricing at least 2 times in last 30 days }
  side stage dormant { enter from signed_up, interested when not clicked any email for ${quiet} days and not unsubscribed from any channel ever }
}
`;

/**
 * The same question in SQL over the sorted, coded table: one aggregation to a row a contact, then functions of lists, which is
 * the quickest form found. Times are microseconds; a deadline takes effect just after the records of its time, so at one time a
 * move by a record comes first.
 */
const sqlOf = ({ interested, quiet }: Edit): string => {
  const days = (number: number): string => String(number * DAY * 1_000_000);
  const [opened, clicked, visited, unsubscribed] = (['opened', 'clicked', 'visited', 'unsubscribed'] as const).map((event) => EVENTS.indexOf(event));
  // The first time since `t` after which so long no click comes, if nobody unsubscribed by then.
  const quietAfter = (t: string): string => `(
    select case when gap <= ending and (unsubscribed is null or unsubscribed > gap) then gap end
    from (select list_min(list_filter(list_concat([${t}], list_filter(clicks, lambda c: c > ${t})), lambda c: len(list_filter(clicks, lambda d: d > c and d <= c + ${days(quiet)})) = 0)) + ${days(quiet)} as gap)
  )`;
  return `
with contacts as (
  select contact,
    min(t) filter (activity = 2) as signed_up,
    count(*) filter (activity = 2) as signups,
    coalesce(list(t) filter (event = ${opened} and offer), []) as opens,
    coalesce(list(t) filter (event = ${clicked} and link = 1), []) as pricing,
    coalesce(list(t) filter (event = ${clicked}), []) as clicks,
    coalesce(list(t) filter (activity = 1 and value >= 20), []) as purchases,
    coalesce(list(t) filter (event = ${visited} and page = 1), []) as visits,
    min(t) filter (event = ${unsubscribed}) as unsubscribed,
    count(*) filter (event = ${unsubscribed}) as unsubscribes,
    (select max(t) from records) as ending
  from records group by contact
),
first as (
  select *,
    list_filter(opens, lambda t: t >= signed_up and t <= signed_up + ${days(interested)})[2] as second_open,
    list_filter(pricing, lambda t: t >= signed_up and t <= signed_up + ${days(interested)})[1] as pricing_click,
    ${quietAfter('signed_up')} as quiet_1
  from contacts where signed_up is not null
),
second as (
  select *, least(second_open, pricing_click) as interesting from first
),
third as (
  select *,
    case when interesting is not null and (quiet_1 is null or interesting <= quiet_1) then interesting end as interested
  from second
),
fourth as (
  select *,
    case when interested is not null then least(
      list_filter(purchases, lambda t: t >= interested and t <= interested + ${days(90)})[1],
      list_min(list_transform(list_filter(range(2, len(visits) + 1), lambda i: visits[i] - visits[i - 1] <= ${days(30)} and greatest(visits[i], interested) <= visits[i - 1] + ${days(30)} and (i = len(visits) or visits[i + 1] > interested)), lambda i: greatest(visits[i], interested)))
    ) end as buying,
    case when interested is not null then ${quietAfter('interested')} end as quiet_2
  from third
),
ways as (
  select signed_up, interested,
    case when buying is not null and (quiet_2 is null or buying <= quiet_2) then buying end as customer,
    case when interested is null then quiet_1 when buying is null or quiet_2 < buying then quiet_2 end as dormant
  from fourth
)
select count(*), count(interested), count(customer), count(dormant), count(*) filter (dormant is not null and interested is null),
  quantile_cont(interested - signed_up, [0.1, 0.25, 0.5, 0.75, 0.9]),
  quantile_cont(customer - interested, [0.1, 0.25, 0.5, 0.75, 0.9]),
  (select [sum(signups), count(*) filter (signups > 0),
    sum(len(opens) + len(pricing)), count(*) filter (len(opens) + len(pricing) > 0),
    sum(len(purchases) + len(visits)), count(*) filter (len(purchases) + len(visits) > 0),
    sum(len(clicks) + unsubscribes), count(*) filter (len(clicks) + unsubscribes > 0)] from contacts)
from ways`;
};

/** What both answer, as one text: contacts by stage, percentiles of the times between stages, what the rules match. */
function answerOf({ stages, transitions, rules }: JourneyResult): string {
  const entered = stages.map((stage) => stage.entered);
  const fromSignedUp = transitions.find(({ from, to }) => from === 'signed_up' && to === 'dormant')?.moves;
  const times = [1, 2].flatMap((place) => {
    const seconds = stages[place]?.secondsFromPrevious;
    return seconds ? [seconds.p10, seconds.p25, seconds.p50, seconds.p75, seconds.p90] : [];
  });
  const matched = rules.flatMap(({ matchedRecords, matchedContacts }) => [matchedRecords, matchedContacts]);
  return [...entered, fromSignedUp, ...times.map((seconds) => (seconds ?? 0).toFixed(3)), ...matched].join(' ');
}

function answerOfRows([row]: readonly (readonly unknown[])[]): string {
  const [signedUp, interested, customer, dormant, fromSignedUp, ...lists] = row ?? [];
  const [one, two, matched] = lists.map((list) => ((list as { readonly items?: readonly unknown[] } | null)?.items ?? []).map(Number));
  const times = [...(one ?? []), ...(two ?? [])].map((microseconds) => (microseconds / 1_000_000).toFixed(3));
  return [signedUp, interested, customer, dormant, fromSignedUp, ...times, ...(matched ?? [])].map(String).join(' ');
}

/**
 * Prints how long an edited journey takes from the new model to the whole result on a table in memory, one thread, and how many times
 * as long DuckDB takes on one thread for a part of it: contacts by stage, moves, percentiles, what the rules match.
 */
export async function evaluating(sizes: readonly number[]): Promise<void> {
  const { DuckDBInstance } = (await import(pathToFileURL(duckdbPackage()).href)) as DuckDb;
  console.log("evaluation of an edited 4-stage journey, one thread: milliseconds, medians; beside it DuckDB's SQL on its sorted, coded table in memory");
  const models = await Promise.all(EDITS.map((edit) => modelOf(journeyText(edit))));
  let before: number | undefined;
  for (const size of sizes) {
    const table = evaluationTable(size);
    const loaded = loadedFrom(table);
    const first = longestStep(models[0]!, loaded);
    // What is measured is an edit, as in an editor that is open for a while.
    for (let warm = 0; warm < 20; warm++) evaluate(models[warm % models.length]!, loaded);
    const edited = longestStep(models[0]!, loaded);
    const megabytes = process.resourceUsage().maxRSS / 1000;
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run('set threads = 1');
    await fill(connection, table);
    const own: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < (size >= 1e7 ? 5 : 15); round++) {
      const edit = round % models.length;
      const [result, took] = await timed(() => evaluate(models[edit]!, loaded));
      own.push(took);
      const [rows, others] = await timed(async () => (await connection.run(sqlOf(EDITS[edit]!))).getRows());
      theirs.push(others);
      const [one, other] = [answerOf(result), answerOfRows(rows)];
      if (one !== other) throw new Error(`The answers differ:\n  ${one}\n  ${other}`);
    }
    const [ours, duckdb] = [median(own), median(theirs)];
    const cells = [
      `ours ${ours.toFixed(1)} (least ${Math.min(...own).toFixed(1)})`,
      `DuckDB ${duckdb.toFixed(0)} (least ${Math.min(...theirs).toFixed(0)})`,
      `DuckDB ÷ ours ${(duckdb / ours).toFixed(1)}`,
      ...(before === undefined ? [] : [`to the size before × ${(ours / before).toFixed(1)}`]),
      `longest step ${first.toFixed(0)} at first, ${edited.toFixed(0)} after an edit`,
      `peak ${megabytes.toFixed(0)} MB before DuckDB`,
    ];
    before = ours;
    console.log(`  ${size.toLocaleString('en').padStart(10)} records  ${cells.join('   ')}`);
  }
}

/** The longest time in which a cancel is not seen. */
function longestStep(model: Model, loaded: LoadedActivities): number {
  let longest = 0;
  const steps = simulateInSteps(model, 'bench', loaded, {});
  for (let done = false; !done;) {
    const before = performance.now();
    done = steps.next().done === true;
    longest = Math.max(longest, performance.now() - before);
  }
  return longest;
}

function evaluate(model: Model, loaded: LoadedActivities): JourneyResult {
  const outcome = simulate(model, 'bench', loaded, {});
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.result;
}

/** In milliseconds of processor time: others may use the machine too. */
async function timed<Value>(run: () => Value | Promise<Value>): Promise<[Value, number]> {
  const before = process.cpuUsage();
  const value = await run();
  const { user, system } = process.cpuUsage(before);
  return [value, (user + system) / 1000];
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

async function modelOf(text: string): Promise<Model> {
  const { shared, journey } = createJourneyServices(EmptyFileSystem);
  const document = shared.workspace.LangiumDocumentFactory.fromString(text, URI.file('/bench.journey'));
  shared.workspace.LangiumDocuments.addDocument(document);
  await shared.workspace.DocumentBuilder.build([document], { validation: true });
  const errors = (document.diagnostics ?? []).filter(({ severity }) => severity === 1);
  if (errors.length > 0) throw new Error(JSON.stringify(errors[0]));
  return lowerModel(document, journey, (one) => one.uri.path);
}

function loadedFrom(table: ActivityTable): LoadedActivities {
  const records = table.time.length;
  const counts = { read: records, kept: records, duplicates: 0, rejected: 0, ignored: 0 };
  return { table, inputs: [{ path: 'bench', shape: 'journey', records }], counts, rejected: [], ignored: [], clockChanges: 0, notes: [] };
}

/** The table's columns that the question needs, in its order, by way of a file of numbers. */
async function fill(connection: SqlConnection, { contacts, starts, time, event, email, link, page, activity, properties }: ActivityTable): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'journey-bench-'));
  try {
    const path = join(folder, 'records.csv');
    const file = openSync(path, 'w');
    const value = properties.get('value')!;
    let lines: string[] = [];
    for (let contact = 0; contact < contacts.length; contact++) {
      for (let record = starts[contact]!; record < starts[contact + 1]!; record++) {
        const mail = email.codes[record]!;
        const offer = mail > 0 && EMAILS[mail - 1]!.startsWith('offer');
        lines.push(
          `${contact},${time[record]!},${event[record]!},${offer},${link.codes[record]!},${page.codes[record]!},${activity.codes[record]!},${value.codes[record]!}\n`,
        );
      }
      if (lines.length < 100_000) continue;
      writeSync(file, lines.join(''));
      lines = [];
    }
    writeSync(file, lines.join(''));
    closeSync(file);
    const columns = `{'contact': 'INTEGER', 't': 'BIGINT', 'event': 'UTINYINT', 'offer': 'BOOLEAN', 'link': 'UTINYINT', 'page': 'UTINYINT', 'activity': 'UTINYINT', 'value': 'UTINYINT'}`;
    await connection.run(`create table records as select * from read_csv('${path.replaceAll("'", "''")}', header = false, columns = ${columns})`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
