/** The main job on the shipped example: `npm run demo`. Options after `--` go to `journey simulate`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const command = ['simulate', 'examples/lead-nurturing.journey', '--on', 'examples/samples/q1.csv', ...process.argv.slice(2)];

// What the build says goes to standard error, so that the output is the funnel and nothing else.
const built = spawnSync(process.execPath, [join(import.meta.dirname, 'build.ts'), '--only', 'cli,worker-node'], { cwd: root, stdio: ['ignore', 2, 2] });
if (built.status === 0) {
  console.error(`\n$ npx journey ${command.join(' ')}\n`);
  process.exitCode = spawnSync(process.execPath, [join(root, 'bin', 'journey.mjs'), ...command], { cwd: root, stdio: 'inherit' }).status ?? 1;
} else {
  process.exitCode = 1;
}
