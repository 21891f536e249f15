import { Command, Option } from 'commander';
import { journeyMap } from '../../drawing/journey-map.ts';
import type { JourneyMap } from '../../drawing/map-document.ts';
import { mapDot } from '../../drawing/map-dot.ts';
import { mapMermaid } from '../../drawing/map-mermaid.ts';
import { mapSvg } from '../../drawing/map-svg.ts';
import type { Journey } from '../../model/journey.ts';
import type { Model } from '../../model/model.ts';
import { chosenJourney } from '../chosen-journey.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT } from '../exit-code.ts';
import { readModel } from '../read-model.ts';
import type { SampleOptions } from '../sample-options.ts';
import { addSampleOptions } from '../sample-options.ts';
import { withSample } from '../with-sample.ts';
import { writeResult } from '../write-result.ts';

type MapFormat = 'svg' | 'mermaid' | 'dot' | 'json';

interface MapOptions extends Omit<SampleOptions, 'on'> {
  readonly on?: readonly string[];
  readonly journey?: string;
  readonly format: MapFormat;
}

const WRITERS: Readonly<Record<MapFormat, (map: JourneyMap) => string>> = {
  svg: mapSvg,
  mermaid: mapMermaid,
  dot: mapDot,
  json: (map) => `${JSON.stringify(map, null, 2)}\n`,
};

/** `workerEntry`: the bundled entry of the simulation worker. */
export function mapCommand(workerEntry: URL, done: (code: ExitCode) => void): Command {
  const command = new Command('map')
    .description('Draw a journey: its stages, the ways between them and what they ask for, with counts where data is given.')
    .argument('<file>', 'a .journey file')
    .option('--journey <name>', 'which journey, where the file declares several')
    .addOption(new Option('--format <format>', 'how to draw').choices(['svg', 'mermaid', 'dot', 'json']).default('svg'));
  return addSampleOptions(command, 'optional')
    .addHelpText(
      'after',
      '\nExamples:\n  journey map lead-nurturing.journey --out lead-nurturing.svg\n  journey map lead-nurturing.journey --format mermaid\n  journey map lead-nurturing.journey --on samples/q1.csv --out q1.svg',
    )
    .action(async (file: string, options: MapOptions) => {
      done(await map(file, options, workerEntry));
    });
}

async function map(file: string, options: MapOptions, workerEntry: URL): Promise<ExitCode> {
  const model = await readModel(file, options.root, 'Nothing was drawn: a map of a file with errors would mislead.');
  if (!model) return EXIT.no;
  const journey = chosenJourney(journeysOf(model, options.journey), file, options.journey);
  const { on } = options;
  const [result] =
    on === undefined ? [] : await withSample(workerEntry, { ...model, journeys: [journey] }, { ...options, on }, (sample) => sample.evaluate([journey.name]));
  writeResult(options.out, WRITERS[options.format](journeyMap(model, journey, result)));
  return EXIT.fine;
}

/** Those that the file declares; where it declares none, those that its campaigns are for; by name imported ones too. */
function journeysOf({ journeys, importedJourneys, campaigns }: Model, name: string | undefined): readonly Journey[] {
  if (name !== undefined) return [...journeys, ...importedJourneys];
  return journeys.length > 0 ? journeys : importedJourneys.filter(({ key }) => campaigns.some((campaign) => campaign.journey === key));
}
