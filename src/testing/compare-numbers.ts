import type { OrderOperator } from '../model/condition.ts';

/** Shares that were computed in different ways, as 0.333 and 333 / 1000, differ by less and are equal. */
const ROUNDING = 1e-12;

/** Whether a number is what an expectation asks for. */
export function compareNumbers(actual: number, operator: OrderOperator, target: number): boolean {
  const isEqual = Math.abs(actual - target) <= ROUNDING * Math.max(1, Math.abs(target));
  switch (operator) {
    case '==':
      return isEqual;
    case '!=':
      return !isEqual;
    case '<':
      return !isEqual && actual < target;
    case '<=':
      return isEqual || actual < target;
    case '>':
      return !isEqual && actual > target;
    case '>=':
      return isEqual || actual > target;
  }
}
