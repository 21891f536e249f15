import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeActivityData } from './activity-data.ts';
import { duckdbPackage } from './duckdb-package.ts';

const RUNS = 5;
const here = import.meta.dirname;
const root = join(here, '..', '..');

/** Processor time of all threads, and the most memory at a time. */
interface Usage {
  readonly seconds: number;
  readonly megabytes: number;
}

interface Measured extends Usage {
  readonly records: number;
}

/**
 * Prints what the whole command needs from its start to the funnel, and beside it what DuckDB's node package needs to hand over
 * the same columns of the same file, and to count its records; medians of some runs that take turns. Needs the bundles.
 */
export function reading(sizes: readonly number[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'journey-bench-'));
  try {
    const module = duckdbPackage();
    console.log(
      "reading, whole process from file to funnel: seconds of processor time and peak megabytes; and DuckDB's to hand over the same columns, to count",
    );
    const before = new Map<string, { readonly seconds: number; readonly records: number }>();
    for (const size of sizes) {
      const csv = join(folder, 'records.csv');
      writeActivityData(size, csv, join(folder, 'records.ndjson'));
      run(folder, [join(here, 'duckdb-columns.ts'), module, csv, 'parquet']);
      for (const format of ['csv', 'ndjson', 'parquet']) {
        const file = join(folder, `records.${format}`);
        const programs: Record<string, readonly string[]> = {
          ours: [join(root, 'bin', 'journey.mjs'), 'simulate', join(here, 'reading.journey'), '--on', file, '--format', 'json'],
          duckdb: [join(here, 'duckdb-columns.ts'), module, file],
          ...(format === 'csv' ? { count: [join(here, 'duckdb-columns.ts'), module, file, 'count'] } : {}),
        };
        const measured = inTurns(folder, programs);
        for (const [name, { records }] of Object.entries(measured)) if (records !== size) throw new Error(`${name} read ${records} of ${size} records.`);
        const ours = measured['ours']!;
        const cells = [`ours ${shown(ours)}`];
        for (const other of ['duckdb', 'count']) {
          const theirs = measured[other];
          if (theirs !== undefined) cells.push(`${other} ${shown(theirs)} ours ÷ ${other} ${(ours.seconds / theirs.seconds).toFixed(2)}`);
        }
        const last = before.get(format);
        if (last !== undefined) cells.push(`× ${(size / last.records).toFixed(0)} records: × ${(ours.seconds / last.seconds).toFixed(1)}`);
        before.set(format, { seconds: ours.seconds, records: size });
        console.log(`  ${size.toLocaleString('en').padStart(10)} ${format.padEnd(7)}  ${cells.join('   ')}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const shown = ({ seconds, megabytes }: Usage): string => `${seconds.toFixed(2)} s ${megabytes.toFixed(0)} MB`;

function inTurns(folder: string, programs: Readonly<Record<string, readonly string[]>>): Record<string, Measured> {
  const all = Object.fromEntries(Object.keys(programs).map((name) => [name, [] as Measured[]]));
  for (let turn = 0; turn < RUNS; turn++) for (const [name, command] of Object.entries(programs)) all[name]!.push(run(folder, command));
  return Object.fromEntries(
    Object.entries(all).map(([name, runs]) => [
      name,
      {
        seconds: runs.map(({ seconds }) => seconds).sort((a, b) => a - b)[RUNS >> 1]!,
        megabytes: Math.max(...runs.map(({ megabytes }) => megabytes)),
        records: runs[0]!.records,
      },
    ]),
  );
}

function run(folder: string, command: readonly string[]): Measured {
  const usage = join(folder, 'usage.json');
  const child = spawnSync(process.execPath, ['--import', pathToFileURL(join(here, 'report-usage.mjs')).href, ...command], {
    encoding: 'utf8',
    maxBuffer: 1e9,
    env: { ...process.env, JOURNEY_BENCH_USAGE: usage },
  });
  if (child.status !== 0) throw new Error(`${command.join(' ')} ended with ${String(child.status)}: ${child.stderr}`);
  const records = child.stdout.startsWith('{') ? (JSON.parse(child.stdout) as { records: { read: number } }).records.read : Number(child.stdout);
  return { ...(JSON.parse(readFileSync(usage, 'utf8')) as Usage), records };
}
