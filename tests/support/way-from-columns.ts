import type { Program } from '../../src/simulator/program.ts';
import type { WayColumns } from '../../src/simulator/way-columns.ts';
import type { ContactWay, Stay } from '../../src/simulator/way.ts';

/** A way that was handed on in columns, as the replay of one contact gives it. */
export function wayFromColumns({ passes, passEnd, stage, rule, entered, expired, keptOut }: WayColumns, { stages }: Program): ContactWay<Stay> {
  return {
    passes: Array.from({ length: passes }, (_, pass) => {
      const first = pass === 0 ? 0 : passEnd[pass - 1]!;
      const visits = Array.from({ length: passEnd[pass]! - first }, (__, place) => {
        const stay = first + place;
        return { stage: stage[stay]!, entered: entered[stay]!, rule: rule[stay]! };
      });
      const isSafe = visits.some((visit) => stages[visit.stage]!.hasReachedGoal || stages[visit.stage]!.isLastOfPath);
      return { began: visits[0]!.entered, visits, isSafe, expired: Number.isNaN(expired[pass]) ? undefined : expired[pass] };
    }),
    keptOut,
  };
}
