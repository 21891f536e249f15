/**
 * Removes one check of the language after the other from a copy of the sources, and then all reports of one code after the
 * other, and runs the cases of the language on it; each has to break at least two.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CODES } from '../../language-server/checks/codes.ts';
import { SourcesCopy } from './sources-copy.ts';

const TABLE = 'language-server/checks/journey-checks.ts';
const VALIDATOR = 'language-server/checks/journey-document-validator.ts';
/** Where every diagnostic comes by, whoever has found it. */
const REPORTED = 'if (!isCode(code)) return [diagnostic];';
const CASES = ['diagnostics', 'single-token', 'wrong-turns', 'newcomers'].map((name) => `tests/unit/language/${name}.test.ts`);
/** What is asked of a case, behind its title. */
const ASPECT = / fires alone$| does not fire$| is gone after each of its fixes$|: each fix puts one thing right$|: the (?:wrong|right) example .*$/;
const FEWEST = 2;

interface Removal {
  readonly what: string;
  readonly file: string;
  readonly text: string;
  readonly becomes: string;
}

/** Prints a line a removal with the number of cases that it breaks. Returns how many break enough of them and how many do not. */
export function removeChecks(): { readonly found: number; readonly missed: number } {
  const copy = new SourcesCopy();
  const removals = [...checks(join(copy.folder, TABLE)), ...Object.keys(CODES).map(reports)];
  const broken: number[] = [];
  try {
    if (brokenCases(copy.folder) > 0) throw new Error('The tests fail on the sources as they are.');
    for (const { what, file, text, becomes } of removals) {
      const number = copy.planted(file, text, becomes, () => brokenCases(copy.folder));
      broken.push(number);
      console.log(`${number < FEWEST ? 'MISSED' : 'found '} ${what}: ${String(number)}`);
    }
  } finally {
    copy.remove();
  }
  const missed = broken.filter((number) => number < FEWEST).length;
  console.log(`${String(removals.length)} checks and codes removed; the one that is least tested broke ${String(Math.min(...broken))} cases`);
  return { found: removals.length - missed, missed };
}

/** Each check of each row of the table. */
function checks(path: string): Removal[] {
  const table = /^const CHECKS[^]*?^\};$/m.exec(readFileSync(path, 'utf8'))?.[0] ?? '';
  const rows = [...table.matchAll(/^ {2}(\w+): \[[^\]]*\],$/gm)];
  const removals = rows.flatMap(([row, type = '']) =>
    [...row.matchAll(/\bcheck\w+/g)].map(([name]) => ({
      what: `${name} of ${type}`,
      file: TABLE,
      text: row,
      becomes: row.replace(new RegExp(`\\b${name}\\b,?`), ''),
    })),
  );
  if (removals.length === 0 || removals.length !== table.match(/\bcheck\w+/g)?.length) throw new Error(`${TABLE}: not every row could be read.`);
  return removals;
}

const reports = (code: string): Removal => ({
  what: code,
  file: VALIDATOR,
  text: REPORTED,
  becomes: `${REPORTED}\n    if (code === '${code}') return [];`,
});

function brokenCases(folder: string): number {
  const { stdout, stderr } = spawnSync(process.execPath, [join(folder, 'node_modules/mocha/bin/mocha.js'), '--reporter', 'json', ...CASES], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 90_000,
    maxBuffer: 100_000_000,
  });
  if (!stdout.startsWith('{')) throw new Error(`The tests do not run: ${stderr}`);
  const { stats, failures } = JSON.parse(stdout) as { stats: { tests: number }; failures: { fullTitle: string }[] };
  if (stats.tests === 0) throw new Error('There are no tests.');
  return new Set(failures.map(({ fullTitle }) => fullTitle.replace(ASPECT, ''))).size;
}
