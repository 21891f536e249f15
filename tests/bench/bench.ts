/**
 * Prints ratios measured in one run: `npm run bench`, or a part of it: `npm run bench -- language`, `npm run bench -- reading 1e5 1e7`,
 * `npm run bench -- evaluating 1e5 1e6 1e7`.
 * Nothing here fails by time. What the figures mean is in docs/benchmarks.md.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { evaluating } from './evaluating.ts';
import { languageScaling } from './language-scaling.ts';
import { reading } from './reading.ts';

const [part, ...sizes] = process.argv.slice(2);

if (part === undefined || part === 'language') await languageScaling();
if (part === undefined || part === 'reading') {
  const build = spawnSync(process.execPath, [join(import.meta.dirname, '..', '..', 'scripts', 'build.ts'), '--only', 'cli,worker-node'], { stdio: 'inherit' });
  if (build.status !== 0) process.exit(1);
  reading(sizes.length === 0 ? [1e5, 1e6] : sizes.map(Number));
}
if (part === undefined || part === 'evaluating') await evaluating(sizes.length === 0 ? [1e5, 1e6] : sizes.map(Number));
