import { Command, InvalidArgumentError, Option } from 'commander';
import type { Journey } from '../../model/journey.ts';
import type { Model } from '../../model/model.ts';
import type { SyntheticSample } from '../../synthesis/make-sample.ts';
import { makeSample } from '../../synthesis/make-sample.ts';
import type { Traffic } from '../../synthesis/traffic.ts';
import { USUAL_TRAFFIC } from '../../synthesis/traffic.ts';
import type { ExitCode } from '../exit-code.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import { readModel } from '../read-model.ts';
import { withSample, withWritten } from '../with-sample.ts';
import { writeResult } from '../write-result.ts';
import type { WrittenOptions } from '../written-shape.ts';
import { WrittenShape, addWrittenOptions, leftOutLines } from '../written-shape.ts';

interface SampleCommandOptions extends WrittenOptions {
  readonly journey?: string;
  readonly contacts: number;
  readonly seed: number;
  readonly like?: readonly string[];
  readonly out?: string;
  readonly progress: boolean;
  readonly root?: string;
}

/** `workerEntry`: the bundled entry of the simulation worker. */
export function sampleCommand(workerEntry: URL, done: (code: ExitCode) => void): Command {
  const command = new Command('sample')
    .description('Make up an activity file that exercises every rule of the journeys, among contacts that do what contacts do.')
    .argument('<file>', 'a .journey file')
    .option('--journey <name>', 'one journey; all that the file declares where it is not given')
    .addOption(new Option('--contacts <number>', 'how many contacts; more where the rules need more').argParser(wholeNumber(100_000)).default(1000))
    .addOption(
      new Option('--seed <number>', 'another number makes another sample, the same number the same bytes').argParser(wholeNumber(0xffff_ffff)).default(1),
    );
  return addWrittenOptions(command)
    .option('--like <data...>', 'activity files whose rates, hours and gaps are taken over; nothing else of them is')
    .option('--out <file>', 'write to a file instead of standard output')
    .option('--no-progress', 'show no progress, not even on a terminal')
    .option('--root <folder>', "the folder that imports may not leave; the repository's root, else the file's folder")
    .addHelpText(
      'after',
      '\nExamples:\n  journey sample lead-nurturing.journey --out sample.csv\n  journey sample lead-nurturing.journey --shape sendgrid --contacts 200 --seed 7 --out sample.ndjson',
    )
    .action(async (file: string, options: SampleCommandOptions) => {
      done(await sample(file, options, workerEntry));
    });
}

function wholeNumber(most: number): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : NaN;
    if (!(number <= most)) throw new InvalidArgumentError(`It is a whole number up to ${String(most)}.`);
    return number;
  };
}

async function sample(file: string, options: SampleCommandOptions, workerEntry: URL): Promise<ExitCode> {
  const model = await readModel(file, options.root, 'No sample was made: what a file with errors asks for is not known.');
  if (!model) return EXIT.no;
  const journeys = journeysOf(model, file, options.journey);
  const shape = new WrittenShape(options);
  const made = makeSample({
    journeys,
    model,
    contacts: options.contacts,
    seed: options.seed,
    traffic: await trafficLike(options, model, workerEntry),
    unsayable: (record) => shape.writer.unsayable(record),
    isAddress: shape.writer.shape.address === true,
  });
  if (made.records.length === 0)
    throw new CommandFailure(EXIT.input, `The shape ${shape.name} cannot say anything that ${file} asks for. Choose another with --shape.`);
  const text = shape.text(made.records);
  const fired = await firedIn(text, shape, model, journeys, workerEntry);
  writeResult(options.out, text);
  const lines = [...coverageLines(made, fired, model), ...leftOutLines(made.leftOut, shape.name)];
  process.stderr.write(`${lines.join('\n')}\n`);
  return EXIT.fine;
}

function journeysOf({ journeys }: Model, file: string, name: string | undefined): readonly Journey[] {
  if (journeys.length === 0) throw new CommandFailure(EXIT.input, `${file}: the file declares no journey.`);
  if (name === undefined) return journeys;
  const named = journeys.filter((journey) => journey.name === name);
  if (named.length > 0) return named;
  throw new CommandFailure(EXIT.usage, `${file}: there is no journey "${name}". It has ${journeys.map((journey) => journey.name).join(', ')}.`);
}

async function trafficLike({ like, progress }: SampleCommandOptions, model: Model, workerEntry: URL): Promise<Traffic> {
  if (like === undefined) return USUAL_TRAFFIC;
  const options = { on: like, timezone: 'UTC', maxRejected: 0.1, without: [], progress };
  return (await withSample(workerEntry, model, options, (data) => data.ask({ kind: 'traffic' }))).traffic;
}

/** The rules that fire when the file is read and simulated as anybody would. */
async function firedIn(text: string, shape: WrittenShape, model: Model, journeys: readonly Journey[], workerEntry: URL): Promise<ReadonlySet<string>> {
  const written = { name: `sample.${shape.format}`, text, as: shape.name };
  const names = journeys.map(({ name }) => name);
  const results = await withWritten(workerEntry, model, written, [], (data) => data.evaluate(names));
  return new Set(results.flatMap(({ journey, rules }) => rules.flatMap(({ stage, index, fired }) => (fired > 0 ? [keyOf(journey, stage, index)] : []))));
}

const keyOf = (journey: string, stage: string, index: number): string => JSON.stringify([journey, stage, index]);

function coverageLines({ rules, contacts, records }: SyntheticSample, fired: ReadonlySet<string>, model: Model): string[] {
  const isFired = (rule: (typeof rules)[number]): boolean => fired.has(keyOf(rule.journey, rule.stage, rule.index));
  const missed = rules.filter((rule) => rule.missed);
  const size = `${contacts.toLocaleString('en')} contacts, ${records.length.toLocaleString('en')} records.`;
  const unfired = rules.filter((rule) => !isFired(rule));
  const place = ({ rule, stage }: (typeof rules)[number]): string =>
    `${model.files[rule.source.file] ?? ''}:${String(rule.source.line)}: ${stage}: enter ${rule.text}`;
  return [
    `${size} ${String(rules.length - unfired.length)} of ${String(rules.length)} rules fire, ${String(missed.length)} of ${String(rules.length)} are also missed by little.`,
    ...unfired.map((rule) => `${place(rule)}: does not fire; ${rule.reason ?? 'what it needs cannot be told apart in this shape'}.`),
    ...rules.filter((rule) => isFired(rule) && !rule.missed).map((rule) => `${place(rule)}: nobody misses it by little; no such history was found.`),
  ];
}
