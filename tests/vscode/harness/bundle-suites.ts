import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { bundlesFolder, projectFolder } from './folders.ts';

export const inHostBundle = path.join(bundlesFolder, 'in-host.cjs');
export const webHostBundle = path.join(bundlesFolder, 'web-host.cjs');

/** Bundles the suites of both extension hosts, each to a file with the `run` that VS Code calls. */
export async function bundleSuites(): Promise<void> {
  await bundle('suites', 'mocha-node.ts', 'runInNodeHost', { outfile: inHostBundle, platform: 'node', external: ['vscode', 'mocha'] });
  await bundle('web-suites', 'mocha-web.ts', 'runInWebHost', {
    outfile: webHostBundle,
    platform: 'browser',
    external: ['vscode'],
    // Mocha's own wrapper takes the bundle's `module.exports` for itself.
    footer: { js: 'module.exports = { run };' },
  });
}

async function bundle(folder: string, harness: string, start: string, options: BuildOptions): Promise<void> {
  const suites = path.join(projectFolder, 'tests/vscode', folder);
  const files = (await readdir(suites).catch(() => [])).filter((name) => name.endsWith('.test.ts')).sort();
  if (files.length === 0) throw new Error(`No *.test.ts in ${path.relative(projectFolder, suites)}`);
  const loaders = files.map((name) => `() => import(${JSON.stringify(`./${name}`)})`);
  await build({
    ...options,
    stdin: {
      contents: `import { ${start} } from '../harness/${harness}';\nexport function run() { return ${start}([${loaders.join(', ')}]); }\n`,
      resolveDir: suites,
      sourcefile: 'run.ts',
      loader: 'ts',
    },
    bundle: true,
    format: 'cjs',
    target: 'es2023',
    keepNames: true,
    logLevel: 'warning',
  });
}

if (process.argv[1] === import.meta.filename) await bundleSuites();
