/** Plants every fault and removes every check in a copy of the sources: `npm run soak-faults`. */
import { findFaults } from './find-faults.ts';
import { removeChecks } from './remove-checks.ts';

const outcomes = [removeChecks(), findFaults()];
const [found, missed] = (['found', 'missed'] as const).map((which) => outcomes.reduce((sum, outcome) => sum + outcome[which], 0));
console.log(`${String(found)} passed, ${String(missed)} failed`);
process.exitCode = missed === 0 ? 0 : 1;
