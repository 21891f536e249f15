/**
 * `npm run soak`: what the tests check on some random inputs, on as many as the project promises; each part on all processors.
 * `npm run soak -- PART…` runs some parts, `--count 1000` so many seeds of each, `--seed 4711` from that one on. An input depends
 * on its seed alone. Ends with a line `N passed, N failed`.
 */
import { parseArgs } from 'node:util';
import { PARTS } from './parts.ts';
import { runPart } from './run-part.ts';
import type { SoakPart } from './soak-part.ts';
import type { Figures } from './tally.ts';

const options = readOptions();
const rows: string[][] = [];
let [passed, failed] = [0, 0];
for (const part of options.parts) {
  const count = options.count ?? part.whole;
  console.log(`── ${part.name}: ${part.says}; seeds ${options.seed} to ${options.seed + count - 1}`);
  const began = performance.now();
  const { figures, broken } = await runPart(part, { first: options.seed, count }, ({ seeds, failed: failures }) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${seeds.toLocaleString('en')} of ${count.toLocaleString('en')} seeds, ${failures} failed `);
  });
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  // A few seeds say nothing of shares.
  const doubts = count < part.sample ? [] : part.doubts(figures);
  for (const text of [...figures.failures, ...figures.remarks, ...doubts]) console.log(text);
  if (broken > 0) console.log(`${broken} processes broke off: only ${figures.seeds} of ${count} seeds are known to be checked.`);
  for (const line of (part.tell ?? counted)(figures)) console.log(`   ${line}`);
  const failures = figures.failed + doubts.length + broken;
  rows.push([part.name, part.unit, ...cells(figures, (performance.now() - began) / 1000, failures)]);
  passed += figures.passed;
  failed += failures;
}
console.log(`\n${table([['part', 'counted', 'passed', 'failed', 'seeds', 'seconds', 'slowest'], ...rows])}\n\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function readOptions(): { readonly parts: readonly SoakPart[]; readonly seed: number; readonly count: number | undefined } {
  try {
    const { values, positionals } = parseArgs({
      options: { seed: { type: 'string', default: '1' }, count: { type: 'string' } },
      allowPositionals: true,
    });
    const unknown = positionals.filter((name) => !PARTS.some((part) => part.name === name));
    if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}; there are ${PARTS.map(({ name }) => name).join(', ')}.`);
    const seed = Number(values.seed);
    if (!Number.isSafeInteger(seed) || seed < 0) throw new Error(`--seed ${values.seed} is not a seed; write a whole number from 0, as in --seed 4711.`);
    const count = values.count === undefined ? undefined : Number(values.count);
    if (count !== undefined && (!Number.isSafeInteger(count) || count < 1))
      throw new Error(`--count ${String(values.count)} is not a number of seeds; write one from 1, as in --count 1000.`);
    return { parts: PARTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name)), seed, count };
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  }
}

/** The counts by name, with their share of what was checked. */
function counted({ counts, passed: good, failed: bad }: Figures): string[] {
  return Object.entries(counts).map(([name, number]) => `${name}: ${number.toLocaleString('en')} (${((100 * number) / (good + bad)).toFixed(1)} %)`);
}

function cells({ seeds, passed: good, slowest }: Figures, seconds: number, failures: number): string[] {
  return [
    ...[good, failures, seeds].map((number) => number.toLocaleString('en')),
    seconds.toFixed(1),
    `${slowest.milliseconds.toFixed(0)} ms (seed ${slowest.seed})`,
  ];
}

/** The first two columns are texts, the others numbers. */
function table(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) => line.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '))
    .join('\n');
}
