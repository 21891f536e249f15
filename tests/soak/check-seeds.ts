import type { SoakPart } from './soak-part.ts';
import type { Figures } from './tally.ts';
import { Tally } from './tally.ts';

/** Every `step`th seed from `first` on, up to `last`. */
export interface Seeds {
  readonly first: number;
  readonly last: number;
  readonly step: number;
}

/** Checks a part on some seeds, one after the other. `progress` gets the figures so far about once a second. */
export async function checkSeeds(part: SoakPart, { first, last, step }: Seeds, progress?: (figures: Figures) => void): Promise<Figures> {
  const check = await part.start();
  const tally = new Tally();
  let told = performance.now();
  let began = processorTime();
  for (let seed = first; seed <= last; seed += step) {
    try {
      await check(seed, tally);
    } catch (error) {
      tally.fail(`${part.name}, seed ${seed}: ${textOf(error)}`);
    }
    const now = processorTime();
    const took = now - began;
    began = now;
    tally.seed(seed, took);
    if (part.limit !== undefined && took > part.limit) tally.fail(`${part.name}, seed ${seed}: took ${took.toFixed(0)} ms`);
    if (progress && performance.now() - told > 1000) {
      told = performance.now();
      progress(tally.figures());
    }
  }
  return tally.figures();
}

/** Milliseconds of the processor, since the machine may be busy. */
const processorTime = (): number => process.cpuUsage().user / 1000;

/** With the stack, and with what it was caused by: a failure is a bug. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.stack ?? error.message}${error.cause === undefined ? '' : `\n${textOf(error.cause)}`}`;
}
