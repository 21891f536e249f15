import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { EmptyFileSystem, URI } from 'langium';
import { createJourneyServices } from '../../language-server/core-services.ts';
import { formatText } from '../../language-server/formatting/format-text.ts';
import { lowerModel } from '../../language-server/lowering/lower-model.ts';
import { CONTACT, fiftyLines } from './generated-files.ts';

const RUNS = 3;

/** Milliseconds by phase, and megabytes that are held at the end. */
type Figures = Record<'parse' | 'link' | 'check' | 'lower' | 'format' | 'total' | 'megabytes', number>;

interface Scale {
  readonly title: string;
  readonly sizes: readonly number[];
  readonly unit: string;
  readonly files: (size: number) => string[];
  /** Whether every text is without an error, or has some. */
  readonly whole: boolean;
}

const oneFile = (lines: number, edit: (text: string) => string = (text) => text): string[] => [
  CONTACT + Array.from({ length: lines / 50 }, (_, index) => edit(fiftyLines(index))).join('\n'),
];

const SCALES: readonly Scale[] = [
  { title: 'one file', sizes: [12_500, 25_000, 50_000, 100_000], unit: 'lines', whole: true, files: (lines) => oneFile(lines) },
  {
    title: 'files of 50 lines that import one',
    sizes: [125, 250, 500, 1_000],
    unit: 'files',
    whole: true,
    files: (files) => [CONTACT, ...Array.from({ length: files }, (_, index) => `import "0.journey"\n${fiftyLines(index)}`)],
  },
  {
    title: 'one file with an error of syntax and an unknown name every 50 lines',
    sizes: [12_500, 25_000, 50_000],
    unit: 'lines',
    whole: false,
    files: (lines) => oneFile(lines, (text) => text.replace('within 14 days', 'within days').replace('submitted demo_', 'submitted deom_')),
  },
  {
    title: 'one file of journeys that are all half-written',
    sizes: [2_500, 5_000, 10_000],
    unit: 'journeys',
    whole: false,
    files: (journeys) => [Array.from({ length: journeys }, (_, index) => `journey j${String(index)} {\n  stage a { enter when clicked }\n`).join('')],
  },
];

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

async function figuresOf(texts: readonly string[], whole: boolean): Promise<Figures> {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const { shared, journey } = createJourneyServices(EmptyFileSystem);
  const { LangiumDocumentFactory, LangiumDocuments, DocumentBuilder } = shared.workspace;
  let last = performance.now();
  const lap = (): number => {
    const now = performance.now();
    const took = now - last;
    last = now;
    return took;
  };
  const documents = texts.map((text, index) => LangiumDocumentFactory.fromString(text, URI.file(`/${String(index)}.journey`)));
  const parse = lap();
  for (const document of documents) LangiumDocuments.addDocument(document);
  await DocumentBuilder.build(documents);
  const link = lap();
  await DocumentBuilder.build(documents, { validation: true });
  const check = lap();
  const models = documents.map((document) => lowerModel(document, journey, (one) => one.uri.path));
  const lower = lap();
  const formatted = documents.map((document, index) => formatText(texts[index] ?? '', journey, document.parseResult).text.length);
  const format = lap();
  const errors = documents.flatMap(({ diagnostics }) => diagnostics ?? []).filter(({ severity }) => severity === 1);
  if (errors.length > 0 === whole) throw new Error(`${String(errors.length)} errors: ${JSON.stringify(errors[0])}`);
  collectGarbage();
  const megabytes = (process.memoryUsage().heapUsed - before) / 1e6;
  if (models.length + formatted.length === 0) throw new Error('Nothing was measured.');
  return { parse, link, check, lower, format, total: parse + link + check + lower + format, megabytes };
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** Prints how time and memory to read, link, check, lower and format grow when the text doubles; medians of some runs. */
export async function languageScaling(): Promise<void> {
  await figuresOf(oneFile(10_000), true);
  for (const { title, sizes, unit, files, whole } of SCALES) {
    console.log(`language, ${title}: milliseconds, megabytes, and in brackets the ratio to the size before`);
    let before: Figures | undefined;
    for (const size of sizes) {
      const texts = files(size);
      const runs: Figures[] = [];
      for (let run = 0; run < RUNS; run++) runs.push(await figuresOf(texts, whole));
      const names = Object.keys(runs[0] ?? {}) as (keyof Figures)[];
      const figures = Object.fromEntries(names.map((name) => [name, median(runs.map((one) => one[name]))])) as Figures;
      const cells = names.map((name) => `${name} ${figures[name].toFixed(0)}${before ? ` (${(figures[name] / before[name]).toFixed(2)})` : ''}`);
      console.log(`  ${size.toLocaleString('en').padStart(7)} ${unit}  ${cells.join('  ')}`);
      before = figures;
    }
  }
}
