/**
 * Plants one fault after the other in a copy of the sources and runs the tests of the evaluator on it; every fault has to
 * be found.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULTS } from './faults.ts';

const root = join(import.meta.dirname, '../..');
const COPIED = ['src', 'language-server', 'tests', 'docs', 'examples', 'package.json', '.mocharc.json'];
const TESTS = ['tests/unit/simulator/worked-cases.test.ts', 'tests/differential/**/*.test.ts'];

/** Prints a line a fault and how many were found. Returns how many were not. */
export function findFaults(): { readonly found: number; readonly missed: number } {
  const folder = mkdtempSync(join(tmpdir(), 'journey-faults-'));
  let found = 0;
  let missed = 0;
  try {
    for (const path of COPIED) cpSync(join(root, path), join(folder, path), { recursive: true, filter: (source) => !source.includes(join('tests', 'out')) });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    if (!testsPass(folder)) throw new Error('The tests fail on the sources as they are.');
    for (const { file, what, text, becomes } of FAULTS) {
      const path = join(folder, file);
      const source = readFileSync(path, 'utf8');
      if (source.split(text).length !== 2) throw new Error(`${file}: the text of the fault "${what}" does not stand there exactly once.`);
      writeFileSync(
        path,
        source.replace(text, () => becomes),
      );
      const passes = testsPass(folder);
      writeFileSync(path, source);
      if (passes) missed++;
      else found++;
      console.log(`${passes ? 'MISSED' : 'found '} ${file}: ${what}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${String(found)} of ${String(FAULTS.length)} planted faults found`);
  return { found, missed };
}

function testsPass(folder: string): boolean {
  const run = spawnSync(process.execPath, [join(root, 'node_modules/mocha/bin/mocha.js'), '--bail', '--reporter', 'dot', ...TESTS], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 90_000,
  });
  return run.status === 0;
}
