/**
 * Makes the bundles: `npm run build`, or some of them with `--only NAME,NAME`. Fails when a bundle is larger than its
 * budget, when esbuild has a warning, or when a bundle does not start.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build, formatMessages } from 'esbuild';
import { bundles, type Bundle } from './bundles.ts';
import { startBundle } from './start-bundle.ts';

const root = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const names = values.only?.split(',') ?? Object.keys(bundles);
const unknown = names.filter((name) => !(name in bundles));
if (unknown.length > 0) {
  console.error(`There is no bundle ${unknown.join(', ')}; there are ${Object.keys(bundles).join(', ')}.`);
  process.exit(2);
}
if (values.only === undefined) rmSync(join(root, 'dist'), { recursive: true, force: true });

let problems = 0;
for (const name of names) {
  const found = await make(name, bundles[name]!);
  for (const problem of found) console.error(`${name}: ${problem}`);
  problems += found.length;
}
process.exitCode = problems > 0 ? 1 : 0;

async function make(name: string, bundle: Bundle): Promise<readonly string[]> {
  if (!existsSync(join(root, bundle.entry))) return [`the entry ${bundle.entry} does not exist`];
  const started = performance.now();
  const { warnings, errors, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [bundle.entry],
    outfile: bundle.file,
    bundle: true,
    format: bundle.format,
    platform: bundle.platform,
    target: 'es2022',
    external: [...(bundle.external ?? [])],
    ...(bundle.banner === undefined ? {} : { banner: { js: bundle.banner } }),
    define: { __VERSION__: JSON.stringify(version) },
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    legalComments: 'none',
    // Beside the bundle for whoever reads a stack trace; no package contains them.
    sourcemap: 'external',
    metafile: true,
    logLevel: 'silent',
  }).catch((failure: unknown) => {
    if (failure instanceof Error && 'errors' in failure && Array.isArray(failure.errors)) return { warnings: [], errors: failure.errors, metafile: undefined };
    throw failure;
  });
  const messages = [...(await formatMessages(errors, { kind: 'error' })), ...(await formatMessages(warnings, { kind: 'warning' }))];
  if (messages.length > 0 || metafile === undefined) return messages;
  const metaFile = join(root, 'dist', 'meta', `${name}.json`);
  mkdirSync(dirname(metaFile), { recursive: true });
  writeFileSync(metaFile, JSON.stringify(metafile));

  const size = gzipSync(readFileSync(join(root, bundle.file)), { level: 9 }).length;
  const kibibytes = (size / 1024).toFixed(1);
  console.log(`${bundle.file}  ${kibibytes} KiB gzipped of ${bundle.budgetKibibytes}  ${(performance.now() - started).toFixed(0)} ms`);
  const tooLarge =
    size > bundle.budgetKibibytes * 1024
      ? [`${bundle.file} has ${kibibytes} KiB gzipped; its budget is ${bundle.budgetKibibytes} KiB (scripts/bundles.ts)`]
      : [];
  return [...tooLarge, ...(await startBundle(join(root, bundle.file), bundle.start))];
}
