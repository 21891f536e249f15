/** Prints ratios measured in one run: `npm run bench`. Nothing here fails by time. */
import { languageScaling } from '../tests/bench/language-scaling.ts';

await languageScaling();
