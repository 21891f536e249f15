import { Command, Option } from 'commander';
import { nearMissesLines } from '../../drawing/near-misses-lines.ts';
import { traceLines } from '../../drawing/trace-lines.ts';
import { chosenJourney } from '../chosen-journey.ts';
import type { ExitCode } from '../exit-code.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import { outputColumns } from '../output-columns.ts';
import { pseudonyms, withPseudonym } from '../pseudonyms.ts';
import { readModel } from '../read-model.ts';
import type { SampleOptions } from '../sample-options.ts';
import { addSampleOptions } from '../sample-options.ts';
import type { LoadedSample } from '../with-sample.ts';
import { withSample } from '../with-sample.ts';
import { testFile } from '../test-file.ts';
import { writeResult } from '../write-result.ts';

interface TraceOptions extends SampleOptions {
  readonly journey?: string;
  readonly contact?: string;
  readonly stage?: string;
  readonly asTest?: string | true;
  readonly format: 'text' | 'json';
  readonly showContacts?: true;
  readonly pseudonymKeyEnv?: string;
}

/** `workerEntry`: the bundled entry of the simulation worker. */
export function traceCommand(workerEntry: URL, done: (code: ExitCode) => void): Command {
  const command = new Command('trace')
    .description("Show one contact's way with the reasons, or what the contacts missed that dropped out in a stage.")
    .argument('<file>', 'a .journey file')
    .addOption(new Option('--contact <id>', 'one contact, by its id in the data').conflicts('stage'))
    .option('--stage <name>', 'the contacts that dropped out in this stage: which windows they missed and what wider ones would keep')
    .addOption(
      new Option('--as-test [title]', 'write a test of this contact: what it did that the journey asks for, and the moves it makes').conflicts([
        'stage',
        'showContacts',
        'format',
      ]),
    )
    .option('--journey <name>', 'which journey, where the file declares several')
    .option('--show-contacts', 'show the id, addresses and queries of URLs as they are')
    .option('--pseudonym-key-env <variable>', 'the environment variable with the key of the pseudonyms; a new key each run where it is not given')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'));
  return addSampleOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  journey trace lead-nurturing.journey --on samples/q1.csv --contact c02540\n  journey trace lead-nurturing.journey --on samples/q1.csv --stage browsing\n  journey trace lead-nurturing.journey --on samples/q1.csv --contact c02540 --as-test "bought after the webinar" --out bought.journey',
    )
    .action(async (file: string, options: TraceOptions) => {
      done(await trace(file, options, workerEntry));
    });
}

async function trace(file: string, options: TraceOptions, workerEntry: URL): Promise<ExitCode> {
  if (options.contact === undefined && options.stage === undefined)
    throw new CommandFailure(EXIT.usage, 'Name a contact with --contact, or a stage with --stage.');
  const pseudonymOf = pseudonyms(options.pseudonymKeyEnv);
  const model = await readModel(file, options.root);
  if (!model) return EXIT.no;
  const journey = chosenJourney(model.journeys, file, options.journey).name;
  const { asTest, contact } = options;
  if (asTest !== undefined) {
    if (contact === undefined) throw new CommandFailure(EXIT.usage, 'Name the contact to make a test of with --contact.');
    const name = pseudonymOf(contact).replace('-', '_');
    const { test } = await withSample(workerEntry, model, options, (sample) =>
      sample.ask({ kind: 'contact-test', journey, contact, name, ...(asTest === true ? {} : { title: asTest }) }),
    );
    writeResult(options.out, testFile(test, model, options.out));
    return EXIT.fine;
  }
  const { document, lines } = await withSample(workerEntry, model, options, (sample) => asked(journey, sample, options, pseudonymOf));
  writeResult(options.out, options.format === 'json' ? `${JSON.stringify(document, null, 2)}\n` : `${lines.join('\n')}\n`);
  return EXIT.fine;
}

async function asked(
  journey: string,
  sample: LoadedSample,
  { contact, stage = '', showContacts }: TraceOptions,
  pseudonymOf: (id: string) => string,
): Promise<{ readonly document: unknown; readonly lines: readonly string[] }> {
  const columns = outputColumns();
  if (contact === undefined) {
    const { result } = await sample.ask({ kind: 'near-misses', journey, stage });
    return { document: result, lines: nearMissesLines(result, { columns }) };
  }
  const { trace: whole } = await sample.ask({ kind: 'trace', journey, contact });
  const document = showContacts ? whole : withPseudonym(whole, pseudonymOf);
  return { document, lines: traceLines(document, { columns }) };
}
