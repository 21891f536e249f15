/**
 * Writes what is made from other files and committed: `npm run generate`. With `--check` it writes nothing and fails
 * when a file is not what it would be now.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { generate } from 'langium-cli';
import { format, resolveConfig } from 'prettier';
import * as z from 'zod/mini';
import { modelDiff } from '../src/diff/model-diff.ts';
import { readJourneys } from '../src/cli/read-journeys.ts';
import { journeyMap } from '../src/drawing/journey-map.ts';
import { journeyMapDocument } from '../src/drawing/map-document.ts';
import { mapSvg } from '../src/drawing/map-svg.ts';
import { campaignResult } from '../src/results/campaign-result.ts';
import { experimentResult } from '../src/results/experiment-result.ts';
import { breakdownResult, journeyResult } from '../src/results/result.ts';
import { nearMissesResult, traceResult } from '../src/results/trace-result.ts';
import { testRun } from '../src/testing/test-result.ts';
import { drawImports, readImports } from './boundaries.ts';
import { compileKernel } from './compile-kernel.ts';
import { keywordsOf, textMateGrammar } from './text-mate-grammar.ts';

const root = join(import.meta.dirname, '..');

/** Folders in which every file is generated: one that is no longer written there has to go. */
const generatedFolders = ['language-server/generated'];

const language = await generateLanguage();
const files = new Map<string, string>([
  ...language,
  ['syntaxes/journey.tmLanguage.json', await formatted('syntaxes/journey.tmLanguage.json', highlighting(language))],
  ...(await schemas({
    simulate: journeyResult,
    diff: modelDiff,
    breakdown: breakdownResult,
    campaign: campaignResult,
    experiment: experimentResult,
    trace: traceResult,
    'near-misses': nearMissesResult,
    test: testRun,
    map: journeyMapDocument,
  })),
  ['src/activities/kernel/kernel-code.ts', await formatted('src/activities/kernel/kernel-code.ts', compileKernel(root))],
  ['docs/images/map.svg', await exampleMap()],
  ['docs/architecture-dependencies.mmd', drawImports((await readImports(root, ['src', 'language-server'])).modules)],
]);

const outdated = [...files].filter(([file, text]) => !existsSync(join(root, file)) || readFileSync(join(root, file), 'utf8') !== text);
const surplus = globSync(
  generatedFolders.map((folder) => `${folder}/**/*.*`),
  { cwd: root },
)
  .map((file) => file.replaceAll(sep, '/'))
  .filter((file) => !files.has(file));

const checkOnly = process.argv.includes('--check');
if (checkOnly) {
  for (const [file] of outdated) console.error(`${file} is not what its sources say.`);
  for (const file of surplus) console.error(`${file} is generated from nothing.`);
  if (outdated.length + surplus.length > 0) {
    console.error('Run `npm run generate` and commit what it writes.');
    process.exitCode = 1;
  }
} else {
  for (const [file, text] of outdated) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), text);
    console.log(`wrote ${file}`);
  }
  for (const file of surplus) {
    rmSync(join(root, file));
    console.log(`removed ${file}`);
  }
}

// The samples are large and made by a program of their own, which knows --check too.
const samples = spawnSync(process.execPath, [join(import.meta.dirname, 'sample-example.ts'), ...(checkOnly ? ['--check'] : [])], { stdio: 'inherit' });
if (samples.status !== 0) process.exitCode = 1;

/** The parser's syntax tree types, grammar and services, by langium-cli, in a folder of its own: it reports success even when it could not write a file. */
async function generateLanguage(): Promise<Map<string, string>> {
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'generate-'));
  try {
    const config = JSON.parse(readFileSync(join(root, 'langium-config.json'), 'utf8')) as { readonly languages: readonly { readonly grammar: string }[] };
    const languages = config.languages.map((language) => ({ ...language, grammar: relative(folder, join(root, language.grammar)).replaceAll(sep, '/') }));
    const configFile = join(folder, 'langium-config.json');
    writeFileSync(configFile, JSON.stringify({ ...config, languages }));
    const succeeded = await generate({ file: configFile });
    rmSync(configFile);
    const written = new Map(
      globSync('**/*.*', { cwd: folder }).map((file): [string, string] => [file.replaceAll(sep, '/'), readFileSync(join(folder, file), 'utf8')]),
    );
    const missing = ['ast', 'grammar', 'module'].map((name) => `language-server/generated/${name}.ts`).filter((file) => !written.has(file));
    if (!succeeded || missing.length > 0)
      throw new Error(`langium-cli failed (see above)${missing.length > 0 ? ` and did not write ${missing.join(', ')}` : ''}`);
    return written;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function highlighting(language: ReadonlyMap<string, string>): string {
  return textMateGrammar(keywordsOf(language.get('language-server/generated/grammar.ts')!));
}

/** The example's journey with the emails of its campaign. */
async function exampleMap(): Promise<string> {
  const file = join(root, 'examples/spring-push.journey');
  const model = (await readJourneys([file], root)).modelOf(file, root);
  return mapSvg(journeyMap(model, model.importedJourneys[0]!));
}

/** What each JSON of the command line holds, by the name of its schema. */
async function schemas(documents: Readonly<Record<string, z.ZodMiniType>>): Promise<[string, string][]> {
  return Promise.all(
    Object.entries(documents).map(async ([name, schema]): Promise<[string, string]> => {
      const file = `docs/schemas/${name}.schema.json`;
      return [file, await formatted(file, JSON.stringify(z.toJSONSchema(schema)))];
    }),
  );
}

async function formatted(file: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(join(root, file))), filepath: file });
}
