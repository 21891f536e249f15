import { compareOn, noFigures } from '../differential/agreement.ts';
import type { SoakPart } from './soak-part.ts';
import type { Figures } from './tally.ts';

/** How the names of counts begin that say in how many examined pairs a clause stood, and in how many it made a difference. */
const [STOOD, CHANGED] = ['stood: ', 'changed: '];

/** The simulator against the reference evaluator of `tests/reference`, each pair a journey and one contact's history. */
export const pairs: SoakPart = {
  name: 'pairs',
  says: 'the simulator and the reference evaluator agree',
  unit: 'pairs',
  // About a seventh of the seeds give a journey with an error, the others 8 pairs each: more than 100,000.
  whole: 16_000,
  sample: 40,
  start: () => async (seed, tally) => {
    const figures = noFigures();
    await compareOn(seed, { contacts: 8, examined: 4, told: tally.failed < 5 ? 1 : 0 }, figures);
    tally.pass(figures.pairs - figures.failed);
    if (figures.failed > 0)
      tally.fail(`pairs, seed ${seed}: ${figures.failed} of ${figures.pairs} pairs differ\n${figures.differences.join('\n')}`, figures.failed);
    for (const name of ['journeys', 'passes', 'moves', 'examined'] as const) tally.count(name, figures[name]);
    tally.count('journeys with an error', figures.thrownAway);
    for (const [clause, { stood, changed }] of Object.entries(figures.clauses)) {
      tally.count(STOOD + clause, stood);
      tally.count(CHANGED + clause, changed);
    }
  },
  doubts: ({ seeds, passed, failed, counts: { 'journeys with an error': thrownAway = 0, moves = 0 } }) => [
    ...(thrownAway > seeds * 0.3 ? [`${thrownAway} of ${seeds} journeys had an error`] : []),
    ...(moves < passed + failed ? [`only ${moves} moves of ${passed + failed} pairs`] : []),
  ],
  tell: ({ counts }: Figures) => {
    const clauses = Object.keys(counts).flatMap((name) => (name.startsWith(STOOD) ? [name.slice(STOOD.length)] : []));
    const changed = (clause: string): number => counts[CHANGED + clause] ?? 0;
    return [
      ...['journeys', 'journeys with an error', 'passes', 'moves'].map((name) => `${name}: ${(counts[name] ?? 0).toLocaleString('en')}`),
      `clauses, in how many of ${(counts['examined'] ?? 0).toLocaleString('en')} examined pairs they stood, and in how many the outcome was another without them:`,
      ...clauses
        .sort((one, other) => changed(other) - changed(one))
        .map((clause) => `  ${clause.padEnd(32)}${String(counts[STOOD + clause] ?? 0).padStart(9)}${String(changed(clause)).padStart(9)}`),
    ];
  },
};
