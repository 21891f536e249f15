import type { ProgramStage } from './program.ts';
import type { ContactWay, Pass, Stay } from './way.ts';

/** The pass that says how far a contact got: the furthest, of equals the earliest. */
export function countedPass<One extends Stay>({ passes }: ContactWay<One>, stages: readonly ProgramStage[]): Pass<One> | undefined {
  let best: Pass<One> | undefined;
  for (const pass of passes) if (!best || furthestPlace(pass, stages) > furthestPlace(best, stages)) best = pass;
  return best;
}

/** The place on the path that a pass got to, from 0; -1 where it was never on the path. */
export function furthestPlace({ visits }: Pass<Stay>, stages: readonly ProgramStage[]): number {
  let furthest = -1;
  for (const { stage } of visits) furthest = Math.max(furthest, stages[stage]!.path);
  return furthest;
}
