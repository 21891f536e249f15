/** Prints ratios measured in one run: `npm run bench`. Nothing here fails by time. */
import { languageScaling } from './language-scaling.ts';

await languageScaling();
