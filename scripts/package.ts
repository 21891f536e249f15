/**
 * Makes dist/journey-dsl-VERSION.vsix out of the bundles, by way of the folder dist/stage, and checks what is in it and what npm would pack
 * against scripts/package-contents.ts. The same sources give the same bytes.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNpmCli } from './npm-cli.mjs';
import { checkContents, nameInVsix, npmContents, vsixBudgetBytes, vsixContents } from './package-contents.ts';
import { zipEntries } from './zip-entries.ts';

const root = path.join(import.meta.dirname, '..');
const stage = path.join(root, 'dist', 'stage');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Readonly<Record<string, unknown>> & { readonly version: string };
const vsix = path.join(root, 'dist', `journey-dsl-${manifest.version}.vsix`);

run('scripts/notices.ts', ['--check']);
stageFiles();
run(
  fileURLToPath(new URL('vsce', import.meta.resolve('@vscode/vsce/package.json'))),
  ['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', vsix],
  {
    cwd: stage,
    // vsce gives every entry this time (the first that a zip file can name), in the zone of the machine.
    env: { SOURCE_DATE_EPOCH: '315532800', TZ: 'UTC' },
  },
);
const problems = [...checkVsix(), ...checkNpmPackage()];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);

/** Copies what the list names, and nothing else. */
function stageFiles(): void {
  rmSync(stage, { recursive: true, force: true });
  for (const { pattern } of vsixContents) {
    for (const file of globSync(pattern, { cwd: root })) {
      const target = path.join(stage, file);
      mkdirSync(path.dirname(target), { recursive: true });
      copyFileSync(path.join(root, file), target);
      // The zip file has them too, and a checkout may have been made with others.
      chmodSync(target, 0o644);
    }
  }
  // For those who use the extension, not for those who build it or take the command line from npm.
  const notShipped = ['scripts', 'devDependencies', 'overrides', 'bin', 'files'];
  const shipped = Object.fromEntries(Object.entries(manifest).filter(([key]) => !notShipped.includes(key)));
  writeFileSync(path.join(stage, 'package.json'), `${JSON.stringify(shipped, null, 2)}\n`, { mode: 0o644 });
}

function checkVsix(): string[] {
  const bytes = readFileSync(vsix);
  const entries = zipEntries(bytes);
  const ofVsce = ['[Content_Types].xml', 'extension.vsixmanifest'];
  const expected = vsixContents.map((entry) => ({ ...entry, pattern: nameInVsix(entry.pattern) }));
  const files = entries.map(({ name }) => name).filter((name) => !ofVsce.includes(name));
  const kibibytes = (bytes.length / 1024).toFixed(0);
  console.log(`${path.relative(root, vsix)}: ${files.length} files, ${kibibytes} KiB of ${vsixBudgetBytes / 1024}`);
  return [
    ...checkContents(files, expected),
    ...(bytes.length > vsixBudgetBytes ? [`The VSIX has ${kibibytes} KiB; its budget is ${vsixBudgetBytes / 1024} KiB (scripts/package-contents.ts)`] : []),
    ...globSync('dist/**/*.*', { cwd: stage })
      .filter((file) => readFileSync(path.join(stage, file), 'utf8').includes(root))
      .map((file) => `${file} contains the path of this checkout`),
  ];
}

function checkNpmPackage(): string[] {
  const npm = findNpmCli(process.env, process.execPath);
  if (npm === undefined) return ['There is no npm on this machine, so what it would pack could not be checked'];
  const [packed] = JSON.parse(run(npm, ['pack', '--dry-run', '--json', '--ignore-scripts'])) as { readonly files: readonly { readonly path: string }[] }[];
  return checkContents(
    packed!.files.map((file) => file.path),
    npmContents,
  ).map((problem) => `npm package: ${problem}`);
}

/** Runs a script with Node and gives what it prints; ends this program with its own words when it fails. */
function run(script: string, options: readonly string[], { cwd = root, env = {} }: { cwd?: string; env?: Readonly<Record<string, string>> } = {}): string {
  const outcome = spawnSync(process.execPath, [path.resolve(root, script), ...options], { cwd, env: { ...process.env, ...env }, encoding: 'utf8' });
  if (outcome.status === 0) return outcome.stdout;
  console.error(`${outcome.stdout}${outcome.stderr}`);
  process.exit(1);
}
