/** Plants every fault in a copy of the sources: `npm run soak-faults`. */
import { findFaults } from './find-faults.ts';

const { found, missed } = findFaults();
console.log(`${String(found)} passed, ${String(missed)} failed`);
process.exitCode = missed === 0 ? 0 : 1;
