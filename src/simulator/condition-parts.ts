import type { Condition } from '../model/condition.ts';
import type { ProgramCondition } from './program.ts';

/** A part of a condition that `and` and `or` put together, as written and as compiled. */
export interface ConditionPart {
  readonly written: Condition;
  readonly compiled: ProgramCondition;
}

/** The parts of a condition, in the order written; what stands below `not` is one. */
export function conditionParts(written: Condition | undefined, compiled: ProgramCondition | undefined): ConditionPart[] {
  if (!written || !compiled) return [];
  if ((written.kind === 'and' || written.kind === 'or') && compiled.kind === written.kind && compiled.operands.length === written.operands.length) {
    return written.operands.flatMap((operand, place) => conditionParts(operand, compiled.operands[place]));
  }
  return [{ written, compiled }];
}
