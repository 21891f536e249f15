import type { Model } from '../../src/model/model.ts';
import { caseText } from './case-text.ts';
import type { Run } from './generate-run.ts';
import { generateRun } from './generate-run.ts';
import type { Ways } from './outcomes.ts';
import { wayKey, waysOfReference, waysOfSimulator } from './outcomes.ts';
import { rewritesOfModel } from './rewrites.ts';
import { shrink } from './shrink.ts';

/** What many pairs (a journey and one contact's history) showed. */
export interface Figures {
  pairs: number;
  failed: number;
  /** Generated journeys that the language server found an error in. */
  thrownAway: number;
  journeys: number;
  moves: number;
  passes: number;
  /** Pairs whose clauses were taken out one by one. */
  examined: number;
  /** By clause, in how many of the examined pairs it stood, and in how many the outcome was another without it. */
  clauses: Record<string, { stood: number; changed: number }>;
  /** Worked cases of the first differences, made small. */
  differences: string[];
}

export const noFigures = (): Figures => ({
  pairs: 0,
  failed: 0,
  thrownAway: 0,
  journeys: 0,
  moves: 0,
  passes: 0,
  examined: 0,
  clauses: {},
  differences: [],
});

export interface AgreementOptions {
  readonly contacts: number;
  /** Of how many contacts of each journey the clauses are taken out. */
  readonly examined: number;
  /** How many differences are made small and told; the others are only counted. */
  readonly told: number;
}

/** Compares both evaluators on what one seed gives, and adds what it showed. */
export async function compareOn(seed: number, { contacts, examined, told }: AgreementOptions, figures: Figures): Promise<void> {
  const run = await generateRun(seed, contacts);
  if (!run) {
    figures.thrownAway++;
    return;
  }
  const { model } = run;
  figures.journeys++;
  const reference = waysOfReference(model, run.histories);
  const simulator = await waysOfSimulator(model, run.histories);
  let differ = 0;
  for (let number = 0; number < contacts; number++) {
    const way = reference.get(`c${number}`);
    figures.pairs++;
    figures.passes += way?.passes.length ?? 0;
    figures.moves += way?.passes.reduce((sum, { visits }) => sum + visits.length, 0) ?? 0;
    if (wayKey(way) !== wayKey(simulator.get(`c${number}`))) differ++;
    if (number < examined) examine(model, run, `c${number}`, reference, figures);
  }
  figures.failed += differ;
  if (differ > 0 && figures.differences.length < told) {
    const smallest = await shrink(run);
    figures.differences.push(await caseText(smallest ?? run, `Seed ${seed}`));
  }
}

/** Which clauses of the model this contact's outcome depends on. */
function examine(model: Model, run: Run, contact: string, reference: Ways, figures: Figures): void {
  const outcome = wayKey(reference.get(contact));
  // Whether the run has deliveries is settled over all contacts, so one record of another contact may have to stay.
  const { records } = run.histories;
  const delivery = records.find(({ event }) => event === 'delivered');
  const histories = { ...run.histories, records: records.filter((record) => record.contact === contact || record === delivery) };
  const changes = new Map<string, boolean>();
  for (const [clause, without] of rewritesOfModel(model)) {
    if (changes.get(clause) === true) continue;
    changes.set(clause, wayKey(waysOfReference(without, histories).get(contact)) !== outcome);
  }
  figures.examined++;
  for (const [clause, changed] of changes) {
    const counts = (figures.clauses[clause] ??= { stood: 0, changed: 0 });
    counts.stood++;
    if (changed) counts.changed++;
  }
}
