/**
 * `npm run soak`: the simulator against the reference evaluator of `tests/reference` on many random pairs, each a journey and one
 * contact's history, on all processors. Says what they were, and for every clause of the language in how many pairs the outcome was
 * another without it. `npm run soak -- --pairs 100000 --seed 1`; the same seed and number give the same pairs. Ends with a line
 * `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

/** What tests/differential/soak-part.ts writes. */
interface Figures {
  readonly pairs: number;
  readonly failed: number;
  readonly thrownAway: number;
  readonly journeys: number;
  readonly moves: number;
  readonly passes: number;
  readonly examined: number;
  readonly clauses: Readonly<Record<string, { readonly stood: number; readonly changed: number }>>;
  readonly differences: readonly string[];
}

const PART = join(import.meta.dirname, '..', 'tests', 'differential', 'soak-part.ts');

const options = readOptions();
const parts = Math.min(availableParallelism(), Math.ceil(options.pairs / 8));
const latest: (Figures | undefined)[] = [];
// The seeds are dealt out in turn, and each part gets its share of the pairs: so the run does not depend on how fast each part is.
const ended = await Promise.all(Array.from({ length: parts }, (_, part) => run(part)));
const failed = report();
process.exitCode = failed > 0 || ended.includes(false) ? 1 : 0;

function readOptions(): { readonly pairs: number; readonly seed: number } {
  try {
    const { values } = parseArgs({ options: { pairs: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } } });
    const [pairs, seed] = [Number(values.pairs), Number(values.seed)];
    if (!Number.isSafeInteger(pairs) || pairs < 1) throw new Error(`--pairs ${values.pairs} is not a number of pairs; write one from 1, as in --pairs 100000.`);
    if (!Number.isSafeInteger(seed) || seed < 0) throw new Error(`--seed ${values.seed} is not a seed; write a whole number from 0, as in --seed 1.`);
    return { pairs, seed };
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  }
}

/** Gives whether the part came to its end. */
function run(part: number): Promise<boolean> {
  const pairs = Math.ceil(options.pairs / parts);
  const child = spawn(process.execPath, [PART, String(options.seed + part), String(parts), String(pairs)], { stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface({ input: child.stdout }).on('line', (line) => {
    latest[part] = JSON.parse(line) as Figures;
    const { pairs: done, failed: differing } = sum();
    if (process.stderr.isTTY) process.stderr.write(`\r${done} pairs, ${differing} differ `);
  });
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.on('close', (code) => resolve(code === 0));
  });
}

function sum(): Figures {
  const figures = latest.filter((one) => one !== undefined);
  const total = (of: (one: Figures) => number): number => figures.reduce((all, one) => all + of(one), 0);
  const names = [...new Set(figures.flatMap(({ clauses }) => Object.keys(clauses)))];
  const clauses = names.map((name) => {
    const counts = { stood: total((one) => one.clauses[name]?.stood ?? 0), changed: total((one) => one.clauses[name]?.changed ?? 0) };
    return [name, counts] as const;
  });
  return {
    pairs: total((one) => one.pairs),
    failed: total((one) => one.failed),
    thrownAway: total((one) => one.thrownAway),
    journeys: total((one) => one.journeys),
    moves: total((one) => one.moves),
    passes: total((one) => one.passes),
    examined: total((one) => one.examined),
    clauses: Object.fromEntries(clauses.sort(([, one], [, other]) => other.changed - one.changed)),
    differences: figures.flatMap(({ differences }) => differences),
  };
}

/** Gives how many pairs failed; a part that broke off is one more. */
function report(): number {
  const figures = sum();
  if (process.stderr.isTTY) process.stderr.write('\n');
  for (const difference of figures.differences) console.log(difference);
  console.log(
    `${figures.pairs} pairs from seed ${options.seed}: ${figures.journeys} journeys (${figures.thrownAway} others had an error), ${figures.passes} passes, ${figures.moves} moves`,
  );
  console.log(`\nClauses, in how many of ${figures.examined} examined pairs they stood, and in how many the outcome was another without them:\n`);
  for (const [clause, { stood, changed }] of Object.entries(figures.clauses)) {
    console.log(`${clause.padEnd(32)}${String(stood).padStart(9)}${String(changed).padStart(9)}`);
  }
  const broken = ended.filter((one) => !one).length;
  console.log(`\n${figures.pairs - figures.failed} passed, ${figures.failed + broken} failed`);
  return figures.failed + broken;
}
