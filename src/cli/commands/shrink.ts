import { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import { readModel } from '../read-model.ts';
import type { SampleOptions } from '../sample-options.ts';
import { addSampleOptions } from '../sample-options.ts';
import { withSample, withWritten } from '../with-sample.ts';
import { writeResult } from '../write-result.ts';
import type { WrittenOptions } from '../written-shape.ts';
import { WrittenShape, addWrittenOptions, leftOutLines } from '../written-shape.ts';

interface ShrinkOptions extends SampleOptions, WrittenOptions {
  readonly journey?: string;
}

/** `workerEntry`: the bundled entry of the simulation worker. */
export function shrinkCommand(workerEntry: URL, done: (code: ExitCode) => void): Command {
  const command = new Command('shrink')
    .description('Find the fewest contacts in which the same rules fire, and the same are reached and missed.')
    .argument('<file>', 'a .journey file')
    .option('--journey <name>', 'one journey; all that the file declares where it is not given');
  return addWrittenOptions(addSampleOptions(command))
    .addHelpText(
      'after',
      '\nThe contacts are those of the data: pseudonymise the result before it goes anywhere.\n\nExample:\n  journey shrink lead-nurturing.journey --on exports/q1.csv --out samples/smallest.csv',
    )
    .action(async (file: string, options: ShrinkOptions) => {
      done(await shrink(file, options, workerEntry));
    });
}

async function shrink(file: string, options: ShrinkOptions, workerEntry: URL): Promise<ExitCode> {
  const model = await readModel(file, options.root);
  if (!model) return EXIT.no;
  const journeys = model.journeys.filter(({ name }) => options.journey === undefined || name === options.journey);
  if (model.journeys.length === 0) throw new CommandFailure(EXIT.input, `${file}: the file declares no journey.`);
  if (journeys.length === 0)
    throw new CommandFailure(
      EXIT.usage,
      `${file}: there is no journey "${options.journey ?? ''}". It has ${model.journeys.map(({ name }) => name).join(', ')}.`,
    );
  const shape = new WrittenShape(options);
  const question = { kind: 'shrink', journeys: journeys.map(({ name }) => name) } as const;
  const { shrunk } = await withSample(workerEntry, model, options, (data) => data.ask(question));
  const leftOut = new Map<string, number>();
  const sayable = shrunk.records.filter((record) => {
    const reason = shape.writer.unsayable(record);
    if (reason !== undefined) leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
    return reason === undefined;
  });
  if (sayable.length === 0) throw new CommandFailure(EXIT.input, `The shape ${shape.name} cannot say any of the records. Choose another with --shape.`);
  const text = shape.text(sayable);
  const written = { name: `shrunk.${shape.format}`, text, as: shape.name };
  const again = await withWritten(workerEntry, model, written, options.without, (data) => data.ask(question));
  const lost = [...shrunk.shows].filter((one) => !again.shrunk.shows.has(one)).length;
  writeResult(options.out, text);
  const count = (number: number, thing: string): string => `${number.toLocaleString('en')} ${thing}${number === 1 ? '' : 's'}`;
  const lines = [
    `${count(shrunk.contacts, 'contact')} of ${shrunk.ofContacts.toLocaleString('en')}, ${count(sayable.length, 'record')} of ${shrunk.ofRecords.toLocaleString('en')}: ` +
      `${count(shrunk.fired, 'rule')} fire and ${count(shrunk.missed, 'rule')} are reached and missed, as in all of the data.`,
    ...(shrunk.rejected === 0
      ? []
      : [
          `${count(shrunk.rejected, 'record')} of the data could not be read and ${shrunk.rejected === 1 ? 'is' : 'are'} not in it; \`journey simulate --format json\` says why.`,
        ]),
    ...(shrunk.isSmallest ? [] : ['Fewer contacts might do: looking at all choices would have taken too long.']),
    ...(lost === 0 ? [] : [`${count(lost, 'rule')} of these cannot be seen in what was written, because of what the shape cannot say.`]),
    ...leftOutLines(leftOut, shape.name),
    'These are real contacts with their ids and texts. Pseudonymise the file before you commit or send it.',
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
  return EXIT.fine;
}
