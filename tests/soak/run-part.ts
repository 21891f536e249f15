import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SoakPart } from './soak-part.ts';
import type { Figures } from './tally.ts';
import { sumOf } from './tally.ts';

export interface PartRun {
  readonly figures: Figures;
  /** How many of the processes broke off, whose share is only known in part. */
  readonly broken: number;
}

/**
 * Checks a part on so many seeds on all processors. The seeds are dealt in turn, so they are the same however many processors
 * there are. `progress` gets the figures so far.
 */
export async function runPart(
  part: SoakPart,
  seeds: { readonly first: number; readonly count: number },
  progress: (figures: Figures) => void,
): Promise<PartRun> {
  const shares = part.isLarge ? 1 : Math.min(availableParallelism(), seeds.count);
  const latest: Figures[] = [];
  const last = seeds.first + seeds.count - 1;
  const run = async (share: number): Promise<boolean> => {
    const options = [part.name, String(seeds.first + share), String(last), String(shares)];
    const child = spawn(process.execPath, [join(import.meta.dirname, 'run-share.ts'), ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
    createInterface({ input: child.stdout }).on('line', (line) => {
      latest[share] = JSON.parse(line) as Figures;
      progress(sumOf(latest.filter(Boolean)));
    });
    return new Promise((resolve) => {
      child.on('error', (error) => {
        console.error(error.message);
        resolve(false);
      });
      child.on('close', (code) => resolve(code === 0));
    });
  };
  const ended = await Promise.all(Array.from({ length: shares }, (_, share) => run(share)));
  return { figures: sumOf(latest.filter(Boolean)), broken: ended.filter((one) => !one).length };
}
