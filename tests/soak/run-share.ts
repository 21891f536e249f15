/**
 * One process of `npm run soak`: `node run-share.ts PART FIRST LAST STEP` checks a part on every STEPth seed from FIRST to LAST.
 * Writes the figures so far as a line of JSON now and then, the last one at the end.
 */
import { checkSeeds } from './check-seeds.ts';
import { PARTS } from './parts.ts';

const [name, ...numbers] = process.argv.slice(2);
const [first = NaN, last = NaN, step = NaN] = numbers.map(Number);
const part = PARTS.find((one) => one.name === name);
if (!part) throw new Error(`There is no part ${String(name)}.`);

const figures = await checkSeeds(part, { first, last, step }, (soFar) => console.log(JSON.stringify(soFar)));
console.log(JSON.stringify(figures));
