/**
 * Plants one fault after the other in a copy of the sources and runs the tests of the evaluator on it; every fault has to
 * be found.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { FAULTS } from './faults.ts';
import { SourcesCopy } from './sources-copy.ts';

const TESTS = ['tests/unit/simulator/worked-cases.test.ts', 'tests/differential/**/*.test.ts'];

/** Prints a line a fault and how many were found. Returns how many were not. */
export function findFaults(): { readonly found: number; readonly missed: number } {
  const copy = new SourcesCopy();
  let found = 0;
  let missed = 0;
  try {
    if (!testsPass(copy.folder)) throw new Error('The tests fail on the sources as they are.');
    for (const { file, what, text, becomes } of FAULTS) {
      const passes = copy.planted(file, text, becomes, () => testsPass(copy.folder));
      if (passes) missed++;
      else found++;
      console.log(`${passes ? 'MISSED' : 'found '} ${file}: ${what}`);
    }
  } finally {
    copy.remove();
  }
  console.log(`${String(found)} of ${String(FAULTS.length)} planted faults found`);
  return { found, missed };
}

function testsPass(folder: string): boolean {
  const run = spawnSync(process.execPath, [join(folder, 'node_modules/mocha/bin/mocha.js'), '--bail', '--reporter', 'dot', ...TESTS], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 90_000,
  });
  return run.status === 0;
}
