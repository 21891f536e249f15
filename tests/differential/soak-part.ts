/**
 * One part of a soak run: `node soak-part.ts FIRST STEP PAIRS` compares the evaluators on the seeds FIRST, FIRST + STEP, … until there are so many pairs,
 * and writes its figures so far as a line of JSON every now and then, the last one at the end.
 */
import { compareOn, noFigures } from './agreement.ts';

const [first = NaN, step = NaN, pairs = NaN] = process.argv.slice(2).map(Number);
const figures = noFigures();

for (let seed = first, count = 1; figures.pairs < pairs; seed += step, count++) {
  await compareOn(seed, { contacts: 8, examined: 4, told: 5 }, figures);
  if (count % 50 === 0 || figures.pairs >= pairs) console.log(JSON.stringify(figures));
}
